import { counted, defineWords } from '@/components/language/define-words';
import type { JobKind, JobState } from '@/lib/domain/entities';

const states = {
  queued: 'Waits for its turn',
  running: 'Running',
  finished: 'Finished',
  cancelled: 'Cancelled',
  failed: 'Failed',
} as const satisfies Record<JobState, string>;

export const jobStateWords = defineWords({
  en: states,
  de: {
    queued: 'Wartet',
    running: 'Läuft',
    finished: 'Fertig',
    cancelled: 'Abgebrochen',
    failed: 'Misslungen',
  },
});

const rows = (count: number) => counted(count, { one: 'row', other: 'rows' });
const certificates = (count: number) => counted(count, { one: 'certificate', other: 'certificates' });
const zeilen = (count: number) => counted(count, { one: 'Zeile', other: 'Zeilen' });
const zertifikate = (count: number) => counted(count, { one: 'Zertifikat', other: 'Zertifikate' });
const ofRows = {
  pieces: rows,
  refused: (count: number) => `, ${rows(count)} refused`,
  refusedTitle: 'Refused rows',
  download: 'Download refused rows',
  again: 'Try the refused rows again',
};
const vonZeilen = {
  pieces: zeilen,
  refused: (count: number) => `, ${zeilen(count)} abgelehnt`,
  refusedTitle: 'Abgelehnte Zeilen',
  download: 'Abgelehnte Zeilen herunterladen',
  again: 'Abgelehnte Zeilen noch einmal versuchen',
};
const ofCertificates = {
  pieces: certificates,
  refused: (count: number) => `, ${certificates(count)} refused`,
  refusedTitle: 'Refused certificates',
  download: 'Download refused certificates',
  again: 'Try the refused certificates again',
};
const vonZertifikaten = {
  pieces: zertifikate,
  refused: (count: number) => `, ${zertifikate(count)} abgelehnt`,
  refusedTitle: 'Abgelehnte Zertifikate',
  download: 'Abgelehnte Zertifikate herunterladen',
  again: 'Abgelehnte Zertifikate noch einmal versuchen',
};

const kinds = {
  'bulk-issuance': {
    ...ofRows,
    about: 'One certificate for each row of a table.',
    done: (count: number) => `${certificates(count)} issued`,
    cancel: 'Cancel; what was issued stays so',
  },
  'bulk-revocation': {
    ...ofCertificates,
    about: 'Each certificate is revoked under the rules for one; one revocation list for each batch.',
    done: (count: number) => `${certificates(count)} revoked`,
    cancel: 'Cancel; what was revoked stays so',
  },
  'bulk-hold': {
    ...ofCertificates,
    about: 'Each certificate is put on hold until it is released or revoked for good.',
    done: (count: number) => `${certificates(count)} put on hold`,
    cancel: 'Cancel; what was put on hold stays so',
  },
  'bulk-release': {
    ...ofCertificates,
    about: 'Each certificate is taken off hold and is good again.',
    done: (count: number) => `${certificates(count)} released`,
    cancel: 'Cancel; what was released stays so',
  },
  'bulk-renewal': {
    ...ofCertificates,
    about: 'Each certificate gets a successor with a new key; the old one stays good until it ends or is revoked.',
    done: (count: number) => `${certificates(count)} renewed`,
    cancel: 'Cancel; what was renewed stays so',
  },
  'bulk-description': {
    ...ofCertificates,
    about: 'Tags and owner of each certificate are changed.',
    done: (count: number) => `${certificates(count)} changed`,
    cancel: 'Cancel; what was changed stays so',
  },
} as const satisfies Record<JobKind, object>;

/** What a job of each kind is about, its pieces, and what it did to each. */
export const jobKindWords = defineWords({
  en: kinds,
  de: {
    'bulk-issuance': {
      ...vonZeilen,
      about: 'Ein Zertifikat für jede Zeile einer Tabelle.',
      done: (count) => `${zertifikate(count)} ausgestellt`,
      cancel: 'Abbrechen; was ausgestellt ist, bleibt es',
    },
    'bulk-revocation': {
      ...vonZertifikaten,
      about: 'Jedes Zertifikat wird nach den Regeln für eines gesperrt; eine Sperrliste für jeden Schub.',
      done: (count) => `${zertifikate(count)} gesperrt`,
      cancel: 'Abbrechen; was gesperrt ist, bleibt es',
    },
    'bulk-hold': {
      ...vonZertifikaten,
      about: 'Jedes Zertifikat wird ausgesetzt, bis das aufgehoben oder es endgültig gesperrt wird.',
      done: (count) => `${zertifikate(count)} ausgesetzt`,
      cancel: 'Abbrechen; was ausgesetzt ist, bleibt es',
    },
    'bulk-release': {
      ...vonZertifikaten,
      about: 'Die Aussetzung jedes Zertifikats wird aufgehoben; es gilt wieder.',
      done: (count) => `Aussetzung aufgehoben für ${zertifikate(count)}`,
      cancel: 'Abbrechen; was aufgehoben ist, bleibt es',
    },
    'bulk-renewal': {
      ...vonZertifikaten,
      about:
        'Jedes Zertifikat bekommt einen Nachfolger mit neuem Schlüssel; das alte gilt, bis es abläuft oder gesperrt wird.',
      done: (count) => `${zertifikate(count)} erneuert`,
      cancel: 'Abbrechen; was erneuert ist, bleibt es',
    },
    'bulk-description': {
      ...vonZertifikaten,
      about: 'Schlagwörter und Verantwortliche jedes Zertifikats werden geändert.',
      done: (count) => `${zertifikate(count)} geändert`,
      cancel: 'Abbrechen; was geändert ist, bleibt es',
    },
  },
});
