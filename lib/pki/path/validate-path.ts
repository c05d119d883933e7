/** One path from a trusted certificate to the end, checked in the order of RFC 5280 §6.1. Trusted certificates keep their own limits (RFC 5937). */
import {
  type ConstrainedName,
  checkNameConstraints,
  constrainedNames,
  type NameConstraintViolation,
} from '../constrained-names.ts';
import type { NameConstraints } from '../name-constraints.ts';
import { OID, oidLabel } from '../oids.ts';
import { PkiError } from '../types.ts';
import { CERTIFICATE_RULES, type CertificatePlace, fault } from './certificate-rules.ts';
import type { PathCertificate } from './path-certificate.ts';
import { inheritParameters, type PathKey } from './path-key.ts';
import { type PathBudget, PathFailure, type PathStep } from './path-result.ts';
import { type PolicyInputs, PolicyState, policiesText } from './policy-graph.ts';
import { matchesIdentity, type ReferenceIdentity } from './server-identity.ts';
import type { SignatureChecks } from './signature-checks.ts';
import { type PathPurpose, tlsRules } from './tls-rules.ts';

/** The inputs of RFC 5280 §6.1.1 besides the path, and what TLS adds. */
export interface PathRequirements {
  readonly time: Date;
  /** Null: a path for any use, judged by RFC 5280 alone. */
  readonly purpose: PathPurpose | null;
  /** Null: names of the end certificate are not compared. */
  readonly identity: ReferenceIdentity | null;
  readonly policies: PolicyInputs;
  /** initial-permitted-subtrees and initial-excluded-subtrees, or null. RFC 5280 §6.1.1 (h), (i) */
  readonly initialNameConstraints: NameConstraints | null;
  /** MD5, SHA-1, DSA and RSA from 1024 bits count as well. */
  readonly allowLegacyAlgorithms: boolean;
}

/** Records each check of one path; the first that fails ends it with PathFailure. */
export class PathRecord {
  readonly steps: PathStep[] = [];
  readonly path: readonly PathCertificate[];
  /** The certificate that the last check was about. */
  current = 0;

  constructor(path: readonly PathCertificate[]) {
    this.path = path;
  }

  /** `work` returns the evidence, or throws PathFailure or PkiError. */
  check(check: string, section: string, work: () => string): void {
    const certificate = { subject: (this.path[this.current] as PathCertificate).text(), index: this.current };
    try {
      this.steps.push({ check, certificate, ok: true, evidence: work(), section });
    } catch (error) {
      const failure = asPathFailure(error);
      this.steps.push({ check, certificate, ok: false, evidence: `${failure.fault.evidence}.`, section });
      throw failure;
    }
  }
}

/** `path` begins with the trusted certificate; alone it is a trusted end certificate. Throws PathFailure at the first check that fails. */
export function validatePath(
  record: PathRecord,
  requirements: PathRequirements,
  signatures: SignatureChecks,
  budget: PathBudget,
): void {
  const { path } = record;
  const last = path.length - 1;
  const state: PathState = {
    policies: new PolicyState(requirements.policies, last),
    constraints: requirements.initialNameConstraints === null ? [] : [requirements.initialNameConstraints],
    maxPathLength: last,
    key: null,
  };
  for (const [index, certificate] of path.entries()) {
    record.current = index;
    const role = index === last ? 'leaf' : index === 0 ? 'anchor' : 'intermediate';
    checkCertificate(record, certificate, { role, isTrustedLeaf: last === 0 }, requirements);
    if (index > 0) {
      checkIssuance(record, certificate, state, signatures);
      checkNames(record, certificate, state, role === 'leaf', budget);
      record.check('policies', 'RFC 5280 §6.1.3 (d)–(f), RFC 9618 §5.2', () => {
        state.policies.process(certificate.extensions(), index, certificate.isSelfIssued);
        return certificate.extensions().certificatePolicies === null ? 'No policies.' : 'Policies are valid so far.';
      });
    }
    state.key = inheritParameters(
      certificate.key(requirements.allowLegacyAlgorithms),
      state.key ?? certificate.key(true),
    );
    if (role === 'leaf') checkLeaf(record, certificate, requirements, index === 0 ? null : state.policies);
    else checkIssuer(record, certificate, role, state);
  }
}

interface PathState {
  readonly policies: PolicyState;
  readonly constraints: NameConstraints[];
  maxPathLength: number;
  /** Of the certificate above, DSA parameters filled in. */
  key: PathKey | null;
}

function checkCertificate(
  record: PathRecord,
  certificate: PathCertificate,
  place: CertificatePlace,
  { purpose, time, allowLegacyAlgorithms }: PathRequirements,
): void {
  const rules = purpose === null ? CERTIFICATE_RULES : [...CERTIFICATE_RULES, ...tlsRules(purpose)];
  for (const rule of rules) {
    const broken = judge(() => rule.judge(certificate, place));
    if (broken !== null) record.check(rule.check, rule.section, () => fail(broken));
  }
  record.check('form', 'RFC 5280 §4', () => `${rules.length} rules about the form of the certificate hold.`);
  record.check('public-key', 'RFC 5280 §4.1.2.7', () => `Its key is ${certificate.key(allowLegacyAlgorithms).text}.`);
  record.check('validity', 'RFC 5280 §6.1.3 (a)(2)', () => checkValidity(certificate, time));
  if (purpose !== null)
    record.check('extended-key-usage', 'RFC 5280 §4.2.1.12', () => checkPurpose(certificate, purpose, place.role));
}

function checkValidity({ notBefore, notAfter }: PathCertificate, time: Date): string {
  if (time < notBefore)
    throw new PathFailure({
      code: 'not-yet-valid',
      evidence: `is valid from ${shortTime(notBefore)} on, which is later than ${shortTime(time)}`,
      advice: 'Check the clock, or wait.',
    });
  if (time > notAfter)
    throw new PathFailure({
      code: 'expired',
      evidence: `expired on ${shortTime(notAfter)}`,
      advice: 'Renew it.',
    });
  return `Valid from ${shortTime(notBefore)} to ${shortTime(notAfter)}.`;
}

/** An extended key usage in an authority restricts all below it; "any purpose" restricts nothing. */
function checkPurpose(certificate: PathCertificate, purpose: PathPurpose, role: CertificatePlace['role']): string {
  const { extKeyUsage } = certificate.extensions();
  const wanted = purpose === 'server' ? OID.serverAuth : OID.clientAuth;
  if (extKeyUsage === null) return 'No extended key usage, so no purpose is ruled out.';
  if (extKeyUsage.includes(wanted) || (role !== 'leaf' && extKeyUsage.includes(OID.anyExtendedKeyUsage)))
    return `Allows ${oidLabel(wanted).toLowerCase()}.`;
  const allowed = extKeyUsage.slice(0, 5).map(oidLabel).join(', ');
  throw new PathFailure(fault('bad-purpose', `is not for TLS ${purpose}s: it allows ${allowed}`));
}

function checkIssuance(
  record: PathRecord,
  child: PathCertificate,
  state: PathState,
  signatures: SignatureChecks,
): void {
  const issuer = record.path[record.current - 1] as PathCertificate;
  record.check('issuer-name', 'RFC 5280 §6.1.3 (a)(4)', () => {
    if (child.issuerName === issuer.subjectName) return 'Its issuer is the subject of the certificate above.';
    throw new PathFailure(fault('no-path', 'names another issuer than the certificate above it'));
  });
  record.check('signature', 'RFC 5280 §6.1.3 (a)(1)', () => {
    signatures.check(child, issuer, state.key as PathKey);
    return `Signed by the ${(state.key as PathKey).text} key of its issuer.`;
  });
}

/** RFC 5280 §6.1.3 (b), (c): self-issued certificates are exempt, except at the end. */
function checkNames(
  record: PathRecord,
  certificate: PathCertificate,
  { constraints }: PathState,
  isLeaf: boolean,
  budget: PathBudget,
): void {
  if (constraints.length === 0 || (certificate.isSelfIssued && !isLeaf)) return;
  record.check('name-constraints', 'RFC 5280 §6.1.3 (b), (c)', () => {
    const names = namesOf(certificate, isLeaf);
    for (const constraint of constraints) {
      const violation = checkNameConstraints(constraint, names, budget);
      if (violation !== null) throw new PathFailure(violationFault(violation));
    }
    return `${names.length} ${names.length === 1 ? 'name is' : 'names are'} inside the name constraints above.`;
  });
}

function namesOf(certificate: PathCertificate, isLeaf: boolean): ConstrainedName[] {
  const { subjectAltName } = certificate.extensions();
  return constrainedNames({
    subjectDer: certificate.subjectDer,
    generalNames: subjectAltName ?? [],
    commonNameAsDns: isLeaf && subjectAltName === null,
  });
}

function violationFault({ name, subtrees, kind }: NameConstraintViolation) {
  const what = {
    'not-permitted': `has the name ${name}, and an authority above it permits only ${subtrees}`,
    excluded: `has the name ${name}, and an authority above it excludes ${subtrees}`,
    'not-comparable': `has the name ${name}, which cannot be compared with the name constraints above it`,
  }[kind];
  return fault('name-constraint-violation', what);
}

/** RFC 5280 §6.1.4, with the trusted certificate's own limits. RFC 5937 §3 */
function checkIssuer(
  record: PathRecord,
  certificate: PathCertificate,
  role: 'anchor' | 'intermediate',
  state: PathState,
): void {
  const { basicConstraints, keyUsage, nameConstraints } = certificate.extensions();
  record.check('certification-authority', 'RFC 5280 §6.1.4 (k)', () => {
    // Before version 3 nothing could say so: a trusted certificate is believed, any other is not.
    if (role === 'anchor' && certificate.version !== 3)
      return `A trusted certificate of version ${certificate.version}.`;
    if (basicConstraints?.cA) return 'It is an authority (basic constraints).';
    throw new PathFailure(fault('not-a-ca', 'is not an authority, but another certificate is issued by it'));
  });
  record.check('path-length', 'RFC 5280 §6.1.4 (l), (m)', () => {
    if (role === 'intermediate' && !certificate.isSelfIssued) {
      if (state.maxPathLength <= 0)
        throw new PathFailure(fault('path-too-long', 'is one authority more than an authority above it allows'));
      state.maxPathLength -= 1;
    }
    const own = basicConstraints?.pathLenConstraint ?? null;
    if (own !== null) state.maxPathLength = Math.min(state.maxPathLength, own);
    return own === null ? 'It sets no limit.' : `At most ${own} more below it.`;
  });
  record.check('key-usage', 'RFC 5280 §6.1.4 (n)', () => {
    if (keyUsage === null) return 'No key usage, so nothing is ruled out.';
    if (keyUsage.includes('keyCertSign')) return 'Its key may sign certificates.';
    throw new PathFailure(fault('bad-key-usage', 'has a key that may not sign certificates, but it did'));
  });
  if (nameConstraints !== null) state.constraints.push(nameConstraints);
  if (role === 'intermediate')
    record.check('policy-limits', 'RFC 5280 §6.1.4 (a), (b), (h)–(j)', () => {
      state.policies.prepareForNext(certificate.extensions(), certificate.isSelfIssued);
      return 'Its limits on policies are carried on.';
    });
}

function checkLeaf(
  record: PathRecord,
  certificate: PathCertificate,
  { purpose, identity }: PathRequirements,
  policies: PolicyState | null,
): void {
  const { keyUsage, subjectAltName } = certificate.extensions();
  if (policies !== null)
    record.check('policy-set', 'RFC 5280 §6.1.5 (g), RFC 9618 §5.4', () =>
      policiesText(policies.finish(certificate.extensions())),
    );
  if (purpose !== null)
    record.check('key-usage', 'RFC 5280 §4.2.1.3, §4.2.1.12', () => {
      if (keyUsage === null) return 'No key usage, so nothing is ruled out.';
      if (TLS_KEY_USAGE[purpose].some((bit) => keyUsage.includes(bit))) return `Its key is for ${keyUsage.join(', ')}.`;
      throw new PathFailure(fault('bad-key-usage', `has a key for ${keyUsage.join(', ')}, which TLS cannot use`));
    });
  if (identity !== null)
    record.check('name', 'RFC 9525 §6', () => {
      if (matchesIdentity(identity, subjectAltName ?? [])) return `It is for ${identity.value}.`;
      throw new PathFailure({
        code: 'name-mismatch',
        evidence: `is not for the name ${identity.value.slice(0, 200)}`,
        advice: 'Use one of the names in it, or issue it again with this one among its alternative names.',
      });
    });
}

function judge(work: () => ReturnType<(typeof CERTIFICATE_RULES)[number]['judge']>) {
  try {
    return work();
  } catch (error) {
    return asPathFailure(error).fault;
  }
}

function fail(broken: PathFailure['fault']): never {
  throw new PathFailure(broken);
}

/** What a reader of bytes refuses is a fault of the certificate it read. */
function asPathFailure(error: unknown): PathFailure {
  if (error instanceof PathFailure) return error;
  if (!(error instanceof PkiError)) throw error;
  return new PathFailure({
    code: error.code === 'too-large' ? 'budget-exceeded' : 'malformed-certificate',
    evidence: `cannot be judged (${error.message})`,
    advice: 'Ask its issuer for a corrected certificate.',
  });
}

/** RFC 3339 without parts of a second. */
export function shortTime(time: Date): string {
  return time.toISOString().replace('.000Z', 'Z');
}

const TLS_KEY_USAGE = {
  server: ['digitalSignature', 'keyEncipherment', 'keyAgreement'],
  client: ['digitalSignature', 'keyAgreement'],
} as const;
