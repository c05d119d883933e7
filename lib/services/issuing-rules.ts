import { CountersignError, type FieldError } from '../domain/errors.ts';
import type { ParsedTbsCertificate } from '../pki/certificate.ts';
import { type ChainViolation, chainViolations, constrainingAuthorities } from '../pki/chain-constraints.ts';
import { childrenOf, contentOf, readDer } from '../pki/der-reader.ts';
import { encodeName } from '../pki/distinguished-name.ts';
import { OID } from '../pki/oids.ts';
import { encodeSubjectAltName } from '../pki/tbs-certificate.ts';
import type { DistinguishedName, GeneralName } from '../pki/types.ts';
import type { FieldErrors } from './field-errors.ts';
import type { IssuanceOrder } from './issuance-order.ts';
import { type Issuer, parsedChain } from './issuer.ts';

/**
 * What the issuing authority and those above it allow, judged on the structure that would be signed: the purposes
 * and the name constraints of the whole chain; which profiles it may use is for `applyPolicy`. Throws
 * `validation-failed` naming rule and authority.
 */
export function requireIssuerAllows(order: Pick<IssuanceOrder, 'issuer'>, tbs: ParsedTbsCertificate): void {
  const { issuer } = order;
  if (!issuer) return;
  const fields: FieldError[] = [];
  const purposes = purposeRefusal(issuer, tbs.extKeyUsage ?? []);
  if (purposes) fields.push({ field: 'profile', message: purposes });
  const above = constrainingAuthorities(parsedChain(issuer.chain));
  if (above.length > 0)
    for (const { of, message } of chainViolations(tbs, above))
      fields.push({ field: of === 'subject' ? 'subject' : 'names', message });
  if (fields.length > 0)
    throw new CountersignError('validation-failed', fields.map(({ message }) => message).join(' '), { fields });
}

/** The same in front of the structure, so that each refusal stands at the field that a person filled in. */
export function checkIssuerAllows(
  errors: FieldErrors,
  decided: {
    readonly issuer: Issuer;
    readonly extKeyUsage: readonly string[];
    readonly subject: DistinguishedName;
    readonly names: readonly GeneralName[];
  },
  fieldOf: (name: GeneralName | null) => string,
): void {
  const { issuer, extKeyUsage, subject, names } = decided;
  const refused = purposeRefusal(issuer, extKeyUsage);
  if (refused) errors.add('profile', refused);
  const above = constrainingAuthorities(parsedChain(issuer.chain));
  if (above.length === 0) return;
  const told: string[] = [];
  for (const name of names)
    for (const violation of violationsOf([], [name], above)) {
      errors.add(fieldOf(name), violation.message);
      told.push(name.value);
    }
  // The common name is often one of the names; once is enough.
  for (const violation of violationsOf(subject, [], above))
    if (!told.some((value) => violation.message.includes(` CN=${value} is `)))
      errors.add(fieldOf(null), violation.message);
}

function violationsOf(
  subject: DistinguishedName,
  names: readonly GeneralName[],
  above: ReturnType<typeof constrainingAuthorities>,
): readonly ChainViolation[] {
  const tbs: Pick<ParsedTbsCertificate, 'subjectDer' | 'extensions' | 'basicConstraints'> = {
    subjectDer: encodeName(subject),
    basicConstraints: null,
    extensions: names.length === 0 ? [] : [sanExtension(names)],
  };
  return chainViolations(tbs, above);
}

function sanExtension(names: readonly GeneralName[]): ParsedTbsCertificate['extensions'][number] {
  const value = childrenOf(readDer(encodeSubjectAltName(names, false), { maxBytes: 65_536, noun: 'names' })).at(-1);
  return {
    oid: OID.subjectAltName,
    critical: false,
    valueDer: value ? contentOf(value) : new Uint8Array(),
    name: '',
    text: '',
    explanation: '',
  };
}

/** Programs take the purposes of an authority as a limit for everything below it, whatever RFC 5280 §4.2.1.12 leaves open. */
function purposeRefusal(issuer: Issuer, extKeyUsage: readonly string[]): string | null {
  for (const authority of parsedChain(issuer.chain)) {
    const allowed = authority.extKeyUsage;
    if (!allowed || allowed.includes(ANY_PURPOSE)) continue;
    const missing = extKeyUsage.filter((purpose) => purpose !== 'OCSPSigning' && !allowed.includes(purpose));
    if (missing.length > 0)
      return `"${authority.subject.find(({ type }) => type === 'CN')?.value ?? issuer.authority.name}" is limited to the purposes ${allowed.join(', ')}, so a certificate for ${missing.join(', ')} below it would be refused. Choose another authority.`;
  }
  return null;
}

const ANY_PURPOSE = 'anyExtendedKeyUsage';
