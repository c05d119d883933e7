import { createHash } from 'node:crypto';
import { CountersignError } from '../domain/errors.ts';
import {
  isIssuedBy,
  type ParsedCertificate,
  type ParsedTbsCertificate,
  parseCertificate,
  parseTbsCertificate,
} from '../pki/certificate.ts';
import { readCertificationRequestInfo } from '../pki/certification-request.ts';
import { chainViolations, constrainingAuthorities, widenedConstraint } from '../pki/chain-constraints.ts';
import { readTbsCertListHeader } from '../pki/crl.ts';
import { readEntryExtensionsOf } from '../pki/crl-entries.ts';
import { scanEntries } from '../pki/crl-entry-scan.ts';
import { type AroundEntries, readTbsCertListAround } from '../pki/crl-parts.ts';
import { contentOf } from '../pki/der-reader.ts';
import { parseNameConstraints } from '../pki/name-constraints.ts';
import { parseResponseData } from '../pki/ocsp-response.ts';
import { OID } from '../pki/oids.ts';
import { describeSignatureAlgorithm, type SignatureAlgorithm } from '../pki/signature-algorithm.ts';
import { isWeaklyIssuedBy } from '../pki/weak-signature.ts';
import type { WireKey } from './signer-protocol.ts';

/**
 * What the signer checks by itself, on the very octets it is asked to sign, whatever the main process decided before.
 * A refusal here means that the main process is wrong or taken over: nothing is signed, and the operator's log says why.
 */

/** RFC 5280 §4.2.1.9, §6.1.4: issuer match, CA flag, path length, nested validity, algorithm. */
export function requireSignableCertificate(
  key: WireKey,
  algorithm: SignatureAlgorithm,
  tbsDer: Uint8Array,
  issuerChain: readonly Uint8Array[],
): void {
  demand(key.kind === 'authority', 'only an authority key signs certificates');
  const tbs = parseTbsCertificate(tbsDer);
  demand(
    sameOctets(tbs.algorithmIdentifierDer, algorithm.algorithmIdentifierDer),
    'the signature algorithm is not that of the issuing key',
  );
  demand(tbs.notAfter.getTime() > tbs.notBefore.getTime(), 'the validity ends before it begins');
  const isAuthority = tbs.basicConstraints?.cA === true;
  if (issuerChain.length === 0) {
    demand(
      isAuthority && sameOctets(tbs.issuerDer, tbs.subjectDer),
      'a self-signed certificate must be a root authority',
    );
    demand(sha256(tbs.spkiDer) === key.spkiSha256, 'a root must carry the key that signs it');
    return;
  }
  const chain = verifiedChain(key, issuerChain);
  const issuer = chain[0] as ParsedCertificate;
  demand(mayUse(issuer, 'keyCertSign'), 'the issuer may not sign certificates');
  demand(sameOctets(tbs.issuerDer, issuer.subjectDer), 'the issuer name is not the subject of the issuing certificate');
  demand(
    tbs.notBefore >= issuer.notBefore && tbs.notAfter <= issuer.notAfter,
    'the validity is not within that of the issuer',
  );
  chain.forEach((authority, depth) => {
    const limit = authority.basicConstraints?.pathLenConstraint;
    demand(
      limit === null || limit === undefined || depth + (isAuthority ? 1 : 0) <= limit,
      'the path would be longer than an authority above allows',
    );
  });
  requireWithinConstraints(tbs, chain);
  const issuerLimit = issuer.basicConstraints?.pathLenConstraint ?? null;
  const ownLimit = tbs.basicConstraints?.cA ? tbs.basicConstraints.pathLenConstraint : null;
  if (isAuthority && issuerLimit !== null)
    demand(ownLimit !== null && ownLimit < issuerLimit, 'the path length is not below that of the issuer');
  if (!isAuthority)
    demand(
      tbs.keyUsage?.includes('keyCertSign') !== true && tbs.keyUsage?.includes('cRLSign') !== true,
      'an end entity may not sign certificates or CRLs',
    );
}

/** RFC 5280 §4.2.1.10: no name outside of what the authorities above allow, and no constraint wider than theirs. */
function requireWithinConstraints(tbs: ParsedTbsCertificate, chain: readonly ParsedCertificate[]): void {
  const above = constrainingAuthorities(chain);
  if (above.length === 0) return;
  const violation = chainViolations(tbs, above)[0];
  demand(violation === undefined, `a name is outside of the name constraints above it (${violation?.authority})`);
  if (tbs.nameConstraintsDer !== null)
    demand(
      widenedConstraint(parseNameConstraints(tbs.nameConstraintsDer), above) === null,
      'the name constraints are wider than those above them',
    );
}

/** RFC 2986 §3: the request of an authority for its own key, which says only what it is. */
export function requireSignableRequest(key: WireKey, infoDer: Uint8Array): void {
  demand(key.kind === 'authority', 'only an authority key signs requests');
  const info = readCertificationRequestInfo(infoDer);
  demand(sha256(info.spkiDer) === key.spkiSha256, 'the request carries another key');
  demand(
    info.attributeTypes.every((type) => type === OID.extensionRequest),
    'the request has an attribute that is not about its certificate',
  );
  demand(
    info.extensions.every(({ oid }) => SELF_DESCRIBING.has(oid)),
    'the request asks for an extension that does not describe the authority itself',
  );
}

const SELF_DESCRIBING: ReadonlySet<string> = new Set([OID.basicConstraints, OID.keyUsage, OID.subjectKeyIdentifier]);

/** RFC 5280 §5: the issuer's own list, about its own certificates, and a key that may sign it. */
export function requireSignableCrl(
  key: WireKey,
  algorithm: SignatureAlgorithm,
  tbsDer: Uint8Array,
  issuerChain: readonly Uint8Array[],
): void {
  demand(key.kind === 'authority', 'only an authority key signs CRLs');
  const list = readTbsCertListHeader(tbsDer);
  const { revokedCertificates } = list;
  const removes = revokedCertificates !== null && requireOwnEntries(contentOf(revokedCertificates)).removes;
  requireOwnList(key, algorithm, list, removes, issuerChain);
}

/**
 * The same for a list of which the entries were looked at before, piece by piece, by `requireOwnEntries`: `pieces` are
 * what that said, in the order of the list.
 */
export function requireSignableLongCrl(
  key: WireKey,
  algorithm: SignatureAlgorithm,
  around: AroundEntries,
  pieces: readonly (OwnEntries & { readonly name: string; readonly octets: Uint8Array })[],
  issuerChain: readonly Uint8Array[],
): void {
  demand(key.kind === 'authority', 'only an authority key signs CRLs');
  demand(pieces.length > 0, 'a CRL in pieces has entries');
  demand(new Set(pieces.map(({ name }) => name)).size === pieces.length, 'a piece of the CRL is named twice');
  const length = pieces.reduce((sum, { octets }) => sum + octets.length, 0);
  const list = readTbsCertListAround(around, length);
  requireOwnList(
    key,
    algorithm,
    list,
    pieces.some(({ removes }) => removes),
    issuerChain,
  );
}

export interface OwnEntries {
  /** One of them is removeFromCRL, which complete lists do not have. */
  readonly removes: boolean;
}

/**
 * RFC 5280 §5.3: whole entries, at least one, that say nothing about another issuer's certificates. Throws `malformed`
 * for octets that are not.
 */
export function requireOwnEntries(entries: Uint8Array): OwnEntries {
  let removes = false;
  const { count, reasonBits } = scanEntries(entries, (entry) => {
    const extensions = readEntryExtensionsOf(entry);
    demand(!extensions.critical, 'an entry of the CRL has a critical extension, such as another issuer');
    removes ||= extensions.reason === 'removeFromCRL';
  });
  demand(count > 0, 'the list of revoked certificates is there but empty');
  return { removes: removes || (reasonBits & REMOVAL) !== 0 };
}

function requireOwnList(
  key: WireKey,
  { algorithmIdentifierDer }: SignatureAlgorithm,
  list: Omit<ReturnType<typeof readTbsCertListHeader>, 'revokedCertificates'>,
  removes: boolean,
  issuerChain: readonly Uint8Array[],
): void {
  demand(
    sameOctets(list.algorithmIdentifierDer, algorithmIdentifierDer),
    'the signature algorithm is not that of the issuing key',
  );
  // Revocations are published also below a signature that is no longer believed.
  const issuer = verifiedChain(key, issuerChain, true)[0] as ParsedCertificate;
  demand(sameOctets(list.issuerDer, issuer.subjectDer), 'the CRL names another issuer');
  demand(mayUse(issuer, 'cRLSign'), 'the issuer may not sign CRLs');
  demand(list.nextUpdate > list.thisUpdate, 'the CRL ends before it begins');
  demand(list.issuingDistributionPoint?.indirectCRL !== true, 'the CRL would speak for other issuers');
  demand(!removes || list.baseCrlNumber !== null, 'a complete CRL removes an entry');
}

/** The bit of removeFromCRL (8). */
const REMOVAL = 1 << 8;

/** RFC 6960 §4.2.2.2: OCSP responses under a delegated responder's key only, with its own certificate. */
export function requireResponder(key: WireKey, responderCertificateDer: Uint8Array): void {
  demand(key.kind === 'responder', 'only a responder key signs OCSP responses');
  const name = sha256(responderCertificateDer);
  let responder = responders.get(name);
  if (!responder) {
    const { spkiDer, extKeyUsage } = parseCertificate(responderCertificateDer);
    responder = { spkiSha256: sha256(spkiDer), maySign: extKeyUsage?.includes('OCSPSigning') === true };
    if (responders.size > 200) responders.clear();
    responders.set(name, responder);
  }
  demand(responder.spkiSha256 === key.spkiSha256, 'the responder certificate carries another key');
  demand(responder.maySign, 'the certificate is not a responder certificate');
}

/** RFC 6960 §4.2.1: response data, and nothing else that a signature could be used for. */
export function requireSignableResponseData(responseDataDer: Uint8Array): void {
  parseResponseData(responseDataDer);
}

/**
 * Issuer first, every signature good, the first one certifying the key at hand. The last one is a self-signed root, or
 * signed by an outside authority whose certificate is not known here.
 */
function verifiedChain(
  key: WireKey,
  issuerChain: readonly Uint8Array[],
  acceptWeak = false,
): readonly ParsedCertificate[] {
  const name = `${acceptWeak} ${sha256(...issuerChain)}`;
  let chain = verified.get(name);
  if (!chain) {
    chain = issuerChain.map((der) => parseCertificate(der));
    chain.forEach((certificate, at) => {
      demand(certificate.basicConstraints?.cA === true, 'a certificate in the issuer chain is not an authority');
      const above = chain?.[at + 1];
      // The last one is a root, or an intermediate whose outside root is not here.
      const isSelfNamed = sameOctets(certificate.issuerDer, certificate.subjectDer);
      demand(
        above
          ? isIssuedBy(certificate, above) || (acceptWeak && isWeaklyIssuedBy(certificate, above))
          : !isSelfNamed || isRoot(certificate),
        'a signature in the issuer chain does not verify',
      );
    });
    if (verified.size > 200) verified.clear();
    verified.set(name, chain);
  }
  demand(
    chain.length > 0 && sha256((chain[0] as ParsedCertificate).spkiDer) === key.spkiSha256,
    'the issuer certificate carries another key',
  );
  return chain;
}

/** RFC 5280 §4.2.1.3: the extension limits, and authorities from elsewhere may be without it. */
function mayUse({ keyUsage }: ParsedCertificate, use: 'keyCertSign' | 'cRLSign'): boolean {
  return keyUsage === null || keyUsage.includes(use);
}

/** A root is trusted for its key (RFC 5280 §6.1.1 (d)): where its own signature is of a kind that is no longer checked, names must do. */
function isRoot(certificate: ParsedCertificate): boolean {
  if (isIssuedBy(certificate, certificate)) return true;
  const { broken } = describeSignatureAlgorithm(certificate.algorithmIdentifierDer);
  return broken && sameOctets(certificate.issuerDer, certificate.subjectDer);
}

function demand(condition: boolean, rule: string): void {
  if (!condition) throw new CountersignError('internal', `The signer refused: ${rule}. Nothing was signed.`);
}

function sha256(...parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

function sameOctets(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

/** Chains that verified, by the hash of their octets: an authority signs many certificates with one chain. */
const verified = new Map<string, readonly ParsedCertificate[]>();

/** What was read of responder certificates, by the hash of their octets. */
const responders = new Map<string, { readonly spkiSha256: string; readonly maySign: boolean }>();
