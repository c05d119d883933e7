import { defineWords } from '@/components/language/define-words';

export const trustPageWords = defineWords({
  en: {
    proof: {
      onElsewhere: (root: string) => `It is on for ${root} now.`,
    },
    platforms: {
      probablyYours: 'probably yours',
      takeItAway: 'Take it away',
    },
    trustStep: {
      commandFor: (what: string) => `command for ${what}`,
    },
    trust: {
      trustSetup: 'Trust setup',
      fingerprintSha256: 'Fingerprint (SHA-256)',
      fingerprint: 'fingerprint',
      downloads: 'Downloads',
      steps: 'Steps',
      newRoot: 'New root',
      roots: 'Roots',
      expiredOn: 'Expired on ',
      validUntil: 'Valid until ',
      issuesThrough: (value: string) => `Issues through ${value}`,
      thePublicPageIsTurned: 'The public page is turned off ({code}). Hand the files out yourself.',
      qrCodeOf: (url: string) => `QR code of ${url}`,
    },
  },
  de: {
    proof: {
      onElsewhere: (root) => `Zurzeit ist sie für ${root} angeschaltet.`,
    },
    platforms: {
      probablyYours: 'vermutlich Ihres',
      takeItAway: 'Wieder entfernen',
    },
    trustStep: {
      commandFor: (what) => `Befehl für ${what}`,
    },
    trust: {
      trustSetup: 'Vertrauen einrichten',
      fingerprintSha256: 'Fingerabdruck (SHA-256)',
      fingerprint: 'Fingerabdruck',
      downloads: 'Downloads',
      steps: 'Schritte',
      newRoot: 'Neue Wurzel',
      roots: 'Wurzeln',
      expiredOn: 'Abgelaufen am ',
      validUntil: 'Gültig bis ',
      issuesThrough: (value) => `Stellt aus über ${value}`,
      thePublicPageIsTurned: 'Die öffentliche Seite ist abgeschaltet ({code}). Geben Sie die Dateien selbst weiter.',
      qrCodeOf: (url) => `QR-Code von ${url}`,
    },
  },
});
