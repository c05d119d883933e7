import { generateKeyPairSync, sign } from 'node:crypto';
import {
  assembleCertificateList,
  encodeTbsCertList,
  parseCertificateList,
  type TbsCertListFields,
} from '../lib/pki/crl.ts';
import type { CrlEntry } from '../lib/pki/crl-entries.ts';
import { encodeName } from '../lib/pki/distinguished-name.ts';
import { signatureAlgorithmFor } from '../lib/pki/signature-algorithm.ts';
import type { CertificateListDer } from '../lib/pki/types.ts';
import { freePorts, removeDirectory, setUp, signedIn, startTestServer } from '../test/support/server.ts';
import { requestsPerSecond, send, startBareServer } from './exchange.ts';
import { type Figure, interleave, milliseconds, startReport } from './measure.ts';
import { DAY, insertSeeds, openDataDirectory, randomSerial, type Seed } from './seed.ts';

/**
 * Revocation lists, two ways. Over HTTP: full fetches a second of a list of 1,000 entries, 16 callers on kept
 * connections, beside a bare Node server that sends as many octets; 999 revocations are written into the database of a
 * stopped server, the last is made through the API and publishes the list. In this process: milliseconds to encode and
 * to parse lists of 10,000 and 100,000 entries, beside the SHA-256 and P-256 signature of the same octets.
 */
const CONCURRENCY = 16;
const CALLS = 2_000;
const ENTRIES = 1_000;

const print = startReport('crl', `CRL fetches (${CALLS} a repetition, ${CONCURRENCY} callers), encoding and parsing`);
print([await measureFetches(), ...(await measureCodec(10_000)), ...(await measureCodec(100_000))]);

async function measureFetches(): Promise<Figure> {
  const ports = await freePorts();
  const first = await startTestServer({ ports });
  const { dataDirectory } = first;
  let server = first;
  let bare: Awaited<ReturnType<typeof startBareServer>> | undefined;
  try {
    const { client, issuingId } = await setUp(first);
    const issued = (await client.post('/certificates', { profile: 'tlsServer', names: ['crl.bench.example'] })) as {
      id: string;
    };
    await first.stop();
    await seedRevocations(dataDirectory, issuingId);
    server = await startTestServer({ dataDirectory, ports });
    await (await signedIn(server)).post(`/certificates/${issued.id}/revoke`, { reason: 'superseded' });

    const url = `${server.publicUrl}/crl/${issuingId}.crl`;
    const { body } = await send({ method: 'GET', url });
    const { length } = parseCertificateList(body).entries;
    if (length !== ENTRIES) throw new Error(`The CRL has ${length} entries, not ${ENTRIES}.`);
    bare = await startBareServer(body.length);
    const { url: bareUrl } = bare;
    const rate = (from: string, calls = CALLS) =>
      requestsPerSecond({ calls, concurrency: CONCURRENCY }, () => ({ method: 'GET', url: from }));
    await rate(url, 500);
    const values = await interleave({ bare: () => rate(bareUrl), crl: () => rate(url) });
    return {
      name: `fetch of ${ENTRIES.toLocaleString('en')} entries (${Math.round(body.length / 1_000)} kB)`,
      unit: 'fetches/s',
      values: values.crl,
      denominator: { name: 'bare Node server', unit: 'fetches/s', values: values.bare },
    };
  } finally {
    await bare?.stop();
    await server.stop();
    removeDirectory(dataDirectory);
  }
}

async function seedRevocations(dataDirectory: string, issuerId: string): Promise<void> {
  const store = await openDataDirectory(dataDirectory);
  try {
    const now = Math.floor(Date.now() / 1_000) * 1_000;
    const seeds = Array.from({ length: ENTRIES - 1 }, (_, index): Seed => {
      const name = `revoked-${index}.bench.example`;
      const times = { createdAt: new Date(now - 2 * DAY), notAfter: new Date(now + 90 * DAY) };
      return { id: `seed${index}`, issuerId, name, profile: 'tlsServer', revoked: 'superseded', ...times };
    });
    await insertSeeds(store, seeds);
  } finally {
    await store.close();
  }
}

async function measureCodec(count: number): Promise<readonly Figure[]> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { algorithmIdentifierDer } = signatureAlgorithmFor('P-256');
  const thisUpdate = new Date(Math.floor(Date.now() / 1_000) * 1_000);
  const entries = Array.from(
    { length: count },
    (): CrlEntry => ({ serialNumber: randomSerial(), revocationDate: thisUpdate, reason: 'keyCompromise' }),
  );
  const fields: TbsCertListFields = {
    issuer: encodeName([{ type: 'CN', value: 'Bench Issuing' }]),
    signatureAlgorithm: algorithmIdentifierDer,
    thisUpdate,
    nextUpdate: new Date(thisUpdate.getTime() + 7 * DAY),
    crlNumber: 1n,
    authorityKeyIdentifier: new Uint8Array(20),
    entries,
  };
  const tbsDer = encodeTbsCertList(fields);
  const list: CertificateListDer = assembleCertificateList(
    tbsDer,
    algorithmIdentifierDer,
    new Uint8Array(sign('sha256', tbsDer, privateKey)),
  );
  const values = await interleave({
    sign: () => milliseconds(() => sign('sha256', tbsDer, privateKey)),
    encode: () => milliseconds(() => encodeTbsCertList(fields)),
    parse: () => milliseconds(() => parseCertificateList(list)),
  });
  const denominator = { name: 'SHA-256 and sign of the octets', unit: 'ms', values: values.sign };
  const size = `${count.toLocaleString('en')} entries (${(list.length / 1e6).toFixed(1)} MB)`;
  return [
    { name: `encode ${size}`, unit: 'ms', values: values.encode, denominator },
    { name: `parse ${size}`, unit: 'ms', values: values.parse, denominator },
  ];
}
