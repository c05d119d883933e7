import { beforeAll, describe, expect, it } from 'vitest';
import type { LabRecording, LabVersion } from '../domain/lab.ts';
import { LAB_CASES } from '../domain/lab-cases.ts';
import { placeOf } from '../pki/tls/check-place.ts';
import { readTranscript, type TlsReading } from '../pki/tls/read-transcript.ts';
import type { TlsEnd } from '../pki/tls/transcript.ts';
import { benchSetup, CASE_IDS } from './case-setups.ts';
import { postQuantumSetups } from './post-quantum.ts';
import { runHandshake } from './run-handshake.ts';

/** Every case over real sockets: what is drawn is what was recorded, and the verdict is the fault that was put in. */
const NOW = new Date('2026-11-24T12:00:00Z');
const EACH = LAB_CASES.flatMap((one) => one.versions.map((version) => ({ ...one, version })));

async function record(caseId: string, version: LabVersion, mutual: boolean) {
  const setup = benchSetup({ caseId, version, mutual, now: NOW });
  if (!setup) throw new Error(`There is no setup for ${caseId}.`);
  const recording = await runHandshake(setup);
  return { recording, reading: readTranscript(recording.transcript) };
}

/** Names in order, of one side. */
const namesOf = ({ messages }: TlsReading, from: TlsEnd) =>
  messages.filter((message) => message.from === from).map(({ name }) => name);

/** The record headers alone, read with nothing else: what the decoder must account for to the last octet. */
function recordLengths({ transcript }: LabRecording, from: TlsEnd): number[] {
  const wire = Buffer.concat(transcript.chunks.filter((chunk) => chunk.from === from).map(({ data }) => data));
  const lengths: number[] = [];
  for (let at = 0; at < wire.length; at += lengths.at(-1) as number) lengths.push(5 + wire.readUInt16BE(at + 3));
  return lengths;
}

it('has a setup for every case, and a case for every setup', () => {
  expect([...CASE_IDS].sort()).toEqual(LAB_CASES.map(({ id }) => id).sort());
  expect(benchSetup({ caseId: 'nonsense', version: 'TLSv1.3', mutual: false, now: NOW })).toBeNull();
});

describe.each(EACH)('$id in $version', ({ id, version, mutual, expects }) => {
  let recording: LabRecording;
  let reading: TlsReading;
  beforeAll(async () => {
    ({ recording, reading } = await record(id, version, mutual));
  });

  it('is noticed by whom, and as what, was put in', () => {
    expect(recording.ok).toBe(expects.noticedBy === null);
    expect(recording.noticedBy).toBe(expects.noticedBy);
    const side = expects.noticedBy === null ? null : recording[expects.noticedBy];
    expect(side?.code ?? null).toBe(expects.code);
    if (side) {
      expect(side.outcome).toBe('refused');
      expect(side.verdict).toMatch(/[A-Z].*\.$/);
      expect(side.fix).not.toBe('');
    }
  });

  it('is drawn from the recorded octets, all of them', () => {
    for (const from of ['client', 'server'] as const) {
      const drawn = reading.records.filter((one) => one.from === from).map(({ octets }) => octets);
      expect(drawn).toEqual(recordLengths(recording, from));
    }
    expect(reading.unfinished).toEqual({ client: 0, server: 0 });
    for (const message of reading.messages) {
      expect(message.problem).toBeNull();
      expect(message.kind).not.toBe('unreadable');
      for (const field of message.fields)
        expect(field.offset + field.length).toBeLessThanOrEqual(message.octets.length);
    }
    const times = reading.messages.map(({ at }) => at);
    expect(times).toEqual([...times].sort((left, right) => left - right));
  });

  it('speaks the version it was told to', () => {
    if (id === 'key-mismatch' || expects.code === 'no-common-version') expect(recording.protocol).toBeNull();
    else if (recording.protocol !== null) expect(recording.protocol).toBe(version);
  });
});

describe('the messages of a mutual handshake', () => {
  it('TLS 1.3', async () => {
    const { reading, recording } = await record('mutual', 'TLSv1.3', true);
    expect(namesOf(reading, 'client')).toEqual([
      'ClientHello',
      'ChangeCipherSpec',
      'Certificate',
      'CertificateVerify',
      'Finished',
      'Application data',
      ...namesOf(reading, 'client').slice(6),
    ]);
    expect(namesOf(reading, 'server').slice(0, 9)).toEqual([
      'ServerHello',
      'ChangeCipherSpec',
      'EncryptedExtensions',
      'CertificateRequest',
      'Certificate',
      'CertificateVerify',
      'Finished',
      'NewSessionTicket',
      'NewSessionTicket',
    ]);
    const firstLocked = reading.messages.find(({ isEncrypted }) => isEncrypted);
    expect(firstLocked?.name).toBe('EncryptedExtensions');
    expect(reading.messages.find(({ name }) => name === 'CertificateRequest')?.facts?.authorities).toEqual([
      'CN=Bench Root,O=Countersign bench',
    ]);
    // The client is done before the server has looked at its certificate.
    const at = (side: TlsEnd, kind: string) =>
      recording.events.find((one) => one.side === side && one.kind === kind)?.at;
    expect(at('client', 'secure')).toBeLessThan(at('server', 'secure') as number);
  });

  it('TLS 1.2', async () => {
    const { reading } = await record('mutual', 'TLSv1.2', true);
    expect(namesOf(reading, 'server').slice(0, 8)).toEqual([
      'ServerHello',
      'Certificate',
      'ServerKeyExchange',
      'CertificateRequest',
      'ServerHelloDone',
      'NewSessionTicket',
      'ChangeCipherSpec',
      'Finished',
    ]);
    expect(namesOf(reading, 'client').slice(0, 6)).toEqual([
      'ClientHello',
      'Certificate',
      'ClientKeyExchange',
      'CertificateVerify',
      'ChangeCipherSpec',
      'Finished',
    ]);
    expect(reading.messages.filter(({ name }) => name === 'Finished').every(({ isEncrypted }) => isEncrypted)).toBe(
      true,
    );
  });
});

describe('what only looks alike', () => {
  it('tells a missing intermediate from another authority, where OpenSSL gives one alert for both', async () => {
    const other = await record('client-other-authority', 'TLSv1.3', true);
    const lacking = await record('client-chain-incomplete', 'TLSv1.3', true);
    expect(other.recording.server.alert).toEqual({ code: 48, name: 'unknown_ca', sent: false });
    expect(lacking.recording.server.alert).toEqual({ code: 48, name: 'unknown_ca', sent: false });
    expect(other.recording.server.verdict).toContain('Other Root');
    expect(lacking.recording.server.verdict).toContain('Bench Issuing 1 is missing');
  });

  it('sends a real alert where there is no certificate: 116 in TLS 1.3, after the client is done, and 40 in TLS 1.2', async () => {
    const thirteen = await record('client-no-certificate', 'TLSv1.3', true);
    expect(thirteen.recording.server.alert).toEqual({ code: 116, name: 'certificate_required', sent: true });
    expect(thirteen.recording.client.outcome).toBe('accepted');
    const twelve = await record('client-no-certificate', 'TLSv1.2', true);
    expect(twelve.recording.server.alert).toEqual({ code: 40, name: 'handshake_failure', sent: true });
    expect(twelve.recording.client.outcome).toBe('not-reached');
  });

  it('marks the check that failed, and those not reached', async () => {
    const { recording } = await record('server-expired', 'TLSv1.3', false);
    const outcomes = Object.fromEntries(recording.client.checks.map(({ id, outcome }) => [id, outcome]));
    expect(outcomes).toMatchObject({ dates: 'failed', name: 'skipped', revocation: 'skipped', possession: 'passed' });
  });
});

describe('the octets that a check is about', () => {
  it.each(['TLSv1.3', 'TLSv1.2'] as const)(
    'are those of the field, in the certificate that decided (%s)',
    async (version) => {
      const { recording, reading } = await record('intermediate-expired', version, false);
      const message = reading.messages.find(({ name }) => name === 'Certificate');
      if (!message) throw new Error('no Certificate');
      const octetsOf = (id: string) => {
        const check = recording.client.checks.find((one) => one.id === id);
        const place = check && placeOf(check, message);
        return place ? Buffer.from(message.octets.subarray(place.offset, place.offset + place.length)) : null;
      };
      // notAfter of the intermediate: three days before, as UTCTime.
      expect(octetsOf('dates')?.toString('latin1')).toContain('261121120000Z');
      expect(octetsOf('name')?.toString('latin1')).toContain('api.bench.test');
      expect(octetsOf('chain')?.toString('latin1')).toContain('Bench Issuing 0');
      expect(octetsOf('possession')).toBeNull();
    },
  );
});

describe('the post-quantum bench', () => {
  it.each(postQuantumSetups(NOW).map(({ variant, setup }) => ({ variant, setup })))(
    '$variant',
    async ({ variant, setup }) => {
      const recording = await runHandshake(setup);
      expect(recording.ok).toBe(true);
      const reading = readTranscript(recording.transcript);
      expect(reading.group).toBe(variant.startsWith('Classical') ? 0x001d : 0x11ec);
      const scheme = reading.messages.find(({ name }) => name === 'CertificateVerify')?.facts?.signatureScheme;
      expect(scheme).toBe(variant.includes('ML-DSA') ? 0x0904 + ['44', '65', '87'].indexOf(variant.slice(-2)) : 0x0403);
      for (const side of [recording.client, recording.server])
        expect(side.checks.find(({ id }) => id === 'possession')?.outcome).toBe('passed');
    },
  );
});
