import { randomBytes } from 'node:crypto';
import { parseCertificate } from '../lib/pki/certificate.ts';
import { certIdHashes, encodeOcspRequest } from '../lib/pki/ocsp.ts';
import { parseOcspResponse } from '../lib/pki/ocsp-response.ts';
import { parseSerialNumber } from '../lib/pki/serial-number.ts';
import { removeDirectory, setUp, startTestServer } from '../test/support/server.ts';
import { type Exchange, requestsPerSecond, send, startBareServer } from './exchange.ts';
import { interleave, opensslSignatures, startReport } from './measure.ts';

/**
 * OCSP over HTTP with 16 callers on kept connections, about one good certificate. Cached: the same GET again and again,
 * answered from memory. On demand: POST with a fresh 32-octet nonce each, so that every answer is read from the
 * database and signed. Beside them the P-256 signatures a second of `openssl speed` on one thread, and a bare Node
 * server that sends as many octets. The requests are encoded beforehand; the load generator shares the machine.
 */
const CONCURRENCY = 16;
const CACHED_CALLS = 4_000;
const SIGNED_CALLS = 1_000;

const print = startReport(
  'ocsp',
  `OCSP answers, ${CONCURRENCY} callers, ${CACHED_CALLS} cached and ${SIGNED_CALLS} signed a repetition`,
);
const server = await startTestServer();
let bare: Awaited<ReturnType<typeof startBareServer>> | undefined;
try {
  const { client, issuingId } = await setUp(server);
  const issued = (await client.post('/certificates', { profile: 'tlsServer', names: ['ocsp.bench.example'] })) as {
    serialNumber: string;
  };
  const issuerFile = await client.download('GET', `/authorities/${issuingId}/certificate?format=der`);
  const issuer = parseCertificate(issuerFile.content);
  const hashes = certIdHashes(issuer.subjectDer, issuer.spkiDer).sha1;
  const certId = {
    hashAlgorithm: 'sha1',
    issuerNameHash: hashes.name,
    issuerKeyHash: hashes.key,
    serialNumber: parseSerialNumber(issued.serialNumber),
  } as const;
  const plain = Buffer.from(encodeOcspRequest([certId], null)).toString('base64');
  const withNonce = Array.from({ length: SIGNED_CALLS }, () => encodeOcspRequest([certId], randomBytes(32)));

  const cached: Exchange = { method: 'GET', url: `${server.publicUrl}/ocsp/${encodeURIComponent(plain)}` };
  const signed = (index: number): Exchange => ({
    method: 'POST',
    url: `${server.publicUrl}/ocsp`,
    headers: { 'content-type': 'application/ocsp-request' },
    body: withNonce[index] ?? new Uint8Array(),
  });
  const answers = [await send(cached), await send(signed(0))];
  for (const { body } of answers)
    if (parseOcspResponse(body).basic?.responses[0]?.status.type !== 'good')
      throw new Error('The certificate under test is not "good"; nothing was measured.');

  bare = await startBareServer(answers[0]?.body.length ?? 0);
  const { url } = bare;
  const rate = (calls: number, exchangeOf: (index: number) => Exchange) =>
    requestsPerSecond({ calls, concurrency: CONCURRENCY }, exchangeOf);
  await Promise.all([rate(1_000, () => cached), rate(200, signed)]);
  const values = await interleave({
    openssl: opensslSignatures,
    bare: () => rate(CACHED_CALLS, () => ({ method: 'GET', url })),
    cached: () => rate(CACHED_CALLS, () => cached),
    signed: () => rate(SIGNED_CALLS, signed),
  });
  const openssl = { name: '`openssl speed` P-256 sign', unit: '/s', values: values.openssl };
  const node = { name: 'bare Node server', unit: 'answers/s', values: values.bare };
  print([
    { name: 'cached, GET', unit: 'answers/s', values: values.cached, denominator: openssl },
    { name: 'cached, GET', unit: 'answers/s', values: values.cached, denominator: node },
    { name: 'signed on demand, POST with nonce', unit: 'answers/s', values: values.signed, denominator: openssl },
  ]);
} finally {
  await bare?.stop();
  await server.stop();
  removeDirectory(server.dataDirectory);
}
