import { createHash } from 'node:crypto';
import type { Certificate } from '../domain/entities.ts';
import type { RemoteFacts, ServedCertificate } from '../domain/remote.ts';
import type { StoreReads } from '../domain/store.ts';
import { contentOf } from '../pki/der-reader.ts';
import { ipAddressText } from '../pki/ip-address.ts';
import { parseOcspResponse } from '../pki/ocsp-response.ts';
import { judgeStatus } from '../pki/path/judge-status.ts';
import { nameText, type PathCertificate, readPathCertificate } from '../pki/path/path-certificate.ts';
import { climb, isIssuerByName } from '../pki/tls/missing-issuer.ts';
import { type CertificateListDer, PkiError } from '../pki/types.ts';
import type { ServiceContext } from './service-context.ts';
import { EXPIRING_DAYS } from './shown-status.ts';

/** Each certificate as it was served, with its place in the order and its object in the inventory. What cannot be read is left out. */
export async function servedChain(
  store: StoreReads,
  ders: readonly Uint8Array[],
): Promise<readonly ServedCertificate[]> {
  const certificates = ders.flatMap(readOrNothing);
  const found: ServedCertificate[] = [];
  for (const [at, certificate] of certificates.entries()) {
    const own = await inInventory(store, certificate);
    found.push({
      subject: certificate.text(),
      issuer: textOf(certificate.issuerDer),
      serialNumber: certificate.serialHex.replace(/^00(?=.)/, ''),
      notBefore: certificate.notBefore.toISOString(),
      notAfter: certificate.notAfter.toISOString(),
      fingerprintSha256: certificate.fingerprint,
      names: namesOf(certificate),
      certificateId: own?.id ?? null,
      authorityId: own?.authorityId ?? null,
      place: placeOf(certificates, at),
    });
  }
  return found;
}

/** Certificates between the last one that leads on and a root, from the inventory; empty when nothing is missing or nothing is known. */
export async function missingAbove(
  store: StoreReads,
  ders: readonly Uint8Array[],
  known: readonly Uint8Array[],
): Promise<RemoteFacts['missing']> {
  const [leaf, ...rest] = ders.flatMap(readOrNothing);
  if (!leaf) return [];
  const top = climb(leaf, rest).at(-1) as PathCertificate;
  const above = climb(top, known.flatMap(readOrNothing)).slice(1);
  const missing = above.filter(({ isSelfIssued }) => !isSelfIssued);
  return Promise.all(
    missing.map(async (certificate) => ({
      subject: certificate.text(),
      authorityId: (await inInventory(store, certificate))?.authorityId ?? null,
    })),
  );
}

/** Current lists of every issuer of this chain; none when one of them is not of here, as a path is covered wholly or not at all. */
export async function crlsForChain(
  store: StoreReads,
  ders: readonly Uint8Array[],
): Promise<readonly CertificateListDer[]> {
  const leaf = ders.flatMap(readOrNothing)[0];
  const own = leaf && (await inInventory(store, leaf));
  const crls: CertificateListDer[] = [];
  for (let id: string | null = own?.issuerId ?? null; id !== null; ) {
    const authority = await store.authority(id);
    // The list itself is fetched only when it is short: a probe looks at one certificate.
    const crl = await store.currentCrl(id);
    if (!authority || !crl || crl.certificateListDer.length > MOST_LIST_OCTETS) return [];
    crls.push(crl.certificateListDer);
    id = authority.parentId;
  }
  return crls;
}

/** What the OCSP response in the handshake says about the first certificate, checked against its issuer. */
export function judgeStaple(
  staple: Uint8Array,
  ders: readonly Uint8Array[],
  known: readonly Uint8Array[],
  time: Date,
): NonNullable<RemoteFacts['staple']> {
  const [leaf, ...rest] = ders.flatMap(readOrNothing);
  const issuer = leaf && [...rest, ...known.flatMap(readOrNothing)].find((one) => isIssuerByName(one, leaf));
  if (!leaf || !issuer)
    return { ok: false, status: 'unknown', words: 'The issuer is not known, so the response cannot be checked.' };
  const judged = judgeStatus({
    certificateDer: leaf.der,
    issuerDer: issuer.der,
    crls: [],
    ocspResponses: [staple],
    time,
  });
  const until = nextUpdateOf(staple);
  const upTo = until ? ` It counts until ${until.toISOString().slice(0, 16).replace('T', ' ')} UTC.` : '';
  if (judged.type === 'good') return { ok: true, status: 'good', words: `${judged.evidence}${upTo}` };
  if (judged.type === 'revoked')
    return { ok: false, status: 'revoked', words: `The certificate ${judged.evidence}.${upTo}` };
  return { ok: false, status: 'unknown', words: `It proves nothing: ${judged.evidence}.` };
}

/** What is served for this name beside what was issued here for it. */
export async function compareWithInventory(
  context: ServiceContext,
  served: ServedCertificate | null,
  name: string,
): Promise<RemoteFacts['comparison']> {
  if (served === null) return null;
  const { store } = context;
  const issued = await issuedFor(context, name);
  const own = served.certificateId ? await store.certificate(served.certificateId) : null;
  const short = `…${served.serialNumber.slice(-8)}`;
  const linkTo = (one: Certificate) => ({
    label: `${one.displayName}, …${one.serialNumber.slice(-8)}, until ${dayOf(one.notAfter)}`,
    certificateId: one.id,
  });
  if (!own) {
    if (issued.length === 0)
      return {
        kind: 'nothing-to-compare',
        words: `It serves a certificate of ${served.issuer}. Nothing was issued here for ${name}.`,
        links: [],
      };
    return {
      kind: 'foreign',
      words: `It serves serial ${short} of ${served.issuer}, which is not in this inventory, although a certificate for ${name} was issued here. Install that one.`,
      links: issued.slice(0, MOST_LINKS).map(linkTo),
    };
  }
  // Identifiers grow with time, within one second too.
  const newer = issued.filter(({ id }) => id > own.id);
  if (own.state === 'revoked' || own.state === 'held')
    return {
      kind: 'revoked',
      words: `It serves serial ${short}, which is ${own.state === 'held' ? 'on hold' : 'revoked'} since ${dayOf(own.revokedAt ?? own.createdAt)}. ${newer.length > 0 ? 'Install the newer one.' : 'Issue a new one and install it.'}`,
      links: [linkTo(own), ...newer.slice(0, MOST_LINKS).map(linkTo)],
    };
  if (newer.length > 0)
    return {
      kind: 'older',
      words: `It serves serial ${short}, an older certificate than the newest one issued for this name. Install that one, and reload the server when it is installed already.`,
      links: [...newer.slice(0, 1).map(linkTo), linkTo(own)],
    };
  return {
    kind: 'newest',
    words: `It serves serial ${short}, the newest certificate issued here for this name.`,
    links: [linkTo(own)],
  };
}

/** In force, for exactly this name or the wildcard above it; the newest first. */
async function issuedFor({ store, clock }: ServiceContext, name: string): Promise<readonly Certificate[]> {
  const now = clock.now();
  const wildcard = name.includes('.') ? `*${name.slice(name.indexOf('.'))}` : name;
  const pages = await Promise.all(
    [...new Set([name.toLowerCase(), wildcard.toLowerCase()])].map((text) =>
      store.certificatePage({
        text,
        states: ['issued'],
        profiles: ['tlsServer', 'tlsPeer'],
        now,
        endsAfter: now,
        expiringDays: EXPIRING_DAYS,
        sort: 'newest',
        limit: MOST_COMPARED,
        cursor: null,
      }),
    ),
  );
  const fits = ({ names }: Certificate) =>
    names.some(({ value }) => [name.toLowerCase(), wildcard.toLowerCase()].includes(value.toLowerCase()));
  const byId = new Map(pages.flatMap(({ items }) => items.filter(fits)).map((one) => [one.id, one]));
  return [...byId.values()].sort((one, other) => other.createdAt.getTime() - one.createdAt.getTime());
}

async function inInventory(store: StoreReads, certificate: PathCertificate): Promise<Certificate | null> {
  const spkiSha256 = createHash('sha256').update(certificate.spkiDer).digest('hex');
  const same = await store.certificatesWithKey(spkiSha256);
  return same.find(({ fingerprintSha256 }) => fingerprintSha256 === certificate.fingerprint) ?? null;
}

function placeOf(chain: readonly PathCertificate[], at: number): ServedCertificate['place'] {
  if (at === 0) return 'leaf';
  const one = chain[at] as PathCertificate;
  if (one.isSelfIssued) return 'root';
  if (isIssuerByName(one, chain[at - 1] as PathCertificate)) return 'issuer';
  return chain.some((other) => other !== one && isIssuerByName(one, other)) ? 'misplaced' : 'unrelated';
}

function namesOf(certificate: PathCertificate): string[] {
  return (certificate.extensions().subjectAltName ?? [])
    .flatMap((name) => {
      if (name.tag === 0x82) return [Buffer.from(contentOf(name)).toString('latin1')];
      const address = name.tag === 0x87 ? ipAddressText(contentOf(name)) : null;
      return address === null ? [] : [address];
    })
    .slice(0, MOST_NAMES);
}

function readOrNothing(der: Uint8Array): PathCertificate[] {
  try {
    const certificate = readPathCertificate(der);
    certificate.extensions();
    certificate.text();
    return [certificate];
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return [];
  }
}

function textOf(nameDer: Uint8Array): string {
  try {
    return nameText(nameDer);
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return 'a name that cannot be read';
  }
}

function nextUpdateOf(response: Uint8Array): Date | null {
  try {
    return parseOcspResponse(response).basic?.responses[0]?.nextUpdate ?? null;
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return null;
  }
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
const MOST_LINKS = 3;
const MOST_NAMES = 100;
const MOST_COMPARED = 100;
const MOST_LIST_OCTETS = 4_194_304;
