import { randomBytes } from 'node:crypto';
import { parseCertificate } from '../lib/pki/certificate.ts';
import { certIdHashes, encodeOcspRequest } from '../lib/pki/ocsp.ts';
import { parseOcspResponse } from '../lib/pki/ocsp-response.ts';
import { parseSerialNumber } from '../lib/pki/serial-number.ts';
import { removeDirectory, setUp, startTestServer } from '../test/support/server.ts';
import { send, startBareServer } from './exchange.ts';
import { interleave, opensslSignatures, startReport } from './measure.ts';
import { startCfssl, startOpenssl } from './ocsp-peers.ts';
import { connectionEach, keptConnections, type RawRequest, rawRequest } from './socket-load.ts';

/**
 * OCSP over HTTP about one good certificate, asked from bare sockets. Signed on demand: POST with a fresh 32-octet nonce
 * each, so that every answer is read from the database and signed; 16 kept connections, beside the P-256 signatures a
 * second of `openssl speed` on one thread. Cached: the same question again and again; 16 kept connections, by POST beside
 * `cfssl ocspserve` with the same response (version 1.2.0 refuses every GET: it decodes the slash in front), and by GET
 * beside a bare Node server that sends as many octets. A connection for each
 * request, 4 at a time: the same GET, beside `openssl ocsp`, which signs each answer (it has no other way), and beside
 * ours with a nonce. The load generator shares the machine.
 */
const KEPT = 16;
const AT_ONCE = 4;
const CACHED_CALLS = 20_000;
const SIGNED_CALLS = 6_000;
const CONNECTIONS = 4_000;

const print = startReport(
  'ocsp',
  `OCSP answers, ${KEPT} kept connections or ${AT_ONCE} new ones at a time; ${CACHED_CALLS} cached, ${SIGNED_CALLS} signed and ${CONNECTIONS} connections a repetition`,
);
const server = await startTestServer();
const stops: (() => unknown)[] = [];
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
  const path = encodeURIComponent(Buffer.from(encodeOcspRequest([certId], null)).toString('base64'));
  const get: RawRequest = { method: 'GET', url: `${server.publicUrl}/ocsp/${path}` };
  const post = (url: string, body: Uint8Array): RawRequest => ({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/ocsp-request' },
    body,
  });
  const nonces = Array.from({ length: SIGNED_CALLS }, () =>
    post(`${server.publicUrl}/ocsp`, encodeOcspRequest([certId], randomBytes(32))),
  );
  const first = await send(get);
  for (const { body } of [first, await send(nonces[0] as RawRequest)])
    if (parseOcspResponse(body).basic?.responses[0]?.status.type !== 'good')
      throw new Error('The certificate under test is not "good"; nothing was measured.');

  const bare = await startBareServer(first.body.length);
  stops.push(() => bare.stop());
  const cfssl = await startCfssl(first.body);
  if (cfssl) stops.push(() => cfssl.stop());
  const openssl = await startOpenssl();
  if (openssl) stops.push(() => openssl.stop());

  const ours = Number(new URL(server.publicUrl).port);
  const kept = (port: number, calls: number, requests: readonly Buffer[]) =>
    keptConnections({ port, calls, concurrency: KEPT, requestOf: (at) => requests[at % requests.length] as Buffer });
  const each = (port: number, requests: readonly Buffer[]) =>
    connectionEach({
      port,
      calls: CONNECTIONS,
      concurrency: AT_ONCE,
      requestOf: (at) => requests[at % requests.length] as Buffer,
    });
  const signed = nonces.map((request) => rawRequest(request));
  const signedOnce = nonces.map((request) => rawRequest(request, false));
  const plain = encodeOcspRequest([certId], null);
  const toBare = [rawRequest({ method: 'GET', url: `${bare.url}${path}` })];
  const toCfssl = cfssl ? [rawRequest(post(`http://127.0.0.1:${cfssl.port}/`, plain))] : [];
  const cachedPost = [rawRequest(post(`${server.publicUrl}/ocsp`, plain))];
  const toOpenssl = openssl ? [rawRequest(post(`http://127.0.0.1:${openssl.port}/`, openssl.requestDer), false)] : [];
  await Promise.all([kept(ours, 2_000, [rawRequest(get)]), kept(ours, 2_000, signed)]);

  const barePort = Number(new URL(bare.url).port);
  const values = await interleave({
    speed: opensslSignatures,
    signed: () => kept(ours, SIGNED_CALLS, signed),
    bare: () => kept(barePort, CACHED_CALLS, toBare),
    cached: () => kept(ours, CACHED_CALLS, [rawRequest(get)]),
    cachedPost: () => kept(ours, CACHED_CALLS, cachedPost),
    cfssl: () => (cfssl ? kept(cfssl.port, CACHED_CALLS, toCfssl) : Number.NaN),
    openssl: () => (openssl ? each(openssl.port, toOpenssl) : Number.NaN),
    cachedEach: () => each(ours, [rawRequest(get, false)]),
    signedEach: () => each(ours, signedOnce),
  });
  const unit = 'answers/s';
  const absent = (peer: unknown) => (peer ? '' : ' (not installed)');
  const opensslOcsp = { name: `\`openssl ocsp\`${absent(openssl)}`, unit, values: values.openssl };
  print([
    {
      name: 'signed on demand, POST with nonce',
      unit,
      values: values.signed,
      denominator: { name: '`openssl speed` P-256 sign', unit: '/s', values: values.speed },
    },
    {
      name: 'cached, POST',
      unit,
      values: values.cachedPost,
      denominator: { name: `\`cfssl ocspserve\`${absent(cfssl)}`, unit, values: values.cfssl },
    },
    {
      name: 'cached, GET',
      unit,
      values: values.cached,
      denominator: { name: 'bare Node server', unit, values: values.bare },
    },
    { name: 'a connection each, cached', unit, values: values.cachedEach, denominator: opensslOcsp },
    { name: 'a connection each, signed on demand', unit, values: values.signedEach, denominator: opensslOcsp },
  ]);
} finally {
  for (const stop of stops) await stop();
  await server.stop();
  removeDirectory(server.dataDirectory);
}
