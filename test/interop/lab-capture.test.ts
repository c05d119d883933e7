import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LAB_CASES } from '../../lib/domain/lab-cases.ts';
import { benchSetup } from '../../lib/lab/case-setups.ts';
import { postQuantumSetups } from '../../lib/lab/post-quantum.ts';
import { runHandshake } from '../../lib/lab/run-handshake.ts';
import { encodePcapng } from '../../lib/pki/tls/pcapng.ts';
import { readTranscript } from '../../lib/pki/tls/read-transcript.ts';
import type { TlsTranscript } from '../../lib/pki/tls/transcript.ts';
import { findProgram, run } from '../support/programs.ts';

/** Wireshark's own reading of our capture, decrypted with nothing but the secrets inside it, against ours. */
const tshark = findProgram('tshark');
const folder = mkdtempSync(join(tmpdir(), 'lab-capture-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const NOW = new Date('2026-11-24T12:00:00Z');

/** Types of handshake messages by side, in order, as tshark finds them. */
async function theirs(transcript: TlsTranscript, name: string) {
  const path = join(folder, `${name}.pcapng`);
  writeFileSync(path, encodePcapng({ transcript, startedAt: NOW, comment: 'test' }));
  const fields = ['tcp.srcport', 'tls.handshake.type', 'tls.alert_message.desc', '_ws.malformed', 'tcp.analysis.flags'];
  const { code, output } = await run(tshark as string, [
    ...['-r', path, '-d', 'tcp.port==443,tls', '-Y', 'tls', '-T', 'fields', '-E', 'separator=;', '-E', 'aggregator=,'],
    ...fields.flatMap((field) => ['-e', field]),
  ]);
  expect(code).toBe(0);
  const found = {
    client: { types: [] as number[], alerts: [] as number[] },
    server: { types: [] as number[], alerts: [] as number[] },
  };
  for (const line of output.split('\n').filter((text) => /^\d+;/.test(text))) {
    const [port, types, alerts, malformed, flags] = line.split(';') as [string, string, string, string, string];
    expect([malformed, flags]).toEqual(['', '']);
    const side = found[port === '443' ? 'server' : 'client'];
    side.types.push(...types.split(',').filter(Boolean).map(Number));
    side.alerts.push(...alerts.split(',').filter(Boolean).map(Number));
  }
  return found;
}

function ours(transcript: TlsTranscript) {
  const { messages } = readTranscript(transcript);
  const of = (from: 'client' | 'server', kind: 'handshake' | 'alert', at: number) =>
    messages.filter((one) => one.from === from && one.kind === kind).map(({ octets }) => octets[at]);
  const side = (from: 'client' | 'server') => ({ types: of(from, 'handshake', 0), alerts: of(from, 'alert', 1) });
  return { client: side('client'), server: side('server') };
}

const CASES = ['one-way', 'mutual', 'client-no-certificate', 'server-expired', 'no-common-cipher', 'hello-retry'];
const EACH = LAB_CASES.filter(({ id }) => CASES.includes(id)).flatMap((one) =>
  one.versions.map((version) => ({ ...one, version })),
);

describe.skipIf(!tshark)('tshark agrees on what was said', () => {
  it.each(EACH)('$id in $version', async ({ id, version, mutual }) => {
    const setup = benchSetup({ caseId: id, version, mutual, now: NOW });
    if (!setup) throw new Error('no setup');
    const { transcript } = await runHandshake(setup);
    expect(ours(transcript).client.types.length).toBeGreaterThan(0);
    expect(await theirs(transcript, `${id}-${version}`)).toEqual(ours(transcript));
  });

  it.each(postQuantumSetups(NOW).map((one, index) => ({ ...one, index })))('$variant', async ({ setup, index }) => {
    const { transcript } = await runHandshake(setup);
    expect(await theirs(transcript, `pq-${index}`)).toEqual(ours(transcript));
  });
});
