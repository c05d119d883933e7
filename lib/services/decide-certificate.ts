import { CountersignError } from '../domain/errors.ts';
import {
  decodeCertificationRequestPemOrDer,
  type ParsedCertificationRequest,
  parseCertificationRequest,
} from '../pki/certification-request.ts';
import { parseClientName, parseEmailAddress, parseServerName } from '../pki/names.ts';
import { type EndEntityProfileId, PROFILES, type Profile } from '../pki/profiles.ts';
import { readSubjectPublicKeyInfo } from '../pki/public-key.ts';
import { parseDistinguishedName } from '../pki/subject.ts';
import type { DistinguishedName, GeneralName, KeyAlgorithm } from '../pki/types.ts';
import { FieldErrors } from './field-errors.ts';
import type { IssuanceOrder } from './issuance-cycle.ts';
import { type Issuer, loadUsableIssuer } from './issuer.ts';
import { checkIssuerAllows } from './issuing-rules.ts';
import type { ServiceContext } from './service-context.ts';
import { decideValidity } from './validity.ts';

export interface IssueCertificateRequest {
  readonly profile: EndEntityProfileId;
  readonly authorityId?: string | undefined;
  readonly names?: readonly string[] | undefined;
  readonly subject?:
    | {
        readonly commonName?: string | undefined;
        readonly organisation?: string | undefined;
        readonly organisationalUnit?: string | undefined;
        readonly country?: string | undefined;
      }
    | undefined;
  readonly validityDays?: number | undefined;
  readonly notAfter?: string | undefined;
  readonly keyAlgorithm?: KeyAlgorithm | undefined;
  readonly csr?: string | undefined;
}

/** An order without its key: what would be issued, decided by policy from what was asked. */
export interface CertificateDecision {
  readonly order: Omit<IssuanceOrder, 'spkiDer' | 'key'>;
  readonly keyAlgorithm: KeyAlgorithm;
  readonly csr: ParsedCertificationRequest | null;
}

/** At most this many names in one certificate (security policy; larger ones stop working in real clients). */
export const MAX_NAMES = 100;

/**
 * Step 2 for an end entity, the same for every door. From a CSR come the public key, the proof of possession and the
 * requested names; the profile decides everything else. Field names are given by `fields` so that a form which calls
 * them otherwise gets its errors at the right place.
 */
export async function decideCertificate(
  context: ServiceContext,
  request: IssueCertificateRequest,
  errors: FieldErrors = new FieldErrors(),
  fields: {
    readonly names: string;
    readonly single?: boolean;
    /** Issuers that were read before, for many decisions in a row; filled on the way. */
    readonly issuers?: Map<string, Issuer>;
  } = { names: 'names' },
): Promise<CertificateDecision | null> {
  const profile = PROFILES[request.profile];
  const known = fields.issuers?.get(request.authorityId ?? '');
  const issuer = known ?? (await chooseIssuer(context, request.authorityId, errors));
  if (issuer) fields.issuers?.set(request.authorityId ?? '', issuer);
  const csr = request.csr === undefined ? null : await readRequest(context, request.csr, errors);
  if (csr && request.keyAlgorithm !== undefined)
    errors.add('keyAlgorithm', 'A request brings its own key. Leave the key type out.');
  const names = decideNames(request, csr, errors, fields);
  const subject = decideSubject(request, csr, names, errors);
  const validity = issuer
    ? decideValidity(errors, {
        profile: request.profile,
        issuer,
        now: context.clock.now(),
        validityDays: request.validityDays,
        notAfter: request.notAfter,
      })
    : null;
  const keyAlgorithm = csr?.keyAlgorithm ?? request.keyAlgorithm ?? profile.defaultKeyAlgorithm;
  if (!profile.keyAlgorithms.includes(keyAlgorithm))
    errors.add(
      csr ? 'csr' : 'keyAlgorithm',
      `${profile.label} certificates do not allow ${keyAlgorithm} keys. Use one of ${profile.keyAlgorithms.join(', ')}.`,
    );
  if (issuer)
    checkIssuerAllows(errors, { issuer, profile: request.profile, profileId: null, subject, names }, (name) =>
      nameField(request, csr, fields, name),
    );
  if (!issuer || !validity || !errors.empty) return null;
  return {
    order: { profile: request.profile, issuer, issuerId: issuer.authority.id, subject, names, ...validity },
    keyAlgorithm,
    csr,
  };
}

/** Where a person typed this name; null stands for the subject. */
function nameField(
  request: IssueCertificateRequest,
  csr: ParsedCertificationRequest | null,
  fields: { readonly names: string; readonly single?: boolean },
  name: GeneralName | null,
): string {
  if (name === null) return request.subject?.commonName || !request.names ? 'subject.commonName' : fields.names;
  if (csr && request.names === undefined) return 'csr';
  const at = (request.names ?? [])
    .filter((text) => text.trim() !== '')
    .findIndex((text) => text.trim().toLowerCase() === name.value.toLowerCase());
  return fields.single || at < 0 ? fields.names : `${fields.names}.${at}`;
}

/** The named authority, or the newest issuing one that can sign now. */
async function chooseIssuer(
  context: ServiceContext,
  authorityId: string | undefined,
  errors: FieldErrors,
): Promise<Issuer | null> {
  if (authorityId !== undefined) {
    try {
      return await loadUsableIssuer(context.store, context.clock, authorityId);
    } catch (error) {
      if (!(error instanceof CountersignError) || (error.code !== 'not-found' && error.code !== 'authority-not-usable'))
        throw error;
      errors.add('authorityId', error.detail);
      return null;
    }
  }
  const candidates = (await context.store.authorities())
    .filter(
      ({ kind, status, certificateId, keyState }) =>
        kind === 'issuing' && status === 'active' && certificateId && keyState === 'online',
    )
    .reverse();
  for (const candidate of candidates) {
    try {
      return await loadUsableIssuer(context.store, context.clock, candidate.id);
    } catch (error) {
      if (!(error instanceof CountersignError)) throw error;
    }
  }
  errors.add('authorityId', 'No issuing authority can sign now. Create an issuing authority first.');
  return null;
}

async function readRequest(
  context: ServiceContext,
  text: string,
  errors: FieldErrors,
): Promise<ParsedCertificationRequest | null> {
  const csr = errors.take('csr', () => parseCertificationRequest(decodeCertificationRequestPemOrDer(text)));
  if (csr?.requested.cA) {
    errors.add(
      'csr',
      'The request asks to be an authority (CA:TRUE), which this form does not issue. Remove basicConstraints CA:TRUE from the request, or create an issuing authority.',
    );
    return null;
  }
  if (csr && (await context.store.isAuthorityKey(readSubjectPublicKeyInfo(csr.spkiDer).spkiSha256))) {
    errors.add(
      'csr',
      'The key of this request belongs to an authority or OCSP responder here, which signs nothing else. Create a new key and CSR.',
    );
    return null;
  }
  return csr;
}

function decideNames(
  request: IssueCertificateRequest,
  csr: ParsedCertificationRequest | null,
  errors: FieldErrors,
  fields: { names: string; single?: boolean },
): readonly GeneralName[] {
  const profile = PROFILES[request.profile];
  const asked = (request.names ?? []).map((name) => name.trim()).filter((name) => name !== '');
  if (asked.length > MAX_NAMES) {
    errors.add(
      fields.names,
      `${asked.length} names; at most ${MAX_NAMES} are allowed in one certificate. Split them over several certificates.`,
    );
    return [];
  }
  const names: GeneralName[] = [];
  const keep = (name: GeneralName) => {
    if (!names.some((one) => one.type === name.type && one.value === name.value)) names.push(name);
  };
  const fromCsr = request.names === undefined ? csr : null;
  if (fromCsr) keepRequestedNames(fromCsr, profile, errors, keep);
  for (const [at, text] of asked.entries())
    takeName(text, fields.single ? fields.names : `${fields.names}.${at}`, profile, errors, keep);
  const field = fromCsr ? 'csr' : fields.names;
  for (const name of names.filter(({ type }) => !profile.subjectAltNameTypes.includes(type)))
    errors.add(
      field,
      profile.nameForm === 'none'
        ? `A ${profile.label} certificate carries no alternative names. Leave "${name.value}" out.`
        : `"${name.value}" is not a kind of name a ${profile.label} certificate carries. Allowed are ${profile.subjectAltNameTypes.join(', ')}.`,
    );
  // A request that could not be read has its own error already.
  const unread = csr === null && request.csr !== undefined;
  if (profile.requiresSubjectAltName && asked.length === 0 && names.length === 0 && !unread)
    errors.add(
      fields.names,
      profile.nameForm === 'mailbox'
        ? 'An S/MIME certificate needs at least one e-mail address, such as alice@example.com.'
        : 'A server needs at least one name. Enter its host name, such as api.lan, or its IP address.',
    );
  return names;
}

/** The SAN of the request; without one the place where older tools put the name: the CN of a server, the emailAddress of a mailbox. */
function keepRequestedNames(
  csr: ParsedCertificationRequest,
  profile: Profile,
  errors: FieldErrors,
  keep: (name: GeneralName) => void,
): void {
  for (const name of csr.subjectAltName) keep(name);
  const older = profile.nameForm === 'server' ? 'CN' : profile.nameForm === 'mailbox' ? 'emailAddress' : null;
  if (csr.subjectAltName.length > 0 || older === null) return;
  for (const attribute of csr.subject)
    if (attribute.type === older) takeName(attribute.value, 'csr', profile, errors, keep);
}

function takeName(
  text: string,
  field: string,
  profile: Profile,
  errors: FieldErrors,
  keep: (name: GeneralName) => void,
): void {
  const name = errors.take(field, () => {
    if (profile.nameForm === 'server') return parseServerName(text, { allowWildcard: profile.allowsWildcard });
    return profile.nameForm === 'mailbox'
      ? ({ type: 'email', value: parseEmailAddress(text) } as const)
      : clientName(text);
  });
  if (name) keep(name);
}

/** A client may simply be called "alice": that is its common name, not a host. */
function clientName(text: string): GeneralName | null {
  return isPlainName(text) ? null : parseClientName(text);
}

export function isPlainName(text: string): boolean {
  return !/[@:./]/.test(text);
}

function decideSubject(
  request: IssueCertificateRequest,
  csr: ParsedCertificationRequest | null,
  names: readonly GeneralName[],
  errors: FieldErrors,
): DistinguishedName {
  const given = request.subject ?? {};
  const { nameForm, requiresCommonName, label } = PROFILES[request.profile];
  const plain =
    nameForm === 'client' ? request.names?.find((name) => name.trim() !== '' && isPlainName(name))?.trim() : undefined;
  const fromCsr = nameForm === 'server' ? undefined : csr?.subject.find((attribute) => attribute.type === 'CN')?.value;
  const first = requiresCommonName ? undefined : names.find((name) => name.value.length <= 64)?.value;
  const commonName = given.commonName?.trim() || plain || fromCsr || first;
  const parts: readonly (readonly [string, string, string | undefined])[] = [
    ['C', 'subject.country', given.country?.trim() || undefined],
    ['O', 'subject.organisation', given.organisation?.trim() || undefined],
    ['OU', 'subject.organisationalUnit', given.organisationalUnit?.trim() || undefined],
    ['CN', given.commonName?.trim() ? 'subject.commonName' : plain ? 'names' : 'subject.commonName', commonName],
  ];
  const subject: { type: string; value: string }[] = [];
  for (const [type, field, value] of parts) {
    if (value === undefined) continue;
    const parsed = errors.take(field, () => parseDistinguishedName([{ type, value }]));
    if (parsed) subject.push(...parsed);
  }
  // The CN of a server is never trusted by clients; naming a host that is not in the SAN would only mislead.
  if (
    nameForm === 'server' &&
    given.commonName?.trim() &&
    !names.some((name) => name.value === given.commonName?.trim().toLowerCase())
  )
    errors.add(
      'subject.commonName',
      `"${given.commonName.trim()}" is not one of the names. Add it to the names, or leave the common name empty.`,
    );
  if (requiresCommonName && !commonName)
    errors.add(
      'subject.commonName',
      `A ${label} certificate needs the name of who signs, such as the name of your organisation or team.`,
    );
  if (nameForm === 'client' && !commonName && errors.empty)
    errors.add(
      csr ? 'subject.commonName' : 'names',
      'A client needs a name: what it is called, such as alice, or its e-mail address, host name or SPIFFE URI.',
    );
  return subject;
}
