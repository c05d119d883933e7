/** The status of one certificate from revocation lists, distribution point by distribution point. RFC 5280 §6.3.3 */
import { ALL_REASONS, type DistributionPoint, fullNames, type ReasonMask } from './distribution-point.ts';
import type { PathCertificate } from './path-certificate.ts';
import type { PathCrl, PathCrlEntry } from './path-crl.ts';
import type { PathBudget } from './path-result.ts';
import { budgetFailure } from './signature-checks.ts';
import { shortTime } from './validate-path.ts';

export type CrlStatus =
  | { readonly type: 'good'; readonly evidence: string }
  | { readonly type: 'revoked'; readonly evidence: string }
  /** Why the lists that could have told did not. */
  | { readonly type: 'unknown'; readonly evidence: string };

export interface CrlQuestion {
  readonly certificate: PathCertificate;
  readonly crls: readonly PathCrl[];
  readonly time: Date;
  /** Rules that bind for TLS also bind lists. */
  readonly isTls: boolean;
  /** Null when the list is signed by a certificate that may sign lists and has a valid path; else why not. RFC 5280 §6.3.3 (f), (g) */
  readonly signerFault: (crl: PathCrl) => string | null;
  /** Pairs of a distribution point and a list, and of two lists, count as comparisons. */
  readonly budget: PathBudget;
}

/** All lists are tried until every reason is covered or the certificate is found. */
export function crlStatus(question: CrlQuestion): CrlStatus {
  const { certificate } = question;
  let covered: ReasonMask = 0;
  let problem: string | null = null;
  const used: string[] = [];
  for (const { point, crl } of concerningLists(question)) {
    const reasons = point.reasons & (crl.distributionPoint?.onlySomeReasons ?? ALL_REASONS);
    if ((reasons & ~covered) === 0) continue;
    const deltas = findDeltas(question, crl);
    const fault = listFault(crl, question, deltas.current !== null);
    if (fault !== null) {
      problem ??= `list ${crl.number}: ${fault}`;
      continue;
    }
    const entry = entryFor(certificate, crl, deltas);
    if (entry !== null) return { type: 'revoked', evidence: revokedText(entry) };
    covered |= reasons;
    used.push(`${crl.number}${deltas.current === null ? '' : ` with delta ${deltas.current.number}`}`);
    if (covered === ALL_REASONS) return { type: 'good', evidence: `Not on list ${used.join(', ')}.` };
  }
  if (problem === null && covered !== 0) problem = 'the lists do not cover all reasons of revocation';
  return { type: 'unknown', evidence: problem ?? 'no list covers it' };
}

/** Complete lists for the certificate, point by point, the newest first: what it covers is not asked of an older one. */
function* concerningLists({
  certificate,
  crls,
  budget,
}: CrlQuestion): Generator<{ point: DistributionPoint; crl: PathCrl }> {
  const complete = crls
    .filter((crl) => crl.baseCrlNumber === null)
    .sort((left, right) => Number(right.thisUpdate) - Number(left.thisUpdate));
  const points = [...(certificate.extensions().crlDistributionPoints ?? []), pointOfIssuer(certificate)];
  for (const point of points) {
    spendComparisons(budget, complete.length);
    for (const crl of complete) if (concerns(crl, point, certificate)) yield { point, crl };
  }
}

/** Lists that no distribution point names count when the certificate's issuer publishes them. RFC 5280 §6.3.3, last paragraph */
function pointOfIssuer({ issuerName }: PathCertificate): DistributionPoint {
  return { name: { kind: 'full', names: [`directory:${issuerName}`] }, reasons: ALL_REASONS, crlIssuers: null };
}

/** Whether the list is from the right issuer and for certificates like this one at this point. RFC 5280 §6.3.3 (b) */
function concerns(crl: PathCrl, point: DistributionPoint, certificate: PathCertificate): boolean {
  const idp = crl.distributionPoint;
  if (point.crlIssuers === null) {
    if (crl.issuerName !== certificate.issuerName) return false;
  } else if (!point.crlIssuers.includes(crl.issuerName) || !idp?.indirectCrl) return false;
  if (idp === null) return true;
  const isCa = certificate.extensions().basicConstraints?.cA === true;
  if (idp.onlyContainsAttributeCerts || (idp.onlyContainsUserCerts && isCa) || (idp.onlyContainsCACerts && !isCa))
    return false;
  if (idp.name === null) return true;
  const published = fullNames(idp.name, crl.issuerName);
  const wanted =
    point.name === null
      ? (point.crlIssuers ?? []).map((issuer) => `directory:${issuer}`)
      : fullNames(point.name, point.crlIssuers?.[0] ?? certificate.issuerName);
  return wanted.some((name) => published.includes(name));
}

function listFault(crl: PathCrl, question: CrlQuestion, hasFreshDelta: boolean): string | null {
  const { time, isTls } = question;
  if (crl.fault !== null) return crl.fault;
  // RFC 5280 §5.1.2.5: a list without an end would count for ever.
  if (crl.nextUpdate === null) return 'it does not say when the next one comes';
  if (time < crl.thisUpdate) return `it is from ${shortTime(crl.thisUpdate)}, which is later than ${shortTime(time)}`;
  // RFC 5280 §6.3.3 (a): a fresh delta list brings an old complete one up to date.
  if (time > crl.nextUpdate && !hasFreshDelta) return `it is out of date since ${shortTime(crl.nextUpdate)}`;
  // RFC 5280 §5.2.3
  if (isTls && (crl.crlNumber === null || crl.isCrlNumberCritical)) return 'it has no CRL number, or a critical one';
  return question.signerFault(crl);
}

interface DeltaLists {
  /** The newest one in force. */
  readonly current: PathCrl | null;
  /** Out of date: what they revoke stays revoked, and nothing else is taken from them. */
  readonly outdated: readonly PathCrl[];
}

/** Delta lists for the complete one: same issuer, scope and key, and numbers that fit. RFC 5280 §5.2.4, §6.3.3 (c) */
function findDeltas(question: CrlQuestion, complete: PathCrl): DeltaLists {
  const { crlNumber } = complete;
  if (crlNumber === null) return { current: null, outdated: [] };
  spendComparisons(question.budget, question.crls.length);
  const fitting = question.crls
    .filter(
      (delta) =>
        delta.baseCrlNumber !== null &&
        delta.crlNumber !== null &&
        delta.issuerName === complete.issuerName &&
        delta.scope === complete.scope &&
        delta.authorityKeyIdentifier === complete.authorityKeyIdentifier &&
        crlNumber >= delta.baseCrlNumber &&
        crlNumber < delta.crlNumber &&
        delta.fault === null &&
        question.time >= delta.thisUpdate &&
        question.signerFault(delta) === null,
    )
    .sort((left, right) => Number(right.thisUpdate) - Number(left.thisUpdate));
  const isInForce = ({ nextUpdate }: PathCrl) => nextUpdate !== null && question.time <= nextUpdate;
  return { current: fitting.find(isInForce) ?? null, outdated: fitting.filter((delta) => !isInForce(delta)) };
}

function spendComparisons(budget: PathBudget, count: number): void {
  budget.comparisons -= count;
  if (budget.comparisons < 0) throw budgetFailure('more revocation lists and points than are compared for one answer');
}

/** The delta list decides first; removeFromCRL there takes the certificate off the complete list. RFC 5280 §6.3.3 (i) to (k) */
function entryFor(
  { issuerName, serialHex }: PathCertificate,
  complete: PathCrl,
  deltas: DeltaLists,
): PathCrlEntry | null {
  const changed = deltas.current?.entryOf(issuerName, serialHex) ?? null;
  if (changed !== null) return changed.reasonCode === REMOVE_FROM_CRL ? null : changed;
  // Without a newer word on the certificate.
  for (const delta of deltas.outdated) {
    const entry = delta.entryOf(issuerName, serialHex);
    if (entry !== null && entry.reasonCode !== REMOVE_FROM_CRL) return entry;
  }
  return complete.entryOf(issuerName, serialHex);
}

function revokedText({ revocationDate, reasonCode }: PathCrlEntry): string {
  return `was revoked on ${shortTime(revocationDate)} (${REASON_WORDS[reasonCode] ?? 'reason not given'})`;
}

const REMOVE_FROM_CRL = 8;
/** By the number of RFC 5280 §5.3.1. */
const REASON_WORDS: readonly (string | undefined)[] = [
  undefined,
  'key compromise',
  'CA compromise',
  'affiliation changed',
  'superseded',
  'cessation of operation',
  'on hold',
  undefined,
  'removed from the list',
  'privilege withdrawn',
  'AA compromise',
];
