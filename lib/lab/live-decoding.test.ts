import type { AddressInfo } from 'node:net';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { describe, expect, it } from 'vitest';
import type { LabVersion } from '../domain/lab.ts';
import { encodePem } from '../pki/pem.ts';
import { privateKeyPem } from '../pki/pkcs8.ts';
import { readTranscript, type TlsMessage } from '../pki/tls/read-transcript.ts';
import type { TlsField } from '../pki/tls/tls-reader.ts';
import { benchSetup } from './case-setups.ts';
import { openTap } from './tap.ts';

/** What the cases of the bench do not use, over real sockets all the same: OCSP staples, ALPN, resumption with a ticket. */
const STAPLE = Buffer.from('an OCSP response as octets');

/** Two connections to one server, the second with the session of the first. */
async function twice(version: LabVersion) {
  const setup = benchSetup({ caseId: 'one-way', version, mutual: false, now: new Date('2026-11-24T12:00:00Z') });
  if (!setup) throw new Error('no setup');
  const { identity } = setup.server;
  const keylog = new Set<string>();
  const server = createServer({
    key: privateKeyPem(identity.privateKeyPkcs8),
    cert: identity.certificateChain.map((der) => encodePem('CERTIFICATE', der)).join(''),
    ALPNProtocols: ['http/1.1'],
    minVersion: version,
    maxVersion: version,
  });
  server.on('OCSPRequest', (_certificate, _issuer, done) => done(null, STAPLE));
  server.on('secureConnection', (socket) => socket.end('x'));
  server.on('keylog', (line: Buffer) => keylog.add(line.toString().trim()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  let session: Buffer | undefined;
  const readings = [];
  for (let round = 0; round < 2; round += 1) {
    const tap = await openTap((server.address() as AddressInfo).port, () => undefined);
    const socket: TLSSocket = connect({
      host: '127.0.0.1',
      port: tap.port,
      servername: setup.serverName,
      rejectUnauthorized: false,
      requestOCSP: true,
      ALPNProtocols: ['h2', 'http/1.1'],
      ...(session ? { session } : {}),
    });
    socket.on('session', (ticket) => {
      session = ticket;
    });
    socket.on('keylog', (line) => keylog.add(line.toString().trim()));
    socket.on('data', () => socket.end());
    await tap.closed;
    tap.close();
    readings.push(readTranscript({ chunks: tap.chunks, keylog: [...keylog].join('\n') }));
  }
  server.close();
  return readings;
}

/** Values of extensions by name, of one message. */
function extensionsOf(messages: readonly TlsMessage[], name: string): Record<string, string> {
  const found: Record<string, string> = {};
  const visit = (fields: readonly TlsField[]) => {
    for (const field of fields) {
      if (field.name === 'extension') {
        const [, key = '', value = ''] = /^([^:]+)(?:: (.*))?$/s.exec(field.value) ?? [];
        found[key] = value;
      }
      visit(field.fields);
    }
  };
  visit(messages.find((message) => message.name === name)?.fields ?? []);
  return found;
}

describe.each(['TLSv1.3', 'TLSv1.2'] as const)('%s', (version) => {
  it('shows the staple, the protocol that was chosen, and the return with a ticket', async () => {
    const [first, second] = await twice(version);
    if (!first || !second) throw new Error('two readings');
    for (const { messages, unfinished } of [first, second]) {
      expect(messages.map(({ problem }) => problem)).toEqual(messages.map(() => null));
      expect(unfinished).toEqual({ client: 0, server: 0 });
    }
    const hello = extensionsOf(first.messages, 'ClientHello');
    expect(hello).toMatchObject({
      server_name: 'api.bench.test',
      application_layer_protocol_negotiation: 'h2, http/1.1',
      status_request: 'OCSP',
    });
    const chosen = extensionsOf(first.messages, version === 'TLSv1.3' ? 'EncryptedExtensions' : 'ServerHello');
    expect(chosen.application_layer_protocol_negotiation).toBe('http/1.1');
    if (version === 'TLSv1.3') {
      expect(extensionsOf(first.messages, 'Certificate').status_request).toBe(
        `OCSP response of ${STAPLE.length} octets`,
      );
      expect(extensionsOf(second.messages, 'ClientHello').pre_shared_key).toBe('1 identity');
      expect(extensionsOf(second.messages, 'ServerHello').pre_shared_key).toBe('identity 0');
    } else {
      const status = first.messages.find(({ name }) => name === 'CertificateStatus');
      expect(status?.summary).toBe(`OCSP response of ${STAPLE.length} octets`);
      expect(extensionsOf(second.messages, 'ClientHello').session_ticket).toMatch(/^ticket of \d+ octets$/);
    }
    // A session that is taken up again shows no certificate.
    expect(first.messages.some(({ name }) => name === 'Certificate')).toBe(true);
    expect(second.messages.some(({ name }) => name === 'Certificate')).toBe(false);
  });
});
