/** What servers serve and programs print: judged and explained, whatever it is. */

import { explainError } from '../../lib/pki/explain/explain-error.ts';
import { KNOWN_MESSAGES } from '../../lib/pki/explain/messages.ts';
import { NOW } from '../../lib/pki/fixtures.test-support.ts';
import { judgeStatus } from '../../lib/pki/path/judge-status.ts';
import { chain, crl } from '../../lib/pki/path/path-fixtures.test-support.ts';
import type { Target } from './target.ts';

const [root, ca, leaf] = chain(3);
const entities = [root, ca, leaf].flatMap((one) => one ?? []);
const about = { certificateDer: leaf?.der as Uint8Array, issuerDer: ca?.der as Uint8Array, time: NOW };

export const SERVED_TARGETS: readonly Target[] = [
  {
    kind: 'octets',
    name: 'status by a served list or answer',
    neverRefuses: true,
    seeds: [...entities.map(({ der }) => der), ...entities.slice(0, 2).map((one) => crl(one))],
    run: (input) => [
      judgeStatus({ ...about, crls: [input], ocspResponses: [] }),
      judgeStatus({ ...about, crls: [], ocspResponses: [input] }),
      judgeStatus({ ...about, issuerDer: input, crls: [crl(ca as never)], ocspResponses: [] }),
    ],
  },
  {
    kind: 'text',
    name: 'error of TLS software',
    seeds: KNOWN_MESSAGES.map(({ sample }) => sample),
    run: explainError,
  },
];
