import { CountersignError } from '../domain/errors.ts';
import type { ParsedTbsCertificate } from '../pki/certificate.ts';
import { judgePolicy, type PolicyFault } from '../pki/profile/profile-policy.ts';
import type { IssuanceOrder } from './issuance-order.ts';

/**
 * The one policy for every door: judges what would be signed, as read from its octets, by the rules of their profile. What a door or an
 * earlier check overlooked is refused here. Throws `validation-failed`; nothing was stored or signed by then.
 */
export function applyPolicy(tbs: ParsedTbsCertificate, order: IssuanceOrder): void {
  const { issuer, ownProfile, key, heldKeyId, keyStandsIn } = order;
  const faults = judgePolicy({
    tbs,
    profile: order.profile,
    own: ownProfile ?? null,
    authority: issuer && {
      id: issuer.authority.id,
      name: issuer.authority.name,
      profiles: issuer.authority.settings.profiles,
    },
    keyHeld: keyStandsIn ? null : key !== null || Boolean(heldKeyId),
  });
  if (faults.length === 0) return;
  throw new CountersignError('validation-failed', faults.map(({ message }) => message).join(' '), {
    fields: faults.map((fault) => ({ field: fieldOfFault(fault, 'names'), message: fault.message })),
  });
}

/** Where in a request the broken rule belongs; names go to the field that the door calls them by. */
export function fieldOfFault(fault: PolicyFault, names: string): string {
  switch (fault.part) {
    case 'names':
      return fault.at === null ? names : `${names}.${fault.at}`;
    case 'subject':
      return `subject.${SUBJECT_FIELDS[fault.attribute] ?? fault.attribute}`;
    case 'authority':
      return 'authorityId';
    case 'validity':
      return 'validityDays';
    case 'extensions':
      return 'profile';
    case 'keyAlgorithm':
    case 'csr':
      return fault.part;
  }
}

/** What requests call the attributes of a subject. */
export const SUBJECT_FIELDS: Readonly<Record<string, string>> = {
  C: 'country',
  ST: 'state',
  L: 'locality',
  O: 'organisation',
  OU: 'organisationalUnit',
  CN: 'commonName',
  serialNumber: 'serialNumber',
  emailAddress: 'emailAddress',
};
