import { isIssuedBy, type ParsedCertificate, parseCertificate } from '../pki/certificate.ts';
import type { CertificateFacts } from '../pki/import/certificate-facts.ts';
import type { FileFinding } from '../pki/import/certificate-findings.ts';
import type { AuthorityMaterial, ImportedKeyMaterial, ImportMaterial } from '../pki/import/import-material.ts';
import { describeSignatureAlgorithm, schemeOfAuthority } from '../pki/signature-algorithm.ts';
import { distinguishedNameText } from '../pki/subject.ts';
import type { KeyAlgorithm, SignatureScheme } from '../pki/types.ts';
import { isWeakIntermediate, isWeaklyIssuedBy } from '../pki/weak-signature.ts';
import { lacksItsKey } from './attach-key.ts';
import { isSameAuthority, type KnownAuthority } from './known-authorities.ts';

/** What an operator says to one authority among the files. */
export interface AuthorityChoice {
  /** SHA-256 of its certificate, hex: the first of those that recognition lists for it. */
  readonly fingerprintSha256: string;
  /** Its private key stays elsewhere: it is trusted and shown here, and signs nothing. */
  readonly withoutKey?: boolean | undefined;
  /** It is here without its key: give it the one that is among the files. */
  readonly attachKey?: boolean | undefined;
  readonly acceptExpired?: boolean | undefined;
  readonly acceptUnknownCritical?: boolean | undefined;
  readonly acceptWeak?: boolean | undefined;
}

export type ImportDecision =
  | { readonly outcome: 'refused'; readonly reason: string }
  | {
      readonly outcome: 'already-here';
      readonly known: KnownAuthority;
      /** To be attached; null: nothing is. */
      readonly key: ImportedKeyMaterial | null;
      /** What there is to know; empty otherwise. */
      readonly reason: string;
    }
  | {
      readonly outcome: 'import';
      /** Its own signature can be forged: it comes along disabled, and certifies nothing. */
      readonly weak: boolean;
      readonly facts: CertificateFacts;
      readonly keyAlgorithm: KeyAlgorithm;
      readonly signatureScheme: SignatureScheme;
      /** Null for a root. */
      readonly parent: KnownAuthority | null;
      readonly key: ImportedKeyMaterial | null;
    };

/** Whether one authority may be taken over, and under whom. `known`: those that are here, with those of this import that went before. */
export function decideImport(
  material: ImportMaterial,
  authority: AuthorityMaterial,
  choice: AuthorityChoice,
  known: readonly KnownAuthority[],
): ImportDecision {
  const at = authority.certificates[0] as number;
  const facts = material.certificates.get(at) as CertificateFacts;
  const certificate = parseCertificate(facts.certificateDer);
  const same = known.find((one) => one.spkiSha256 === facts.spkiSha256);
  if (same)
    return isSameAuthority(same, facts.spkiSha256, distinguishedNameText(certificate.subject))
      ? decideAgain(material, authority, choice, same)
      : refused(`Its key is already that of "${same.authority.name}", under another name.`);
  const findings = material.report.items[at]?.findings ?? [];
  const obstacle = firstObstacle([...authority.obstacles, ...findings], choice);
  if (obstacle !== null) return refused(obstacle);
  if (facts.keyAlgorithm === null) return refused('Its key is of a type or size that is not used here.');
  const key = authority.key === null ? null : (material.keys.get(authority.key) ?? null);
  if (key === null && choice.withoutKey !== true) return refused(missingKey(material));
  if (authority.lastCrlNumber > MAX_CRL_NUMBER)
    return refused('The numbers of its revocation lists are too large to be continued here.');
  const parent = findParent(certificate, known);
  if (typeof parent === 'string') return refused(parent);
  return {
    outcome: 'import',
    facts,
    weak: isWeakIntermediate(certificate),
    keyAlgorithm: facts.keyAlgorithm,
    // A root shows how its key signs; below it, the certificate shows how the parent's does.
    signatureScheme: schemeOfAuthority(
      facts.keyAlgorithm,
      certificate.spkiDer,
      parent === null ? certificate.algorithmIdentifierDer : null,
    ),
    parent,
    key: choice.withoutKey === true ? null : key,
  };
}

/** One that is here: whether it gets its key. */
function decideAgain(
  material: ImportMaterial,
  authority: AuthorityMaterial,
  choice: AuthorityChoice,
  known: KnownAuthority,
): ImportDecision {
  const here = (reason: string): ImportDecision => ({ outcome: 'already-here', known, key: null, reason });
  const key = authority.key === null ? null : (material.keys.get(authority.key) ?? null);
  const { name, deletedAt } = known.authority;
  if (choice.attachKey !== true || choice.withoutKey === true)
    return here(
      key !== null && lacksItsKey(known.authority)
        ? 'It is here without its key. The one among the files was not taken: choose to attach it, and it signs here.'
        : '',
    );
  if (deletedAt !== null) return refused(`"${name}" is deleted. Restore it first, then attach its key.`);
  if (!lacksItsKey(known.authority)) return here('It has or had its key here, so none was attached.');
  if (key === null) return refused(missingKey(material));
  if (key.spkiSha256 !== known.spkiSha256)
    return refused(
      `The private key is not that of the certificate that "${name}" has here. Choose the key of that one.`,
    );
  if (key.keyAlgorithm === null) return refused('Its key is of a type or size that is not used here.');
  const findings = material.report.items[authority.certificates[0] as number]?.findings ?? [];
  const obstacle = firstObstacle([...authority.obstacles, ...findings], choice);
  if (obstacle !== null) return refused(obstacle);
  if (authority.lastCrlNumber > MAX_CRL_NUMBER)
    return refused('The numbers of its revocation lists are too large to be continued here.');
  return { outcome: 'already-here', known, key, reason: '' };
}

function refused(reason: string): ImportDecision {
  return { outcome: 'refused', reason };
}

/** The first fact against it that no choice answers. */
function firstObstacle(findings: readonly FileFinding[], choice: AuthorityChoice): string | null {
  for (const { code, severity, message } of findings) {
    const answer = ANSWERS[code];
    // A root's own signature is a warning only, and still a person has to say yes to it.
    if (severity !== 'blocks' && code !== 'weak-signature') continue;
    if (answer === undefined) return message;
    if (choice[answer.field] !== true) return `${message} ${answer.words}`;
  }
  return null;
}

function missingKey(material: ImportMaterial): string {
  const strangers = material.report.items.filter(({ findings }) =>
    findings.some(({ code }) => code === 'key-matches-nothing'),
  );
  return strangers.length > 0
    ? `The private key in "${strangers[0]?.fileName}" does not belong to this certificate. Choose the key of this certificate, or import it without its key.`
    : 'Its private key is not among the files. Add it, or import the authority without its key.';
}

/** The authority that signed it, null for a root, or why there is none. RFC 5280 §4.2.1.9 for the length of the path */
function findParent(certificate: ParsedCertificate, known: readonly KnownAuthority[]): KnownAuthority | null | string {
  if (Buffer.compare(certificate.issuerDer, certificate.subjectDer) === 0 && certifiesItself(certificate)) return null;
  const parent = known.find(
    (one) => isIssuedBy(certificate, one.certificate) || isWeaklyIssuedBy(certificate, one.certificate),
  );
  if (parent === undefined)
    return `The authority that issued it, "${distinguishedNameText(certificate.issuer)}", is neither here nor imported with it. Add its certificate and choose it too.`;
  let below = 1;
  for (let at: KnownAuthority | undefined = parent; at; below += 1) {
    const limit = at.certificate.basicConstraints?.pathLenConstraint ?? null;
    if (limit !== null && limit < below)
      return `"${at.authority.name}" allows ${limit === 0 ? 'no authority' : `only ${limit} authorities`} below it, so nothing that this one signs is accepted.`;
    const { parentId }: { parentId: string | null } = at.authority;
    at = parentId === null ? undefined : known.find(({ authority }) => authority.id === parentId);
  }
  return parent;
}

function certifiesItself(certificate: ParsedCertificate): boolean {
  return isIssuedBy(certificate, certificate) || describeSignatureAlgorithm(certificate.algorithmIdentifierDer).broken;
}

const ANSWERS: Readonly<
  Partial<Record<FileFinding['code'], { readonly field: keyof AuthorityChoice; readonly words: string }>>
> = {
  expired: { field: 'acceptExpired', words: 'Say explicitly that it is to be taken over although it has expired.' },
  'unknown-critical-extension': {
    field: 'acceptUnknownCritical',
    words: 'Say explicitly that it is to be taken over all the same.',
  },
  'weak-signature': { field: 'acceptWeak', words: 'Say explicitly that it is to be taken over all the same.' },
};
/** The database counts in 64 bits with a sign; a billion more lists fit above this. */
const MAX_CRL_NUMBER = 2n ** 63n - 1n - 1_000_000_000n;
