import { type ConstrainingAuthority, constrainingAuthorities, widenedConstraint } from '../pki/chain-constraints.ts';
import { encodeName } from '../pki/distinguished-name.ts';
import type { PolicyInformation } from '../pki/extensions.ts';
import {
  directorySubtree,
  encodeNameConstraints,
  type NameConstraints,
  parseSubtree,
  type Subtree,
} from '../pki/name-constraints.ts';
import { parseUri } from '../pki/names.ts';
import { parseDistinguishedName } from '../pki/subject.ts';
import type { CustomKeyPurpose, DistinguishedName, ExtKeyUsage } from '../pki/types.ts';
import type { FieldErrors } from './field-errors.ts';
import { type Issuer, parsedChain } from './issuer.ts';

/** Names of one direction, as people type them. */
export interface NameSubtrees {
  readonly dns?: readonly string[] | undefined;
  /** `10.0.0.0/8`, `fd00::/8` */
  readonly ip?: readonly string[] | undefined;
  readonly email?: readonly string[] | undefined;
  readonly uri?: readonly string[] | undefined;
  /** Each the first attributes of a name, most general first. */
  readonly directoryName?: readonly DistinguishedName[] | undefined;
}

/** What an authority's certificate says about everything below it. */
export interface AuthorityLimitsRequest {
  readonly nameConstraints?:
    | { readonly permitted?: NameSubtrees | undefined; readonly excluded?: NameSubtrees | undefined }
    | undefined;
  readonly certificatePolicies?:
    | readonly { readonly policy: string; readonly cpsUri?: string | undefined }[]
    | undefined;
  /** Purposes of all certificates below; absent: any. */
  readonly extKeyUsage?: readonly string[] | undefined;
}

export interface AuthorityLimits {
  readonly nameConstraintsDer: Uint8Array | null;
  readonly certificatePolicies: readonly PolicyInformation[];
  readonly extKeyUsage: readonly (ExtKeyUsage | CustomKeyPurpose)[];
}

/** Reads the limits of a new authority and refuses what would go beyond those above it (RFC 5280 §6.1.4 (g), §6.1.3 (d)). */
export function decideLimits(
  request: AuthorityLimitsRequest,
  parent: Issuer | null,
  errors: FieldErrors,
): AuthorityLimits {
  const above = parent ? parsedChain(parent.chain) : [];
  const constraints = decideNameConstraints(request.nameConstraints, constrainingAuthorities(above), errors);
  return {
    nameConstraintsDer: constraints && errors.take('nameConstraints', () => encodeNameConstraints(constraints)),
    certificatePolicies: decidePolicies(request.certificatePolicies ?? [], parent, errors),
    extKeyUsage: decidePurposes(request.extKeyUsage ?? [], parent, errors),
  };
}

function decideNameConstraints(
  request: AuthorityLimitsRequest['nameConstraints'],
  above: readonly ConstrainingAuthority[],
  errors: FieldErrors,
): NameConstraints | null {
  if (!request) return null;
  const constraints = readConstraints(request, errors);
  if (constraints.permitted.length + constraints.excluded.length === 0) return null;
  const widened = widenedConstraint(constraints, above);
  if (widened) errors.add('nameConstraints', widened);
  return constraints;
}

function readConstraints(
  request: NonNullable<AuthorityLimitsRequest['nameConstraints']>,
  errors: FieldErrors,
): NameConstraints {
  return {
    permitted: readSubtrees(request.permitted ?? {}, 'nameConstraints.permitted', errors),
    excluded: readSubtrees(request.excluded ?? {}, 'nameConstraints.excluded', errors),
  };
}

function readSubtrees(names: NameSubtrees, field: string, errors: FieldErrors): readonly Subtree[] {
  const found: Subtree[] = [];
  for (const form of ['dns', 'ip', 'email', 'uri'] as const)
    for (const [at, text] of (names[form] ?? []).entries()) {
      const subtree = errors.take(`${field}.${form}.${at}`, () => parseSubtree(form, text.trim()));
      if (subtree) found.push(subtree);
    }
  for (const [at, name] of (names.directoryName ?? []).entries()) {
    const path = `${field}.directoryName.${at}`;
    if (name.length === 0)
      errors.add(path, 'The name has no attribute. Give at least one, such as O, or leave it out.');
    else {
      const subtree = errors.take(path, () => directorySubtree(encodeName(parseDistinguishedName(name))));
      if (subtree) found.push(subtree);
    }
  }
  return found;
}

/** A policy that the authority above does not have would be valid for no path. RFC 5280 §6.1.3 (d) */
function decidePolicies(
  asked: NonNullable<AuthorityLimitsRequest['certificatePolicies']>,
  parent: Issuer | null,
  errors: FieldErrors,
): readonly PolicyInformation[] {
  const allowed = parent?.certificate.certificatePolicies.map(({ policy }) => policy) ?? [];
  const limited = allowed.length > 0 && !allowed.includes(ANY_POLICY);
  const policies: PolicyInformation[] = [];
  for (const [at, { policy, cpsUri }] of asked.entries()) {
    const field = `certificatePolicies.${at}`;
    const dotted = policy.trim();
    if (!OID_TEXT.test(dotted))
      errors.add(
        `${field}.policy`,
        `"${dotted.slice(0, 80)}" is not an object identifier. Use the form 1.3.6.1.4.1.99999.1.`,
      );
    else if (policies.some((one) => one.policy === dotted))
      errors.add(`${field}.policy`, `The policy ${dotted} is given twice. Give each once.`);
    else if (limited && !allowed.includes(dotted))
      errors.add(
        `${field}.policy`,
        `"${parent?.authority.name}" has only the policies ${allowed.join(', ')}, so one below it cannot have ${dotted}. Choose one of those.`,
      );
    const uri = cpsUri?.trim() ? errors.take(`${field}.cpsUri`, () => parseUri(cpsUri.trim())) : null;
    policies.push({ policy: dotted, cpsUri: uri });
  }
  return policies;
}

/** Programs take the purposes of an authority as a limit for all below it, so they are within those of its parent. */
function decidePurposes(
  asked: readonly string[],
  parent: Issuer | null,
  errors: FieldErrors,
): AuthorityLimits['extKeyUsage'] {
  const allowed = parent?.certificate.extKeyUsage ?? null;
  if (asked.length === 0) return [];
  if (!parent) {
    errors.add(
      'extKeyUsage',
      'A root that is limited to purposes is refused by Chrome. Limit an issuing authority below it.',
    );
    return [];
  }
  for (const [at, purpose] of asked.entries()) {
    if (!PURPOSES.has(purpose) && !OID_TEXT.test(purpose))
      errors.add(
        `extKeyUsage.${at}`,
        `"${purpose.slice(0, 80)}" is not a known purpose. Use ${[...PURPOSES].join(', ')} or an object identifier.`,
      );
    else if (asked.indexOf(purpose) !== at)
      errors.add(`extKeyUsage.${at}`, `"${purpose}" is given twice. Give each once.`);
    else if (allowed && !allowed.includes(purpose))
      errors.add(
        `extKeyUsage.${at}`,
        `"${parent.authority.name}" is limited to ${allowed.join(', ')}, so one below it cannot have ${purpose}. Choose one of those.`,
      );
  }
  // Its own responder must be acceptable below it, too.
  return [...new Set([...asked, 'OCSPSigning'])] as AuthorityLimits['extKeyUsage'];
}

const ANY_POLICY = '2.5.29.32.0';
const OID_TEXT = /^[0-2](?:\.(?:0|[1-9]\d{0,19})){1,30}$/;
const PURPOSES: ReadonlySet<string> = new Set([
  'serverAuth',
  'clientAuth',
  'codeSigning',
  'emailProtection',
  'timeStamping',
  'OCSPSigning',
]);
