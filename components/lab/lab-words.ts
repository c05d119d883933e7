import type { LabCase, LabRun, LabSide } from '@/lib/domain/lab';

export const PARTY = { client: 'Client', server: 'Server' } as const;

export const GROUP_WORDS = {
  works: { title: 'It works', note: 'What a good handshake looks like, message by message.' },
  server: { title: 'The client refuses the server', note: 'The client looks at what the server shows.' },
  client: { title: 'The server refuses the client', note: 'Mutual: the server asks for a certificate.' },
  agreement: {
    title: 'They find nothing in common',
    note: 'Before any certificate: versions, suites, signatures, groups.',
  },
} as const satisfies Record<LabCase['group'], { title: string; note: string }>;

export const RUN_KIND_WORDS = {
  bench: 'Bench',
  certificates: 'My certificates',
  connection: 'Connection',
  'post-quantum': 'Post-quantum bench',
  remote: 'Real server',
} as const satisfies Record<LabRun['kind'], string>;

export const OUTCOME_WORDS = {
  accepted: 'accepted',
  refused: 'refused',
  'not-reached': 'did not decide',
} as const satisfies Record<LabSide['outcome'], string>;

/** `TLS 1.3` for `TLSv1.3`; what was not agreed has a word, too. */
export const protocolWord = (protocol: string | null): string =>
  protocol?.replace('TLSv', 'TLS ') ?? 'no version agreed';

/** Milliseconds as people read them on an axis. */
export const milliseconds = (at: number): string => `${at < 10 ? at.toFixed(1) : Math.round(at)} ms`;
