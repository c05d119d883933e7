/** QR codes of short texts: byte mode, level M, versions 1 to 10 (ISO/IEC 18004:2015). */

/** Per version from 1: all codewords, error correction codewords of a block, blocks (table 9), centres of alignment patterns (annex E). */
const VERSIONS: readonly (readonly [number, number, number, readonly number[]])[] = [
  [26, 10, 1, []],
  [44, 16, 1, [6, 18]],
  [70, 26, 1, [6, 22]],
  [100, 18, 2, [6, 26]],
  [134, 24, 2, [6, 30]],
  [172, 16, 4, [6, 34]],
  [196, 18, 4, [6, 22, 38]],
  [242, 22, 4, [6, 24, 42]],
  [292, 22, 5, [6, 26, 46]],
  [346, 26, 5, [6, 28, 50]],
];

type Grid = number[][];

/** Rows of modules, true is dark, without the quiet zone. Null when the text is longer than 213 octets of UTF-8. */
export function qrCode(text: string): readonly (readonly boolean[])[] | null {
  const octets = Buffer.from(text, 'utf8');
  const at = VERSIONS.findIndex(([total, correction, blocks], index) => {
    const bits = 4 + (index + 1 < 10 ? 8 : 16) + octets.length * 8;
    return bits <= (total - correction * blocks) * 8;
  });
  if (at < 0) return null;
  const version = at + 1;
  const codewords = interleaved(dataCodewords(octets, version), version);
  let best: { grid: Grid; penalty: number } | null = null;
  for (let mask = 0; mask < 8; mask += 1) {
    const grid = drawn(codewords, version, mask);
    const penalty = penaltyOf(grid);
    if (best === null || penalty < best.penalty) best = { grid, penalty };
  }
  return (best as { grid: Grid }).grid.map((row) => row.map((module) => module === 1));
}

/** The code as one path in a drawing of its own, with the quiet zone of four modules (§6.3.8). Null when the text is too long. */
export function qrSvgPath(text: string): { readonly path: string; readonly size: number } | null {
  const rows = qrCode(text);
  if (!rows) return null;
  const path = rows
    .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x + 4} ${y + 4}h1v1h-1z`] : [])))
    .join('');
  return { path, size: rows.length + 8 };
}

/** Mode, length, octets, terminator and padding. §7.4 */
function dataCodewords(octets: Uint8Array, version: number): number[] {
  const [total, correction, blocks] = VERSIONS[version - 1] as (typeof VERSIONS)[number];
  const capacity = total - correction * blocks;
  const bits: number[] = [];
  const put = (value: number, length: number) => {
    for (let bit = length - 1; bit >= 0; bit -= 1) bits.push((value >> bit) & 1);
  };
  put(0b0100, 4);
  put(octets.length, version < 10 ? 8 : 16);
  for (const octet of octets) put(octet, 8);
  put(0, Math.min(4, capacity * 8 - bits.length));
  put(0, (8 - (bits.length % 8)) % 8);
  const words: number[] = [];
  for (let from = 0; from < bits.length; from += 8) words.push(Number.parseInt(bits.slice(from, from + 8).join(''), 2));
  for (let pad = 0xec; words.length < capacity; pad ^= 0xec ^ 0x11) words.push(pad);
  return words;
}

/** Blocks with their error correction, one codeword of each in turn; later blocks may be longer by one. §7.5, §7.6 */
function interleaved(data: readonly number[], version: number): number[] {
  const [, correction, count] = VERSIONS[version - 1] as (typeof VERSIONS)[number];
  const short = Math.floor(data.length / count);
  const longFrom = count - (data.length % count);
  const blocks: number[][] = [];
  for (let block = 0, from = 0; block < count; block += 1) {
    const length = short + (block >= longFrom ? 1 : 0);
    blocks.push(data.slice(from, from + length));
    from += length;
  }
  const generator = generatorOf(correction);
  const checks = blocks.map((block) => remainderOf(block, generator));
  const inTurn = (parts: readonly (readonly number[])[]) => {
    const longest = Math.max(...parts.map((part) => part.length));
    return Array.from({ length: longest }, (_, at) => parts.flatMap((part) => part[at] ?? [])).flat();
  };
  return [...inTurn(blocks), ...inTurn(checks)];
}

/** GF(2^8) modulo x^8+x^4+x^3+x^2+1. */
export function multiply(one: number, other: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((other >> bit) & 1) * one;
  }
  return product;
}

function generatorOf(degree: number): number[] {
  const result = [...Array<number>(degree - 1).fill(0), 1];
  for (let root = 1, step = 0; step < degree; step += 1, root = multiply(root, 2))
    for (let at = 0; at < degree; at += 1)
      result[at] = multiply(result[at] as number, root) ^ (at + 1 < degree ? (result[at + 1] as number) : 0);
  return result;
}

function remainderOf(data: readonly number[], generator: readonly number[]): number[] {
  const result = generator.map(() => 0);
  for (const octet of data) {
    const factor = octet ^ (result.shift() as number);
    result.push(0);
    for (const [at, coefficient] of generator.entries())
      result[at] = (result[at] as number) ^ multiply(coefficient, factor);
  }
  return result;
}

function drawn(codewords: readonly number[], version: number, mask: number): Grid {
  const size = version * 4 + 17;
  const grid: Grid = Array.from({ length: size }, () => Array<number>(size).fill(-1));
  const set = (x: number, y: number, dark: boolean) => {
    const row = grid[y];
    if (row && x >= 0 && x < size) row[x] = dark ? 1 : 0;
  };
  for (let at = 0; at < size; at += 1) {
    set(6, at, at % 2 === 0);
    set(at, 6, at % 2 === 0);
  }
  for (const [centreX, centreY] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const)
    for (let y = -4; y <= 4; y += 1)
      for (let x = -4; x <= 4; x += 1) {
        const ring = Math.max(Math.abs(x), Math.abs(y));
        set(centreX + x, centreY + y, ring !== 2 && ring !== 4);
      }
  drawAlignment(set, version);
  drawFormat(set, size, mask);
  if (version >= 7) drawVersion(set, size, version);
  drawData(grid, codewords, mask);
  return grid;
}

/** §6.3.6: everywhere the centres cross, but not over the finder patterns. */
function drawAlignment(set: (x: number, y: number, dark: boolean) => void, version: number): void {
  const centres = (VERSIONS[version - 1] as (typeof VERSIONS)[number])[3];
  const last = centres[centres.length - 1];
  for (const centreX of centres)
    for (const centreY of centres) {
      const corner = (centreX === 6 && (centreY === 6 || centreY === last)) || (centreX === last && centreY === 6);
      if (corner) continue;
      for (let y = -2; y <= 2; y += 1)
        for (let x = -2; x <= 2; x += 1) set(centreX + x, centreY + y, Math.max(Math.abs(x), Math.abs(y)) !== 1);
    }
}

/** Level M is 00. §7.9 */
function drawFormat(set: (x: number, y: number, dark: boolean) => void, size: number, mask: number): void {
  let rest = mask;
  for (let step = 0; step < 10; step += 1) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
  const bits = ((mask << 10) | rest) ^ 0x5412;
  const bit = (at: number) => ((bits >> at) & 1) === 1;
  for (let at = 0; at <= 5; at += 1) set(8, at, bit(at));
  set(8, 7, bit(6));
  set(8, 8, bit(7));
  set(7, 8, bit(8));
  for (let at = 9; at < 15; at += 1) set(14 - at, 8, bit(at));
  for (let at = 0; at < 8; at += 1) set(size - 1 - at, 8, bit(at));
  for (let at = 8; at < 15; at += 1) set(8, size - 15 + at, bit(at));
  set(8, size - 8, true);
}

/** §7.10 */
function drawVersion(set: (x: number, y: number, dark: boolean) => void, size: number, version: number): void {
  let rest = version;
  for (let step = 0; step < 12; step += 1) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
  const bits = (version << 12) | rest;
  for (let at = 0; at < 18; at += 1) {
    const dark = ((bits >> at) & 1) === 1;
    const far = size - 11 + (at % 3);
    const near = Math.floor(at / 3);
    set(far, near, dark);
    set(near, far, dark);
  }
}

/** Two columns at a time from the right, upwards and downwards in turn; what is not a pattern is data. §7.7.3 */
function drawData(grid: Grid, codewords: readonly number[], mask: number): void {
  const size = grid.length;
  let at = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step += 1)
      for (const x of [right, right - 1]) {
        const y = ((right + 1) & 2) === 0 ? size - 1 - step : step;
        const row = grid[y] as number[];
        if (row[x] !== -1) continue;
        const data = ((codewords[at >> 3] ?? 0) >> (7 - (at & 7))) & 1;
        row[x] = data ^ (isMasked(mask, x, y) ? 1 : 0);
        at += 1;
      }
  }
}

/** §7.8.2, table 10 */
export function isMasked(mask: number, x: number, y: number): boolean {
  switch (mask) {
    case 0:
      return (x + y) % 2 === 0;
    case 1:
      return y % 2 === 0;
    case 2:
      return x % 3 === 0;
    case 3:
      return (x + y) % 3 === 0;
    case 4:
      return (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0;
    case 5:
      return ((x * y) % 2) + ((x * y) % 3) === 0;
    case 6:
      return (((x * y) % 2) + ((x * y) % 3)) % 2 === 0;
    default:
      return (((x + y) % 2) + ((x * y) % 3)) % 2 === 0;
  }
}

/** §7.8.3: long runs, blocks of two by two, what looks like a finder pattern, and imbalance make a code hard to read. */
function penaltyOf(grid: Grid): number {
  const size = grid.length;
  const lines = [
    ...grid.map((row) => row.join('')),
    ...grid.map((_, x) => grid.map((row) => row[x] as number).join('')),
  ];
  let penalty = 0;
  for (const line of lines) {
    for (const run of line.match(/0{5,}|1{5,}/g) ?? []) penalty += run.length - 2;
    for (const finder of ['10111010000', '00001011101'])
      for (let at = line.indexOf(finder); at >= 0; at = line.indexOf(finder, at + 1)) penalty += 40;
  }
  for (let y = 0; y + 1 < size; y += 1)
    for (let x = 0; x + 1 < size; x += 1) {
      const row = grid[y] as number[];
      const next = grid[y + 1] as number[];
      if (row[x] === row[x + 1] && row[x] === next[x] && row[x] === next[x + 1]) penalty += 3;
    }
  const dark = grid.flat().filter((module) => module === 1).length;
  return penalty + Math.floor(Math.abs((dark / size / size) * 100 - 50) / 5) * 10;
}
