import { defineWords } from '@/components/language/define-words';
import type { OperatorRole } from '@/lib/domain/operators';

/** The roles of operators, by the names that the API has. */
export const roleWords = defineWords({
  en: {
    viewer: { name: 'Viewer', sentence: 'Reads everything but the log. Changes nothing.' },
    requester: { name: 'Requester', sentence: 'Reads, and submits requests for others to decide.' },
    approver: {
      name: 'Approver',
      sentence: 'Decides requests; issues, renews and revokes certificates; hands connections over.',
    },
    'ca-admin': {
      name: 'CA administrator',
      sentence: 'Everything about authorities, profiles and certificates. Does not manage operators.',
    },
    'security-admin': {
      name: 'Security administrator',
      sentence: 'Manages operators and reads the log. Issues nothing.',
    },
    auditor: { name: 'Auditor', sentence: 'Reads everything, the log included. Changes nothing.' },
  } satisfies Record<OperatorRole, { name: string; sentence: string }>,
  de: {
    viewer: { name: 'Leser', sentence: 'Liest alles außer dem Protokoll. Ändert nichts.' },
    requester: { name: 'Antragsteller', sentence: 'Liest und stellt Anträge, über die andere entscheiden.' },
    approver: {
      name: 'Genehmiger',
      sentence: 'Entscheidet über Anträge; stellt Zertifikate aus, erneuert und sperrt sie; übergibt Verbindungen.',
    },
    'ca-admin': {
      name: 'CA-Verwalter',
      sentence: 'Alles rund um Zertifizierungsstellen, Profile und Zertifikate. Verwaltet keine Benutzer.',
    },
    'security-admin': {
      name: 'Sicherheitsverwalter',
      sentence: 'Verwaltet Benutzer und liest das Protokoll. Stellt nichts aus.',
    },
    auditor: { name: 'Prüfer', sentence: 'Liest alles, auch das Protokoll. Ändert nichts.' },
  },
});
