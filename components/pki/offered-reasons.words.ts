import { defineWords } from '@/components/language/define-words';

export const offeredReasonWords = defineWords({
  en: {
    superseded: { label: 'Superseded', sentence: 'A newer certificate has taken its place.' },
    cessationOfOperation: { label: 'No longer used', sentence: 'The server or client was shut down.' },
    keyCompromise: {
      label: 'Key compromise',
      sentence: 'Someone else has, or may have, the private key. The key can never be certified again here.',
    },
    affiliationChanged: {
      label: 'Affiliation changed',
      sentence: 'The name or organisation in the certificate is no longer right.',
    },
    privilegeWithdrawn: {
      label: 'Privilege withdrawn',
      sentence: 'The holder is no longer allowed to use this certificate.',
    },
    unspecified: { label: 'No reason given', sentence: 'Clients see that it is revoked, and nothing more.' },
    certificateHold: {
      label: 'Only put it on hold',
      sentence: 'Clients refuse it for now. It can be released again, or revoked for good later.',
    },
  },
  de: {
    superseded: { label: 'Ersetzt', sentence: 'Ein neueres Zertifikat ist an seine Stelle getreten.' },
    cessationOfOperation: { label: 'Nicht mehr benutzt', sentence: 'Der Server oder Client wurde abgeschaltet.' },
    keyCompromise: {
      label: 'Schlüssel in fremden Händen',
      sentence:
        'Jemand anders hat den privaten Schlüssel oder könnte ihn haben. Er kann hier nie wieder zertifiziert werden.',
    },
    affiliationChanged: {
      label: 'Zugehörigkeit geändert',
      sentence: 'Der Name oder die Organisation im Zertifikat stimmt nicht mehr.',
    },
    privilegeWithdrawn: {
      label: 'Berechtigung entzogen',
      sentence: 'Der Inhaber darf dieses Zertifikat nicht mehr benutzen.',
    },
    unspecified: { label: 'Ohne Grund', sentence: 'Clients sehen, dass es gesperrt ist, und sonst nichts.' },
    certificateHold: {
      label: 'Nur aussetzen',
      sentence:
        'Clients weisen es vorerst ab. Die Aussetzung lässt sich aufheben, oder es wird später endgültig gesperrt.',
    },
  },
});
