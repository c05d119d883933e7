import { defineWords } from '@/components/language/define-words';

export const renewAuthorityWords = defineWords({
  en: {
    how: 'How?',
    sameKeyNewCertificate: 'Same key, new certificate',
    nameAndKeyStaySo:
      'Name and key stay, so everything below stays good. The new certificate has to be installed where the old one is trusted, before that one ends.',
    nameAndKeyStaySo2:
      'Name and key stay, so everything below stays good. Servers send the new certificate in their chain from their next renewal on.',
    newKeyNewAuthorityBeside: 'New key, new authority beside this one',
    whenTheKeyIsOld:
      'When the key is old or its kind is outdated. The successor issues from now on; this one goes on with its revocation list and OCSP until what it has issued ends.',
    replaceTheKeyOfThat: 'Replace the key of that one.',
    hasTakenItsPlaceAlready: (name: string) => `${name} has taken its place already`,
    nameOfTheSuccessor: 'Name of the successor',
    leftEmptyThisNameWith: 'Left empty: this name with the next number. The same name gives the same subject.',
    newLifetime: 'New lifetime',
    withinTheLifeOfWhich: (name: string, day: string) => `Within the life of ${name}, which ends on ${day}.`,
    now: 'Now',
    newCertificate: 'New certificate',
    successor: 'Successor',
    signing: 'Signing…',
    renewWithTheSameKey: 'Renew with the same key',
    createTheSuccessor: 'Create the successor',
    cancel: 'Cancel',
  },
  de: {
    how: 'Wie?',
    sameKeyNewCertificate: 'Derselbe Schlüssel, neues Zertifikat',
    nameAndKeyStaySo:
      'Name und Schlüssel bleiben, also bleibt alles darunter gültig. Das neue Zertifikat muss installiert sein, wo man dem alten vertraut, bevor das alte endet.',
    nameAndKeyStaySo2:
      'Name und Schlüssel bleiben, also bleibt alles darunter gültig. Server senden das neue Zertifikat ab ihrer nächsten Erneuerung in ihrer Kette.',
    newKeyNewAuthorityBeside: 'Neuer Schlüssel, neue Zertifizierungsstelle neben dieser',
    whenTheKeyIsOld:
      'Wenn der Schlüssel alt oder seine Art überholt ist. Die Nachfolgerin stellt von jetzt an aus; diese macht mit Sperrliste und OCSP weiter, bis abläuft, was sie ausgestellt hat.',
    replaceTheKeyOfThat: 'Ersetzen Sie deren Schlüssel.',
    hasTakenItsPlaceAlready: (name) => `${name} ist schon an ihre Stelle getreten`,
    nameOfTheSuccessor: 'Name der Nachfolgerin',
    leftEmptyThisNameWith: 'Leer: dieser Name mit der nächsten Nummer. Derselbe Name ergibt denselben Inhabernamen.',
    newLifetime: 'Neue Laufzeit',
    withinTheLifeOfWhich: (name, day) => `Innerhalb der Laufzeit von ${name}, die am ${day} endet.`,
    now: 'Jetzt',
    newCertificate: 'Neues Zertifikat',
    successor: 'Nachfolgerin',
    signing: 'Wird signiert …',
    renewWithTheSameKey: 'Mit demselben Schlüssel erneuern',
    createTheSuccessor: 'Nachfolgerin anlegen',
    cancel: 'Abbrechen',
  },
});
