import { createHash } from 'node:crypto';
import { EXECUTED } from './executed-record.ts';
import type { SnippetFacts, Software } from './snippet.ts';

/** Facts that every form of a text is made for, so that its hash changes with each of them. */
const SAMPLES: readonly SnippetFacts[] = [true, false].flatMap((mutual) =>
  [true, false].map((revocation) => ({
    own: { key: 'own.key', fullChain: 'own-fullchain.pem', base: 'own' },
    anchor: 'trust-anchor.pem',
    crls: 'crls.pem',
    crlsUrl: 'http://pki.example/crl/1-chain.pem',
    fetchFirst: false,
    mutual,
    revocation,
    hosts: ['server.example'],
    clientName: 'client',
    serverName: 'server.example',
  })),
);

/** SHA-256 over all forms of what this software is given, in hex: one letter of a template more, and it is another. */
export function templateHash(software: Software): string {
  const forms = SAMPLES.map((facts) =>
    software.render(software.side === 'client' && !facts.mutual ? { ...facts, own: null } : facts),
  );
  return createHash('sha256')
    .update(JSON.stringify(forms.map(({ files }) => files)))
    .digest('hex');
}

/** The program and version that the tests ran this very text on, or null when they did not, or the text changed since. */
export function executedWith(software: Software): string | null {
  const record = EXECUTED[software.id];
  return record !== undefined && record.sha256 === templateHash(software) ? record.program : null;
}
