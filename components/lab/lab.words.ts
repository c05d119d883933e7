import { defineWords } from '@/components/language/define-words';
import type { LabCase, LabRun } from '@/lib/domain/lab';

const groups = {
  works: { title: 'It works', note: 'What a good handshake looks like, message by message.' },
  server: { title: 'The client refuses the server', note: 'The client looks at what the server shows.' },
  client: { title: 'The server refuses the client', note: 'Mutual: the server asks for a certificate.' },
  agreement: {
    title: 'They find nothing in common',
    note: 'Before any certificate: versions, suites, signatures, groups.',
  },
} as const satisfies Record<LabCase['group'], { title: string; note: string }>;

export const labGroupWords = defineWords({
  en: groups,
  de: {
    works: { title: 'Es gelingt', note: 'Wie ein guter Handshake aussieht, Nachricht für Nachricht.' },
    server: { title: 'Der Client weist den Server ab', note: 'Der Client sieht sich an, was der Server vorlegt.' },
    client: { title: 'Der Server weist den Client ab', note: 'Gegenseitig: Der Server verlangt ein Zertifikat.' },
    agreement: {
      title: 'Sie finden nichts Gemeinsames',
      note: 'Noch vor jedem Zertifikat: Versionen, Verfahren, Signaturen, Gruppen.',
    },
  },
});

const kinds = {
  bench: 'Bench',
  certificates: 'My certificates',
  connection: 'Connection',
  'post-quantum': 'Post-quantum bench',
  remote: 'Real server',
} as const satisfies Record<LabRun['kind'], string>;

export const labKindWords = defineWords({
  en: kinds,
  de: {
    bench: 'Prüfstand',
    certificates: 'Meine Zertifikate',
    connection: 'Verbindung',
    'post-quantum': 'Post-Quanten-Prüfstand',
    remote: 'Echter Server',
  },
});
