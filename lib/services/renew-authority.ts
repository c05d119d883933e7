import type { Authority, StoredKey } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import { type ParsedCertificate, parseCertificate } from '../pki/certificate.ts';
import { PROFILES } from '../pki/profiles.ts';
import { parseDistinguishedName } from '../pki/subject.ts';
import type { CustomKeyPurpose, ExtKeyUsage, KeyAlgorithm, SignatureScheme } from '../pki/types.ts';
import { authorise } from './authorise.ts';
import type { AuthorityLimits } from './authority-limits.ts';
import { type CreatedAuthority, makeAuthority, refuseNamesake } from './create-authority.ts';
import { FieldErrors } from './field-errors.ts';
import { type IssuedCertificate, runIssuanceCycle } from './issuance-cycle.ts';
import type { IssuanceOrder } from './issuance-order.ts';
import { findAuthority, type Issuer, loadUsableIssuer } from './issuer.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { decideValidity } from './validity.ts';

const DAY = 86_400_000;

/**
 * A new certificate for the same key, name and limits with a new life. Everything that it has signed stays good, and
 * its address serves the new one. Throws `not-found`, `authority-not-usable`, `validation-failed`, `lint-refused`.
 */
export async function renewAuthority(
  context: ServiceContext,
  actor: Actor | null,
  authorityId: string,
  request: { readonly validityDays?: number | undefined },
): Promise<CreatedAuthority> {
  authorise(actor, 'authority.renew', { authorityId });
  const { authority, own, key } = await loadOwn(context, authorityId);
  if (authority.status === 'revoked')
    throw new CountersignError('conflict', `"${authority.name}" is revoked, which is final. Create a new authority.`);
  const parent = await findIssuer(context, authority);
  const errors = new FieldErrors();
  const validity = decideValidity(errors, {
    profile: profileOf(authority),
    issuer: parent,
    now: context.clock.now(),
    validityDays: request.validityDays ?? daysOf(own, authority, parent, context.clock.now()),
    notAfter: undefined,
  });
  errors.throwIfAny();
  const order: IssuanceOrder = {
    profile: profileOf(authority),
    issuer: parent,
    issuerId: parent?.authority.id ?? authority.id,
    subject: own.subject,
    names: [],
    ...validity,
    spkiDer: own.spkiDer,
    key: null,
    heldKeyId: key.id,
    ...(parent ? {} : { rootOf: authority, rootKey: key }),
    pathLenConstraint: own.basicConstraints?.pathLenConstraint ?? null,
    limits: limitsOf(own),
    ...(own.subjectKeyIdentifier ? { subjectKeyIdentifier: own.subjectKeyIdentifier } : {}),
    signatureScheme: authority.signatureScheme,
    authorityId,
    replacesId: authority.certificateId,
  };
  const [issued] = await runIssuanceCycle(context, actor, [order], {
    withResult: async (tx, [result]) => {
      const { id } = (result as IssuedCertificate).certificate;
      await tx.updateAuthority(authorityId, { certificateId: id });
      await recordAudit(
        context,
        tx,
        actor,
        'authority.renewed',
        { type: 'authority', id: authorityId },
        { name: authority.name, certificateId: id, replacesId: authority.certificateId ?? '' },
      );
    },
  });
  return { authority: await findAuthority(context.store, authorityId), issued: issued as IssuedCertificate };
}

export interface RekeyRequest {
  /** Absent: the name with the next number. The same name as now gives the same subject. */
  readonly name?: string | undefined;
  readonly keyAlgorithm?: KeyAlgorithm | undefined;
  readonly signatureScheme?: SignatureScheme | undefined;
  readonly validityDays?: number | undefined;
}

/**
 * A successor with a new key beside the old authority, which goes on with its revocation list and OCSP; new
 * certificates come from the successor. Throws `not-found`, `authority-not-usable`, `validation-failed`.
 */
export async function rekeyAuthority(
  context: ServiceContext,
  actor: Actor | null,
  authorityId: string,
  request: RekeyRequest,
): Promise<CreatedAuthority> {
  authorise(actor, 'authority.renew', { authorityId });
  const { authority, own } = await loadOwn(context, authorityId);
  const all = await context.store.authorities();
  const successor = all.find(
    (one) => one.predecessorId === authorityId && one.deletedAt === null && one.certificateId !== null,
  );
  if (successor)
    throw new CountersignError(
      'conflict',
      `"${successor.name}" has taken the place of "${authority.name}" already. Replace the key of that one.`,
    );
  const parent = await findIssuer(context, authority);
  const errors = new FieldErrors();
  const name = request.name?.trim() || nextName(authority.name, new Set(all.map((one) => one.name.toLowerCase())));
  if (name.toLowerCase() !== authority.name.toLowerCase()) await refuseNamesake(context, name, errors);
  errors.take('name', () => parseDistinguishedName([{ type: 'CN', value: name }]));
  const subject =
    name === authority.name
      ? own.subject
      : own.subject.map((attribute) => (attribute.type === 'CN' ? { type: 'CN', value: name } : attribute));
  const keyAlgorithm = request.keyAlgorithm ?? own.keyAlgorithm ?? PROFILES[profileOf(authority)].defaultKeyAlgorithm;
  const { crlLifeDays, deltaCrlHours, profiles } = authority.settings;
  return makeAuthority(
    context,
    actor,
    {
      kind: authority.kind,
      name,
      keyAlgorithm,
      signatureScheme:
        request.signatureScheme ?? (keyAlgorithm.startsWith('RSA-') ? authority.signatureScheme : undefined),
      validityDays: request.validityDays ?? daysOf(own, authority, parent, context.clock.now()),
      parent,
      subject,
      pathLenConstraint: own.basicConstraints?.pathLenConstraint ?? null,
      limits: limitsOf(own),
      // Not its addresses: the successor's list is another one.
      settings: {
        ...(crlLifeDays === undefined ? {} : { crlLifeDays }),
        ...(deltaCrlHours === undefined ? {} : { deltaCrlHours }),
        ...(profiles === undefined ? {} : { profiles }),
      },
      predecessorId: authorityId,
    },
    errors,
  );
}

/** `Acme Issuing 1` → `Acme Issuing 2`; a name without a number gets the 2. The first that is free. */
export function nextName(name: string, taken: ReadonlySet<string>): string {
  const [, stem = name, digits = '1'] = /^(.*?)\s+(\d{1,3})$/.exec(name) ?? [];
  for (let number = Number(digits) + 1; ; number += 1) {
    const next = `${stem.slice(0, 60)} ${number}`;
    if (!taken.has(next.toLowerCase())) return next;
  }
}

/** What a certificate says about everything below it, to be said again. */
export function limitsOf(certificate: ParsedCertificate): AuthorityLimits {
  return {
    nameConstraintsDer: certificate.nameConstraintsDer,
    certificatePolicies: certificate.certificatePolicies,
    extKeyUsage: (certificate.extKeyUsage ?? []) as readonly (ExtKeyUsage | CustomKeyPurpose)[],
  };
}

async function loadOwn(
  context: ServiceContext,
  authorityId: string,
): Promise<{ authority: Authority; own: ParsedCertificate; key: StoredKey }> {
  const authority = await findAuthority(context.store, authorityId);
  if (authority.deletedAt) throw new CountersignError('conflict', `"${authority.name}" is deleted. Restore it first.`);
  const [der, key] = await Promise.all([
    authority.certificateId ? context.store.certificateDer(authority.certificateId) : null,
    authority.keyId ? context.store.key(authority.keyId) : null,
  ]);
  if (!der || !key || authority.keyState === 'absent')
    throw new CountersignError(
      'authority-not-usable',
      `The key of "${authority.name}" is not here, so it is renewed where its key is.`,
    );
  return { authority, own: parseCertificate(der), key };
}

/** Null for a root. An authority whose issuer is elsewhere is renewed there. */
async function findIssuer(context: ServiceContext, authority: Authority): Promise<Issuer | null> {
  return authority.parentId === null ? null : loadUsableIssuer(context.store, context.clock, authority.parentId);
}

/** As long as before, within what the profile and the authority above allow, as nobody chose the number. */
function daysOf(own: ParsedCertificate, authority: Authority, parent: Issuer | null, now: Date): number {
  const before = Math.round((own.notAfter.getTime() - own.notBefore.getTime()) / DAY);
  const left = parent ? Math.floor((parent.record.notAfter.getTime() - now.getTime()) / DAY) : before;
  return Math.max(1, Math.min(before, left, PROFILES[profileOf(authority)].maxValidityDays));
}

function profileOf({ kind }: Authority): 'rootAuthority' | 'issuingAuthority' {
  return kind === 'root' ? 'rootAuthority' : 'issuingAuthority';
}
