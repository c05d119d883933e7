/**
 * Why a chain does not lead to a trusted root. A missing intermediate and an untrusted root give the same message and the same alert everywhere;
 * looking the issuer up by name and key identifier among known authorities tells them apart.
 */
import { nameText, type PathCertificate, readPathCertificate } from '../path/path-certificate.ts';
import { PkiError } from '../types.ts';

export type IssuerCause = 'missing-intermediate' | 'untrusted-root' | 'unknown-issuer';

export interface IssuerExplanation {
  readonly code: IssuerCause;
  readonly verdict: string;
  readonly fix: string;
}

/** `other` begins the sentence: "The server". Certificates that cannot be read are passed over. */
export function explainMissingIssuer(
  args: {
    readonly chain: readonly Uint8Array[];
    readonly trusted: readonly Uint8Array[];
    readonly known: readonly Uint8Array[];
  },
  other: string,
): IssuerExplanation {
  const chain = args.chain.flatMap(readOrNothing);
  const trusted = args.trusted.flatMap(readOrNothing);
  const known = args.known.flatMap(readOrNothing);
  const [leaf] = chain;
  if (leaf === undefined) return UNREADABLE;
  const top = climb(leaf, chain.slice(1)).at(-1) as PathCertificate;
  const above = climb(top, [...trusted, ...known]).slice(1);
  const root = [top, ...above].at(-1) as PathCertificate;
  const sent = `${other} sent ${chain.length} ${chain.length === 1 ? 'certificate' : 'certificates'}`;
  const missing = above.filter(({ isSelfIssued }) => !isSelfIssued).map(labelOf);
  const lacks = missing.length === 0 ? '' : `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing`;
  if (trusted.some(({ fingerprint }) => fingerprint === root.fingerprint) && lacks !== '')
    return {
      code: 'missing-intermediate',
      verdict: `${sent}; ${lacks} between it and the trusted root ${labelOf(root)}.`,
      fix: `Install the full chain on the ${other === 'The server' ? 'server: use the fullchain file' : 'client: send the intermediate with its certificate'}.`,
    };
  if (root.isSelfIssued) {
    const trusts = trusted.length === 0 ? 'nothing' : trusted.map(labelOf).slice(0, 5).join(', ');
    return {
      code: 'untrusted-root',
      verdict: `${lacks === '' ? `The chain is complete but ends at ${labelOf(root)}, which` : `${sent}; ${lacks}, and the root above, ${labelOf(root)}, is one that`} this side does not trust; it trusts ${trusts}.`,
      fix: `Install ${labelOf(root)} on this side, or use a certificate below one that it trusts.${lacks === '' ? '' : ' Send the full chain as well.'}`,
    };
  }
  return {
    code: 'unknown-issuer',
    verdict: `${sent}. The last was issued by ${nameText(root.issuerDer)}, which was not sent, is not trusted and is not known here.`,
    fix: 'Ask whoever issued it for the full chain and the root.',
  };
}

const UNREADABLE: IssuerExplanation = {
  code: 'unknown-issuer',
  verdict: 'The first certificate of the chain cannot be read, so its issuer is not known.',
  fix: 'Ask whoever issued it for a corrected certificate.',
};

/** The certificate and those above it, as far as the pool goes. */
export function climb(start: PathCertificate, pool: readonly PathCertificate[]): PathCertificate[] {
  const path = [start];
  for (let at = start; !at.isSelfIssued && path.length < MAX_LENGTH; ) {
    const issuer = pool.find((candidate) => isIssuerByName(candidate, at) && !path.includes(candidate));
    if (!issuer) break;
    path.push(issuer);
    at = issuer;
  }
  return path;
}

/** By name, and by key identifier where both say one: authorities of one name and different keys are different authorities. */
export function isIssuerByName(candidate: PathCertificate, child: PathCertificate): boolean {
  if (candidate.subjectName !== child.issuerName) return false;
  const wanted = child.extensions().authorityKeyIdentifier?.keyIdentifier ?? null;
  const has = candidate.extensions().subjectKeyIdentifier;
  return wanted === null || has === null || wanted === has;
}

function readOrNothing(der: Uint8Array): PathCertificate[] {
  try {
    const certificate = readPathCertificate(der);
    certificate.extensions();
    return [certificate];
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return [];
  }
}

/** The common name where there is one. */
function labelOf(certificate: PathCertificate): string {
  const text = nameText(certificate.subjectDer);
  return /(?:^|,)CN=((?:\\.|[^,\\])+)/.exec(text)?.[1] ?? certificate.text();
}

const MAX_LENGTH = 10;
