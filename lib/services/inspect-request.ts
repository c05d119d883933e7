import { CountersignError } from '../domain/errors.ts';
import {
  decodeCertificationRequestPemOrDer,
  type ParsedCertificationRequest,
  parseCertificationRequest,
} from '../pki/certification-request.ts';
import { type EndEntityProfileId, keyUsageFor } from '../pki/profiles.ts';
import { isPssKey } from '../pki/rsassa-pss.ts';
import { distinguishedNameText } from '../pki/subject.ts';
import { PkiError } from '../pki/types.ts';
import { authorise } from './authorise.ts';
import { type ChosenProfile, chooseProfile } from './chosen-profile.ts';
import { decideCertificate, type IssueCertificateRequest } from './decide-certificate.ts';
import { FieldErrors } from './field-errors.ts';
import { issuerKeyState } from './issuer.ts';
import { nameViews } from './name-views.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import type { CsrView } from './views.ts';

export interface InspectRequest {
  /** PEM, or the base64 of the DER. */
  readonly csr: string;
  /** What it would be signed under: a built-in profile by name, or an own one by id. Absent: the one it asks for. */
  readonly profile?: string | undefined;
  readonly authorityId?: string | undefined;
  readonly validityDays?: number | undefined;
  /** In place of the names of the request; needed where the profile takes none from it. */
  readonly names?: readonly string[] | undefined;
  readonly subject?: IssueCertificateRequest['subject'];
}

/**
 * Decodes a PKCS#10 request and says what signing it under the profile would give, by the same decision that signs. Stores
 * nothing. What would be refused is in `refusals`. Throws `validation-failed` at `csr` when it cannot be read, and at
 * `profile` when there is no such profile.
 */
export async function inspectRequest(
  context: ServiceContext,
  actor: Actor | null,
  request: InspectRequest,
): Promise<CsrView> {
  authorise(actor, 'certificate.issue');
  const csr = parse(request.csr);
  const suggestedProfile = suggestProfile(csr);
  const errors = new FieldErrors();
  const chosen = await chooseProfile(context.store, request.profile ?? suggestedProfile, errors);
  errors.throwIfAny();
  const { profile, own } = chosen as ChosenProfile;
  const decision = await decideCertificate(
    context,
    { ...request, profile: request.profile ?? suggestedProfile },
    errors,
  );
  const authority = decision?.order.issuer?.authority;
  const names = nameViews(csr.subjectAltName);
  const decided = decision && {
    subject: distinguishedNameText(decision.order.subject),
    names: decision.order.names.map(({ value }) => value),
  };
  const policies = own?.definition.certificatePolicies ?? [];
  const decides = own ? `The profile "${own.label}" decides.` : 'The profile decides.';
  return {
    subjectText: distinguishedNameText(csr.subject),
    names,
    keyAlgorithm: csr.keyAlgorithm,
    suggestedProfile,
    profileName: profile.label,
    issuer: authority ? { name: authority.name, key: await issuerKeyState(context, authority) } : null,
    takesNamesFromRequest: own?.definition.namesFromCsr !== false,
    refusals: errors.list,
    comparison: [
      {
        what: 'Key',
        asked: csr.keyAlgorithm,
        issued: profile.keyAlgorithms.includes(csr.keyAlgorithm) ? csr.keyAlgorithm : 'refused',
        why: 'The key stays with its owner; the request proves that they hold it.',
      },
      {
        what: 'Subject',
        asked: distinguishedNameText(csr.subject) || 'nothing',
        issued: decided ? decided.subject || 'nothing' : 'refused',
        why: decided ? decides : REFUSED,
      },
      {
        what: 'Names',
        asked: listOf(names.map(({ value }) => value)),
        issued: decided ? listOf(decided.names) : 'refused',
        why: whyNames({ own, given: request.names !== undefined, accepted: decided !== null }),
      },
      {
        what: 'Valid',
        asked: 'nothing',
        issued: decision
          ? `${Math.round((decision.order.notAfter.getTime() - decision.order.notBefore.getTime()) / DAY)} days, until ${decision.order.notAfter.toISOString().slice(0, 10)}`
          : 'refused',
        why: decision
          ? 'A request cannot ask for a life: the profile, your choice and the end of the authority decide.'
          : REFUSED,
      },
      {
        what: 'Key usage',
        asked: listOf(csr.requested.keyUsage ?? []),
        issued: listOf(keyUsageFor(profile, csr.keyAlgorithm, isPssKey(csr.spkiDer))),
        why: decides,
      },
      {
        what: 'Extended key usage',
        asked: listOf(csr.requested.extKeyUsage),
        issued: listOf(profile.extKeyUsage),
        why: decides,
      },
      ...(policies.length === 0
        ? []
        : [{ what: 'Policies', asked: 'nothing', issued: listOf(policies.map(({ policy }) => policy)), why: decides }]),
      {
        what: 'Authority',
        asked: csr.requested.cA ? 'CA:TRUE' : 'no',
        issued: csr.requested.cA ? 'refused' : 'no',
        why: csr.requested.cA
          ? 'This form issues no authorities. Remove CA:TRUE from the request.'
          : 'An end entity cannot sign certificates.',
      },
      ...csr.ignored.map((what) => ({
        what,
        asked: 'yes',
        issued: 'no',
        why: 'Extensions are never copied from a request.',
      })),
    ],
  };
}

const REFUSED = 'As a whole it would be refused; see the reasons.';
const DAY = 86_400_000;
const listOf = (values: readonly string[]) => (values.length > 0 ? values.join(', ') : 'nothing');

function whyNames(args: {
  own: { label: string; definition: { namesFromCsr?: boolean | undefined } } | null | undefined;
  given: boolean;
  accepted: boolean;
}): string {
  if (args.own?.definition.namesFromCsr === false)
    return `The profile "${args.own.label}" takes no names from a request: they are those that you give.`;
  if (args.given) return 'The names that were given beside the request are certified instead of its own.';
  return args.accepted ? 'Names are taken over after each was checked.' : REFUSED;
}

/** By the purposes it asks for, else by its names. Many tools ask for both TLS purposes by habit, so both are not taken for a peer. */
export function suggestProfile({ requested, subjectAltName }: ParsedCertificationRequest): EndEntityProfileId {
  const asks = (purpose: string) => requested.extKeyUsage.includes(purpose);
  if (asks('serverAuth')) return 'tlsServer';
  if (asks('clientAuth')) return 'tlsClient';
  if (asks('emailProtection')) return 'smime';
  if (asks('codeSigning')) return 'codeSigning';
  return subjectAltName.some(({ type }) => type === 'dns' || type === 'ip') ? 'tlsServer' : 'tlsClient';
}

function parse(text: string): ParsedCertificationRequest {
  try {
    return parseCertificationRequest(decodeCertificationRequestPemOrDer(text));
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    throw new CountersignError('validation-failed', error.message, {
      fields: [{ field: 'csr', message: error.message }],
    });
  }
}
