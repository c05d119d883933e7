import type { Authority } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import {
  decodeCertificationRequestPemOrDer,
  type ParsedCertificationRequest,
  parseCertificationRequest,
} from '../pki/certification-request.ts';
import { parseClientName, parseEmailAddress, parseServerName } from '../pki/names.ts';
import { MAX_NAMES } from '../pki/profile/profile-definition.ts';
import { judgeAuthority, judgeCsr, judgeNames, judgeSubject } from '../pki/profile/profile-policy.ts';
import type { Profile } from '../pki/profiles.ts';
import { readSubjectPublicKeyInfo } from '../pki/public-key.ts';
import type { DistinguishedName, GeneralName, KeyAlgorithm } from '../pki/types.ts';
import { fieldOfFault } from './apply-policy.ts';
import { type ChosenProfile, chooseProfile } from './chosen-profile.ts';
import { decideSubject, isPlainName } from './decide-subject.ts';
import { FieldErrors } from './field-errors.ts';
import type { IssuanceOrder } from './issuance-order.ts';
import { type Issuer, loadUsableIssuer } from './issuer.ts';
import { checkIssuerAllows } from './issuing-rules.ts';
import { sharedFactorFault } from './known-moduli.ts';
import type { ServiceContext } from './service-context.ts';
import { decideValidity } from './validity.ts';

export interface IssueCertificateRequest {
  /** A built-in profile by name, or an own one by its id. */
  readonly profile: string;
  readonly authorityId?: string | undefined;
  readonly names?: readonly string[] | undefined;
  readonly subject?:
    | {
        readonly commonName?: string | undefined;
        readonly organisation?: string | undefined;
        readonly organisationalUnit?: string | undefined;
        readonly country?: string | undefined;
        readonly state?: string | undefined;
        readonly locality?: string | undefined;
        readonly serialNumber?: string | undefined;
        readonly emailAddress?: string | undefined;
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
  /** The profile with its rules applied. */
  readonly profile: Profile;
}

export interface DecisionOptions {
  /** What the door calls its names. */
  readonly names: string;
  /** The door has one name, so its errors carry no number. */
  readonly single?: boolean;
  /** Issuers that were read before, for many decisions in a row; filled on the way. */
  readonly issuers?: Map<string, Issuer>;
  /** Likewise the profiles. */
  readonly profiles?: Map<string, ChosenProfile>;
  /** The key it has now is certified again, and is kept here or not; absent: decided by whether there is a CSR. */
  readonly keyHeld?: boolean;
}

/**
 * Step 2 for an end entity, the same for every door. From a CSR come the public key, the proof of possession and the
 * requested names; the profile decides everything else. Field names are given by `fields` so that a form which calls
 * them otherwise gets its errors at the right place.
 */
export async function decideCertificate(
  context: ServiceContext,
  request: IssueCertificateRequest,
  errors: FieldErrors = new FieldErrors(),
  fields: DecisionOptions = { names: 'names' },
): Promise<CertificateDecision | null> {
  const chosen = await choosePair(context, request, errors, fields);
  if (!chosen) return null;
  const { profile, own, issuer } = chosen;
  const csr = request.csr === undefined ? null : await readRequest(context, request.csr, errors);
  if (csr && request.keyAlgorithm !== undefined)
    errors.add('keyAlgorithm', 'A request brings its own key. Leave the key type out.');
  const before = errors.count;
  const names = decideNames(request, chosen, csr, errors, fields);
  const subject = decideSubject(request, chosen, csr, names, errors);
  const unread = csr === null && request.csr !== undefined;
  // Anything that could not be read has its own words already, and the rules would only repeat them.
  if (errors.count === before && !unread) {
    const asked = request.names?.filter((name) => name.trim() !== '').length;
    judgeEarly(chosen, names, subject, errors, { ...fields, numbered: !fields.single && asked === names.length });
  }
  if (own && !unread)
    for (const { message } of judgeCsr(own, fields.keyHeld ?? csr === null)) errors.add('csr', message);
  const validity = issuer
    ? decideValidity(errors, {
        profile,
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
    checkIssuerAllows(errors, { issuer, extKeyUsage: profile.extKeyUsage, subject, names }, (name) =>
      nameField(request, csr, fields, name),
    );
  if (!issuer || !validity || !errors.empty) return null;
  return {
    order: {
      profile: chosen.base,
      ownProfile: own,
      issuer,
      issuerId: issuer.authority.id,
      subject,
      names,
      ...validity,
    },
    keyAlgorithm,
    csr,
    profile,
  };
}

/** The profile and the issuer for it, each read once for many decisions in a row. Null without a profile. */
async function choosePair(
  context: ServiceContext,
  request: IssueCertificateRequest,
  errors: FieldErrors,
  fields: DecisionOptions,
): Promise<(ChosenProfile & { readonly issuer: Issuer | null }) | null> {
  const chosen = fields.profiles?.get(request.profile) ?? (await chooseProfile(context.store, request.profile, errors));
  if (!chosen) return null;
  fields.profiles?.set(request.profile, chosen);
  const wanted = `${request.authorityId ?? ''} ${request.profile}`;
  const issuer = fields.issuers?.get(wanted) ?? (await chooseIssuer(context, request.authorityId, chosen, errors));
  if (issuer) fields.issuers?.set(wanted, issuer);
  return { ...chosen, issuer };
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

/** The named authority, or the newest issuing one that can sign now and may use the profile. */
async function chooseIssuer(
  context: ServiceContext,
  authorityId: string | undefined,
  chosen: ChosenProfile,
  errors: FieldErrors,
): Promise<Issuer | null> {
  const faultsOf = ({ id, name, settings }: Authority) =>
    judgeAuthority(chosen.base, chosen.own, { id, name, profiles: settings.profiles });
  if (authorityId !== undefined) {
    try {
      const issuer = await loadUsableIssuer(context.store, context.clock, authorityId);
      for (const { message } of faultsOf(issuer.authority)) errors.add('authorityId', message);
      return issuer;
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
    .filter((authority) => faultsOf(authority).length === 0)
    .reverse();
  for (const candidate of candidates) {
    try {
      return await loadUsableIssuer(context.store, context.clock, candidate.id);
    } catch (error) {
      if (!(error instanceof CountersignError)) throw error;
    }
  }
  errors.add(
    'authorityId',
    'No issuing authority can sign such a certificate now. Create an issuing authority first, or let one use this profile.',
  );
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
  if (csr) {
    const fault = await sharedFactorFault(context, csr.spkiDer, readSubjectPublicKeyInfo(csr.spkiDer).spkiSha256);
    if (fault !== null) {
      errors.add('csr', fault);
      return null;
    }
  }
  return csr;
}

/** The rules that are repeated on the final structure, here with each fault at its field. */
function judgeEarly(
  { own }: ChosenProfile,
  names: readonly GeneralName[],
  subject: DistinguishedName,
  errors: FieldErrors,
  // Which line of a form a name came from is not known any more when some were left out as repeated.
  fields: { readonly names: string; readonly numbered: boolean },
): void {
  for (const fault of [...judgeNames(names, own), ...(own ? judgeSubject(subject, own) : [])])
    errors.add(
      fieldOfFault(fault.part === 'names' && !fields.numbered ? { ...fault, at: null } : fault, fields.names),
      fault.message,
    );
}

function decideNames(
  request: IssueCertificateRequest,
  { profile, own }: ChosenProfile,
  csr: ParsedCertificationRequest | null,
  errors: FieldErrors,
  fields: DecisionOptions,
): readonly GeneralName[] {
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
  const fromCsr = request.names === undefined && own?.definition.namesFromCsr !== false ? csr : null;
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
