/** Changes to ASN.1 values that keep most of the structure, so that they reach behind the first check of a reader. */
import type { Random } from './random.ts';

/** A value taken apart: children where it is constructed, or where its octets are ASN.1 to the last one. */
interface Value {
  tag: number;
  /** Octets in front of the children: the unused bits of a BIT STRING. */
  before: Uint8Array;
  content: Uint8Array;
  children: Value[] | null;
  /** The length as it is written, whatever the content is. */
  length: Uint8Array | null;
}

/** The octets with one to four changes. What is no ASN.1 is changed octet by octet. */
export function changeAsn1(octets: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  let values: Value[] | null;
  let strange: Value[] | null;
  try {
    values = readValues(octets, 0);
    strange = readValues(other, 0);
  } catch {
    return changeOctets(octets, other, random);
  }
  for (let rounds = 1 + random.below(4); rounds > 0; rounds -= 1) {
    const all = flatten(values);
    if (all.length === 0 || strange.length === 0) break;
    const [place, at] = random.pick(all);
    change(place, at, random, () => copyOf(valueAt(random.pick(flatten(strange)))), all);
  }
  return join(values.map(encode));
}

/** Bits, octets, runs and ends, without regard for the structure. */
export function changeOctets(octets: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  let changed = Uint8Array.from(octets);
  for (let rounds = 1 + random.below(4); rounds > 0; rounds -= 1) {
    const at = random.below(changed.length + 1);
    const end = Math.min(changed.length, at + random.below(64));
    switch (random.below(6)) {
      case 0:
        if (at < changed.length) changed[at] = (changed[at] as number) ^ (1 << random.below(8));
        break;
      case 1:
        if (at < changed.length) changed[at] = random.pick(EDGE_OCTETS);
        break;
      case 2:
        changed = join([changed.subarray(0, at)]);
        break;
      case 3:
        changed = join([changed.subarray(0, at), changed.subarray(end)]);
        break;
      case 4:
        changed = join([changed.subarray(0, end), changed.subarray(at)]);
        break;
      default: {
        const from = random.below(other.length + 1);
        changed = join([changed.subarray(0, at), other.subarray(from, from + random.below(200)), changed.subarray(at)]);
      }
    }
  }
  return changed;
}

/** Values that are all size and no sense. */
export function monster(random: Random): Uint8Array {
  const depth = random.pick([31, 32, 33, 1_000, 20_000]);
  switch (random.below(7)) {
    case 0:
      return wrapped(new Uint8Array(0), random.pick([0x30, 0x31, 0xa0]), depth);
    case 1:
      // Indefinite all the way down, with and without ends.
      return join([
        new Uint8Array(depth * 2).map((_, at) => (at % 2 === 0 ? 0x30 : 0x80)),
        new Uint8Array(random.pick([0, depth * 2])),
      ]);
    case 2:
      return wrapped(Uint8Array.of(5, 0), 0x04, Math.min(depth, 1_000));
    case 3:
      return tagged(
        0x30,
        new Uint8Array(random.pick([2_000, 200_000, 1_000_000])).map((_, at) => (at % 2 === 0 ? 5 : 0)),
      );
    case 4:
      return join([
        Uint8Array.of(random.pick([0x30, 0x04, 0x02, 0x24])),
        random.pick(LYING_LENGTHS),
        random.octets(40),
      ]);
    case 5:
      return tagged(0x30, join(Array.from({ length: 200 }, () => tagged(6, new Uint8Array(1_000).fill(0xff)))));
    default:
      return random.octets(random.pick([0, 1, 2, 3, 20, 300, 5_000]));
  }
}

function change(place: Value[], at: number, random: Random, stranger: () => Value, all: readonly Place[]): void {
  const value = place[at] as Value;
  switch (random.below(11)) {
    case 0:
      place.splice(at, 1);
      return;
    case 1:
      place.splice(at, 0, ...Array.from({ length: random.pick([1, 1, 2, 30]) }, () => copyOf(value)));
      return;
    case 2:
      place[at] = stranger();
      return;
    case 3: {
      const [from, index] = random.pick(all);
      const found = from[index];
      if (found !== undefined) place[at] = copyOf(found);
      return;
    }
    case 4:
      value.tag = random.once(2) ? random.pick(TAGS) : random.below(256);
      return;
    case 5:
      value.length = random.pick(LYING_LENGTHS);
      return;
    case 6:
      place[at] = plain(0x30, wrapped(encode(value), random.pick([0x30, 0xa0, 0x04]), random.pick([1, 2, 30, 300])));
      return;
    case 7:
      place.reverse();
      return;
    case 8:
      value.children = value.children === null ? null : [];
      value.content = new Uint8Array(0);
      return;
    default:
      if (value.children !== null && random.once(2)) value.children.push(stranger());
      else {
        value.children = null;
        value.content = random.once(3) ? changeOctets(value.content, value.content, random) : content(random);
      }
  }
}

function content(random: Random): Uint8Array {
  const edge = random.pick(EDGE_CONTENTS);
  return random.once(4) ? random.octets(random.pick([1, 4, 20, 200])) : edge;
}

type Place = readonly [siblings: Value[], at: number];

function flatten(values: Value[]): Place[] {
  return values.flatMap((value, at): Place[] => [[values, at], ...flatten(value.children ?? [])]);
}

function valueAt([siblings, at]: Place): Value {
  return siblings[at] as Value;
}

function copyOf(value: Value): Value {
  return { ...value, children: value.children?.map(copyOf) ?? null };
}

/** Throws a string for octets that are no ASN.1. */
function readValues(octets: Uint8Array, depth: number): Value[] {
  const values: Value[] = [];
  for (let at = 0; at < octets.length; ) {
    const tag = octets[at] as number;
    const first = octets[at + 1] as number;
    const size = first < 0x80 ? 0 : first & 0x7f;
    let length = size === 0 ? first : 0;
    for (let index = 0; index < size; index += 1) length = length * 256 + (octets[at + 2 + index] as number);
    const start = at + 2 + size;
    if ((tag & 0x1f) === 0x1f || first === 0x80 || size > 4 || depth > 40 || !(start + length <= octets.length))
      throw NO_ASN1;
    values.push(readValue(tag, octets.subarray(start, start + length), depth));
    at = start + length;
  }
  return values;
}

function readValue(tag: number, content: Uint8Array, depth: number): Value {
  const skipped = tag === 0x03 ? 1 : 0;
  const value = plain(tag, content);
  if ((tag & 0x20) === 0 && ((tag !== 0x03 && tag !== 0x04) || content.length < skipped + 2)) return value;
  try {
    const children = readValues(content.subarray(skipped), depth + 1);
    return { ...value, before: content.subarray(0, skipped), children };
  } catch (error) {
    if ((tag & 0x20) !== 0) throw error;
    return value;
  }
}

function plain(tag: number, content: Uint8Array): Value {
  return { tag, before: new Uint8Array(0), content, children: null, length: null };
}

function encode(value: Value): Uint8Array {
  const content = value.children === null ? value.content : join([value.before, ...value.children.map(encode)]);
  return value.length === null ? tagged(value.tag, content) : join([Uint8Array.of(value.tag), value.length, content]);
}

function tagged(tag: number, content: Uint8Array): Uint8Array {
  return join([Uint8Array.of(tag), lengthOf(content.length), content]);
}

function lengthOf(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return Uint8Array.of(0x80 | octets.length, ...octets);
}

/** Headers are made from the inside, so that 20,000 levels take no time. */
function wrapped(inner: Uint8Array, tag: number, depth: number): Uint8Array {
  const headers: Uint8Array[] = [];
  let length = inner.length;
  for (let level = 0; level < depth; level += 1) {
    const header = join([Uint8Array.of(tag), lengthOf(length)]);
    headers.unshift(header);
    length += header.length;
  }
  return join([...headers, inner]);
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(parts));
}

const NO_ASN1 = new Error('These octets are no ASN.1.');
const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));
const LYING_LENGTHS = [
  '80',
  '81',
  '8100',
  '8105',
  '820005',
  '84ffffffff',
  '847fffffff',
  '887fffffffffffffff',
  '8f',
  'ff',
  '7f',
  '00',
  '01',
  '83ffffff',
].map(hex);
const TAGS = [
  0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0a, 0x0c, 0x13, 0x14, 0x16, 0x17, 0x18, 0x1c, 0x1e, 0x24, 0x30, 0x31, 0x80,
  0x81, 0x82, 0x86, 0x87, 0x88, 0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0xbf,
];
const EDGE_OCTETS = [0x00, 0x01, 0x05, 0x30, 0x7f, 0x80, 0x81, 0x84, 0xa0, 0xfe, 0xff];
/** Numbers at the ends of their ranges, text that is none, object identifiers and times at and beyond the rules. */
const EDGE_CONTENTS = [
  ...[
    '',
    '00',
    '01',
    '7f',
    '80',
    'ff',
    '0080',
    '7fffffff',
    '0080000000',
    '7fffffffffffffff',
    '008000000000000000',
    `00${'ff'.repeat(20)}`,
  ],
  ...[
    '0080',
    '07',
    '0780',
    '08ff',
    'c0',
    'eda080',
    'f4908080',
    'd800',
    'd83d',
    '00110000',
    '00',
    'fffe',
    '0a',
    '200b',
    'e280ae',
  ],
  ...[
    '2a',
    '8001',
    '2a8001',
    '2affffffffffffffffff7f',
    '551d',
    '551d20',
    '551d2000',
    '2a864886f70d0109',
    '2a864886f70d01010a',
  ],
  ...[
    '00000000',
    '0a000001',
    'ffffff00ffffff01',
    '0a00000000ff00ff',
    '00'.repeat(16),
    'ff'.repeat(32),
    '00'.repeat(17),
  ],
]
  .map(hex)
  .concat(
    [
      '000229000000Z',
      '490101000000Z',
      '500101000000Z',
      '99991231235959Z',
      '20500101000000Z',
      '20261124120000.5Z',
      '261124120000+0100',
      '*',
      '*.',
      'xn--',
      'a@',
      '.',
      'http://',
      'spiffe://',
      '__proto__',
    ].map((text) => new Uint8Array(Buffer.from(text, 'latin1'))),
    new Uint8Array(3_000).fill(0x41),
    new Uint8Array(70_000).fill(0x01),
  );
