import { counted, defineWords } from '@/components/language/define-words';

const certificates = (count: number) => counted(count, { one: 'certificate', other: 'certificates' });
const zertifikate = (count: number) => counted(count, { one: 'Zertifikat', other: 'Zertifikate' });

/** The acts on many certificates, in words. */
export const actWords = defineWords({
  en: {
    renew: {
      title: 'Renew certificates',
      about:
        'Each gets a successor with the same names and a new key made here. The old ones stay good until they end or are revoked.',
      button: (count: number) => `Renew ${certificates(count)}`,
    },
    describe: {
      title: 'Tags and owner',
      about: 'Tags are added to and removed from each certificate; the owner is the same for all.',
      button: (count: number) => `Change ${certificates(count)}`,
    },
    hold: {
      title: 'Put certificates on hold',
      about: 'Clients that check refuse them until they are released, or revoked for good.',
      button: (count: number) => `Hold ${certificates(count)}`,
    },
    release: {
      title: 'Release certificates from hold',
      about: 'They leave the revocation list and are good again.',
      button: (count: number) => `Release ${certificates(count)}`,
    },
    revoke: {
      title: 'Revoke certificates',
      about: 'A revocation cannot be undone; a hold can.',
      button: (count: number) => `Revoke ${certificates(count)}`,
    },
  },
  de: {
    renew: {
      title: 'Zertifikate erneuern',
      about:
        'Jedes bekommt einen Nachfolger mit denselben Namen und einem neuen Schlüssel, der hier erzeugt wird. Die alten gelten, bis sie ablaufen oder gesperrt werden.',
      button: (count) => `${zertifikate(count)} erneuern`,
    },
    describe: {
      title: 'Schlagwörter und Verantwortliche',
      about:
        'Schlagwörter kommen zu jedem Zertifikat hinzu oder fallen weg; verantwortlich ist für alle dieselbe Stelle.',
      button: (count) => `${zertifikate(count)} ändern`,
    },
    hold: {
      title: 'Zertifikate aussetzen',
      about: 'Clients, die prüfen, weisen sie ab, bis das aufgehoben wird oder sie endgültig gesperrt werden.',
      button: (count) => `${zertifikate(count)} aussetzen`,
    },
    release: {
      title: 'Aussetzung von Zertifikaten aufheben',
      about: 'Sie verlassen die Sperrliste und gelten wieder.',
      button: (count) => `Aussetzung für ${zertifikate(count)} aufheben`,
    },
    revoke: {
      title: 'Zertifikate sperren',
      about: 'Eine Sperrung lässt sich nicht zurücknehmen, eine Aussetzung schon.',
      button: (count) => `${zertifikate(count)} sperren`,
    },
  },
});
