/** What one side must think of the other: the presented chain judged by our own path validation, told as named checks, and the real cause of a refusal. */
import { contentOf } from '../der-reader.ts';
import { ipAddressText } from '../ip-address.ts';
import { OID } from '../oids.ts';
import { nameText, type PathCertificate, readPathCertificate } from '../path/path-certificate.ts';
import type { PathAnswer, PathCode, PathStep } from '../path/path-result.ts';
import type { ReferenceIdentity } from '../path/server-identity.ts';
import { verifyPath } from '../path/verify-path.ts';
import { PkiError } from '../types.ts';
import { explainMissingIssuer, type IssuerCause } from './missing-issuer.ts';
import { ANY_POLICY, checksOf, isStricter, noChecks, type PeerCheck, plural } from './peer-checks.ts';
import type { PossessionProof } from './proof.ts';
import type { TlsEnd } from './transcript.ts';

export type PeerCode =
  | Exclude<PathCode, 'ok' | 'no-path' | 'bad-input'>
  | IssuerCause
  | 'no-certificate'
  | 'no-proof'
  | 'stack-refused';

export interface PeerVerdict {
  readonly accepted: boolean;
  readonly code: PeerCode | null;
  /** What OpenSSL said of the same chain, such as CERT_HAS_EXPIRED; null when it accepted. */
  readonly stackCode: string | null;
  /** One sentence: what was proved, or what is wrong. */
  readonly verdict: string;
  /** What to do; empty when nothing. */
  readonly fix: string;
  readonly checks: readonly PeerCheck[];
}

export interface PeerQuestion {
  /** Who judges; the other side is judged. */
  readonly judge: TlsEnd;
  /** DER as presented, leaf first. */
  readonly chain: readonly Uint8Array[];
  readonly trusted: readonly Uint8Array[];
  /** Empty: this side does not look at revocation. */
  readonly crls: readonly Uint8Array[];
  /** Certificates of authorities that are known here though this side may not trust or hold them: tells one cause from another. */
  readonly known: readonly Uint8Array[];
  readonly time: Date;
  /** The name the client dialled; null for a server, which compares none. */
  readonly identity: ReferenceIdentity | null;
  readonly proof: PossessionProof;
  readonly stackCode: string | null;
}

/** Never throws for anything presented. */
export function judgePeer(question: PeerQuestion): PeerVerdict {
  const { judge, chain, stackCode } = question;
  const peer = judge === 'client' ? 'server' : 'client';
  if (chain.length === 0)
    return {
      accepted: false,
      code: 'no-certificate',
      stackCode,
      verdict: `The ${peer} sent no certificate.`,
      fix:
        peer === 'client'
          ? 'Give the client its certificate and key: it was asked and answered with an empty list.'
          : 'Configure the certificate of the server.',
      checks: noChecks('There is no certificate to look at.'),
    };
  const answer = verifyPath({
    trusted: question.trusted,
    intermediates: chain.slice(1),
    leaf: chain[0] as Uint8Array,
    crls: question.crls,
    ocspResponses: [],
    time: question.time,
    purpose: peer,
    identity: question.identity,
    initialNameConstraints: null,
    allowLegacyAlgorithms: false,
    policies: ANY_POLICY,
  });
  const checks = checksOf(answer, question);
  return { ...decide(answer, question, checks), stackCode };
}

function decide(answer: PathAnswer, question: PeerQuestion, checks: PeerCheck[]): Omit<PeerVerdict, 'stackCode'> {
  const { judge, stackCode, proof } = question;
  const peer = judge === 'client' ? 'server' : 'client';
  const leaf = readOrNull(question.chain[0] as Uint8Array);
  if (answer.code !== 'ok' && !isStricter(answer, stackCode)) {
    const told = explain(answer, question, leaf);
    return { accepted: false, ...told, checks };
  }
  if (proof.outcome !== 'good')
    return {
      accepted: false,
      code: 'no-proof',
      verdict: `The ${peer} did not prove that it holds the key of its certificate.`,
      fix: 'Use the key that belongs to the certificate.',
      checks,
    };
  if (stackCode !== null)
    return {
      accepted: false,
      code: 'stack-refused',
      verdict: `OpenSSL refuses the ${peer}: ${stackCode.toLowerCase().replaceAll('_', ' ')}.`,
      fix: 'Our own validation found nothing. Open the certificate in Inspect and compare.',
      checks,
    };
  const who = question.identity?.value ?? (leaf === null ? 'its subject' : shortName(leaf));
  return { accepted: true, code: null, verdict: `The ${peer} proved it is ${who}.`, fix: '', checks };
}

type Told = Pick<PeerVerdict, 'verdict' | 'fix'> & { code: PeerCode };

function explain(answer: PathAnswer, question: PeerQuestion, leaf: PathCertificate | null): Told {
  const peer = question.judge === 'client' ? 'server' : 'client';
  const other = peer === 'server' ? 'The server' : 'The client';
  if (answer.code === 'no-path') return explainMissingIssuer(question, other);
  const failed = answer.steps.findLast(({ ok, check }) => !ok && check !== 'input');
  const subject = failed?.certificate?.subject ?? leaf?.text() ?? '';
  const isLeaf = leaf !== null && subject === leaf.text();
  const name = isLeaf ? `The ${peer}'s certificate` : `The authority ${subject}`;
  const code = answer.code as PeerCode;
  const at = leaf === null ? null : isLeaf ? leaf : findSubject(question, subject);
  switch (answer.code) {
    case 'expired': {
      const days = at === null ? 0 : daysBetween(at.notAfter, question.time);
      return {
        code,
        verdict: `${name} expired ${days === 0 ? 'today' : `${plural(days, 'day')} ago`}.`,
        fix: isLeaf ? 'Renew it and install the new one.' : 'Renew the authority and send its new certificate.',
      };
    }
    case 'not-yet-valid': {
      const days = at === null ? 0 : daysBetween(question.time, at.notBefore);
      return {
        code,
        verdict: `${name} is valid only from ${plural(days, 'day')} on.`,
        fix: `Check the clock of the ${question.judge}; if it is right, issue the certificate with an earlier start.`,
      };
    }
    case 'revoked':
      return {
        code,
        verdict: `${name} is revoked.`,
        fix: isLeaf
          ? 'Issue a new one.'
          : 'Issue below another authority; nothing under a revoked one is accepted again.',
      };
    case 'name-mismatch':
      return { code, ...explainName(question, leaf) };
    case 'bad-purpose':
      return {
        code,
        verdict: `${name} is not for TLS ${peer}s${isLeaf ? `: its usage is ${usesOf(leaf)}` : ''}.`,
        fix: `Issue a ${peer} certificate and use that.`,
      };
    case 'revocation-unknown':
      return {
        code,
        verdict: `Whether ${isLeaf ? `the ${peer}'s certificate` : subject} is revoked cannot be told: a current list of its issuer is missing.`,
        fix: 'Sign a CRL on the page of that authority, and give it to this side.',
      };
    case 'name-constraint-violation':
      return {
        code,
        verdict: `${name} ${answerEvidence(failed)}`,
        fix: 'Issue it below an authority that may, or with a name that is permitted.',
      };
    case 'path-too-long':
      return {
        code,
        verdict: `${subject} ${answerEvidence(failed)}`,
        fix: 'Issue below an authority with a path length that allows it.',
      };
    case 'unknown-critical-extension':
      return {
        code,
        verdict: `${name} ${answerEvidence(failed)}`,
        fix: 'Issue it without that extension, or not marked as critical.',
      };
    case 'weak-key':
      return {
        code,
        verdict: `${name} ${answerEvidence(failed)}`,
        fix: 'Make a new key of P-256 or RSA 2048 and have it certified.',
      };
    default:
      return { code, verdict: answer.reason, fix: '' };
  }
}

function answerEvidence(step: PathStep | undefined): string {
  return step?.evidence ?? 'is refused.';
}

/** Asked and offered names, and the nearest of them. */
function explainName(question: PeerQuestion, leaf: PathCertificate | null): Pick<PeerVerdict, 'verdict' | 'fix'> {
  const asked = question.identity?.value ?? '';
  const offered = leaf === null ? [] : namesOf(leaf);
  if (offered.length === 0)
    return {
      verdict: `The server's certificate has no name that counts for TLS; ${asked} was asked for.`,
      fix: `Issue it again with the DNS name ${asked}.`,
    };
  const nearest = [...offered].sort((left, right) => distance(asked, left) - distance(asked, right))[0] as string;
  const list = offered.slice(0, 5).join(', ');
  return {
    verdict: `The server's certificate is for ${list}${offered.length > 5 ? ' and more' : ''}, not for ${asked}.`,
    fix: `Dial ${nearest}, the nearest of its names, or issue it again with ${asked}.`,
  };
}

function findSubject({ chain, trusted }: PeerQuestion, subject: string): PathCertificate | null {
  for (const der of [...chain, ...trusted]) {
    const certificate = readOrNull(der);
    if (certificate?.text() === subject) return certificate;
  }
  return null;
}

function readOrNull(der: Uint8Array): PathCertificate | null {
  try {
    const certificate = readPathCertificate(der);
    certificate.extensions();
    return certificate;
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return null;
  }
}

/** DNS names and IP addresses among the alternative names. */
function namesOf(certificate: PathCertificate): string[] {
  return (certificate.extensions().subjectAltName ?? []).flatMap((name) => {
    if (name.tag === 0x82) return [Buffer.from(contentOf(name)).toString('latin1')];
    const address = name.tag === 0x87 ? ipAddressText(contentOf(name)) : null;
    return address === null ? [] : [address];
  });
}

function usesOf(leaf: PathCertificate): string {
  const words: Readonly<Record<string, string>> = {
    [OID.serverAuth]: 'serverAuth',
    [OID.clientAuth]: 'clientAuth',
  };
  const uses = (leaf.extensions().extKeyUsage ?? []).map((oid) => words[oid] ?? oid);
  return uses.length === 1 ? `${uses[0]} only` : uses.join(', ');
}

/** The common name where there is one, else the whole subject. */
function shortName(certificate: PathCertificate): string {
  const text = nameText(certificate.subjectDer);
  return /(?:^|,)CN=((?:\\.|[^,\\])+)/.exec(text)?.[1] ?? certificate.text();
}

function daysBetween(earlier: Date, later: Date): number {
  return Math.max(0, Math.floor((later.getTime() - earlier.getTime()) / 86_400_000));
}

/** Edits from one text to the other. */
function distance(left: string, right: string): number {
  const [from, to] = [left.slice(0, 100), right.slice(0, 100)];
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let at = 1; at <= from.length; at += 1) {
    const next = [at];
    for (let column = 1; column <= to.length; column += 1)
      next.push(
        Math.min(
          (row[column] as number) + 1,
          (next[column - 1] as number) + 1,
          (row[column - 1] as number) + (from[at - 1] === to[column - 1] ? 0 : 1),
        ),
      );
    row = next;
  }
  return row[to.length] as number;
}
