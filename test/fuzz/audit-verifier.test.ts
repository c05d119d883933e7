import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../lib/domain/entities.ts';
import { checkpointText } from '../../lib/keys/checkpoint-text.ts';
import { auditHash, canonicalEntry } from '../../lib/services/record-audit.ts';
// @ts-expect-error a program of its own, without types
import { Broken, verifyLines } from '../../public/verify-audit-log.mjs';

/** AUD-01: whatever happens to a log, the stand-alone verifier names the first entry that is not as it was written. */

const INSTANCE = 'instance-1';
const ENTRIES = 1_000;
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const ZEROS = '0'.repeat(64);

interface Outside {
  readonly seq: number;
  readonly hash: string;
  readonly from: string;
}

function keyOf(key: KeyObject): { base64: string; sha256: string } {
  const der = key.export({ type: 'spki', format: 'der' });
  return { base64: der.toString('base64'), sha256: createHash('sha256').update(der).digest('hex') };
}

/** As the program writes it: a checkpoint after every 100th entry. `salt` makes another log. */
function makeLog(count: number, salt = '', key: KeyObject = privateKey, pub: KeyObject = publicKey) {
  const lines = [
    JSON.stringify({
      type: 'log',
      format: 'countersign-audit-log/1',
      instance: INSTANCE,
      writtenAt: '2026-11-30T12:00:00.000Z',
      key: keyOf(pub).base64,
    }),
  ];
  const hashes: string[] = [];
  let previousHash = ZEROS;
  let previous = ZEROS;
  for (let seq = 1; seq <= count; seq += 1) {
    const entry: Omit<AuditEntry, 'hash'> = {
      seq,
      at: new Date(Date.UTC(2026, 0, 1) + seq * 60_000),
      actor: 'operator@example.test',
      action: 'certificate.issued',
      objectType: 'certificate',
      objectId: `certificate-${seq}${salt}`,
      details: { name: `Grüße "${seq}"`, serialNumber: seq.toString(16) },
      previousHash,
    };
    const hash = auditHash(entry);
    lines.push(JSON.stringify({ type: 'entry', entry: canonicalEntry(entry), hash }));
    hashes.push(hash);
    previousHash = hash;
    if (seq % 100 === 0) {
      const text = checkpointText({ at: entry.at.toISOString(), headHash: hash, instance: INSTANCE, previous, seq });
      lines.push(
        JSON.stringify({ type: 'checkpoint', text, signature: sign(null, Buffer.from(text), key).toString('base64') }),
      );
      previous = createHash('sha256').update(text).digest('hex');
    }
  }
  lines.push(JSON.stringify({ type: 'end', entries: count, head: previousHash }));
  return { lines, hashes };
}

const { lines: LOG, hashes: HASHES } = makeLog(ENTRIES);
const PINNED = { key: keyOf(publicKey).sha256 };
const isEntry = (line: string | undefined) => line?.startsWith('{"type":"entry"') === true;
/** The number of the entry that a line is, or comes after. */
const seqAt = (at: number) => LOG.slice(0, at + 1).filter(isEntry).length;

async function verdict(
  lines: readonly string[],
  options: { key?: string; outside?: readonly Outside[] } = PINNED,
): Promise<string> {
  try {
    const found = (await verifyLines(lines, options)) as { entries: number; signedUpTo: number };
    return `good ${found.entries} ${found.signedUpTo}`;
  } catch (error) {
    if (error instanceof Broken) return (error as Error).message;
    return `cannot: ${(error as Error).message}`;
  }
}
/** The first number after `#`. */
const named = (message: string) => Number(/#(\d+)/.exec(message)?.[1] ?? Number.NaN);
/** What comes after the fault is not needed to find it. */
const upTo = (lines: readonly string[], at: number) => lines.slice(0, at + 1);
const without = (at: number) => LOG.filter((_, index) => index !== at);

describe('a log as it was written', () => {
  it('verifies, with and without a known key', async () => {
    expect(await verdict(LOG)).toBe('good 1000 1000');
    expect(await verdict(LOG, {})).toBe('good 1000 1000');
    expect(await verdict(makeLog(0).lines)).toBe('good 0 0');
  });
  it('verifies when a copy was continued after a restart, and when checkpoints came late', async () => {
    const header = LOG[0] as string;
    const late = LOG.filter((line) => !line.startsWith('{"type":"checkpoint"') && !line.startsWith('{"type":"end"'));
    const checkpoints = LOG.filter((line) => line.startsWith('{"type":"checkpoint"'));
    expect(await verdict([...late.slice(0, 500), header, ...late.slice(500), ...checkpoints])).toBe('good 1000 1000');
  });
});

describe('AUD-01: a log that was changed', () => {
  it('at any line, by any one character: the first bad entry is named', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: LOG.length - 2 }),
        fc.nat(),
        fc.constantFrom('0', 'x', ' ', '"'),
        async (at, where, letter) => {
          const line = LOG[at] as string;
          const place = where % line.length;
          if (line[place] === letter) return;
          const changed = [...LOG];
          changed[at] = line.slice(0, place) + letter + line.slice(place + 1);
          const message = await verdict(changed);
          expect(message).not.toMatch(/^(good|cannot)/);
          // A line that is no JSON any more names the entry before it; a changed number names itself as well.
          const seq = seqAt(at);
          expect(
            message.match(/#\d+/g)?.some((one) => Math.abs(Number(one.slice(1)) - seq) <= 1),
            message,
          ).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('at every entry: a changed member, a changed hash, a deleted, doubled or swapped entry', async () => {
    for (let at = 1; at < LOG.length - 1; at += 1) {
      const line = LOG[at] as string;
      if (!isEntry(line)) continue;
      const seq = seqAt(at);
      const changed = [...LOG];
      changed[at] = line.replace(`certificate-${seq}`, `certificate-${seq}0`);
      expect(named(await verdict(upTo(changed, at))), `changed ${seq}`).toBe(seq);
      expect(named(await verdict(upTo(without(at), at + 2))), `deleted ${seq}`).toBe(seq);
      if (seq % 5 !== 0) continue;
      expect(await verdict([...LOG.slice(0, at), line, line]), `doubled ${seq}`).toMatch(`#${seq} is there twice`);
      const swapped = [...LOG];
      const next = LOG.findIndex((one, index) => index > at && isEntry(one));
      if (next < 0) continue;
      [swapped[at], swapped[next]] = [LOG[next] as string, line];
      expect(named(await verdict(upTo(swapped, at))), `swapped ${seq}`).toBe(seq);
    }
  }, 120_000);

  it('with every hash after the change made anew: the signature shows it', async () => {
    const forged = makeLog(ENTRIES, '', privateKey).lines;
    const other = makeLog(ENTRIES, '-forged').lines;
    // A log of the same length with other entries, under the checkpoints of the real one.
    const mixed = other.map((line, at) => (line.startsWith('{"type":"checkpoint"') ? (forged[at] as string) : line));
    expect(named(await verdict(mixed))).toBe(100);
    // Without its checkpoints it is only a log that nobody signed; something outside tells it apart.
    const unsigned = other.filter((line) => !line.startsWith('{"type":"checkpoint"'));
    expect(await verdict(unsigned)).toBe('good 1000 0');
    expect(
      await verdict(unsigned, { ...PINNED, outside: [{ seq: 300, hash: HASHES[299] as string, from: 'paper' }] }),
    ).toMatch(/entry #300 is not the one/);
    // Signed with a key of their own: not the one that is known.
    const { publicKey: theirs, privateKey: secret } = generateKeyPairSync('ed25519');
    const own = makeLog(ENTRIES, '-forged', secret, theirs).lines;
    expect(await verdict(own, {})).toBe('good 1000 1000');
    expect(await verdict(own)).toMatch(/not the one you named/);
  });

  it('by a missing, moved or foreign checkpoint', async () => {
    const places = LOG.flatMap((line, at) => (line.startsWith('{"type":"checkpoint"') ? [at] : []));
    for (const at of places.slice(0, -1)) expect(await verdict(without(at))).toMatch(/checkpoint is missing/);
    const first = places[0] as number;
    const early = [...LOG.slice(0, 50), LOG[first] as string, ...LOG.slice(50, first), ...LOG.slice(first + 1)];
    expect(await verdict(early)).toMatch(/is missing: a checkpoint signs #100/);
    expect(
      await verdict(
        LOG.map((line) => line.replace(INSTANCE, 'instance-2')).map((line, at) =>
          at === 0 ? (LOG[0] as string) : line,
        ),
      ),
    ).not.toMatch(/^good/);
  });

  it('by cutting its tail: told apart by the end of an export, or by anything kept outside', async () => {
    for (const kept of [1, 99, 100, 550, 999]) {
      const cut = LOG.slice(
        0,
        LOG.findIndex((_, at) => seqAt(at) > kept),
      );
      expect(await verdict([...cut, LOG.at(-1) as string])).toMatch(`#${kept + 1} is missing`);
      expect(await verdict(cut)).toMatch(/^good/);
      const outside = [{ seq: ENTRIES, hash: HASHES.at(-1) as string, from: 'older.jsonl' }];
      expect(await verdict(cut, { ...PINNED, outside })).toMatch(`#${kept + 1} is missing`);
    }
  });

  it('by an older state that went on in another way: a fork', async () => {
    const fork = [...LOG.slice(0, 301), ...makeLog(ENTRIES, '-fork').lines.slice(301)];
    expect(named(await verdict(fork))).toBe(299);
    expect(await verdict([...LOG.slice(0, 400), ...LOG.slice(200)])).toMatch(/rolled back, forked/);
  });

  it('by anything that is no log', async () => {
    expect(await verdict([])).toMatch(/^cannot/);
    expect(await verdict(['{}'])).toMatch(/not the beginning/);
    expect(await verdict([LOG[0] as string, ''])).toMatch(/empty/);
    expect(await verdict([...LOG, LOG[1] as string])).toMatch(/follows the end/);
    expect(await verdict([(LOG[0] as string).replace('/1"', '/2"')])).toMatch(/^cannot/);
  });
});
