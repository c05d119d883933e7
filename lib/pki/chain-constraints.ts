/** What the name constraints of all authorities in a chain say about one certificate below them. RFC 5280 §4.2.1.10, §6.1.3 (b), (c), §6.1.4 (g) */
import type { ParsedCertificate, ParsedTbsCertificate } from './certificate.ts';
import { type ConstrainedName, checkNameConstraints, constrainedNames } from './constrained-names.ts';
import { childrenOf } from './der-reader.ts';
import { extensionValue } from './extensions.ts';
import { type NameConstraints, parseNameConstraints, type Subtree, subtreeText } from './name-constraints.ts';
import { OID } from './oids.ts';
import { distinguishedNameText } from './subject.ts';

/** One authority of the chain that carries name constraints. */
export interface ConstrainingAuthority {
  /** Its common name, or its whole subject. */
  readonly name: string;
  readonly constraints: NameConstraints;
}

export interface ChainViolation {
  readonly authority: string;
  /** Of the subject or of an alternative name. */
  readonly of: 'subject' | 'subjectAltName';
  /** A plain sentence: which name, which rule, of which authority. */
  readonly message: string;
}

/** The authorities of a chain, issuer first, that carry name constraints. Throws `malformed` for constraints that cannot be read. */
export function constrainingAuthorities(chain: readonly ParsedCertificate[]): readonly ConstrainingAuthority[] {
  return chain.flatMap((certificate) =>
    certificate.nameConstraintsDer === null
      ? []
      : [
          {
            name:
              certificate.subject.find(({ type }) => type === 'CN')?.value ??
              distinguishedNameText(certificate.subject),
            constraints: parseNameConstraints(certificate.nameConstraintsDer),
          },
        ],
  );
}

/**
 * Every name of the certificate that an authority of the chain does not allow: subject, e-mail addresses in it, alternative names and, of an end
 * entity, a common name that looks like a host name, also beside alternative names, as old programs match by it. Throws `too-large`.
 */
export function chainViolations(
  tbs: Pick<ParsedTbsCertificate, 'subjectDer' | 'extensions' | 'basicConstraints'>,
  authorities: readonly ConstrainingAuthority[],
): readonly ChainViolation[] {
  if (authorities.length === 0) return [];
  const san = tbs.extensions.find(({ oid }) => oid === OID.subjectAltName);
  const ofSubject = constrainedNames({
    subjectDer: tbs.subjectDer,
    generalNames: [],
    commonNameAsDns: tbs.basicConstraints?.cA !== true,
  });
  const ofSan = san
    ? constrainedNames({
        subjectDer: EMPTY_NAME,
        generalNames: childrenOf(extensionValue(san)),
        commonNameAsDns: false,
      })
    : [];
  const budget = { comparisons: MAX_COMPARISONS };
  const violations = (names: readonly ConstrainedName[], of: ChainViolation['of']) =>
    names.flatMap((name) => {
      for (const { name: authority, constraints } of authorities) {
        const violation = checkNameConstraints(constraints, [name], budget);
        if (violation) return [{ authority, of, message: messageOf(authority, violation) }];
      }
      return [];
    });
  return [...violations(ofSubject, 'subject'), ...violations(ofSan, 'subjectAltName')];
}

/**
 * What a new authority's constraints would permit beyond those above it, as a plain sentence, or null. Forms that it says nothing about are limited
 * by the ones above anyway. RFC 5280 §6.1.4 (g)
 */
export function widenedConstraint(
  constraints: NameConstraints,
  authorities: readonly ConstrainingAuthority[],
): string | null {
  for (const { name, constraints: above } of authorities)
    for (const subtree of constraints.permitted) {
      const only = above.permitted.filter(({ form }) => form === subtree.form);
      if (only.length > 0 && !only.some((one) => subtreeIsInside(subtree, one)))
        return `"${name}" permits only ${only.map(subtreeText).join(', ')}, so an authority below it cannot permit ${subtreeText(subtree)}. Choose a part of what it permits.`;
      const never = above.excluded.find((one) => one.form === subtree.form && subtreeIsInside(subtree, one));
      if (never)
        return `"${name}" excludes ${subtreeText(never)}, so an authority below it cannot permit ${subtreeText(subtree)}. Leave it out.`;
    }
  return null;
}

/** Whether each name of the first subtree is a name of the second. */
export function subtreeIsInside(inner: Subtree, outer: Subtree): boolean {
  if (inner.form === 'dns' && outer.form === 'dns')
    return outer.base === '' || inner.base === outer.base || inner.base.endsWith(`.${outer.base}`);
  if (inner.form === 'ip' && outer.form === 'ip')
    return (
      inner.address.length === outer.address.length &&
      outer.mask.every((mask, at) => ((inner.mask[at] as number) & mask) === mask) &&
      outer.mask.every((mask, at) => (((inner.address[at] as number) ^ (outer.address[at] as number)) & mask) === 0)
    );
  if (inner.form === 'directory' && outer.form === 'directory')
    return outer.rdns.every((rdn, at) => rdn === inner.rdns[at]);
  if ((inner.form === 'email' || inner.form === 'uri') && inner.form === outer.form)
    return hostsAreInside(inner.base, (outer as { base: string }).base);
  return false;
}

/** Bases of e-mail and URI constraints: `a@b`, `b`, `.b`, or nothing for all. */
function hostsAreInside(inner: string, outer: string): boolean {
  if (outer === '' || inner === outer) return true;
  if (inner === '' || outer.includes('@')) return false;
  const host = inner.slice(inner.lastIndexOf('@') + 1);
  return outer.startsWith('.') ? host.endsWith(outer) : host === outer;
}

function messageOf(authority: string, violation: NonNullable<ReturnType<typeof checkNameConstraints>>): string {
  const { name, subtrees, kind } = violation;
  switch (kind) {
    case 'not-permitted':
      return `"${authority}" permits only ${subtrees}, and ${name} is not inside. Choose another name, or another authority.`;
    case 'excluded':
      return `"${authority}" excludes ${subtrees}, and ${name} is inside. Choose another name, or another authority.`;
    case 'not-comparable':
      return `"${authority}" limits names of this kind, and ${name} cannot be compared with ${subtrees}. Leave it out, or choose another authority.`;
  }
}

/** Name ::= SEQUENCE {} */
const EMPTY_NAME = Uint8Array.of(0x30, 0);
/** 100 names against a hundred constraints of ten authorities. */
const MAX_COMPARISONS = 100_000;
