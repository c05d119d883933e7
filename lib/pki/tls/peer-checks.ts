/** A path validation told as the few named checks that people think in. */
import { OID } from '../oids.ts';
import type { PathAnswer, PathCode, PathStep } from '../path/path-result.ts';
import type { PossessionProof } from './proof.ts';

type CheckOutcome = 'passed' | 'failed' | 'warned' | 'skipped';

/** One line of what a side checked. */
export interface PeerCheck {
  readonly id: 'chain' | 'dates' | 'name' | 'usage' | 'limits' | 'form' | 'revocation' | 'possession';
  readonly label: string;
  readonly outcome: CheckOutcome;
  readonly evidence: string;
  readonly section: string;
  /** The part of a certificate that it is about: `validity`, `subjectAltName`. */
  readonly field: string;
  /** Subject of the certificate that decided; null when it is about all of them. */
  readonly certificate: string | null;
}

/** What the checks are about besides the answer of the validation. */
export interface CheckedPeer {
  readonly crls: readonly Uint8Array[];
  readonly identity: unknown;
  readonly proof: PossessionProof;
  readonly stackCode: string | null;
}

/** All checks in their order. */
export function checksOf(answer: PathAnswer, peer: CheckedPeer): PeerCheck[] {
  const steps = answer.steps.filter(({ check }) => check !== 'input');
  return CHECKS.map((check) =>
    check.id === 'possession' ? possessionCheck(check, peer.proof) : pathCheck(check, steps, answer, peer),
  );
}

/** All checks, none of them made. */
export function noChecks(why: string): PeerCheck[] {
  return CHECKS.map((check) => skipped(check, why));
}

/** Only rules are broken that TLS stacks do not ask for, and the stack has accepted. */
export function isStricter(answer: PathAnswer, stackCode: string | null): boolean {
  return STRICTER.has(answer.code) && stackCode === null;
}

function possessionCheck(check: CheckShape, { outcome, evidence, section }: PossessionProof): PeerCheck {
  const outcomes = { good: 'passed', bad: 'failed', absent: 'skipped' } as const;
  return { ...check, outcome: outcomes[outcome], evidence, section, certificate: null };
}

function pathCheck(
  check: CheckShape,
  steps: readonly PathStep[],
  answer: PathAnswer,
  { crls, identity, stackCode }: CheckedPeer,
): PeerCheck {
  const own = steps.filter((step) => groupOf(step.check) === check.id);
  const bad = own.find(({ ok }) => !ok);
  if (bad) return brokenCheck(check, bad, isStricter(answer, stackCode));
  if (check.id === 'revocation' && crls.length === 0)
    return skipped(check, 'Not checked: this side was given no revocation list.');
  if (check.id === 'name' && identity === null)
    return skipped(check, 'Not compared: a server takes any name that its authorities vouch for.');
  const last = own.at(-1);
  const failed = answer.verdict === 'FAILURE';
  if (!last) return skipped(check, failed ? 'Not reached: it was refused before.' : 'Nothing to check.');
  // What was looked at before the failure was good, but not for all certificates.
  if (failed && !own.some(({ certificate }) => certificate?.index === deepest(steps))) {
    const count = new Set(own.map(({ certificate }) => certificate?.index)).size;
    return skipped(check, `Good for ${plural(count, 'certificate')} above; the rest was not reached.`);
  }
  return {
    ...check,
    outcome: 'passed',
    evidence: evidenceOf(check.id, own),
    section: last.section,
    certificate: null,
  };
}

function brokenCheck(check: CheckShape, bad: PathStep, warned: boolean): PeerCheck {
  const subject = bad.certificate?.subject ?? null;
  const begin = subject === null ? '' : `${subject} `;
  return {
    ...check,
    outcome: warned ? 'warned' : 'failed',
    evidence: `${begin}${bad.evidence}${warned ? ' OpenSSL accepts it; stricter software may not.' : ''}`,
    section: bad.section,
    certificate: subject,
  };
}

/** What was found at the end certificate, or at the last that the group is about. */
function evidenceOf(id: PeerCheck['id'], steps: readonly PathStep[]): string {
  const shown = id === 'limits' ? steps.filter(({ check }) => LIMITS_SHOWN.has(check)) : steps;
  const last = Math.max(...shown.map(({ certificate }) => certificate?.index ?? 0));
  const found = shown.filter(({ certificate }) => (certificate?.index ?? 0) === last).map(({ evidence }) => evidence);
  return [...new Set(found)].slice(0, 3).join(' ') || 'No limits are set.';
}
const LIMITS_SHOWN: ReadonlySet<string> = new Set(['path-length', 'name-constraints', 'certification-authority']);

/** Index of the end certificate where the path got so far, else of none. */
function deepest(steps: readonly PathStep[]): number {
  return steps.some(({ check }) => check === 'name' || check === 'policy-set')
    ? Math.max(...steps.map(({ certificate }) => certificate?.index ?? -1))
    : Number.NaN;
}

type CheckShape = Pick<PeerCheck, 'id' | 'label' | 'section' | 'field'>;
const CHECKS: readonly CheckShape[] = [
  { id: 'chain', label: 'Signature path', section: 'RFC 5280 §6.1.3', field: 'issuer, signature' },
  { id: 'dates', label: 'Dates', section: 'RFC 5280 §6.1.3 (a)(2)', field: 'validity' },
  { id: 'name', label: 'Name', section: 'RFC 9525 §6', field: 'subjectAltName' },
  { id: 'usage', label: 'Usage', section: 'RFC 5280 §4.2.1.12', field: 'extKeyUsage, keyUsage' },
  {
    id: 'limits',
    label: 'Limits of the authorities',
    section: 'RFC 5280 §6.1.4',
    field: 'basicConstraints, nameConstraints',
  },
  { id: 'form', label: 'Form and key', section: 'RFC 5280 §4', field: 'extensions, subjectPublicKeyInfo' },
  { id: 'revocation', label: 'Revocation', section: 'RFC 5280 §6.3', field: 'serialNumber' },
  { id: 'possession', label: 'Proof of possession', section: 'RFC 8446 §4.4.3', field: 'subjectPublicKeyInfo' },
];

function skipped(check: CheckShape, evidence: string): PeerCheck {
  return { ...check, outcome: 'skipped', evidence, certificate: null };
}

function groupOf(step: string): PeerCheck['id'] {
  return STEP_GROUPS[step] ?? 'form';
}
const STEP_GROUPS: Readonly<Record<string, PeerCheck['id']>> = {
  chain: 'chain',
  'issuer-name': 'chain',
  signature: 'chain',
  validity: 'dates',
  name: 'name',
  'alternative-names-present': 'name',
  'common-name': 'name',
  'extended-key-usage': 'usage',
  'key-usage': 'usage',
  'leaf-purposes': 'usage',
  'certification-authority': 'limits',
  'path-length': 'limits',
  'name-constraints': 'limits',
  policies: 'limits',
  'policy-limits': 'limits',
  'policy-set': 'limits',
  revocation: 'revocation',
};

/** Rules that TLS stacks do not ask for: with them alone broken a peer is still accepted, with a warning. */
const STRICTER: ReadonlySet<PathCode> = new Set<PathCode>([
  'tls-profile',
  'bad-criticality',
  'bad-key-identifier',
  'bad-serial',
  'bad-time',
  'inconsistent-extensions',
]);

export const ANY_POLICY = {
  userInitialPolicySet: [OID.anyPolicy],
  initialExplicitPolicy: false,
  initialPolicyMappingInhibit: false,
  initialAnyPolicyInhibit: false,
};

/** `1 day`, `2 days`. */
export const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
