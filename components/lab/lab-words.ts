import { protocolWords } from './side.words';

export const PARTY = { client: 'Client', server: 'Server' } as const;

/** `TLS 1.3` for `TLSv1.3`; what was not agreed has a word, too. */
export const protocolWord = (protocol: string | null): string =>
  protocol?.replace('TLSv', 'TLS ') ?? protocolWords().none;

/** Milliseconds as people read them on an axis. */
export const milliseconds = (at: number): string => `${at < 10 ? at.toFixed(1) : Math.round(at)} ms`;
