/** Parsers with one fault each, to see that the harness finds it. */
import { PkiError } from '../../lib/pki/types.ts';
import { NotIdentical, type Target } from './target.ts';

const seeds = [Uint8Array.of(0x30, 3, 2, 1, 1), Uint8Array.of(0x30, 0)];
/** What the fault waits for: an input that only changes make. */
const isChanged = (octets: Uint8Array) => octets.length > 6;
let calls = 0;

export const TARGETS: readonly Target[] = [
  { name: 'sound', kind: 'octets', seeds, run: (octets) => octets.length },
  {
    name: 'refuses',
    kind: 'octets',
    seeds,
    run: () => {
      throw new PkiError('malformed', 'No.');
    },
  },
  {
    name: 'throws a TypeError',
    kind: 'octets',
    seeds,
    run: (octets) => (isChanged(octets) ? (null as unknown as { x: number }).x : 0),
  },
  {
    name: 'throws no Error at all',
    kind: 'octets',
    seeds,
    run: (octets) => {
      if (isChanged(octets)) throw 'text';
    },
  },
  {
    name: 'never ends',
    kind: 'octets',
    seeds,
    run: (octets) => {
      while (isChanged(octets)) calls += 1;
    },
  },
  {
    name: 'fills the heap',
    kind: 'octets',
    seeds,
    run: (octets) => {
      const kept: number[][] = [];
      while (isChanged(octets)) kept.push(new Array<number>(100_000).fill(calls));
      return kept.length;
    },
  },
  {
    name: 'takes memory outside of the heap',
    kind: 'octets',
    seeds,
    run: (octets) => (isChanged(octets) ? new Uint8Array(100 * 1_048_576).fill(1).length : 0),
  },
  {
    name: 'answers in two ways',
    kind: 'octets',
    seeds,
    run: (octets) => {
      calls += 1;
      return isChanged(octets) ? calls : 0;
    },
  },
  {
    name: 'changes its input',
    kind: 'octets',
    seeds,
    run: (octets) => {
      if (isChanged(octets)) octets[0] = (octets[0] as number) ^ 1;
    },
  },
  {
    name: 'loses something on the way back',
    kind: 'text',
    seeds: ['a'],
    run: (text) => {
      if (text.length > 6) throw new NotIdentical('the text');
    },
  },
  {
    name: 'refuses with the whole input',
    kind: 'octets',
    seeds,
    run: (octets) => {
      throw new PkiError('malformed', Buffer.from(octets).toString('hex'));
    },
  },
  {
    name: 'refuses what it must answer',
    kind: 'octets',
    seeds,
    neverRefuses: true,
    run: (octets) => {
      if (isChanged(octets)) throw new PkiError('malformed', 'No.');
    },
  },
  {
    name: 'ends its process',
    kind: 'octets',
    seeds,
    run: (octets) => {
      if (isChanged(octets)) process.exit(0);
    },
  },
];
