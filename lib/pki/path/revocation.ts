/**
 * Revocation of a whole path. As soon as any list or response is given, every certificate but the trusted one must be covered: silence is not
 * "good". Whoever signs a list needs a valid path to the same trusted certificate, and must not be revoked itself. RFC 5280 §6.3
 */
import { OID } from '../oids.ts';
import { PkiError } from '../types.ts';
import { buildPaths, type CertificatePool, MAX_CANDIDATES } from './build-path.ts';
import { fault } from './certificate-rules.ts';
import { type CrlStatus, crlStatus } from './crl-status.ts';
import { type GivenOcspResponse, ocspStatus, readGivenOcspResponse } from './ocsp-status.ts';
import type { PathCertificate } from './path-certificate.ts';
import { type PathCrl, readPathCrl } from './path-crl.ts';
import { inheritParameters, type PathKey } from './path-key.ts';
import { type PathBudget, PathFailure, type PathStep } from './path-result.ts';
import type { SignatureChecks } from './signature-checks.ts';
import { PathRecord, type PathRequirements, validatePath } from './validate-path.ts';

export interface RevocationData {
  /** Revocation is to be checked at all. */
  readonly isDemanded: boolean;
  readonly crls: readonly PathCrl[];
  readonly responses: readonly GivenOcspResponse[];
}

export interface RevocationContext {
  readonly requirements: PathRequirements;
  readonly pool: CertificatePool;
  readonly signatures: SignatureChecks;
  readonly budget: PathBudget;
}

/** Reads what was given; lists that cannot be read are left out with a step, and still demand that all is covered. */
export function readRevocationData(
  crls: readonly Uint8Array[],
  ocspResponses: readonly Uint8Array[],
  skipped: PathStep[],
): RevocationData {
  return {
    isDemanded: crls.length + ocspResponses.length > 0,
    crls: crls.flatMap((der, index) => readList(der, index + 1, skipped)),
    responses: ocspResponses.map(readGivenOcspResponse),
  };
}

/** One step for each certificate below the trusted one. Throws PathFailure `revoked` or `revocation-unknown`. */
export function checkPathRevocation(record: PathRecord, data: RevocationData, context: RevocationContext): void {
  if (!data.isDemanded) return;
  const checker = new RevocationChecker(data, context, record.path[0] as PathCertificate);
  checker.checkPath(record);
}

class RevocationChecker {
  readonly #data: RevocationData;
  readonly #context: RevocationContext;
  readonly #anchor: PathCertificate;
  /** Certificates whose status is being found out: a list cannot vouch for its own signer. */
  readonly #open = new Set<string>();
  /** Faults of signers by list and certificate. */
  readonly #signers = new Map<string, string | null>();

  constructor(data: RevocationData, context: RevocationContext, anchor: PathCertificate) {
    this.#data = data;
    this.#context = context;
    this.#anchor = anchor;
  }

  checkPath(record: PathRecord): void {
    let issuerKey = this.#keyOf(this.#anchor, null);
    for (let index = 1; index < record.path.length; index += 1) {
      const certificate = record.path[index] as PathCertificate;
      const issuer = record.path[index - 1] as PathCertificate;
      record.current = index;
      const key = issuerKey;
      record.check('revocation', 'RFC 5280 §6.3.3, RFC 6960 §3.2', () =>
        // Only what is above it is known not to be revoked: a certificate never vouches for itself.
        evidenceOf(this.#statusOf(certificate, issuer, key, record.path.slice(0, index))),
      );
      issuerKey = this.#keyOf(certificate, issuerKey);
    }
  }

  #keyOf(certificate: PathCertificate, issuerKey: PathKey | null): PathKey {
    const key = certificate.key(this.#context.requirements.allowLegacyAlgorithms);
    return inheritParameters(key, issuerKey ?? key);
  }

  #statusOf(
    certificate: PathCertificate,
    issuer: PathCertificate,
    issuerKey: PathKey,
    path: readonly PathCertificate[],
  ): CrlStatus {
    if (this.#open.has(certificate.fingerprint))
      return namesItselfAsListIssuer(certificate)
        ? { type: 'good', evidence: 'Its issuer lets its own list speak for it.' }
        : { type: 'unknown', evidence: 'its list is signed by itself' };
    this.#open.add(certificate.fingerprint);
    try {
      const byList = this.#listStatus(certificate, path);
      if (byList.type === 'revoked' || this.#data.responses.length === 0) return byList;
      const byResponse = ocspStatus({
        certificate,
        issuer,
        issuerKey,
        responses: this.#data.responses,
        time: this.#context.requirements.time,
        allowLegacyAlgorithms: this.#context.requirements.allowLegacyAlgorithms,
        signatures: this.#context.signatures,
        isResponderGood: (responder) => this.#listStatus(responder, path).type === 'good',
      });
      if (byResponse.type === 'revoked' || byList.type !== 'good') return byResponse;
      return byList;
    } finally {
      this.#open.delete(certificate.fingerprint);
    }
  }

  #listStatus(certificate: PathCertificate, path: readonly PathCertificate[]): CrlStatus {
    return crlStatus({
      certificate,
      crls: this.#data.crls,
      time: this.#context.requirements.time,
      isTls: this.#context.requirements.purpose !== null,
      signerFault: (crl) => this.#signerFault(crl, path),
      budget: this.#context.budget,
    });
  }

  /** Null when some certificate of the list's issuer signed it, may do so and is valid itself. RFC 5280 §6.3.3 (f), (g) */
  #signerFault(crl: PathCrl, path: readonly PathCertificate[]): string | null {
    let problem = 'there is no certificate of its issuer';
    for (const signer of this.#signersOf(crl, path)) {
      const found = this.#judgeSigner(crl, signer, path);
      if (found === null) return null;
      problem = found;
    }
    return problem;
  }

  /** Those whose key identifier the list names first, then those of the path: their own path is known to be good. */
  #signersOf(crl: PathCrl, path: readonly PathCertificate[]): PathCertificate[] {
    const inPath = path.filter((certificate) => certificate.subjectName === crl.issuerName);
    const known = new Set(inPath.map(({ fingerprint }) => fingerprint));
    const others = this.#context.pool.withSubject(crl.issuerName).filter(({ fingerprint }) => !known.has(fingerprint));
    const matches = ({ extensions }: PathCertificate) =>
      crl.authorityKeyIdentifier !== null && extensions().subjectKeyIdentifier === crl.authorityKeyIdentifier ? 0 : 1;
    const signers = [...inPath, ...others.slice(0, MAX_CANDIDATES)];
    return signers.sort((left, right) => matches(left) - matches(right)).slice(0, MAX_SIGNERS);
  }

  #judgeSigner(crl: PathCrl, signer: PathCertificate, path: readonly PathCertificate[]): string | null {
    const pair = `${crl.number} ${signer.fingerprint}`;
    const known = this.#signers.get(pair);
    if (known !== undefined) return known;
    const [wasOpen, openBefore] = [this.#open.has(signer.fingerprint), this.#open.size];
    const found = this.#findSignerFault(crl, signer, path);
    // An answer found while the signer itself waits for its own, or a refusal while others do, may only be due to that.
    if (!wasOpen && (found === null || openBefore <= 1)) this.#signers.set(pair, found);
    return found;
  }

  #findSignerFault(crl: PathCrl, signer: PathCertificate, path: readonly PathCertificate[]): string | null {
    const { keyUsage } = signer.extensions();
    if (keyUsage !== null && !keyUsage.includes('cRLSign')) return `${signer.text()} may not sign revocation lists`;
    const at = path.findIndex(({ fingerprint }) => fingerprint === signer.fingerprint);
    try {
      const signerPath = at >= 0 ? path.slice(0, at + 1) : this.#validPathOf(signer);
      if (signerPath === null) return `its signer ${signer.text()} has no valid path`;
      let key = this.#keyOf(signerPath[0] as PathCertificate, null);
      for (const certificate of signerPath.slice(1)) key = this.#keyOf(certificate, key);
      this.#context.signatures.checkData(key, crl.algorithmIdentifierDer, crl.tbsDer, crl.signature);
      return null;
    } catch (error) {
      if (!(error instanceof PathFailure) || error.fault.code === 'budget-exceeded') throw error;
      return `it ${error.fault.evidence}`;
    }
  }

  /** A path to the same trusted certificate on which nothing is revoked, or null. */
  #validPathOf(signer: PathCertificate): readonly PathCertificate[] | null {
    const { requirements, pool, signatures, budget } = this.#context;
    const { time, allowLegacyAlgorithms } = requirements;
    const onDeadEnd = () => undefined;
    for (const path of buildPaths(signer, { pool, time, allowLegacyAlgorithms, signatures, budget, onDeadEnd })) {
      if ((path[0] as PathCertificate).fingerprint !== this.#anchor.fingerprint) continue;
      budget.paths -= 1;
      if (budget.paths < 0) return null;
      const record = new PathRecord(path);
      try {
        validatePath(record, { ...requirements, ...SIGNER_REQUIREMENTS }, signatures, budget);
        this.checkPath(record);
        return path;
      } catch (error) {
        if (!(error instanceof PathFailure) || error.fault.code === 'budget-exceeded') throw error;
      }
    }
    return null;
  }
}

/**
 * An authority may say in the certificate of a list's issuer that the list covers that certificate too (cRLIssuer is its subject). Then, and only then, its
 * own list is asked about it. RFC 5280 §4.2.1.13
 */
function namesItselfAsListIssuer({ subjectName, extensions }: PathCertificate): boolean {
  return (extensions().crlDistributionPoints ?? []).some((point) => point.crlIssuers?.includes(subjectName));
}

function evidenceOf(status: CrlStatus): string {
  if (status.type === 'good') return status.evidence;
  if (status.type === 'revoked')
    throw new PathFailure({ code: 'revoked', evidence: status.evidence, advice: 'Do not use it; ask for a new one.' });
  throw new PathFailure({
    ...fault('revocation-unknown', `may be revoked: ${status.evidence}`),
    advice: 'Give a current revocation list or OCSP response of its issuer.',
  });
}

function readList(der: Uint8Array, number: number, skipped: PathStep[]): PathCrl[] {
  try {
    return [readPathCrl(der, number)];
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    const evidence = `The revocation list number ${number} is left out: ${error.message}`;
    skipped.push({ check: 'input', certificate: null, ok: false, evidence, section: 'RFC 5280 §5.1' });
    return [];
  }
}

/** A signer of lists serves any purpose under any policy. */
const SIGNER_REQUIREMENTS = {
  purpose: null,
  identity: null,
  policies: {
    userInitialPolicySet: [OID.anyPolicy],
    initialPolicyMappingInhibit: false,
    initialExplicitPolicy: false,
    initialAnyPolicyInhibit: false,
  },
} as const;
/** Certificates of one CA that may have signed a list. */
const MAX_SIGNERS = 20;
