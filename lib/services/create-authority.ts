import type { Authority, AuthoritySettings } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import { PROFILES } from '../pki/profiles.ts';
import { parseDistinguishedName } from '../pki/subject.ts';
import type { DistinguishedName, KeyAlgorithm, NameAttribute, SignatureScheme } from '../pki/types.ts';
import { authorise } from './authorise.ts';
import { type AuthorityLimits, type AuthorityLimitsRequest, decideLimits } from './authority-limits.ts';
import { type AuthoritySettingsRequest, decideSettings } from './authority-settings.ts';
import { FieldErrors } from './field-errors.ts';
import { type IssuedCertificate, runIssuanceCycle } from './issuance-cycle.ts';
import type { IssuanceOrder } from './issuance-order.ts';
import { type Issuer, loadIssuer, loadUsableIssuer } from './issuer.ts';
import { newKey } from './new-key.ts';
import { publishCrl } from './publish-crl.ts';
import { recordAudit } from './record-audit.ts';
import { issueResponderCertificate } from './renew-responder.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { decideValidity } from './validity.ts';

export interface CreateAuthorityRequest extends AuthorityLimitsRequest {
  readonly kind: 'root' | 'issuing';
  readonly parentId?: string | undefined;
  readonly name: string;
  readonly organisation?: string | undefined;
  readonly organisationalUnit?: string | undefined;
  readonly country?: string | undefined;
  readonly stateOrProvince?: string | undefined;
  readonly locality?: string | undefined;
  readonly keyAlgorithm?: KeyAlgorithm | undefined;
  /** Other than `pkcs1` only with an RSA key; absent: `pkcs1`, which stands for the one way of every other key. */
  readonly signatureScheme?: SignatureScheme | undefined;
  readonly validityDays?: number | undefined;
  readonly pathLenConstraint?: number | null | undefined;
  readonly settings?: AuthoritySettingsRequest | undefined;
}

export interface CreatedAuthority {
  readonly authority: Authority;
  readonly issued: IssuedCertificate;
}

/**
 * Makes a root, or an authority below one: key, certificate, OCSP responder, first CRL. Throws `validation-failed`,
 * `authority-not-usable`, `lint-refused`, `sealed`.
 */
export async function createAuthority(
  context: ServiceContext,
  actor: Actor | null,
  request: CreateAuthorityRequest,
): Promise<CreatedAuthority> {
  authorise(actor, 'authority.create');
  const errors = new FieldErrors();
  const parent = await findParent(context, request, errors);
  const subject = await decideSubject(context, request, errors);
  await refuseNamesake(context, request.name, errors);
  const pathLenConstraint = decidePathLength(request, parent, errors);
  const limits = decideLimits(request, parent, errors);
  const settings = decideSettings({}, request.settings ?? {}, errors);
  return makeAuthority(
    context,
    actor,
    { ...request, parent, subject, pathLenConstraint, limits, settings, predecessorId: null },
    errors,
  );
}

/** An authority to make: names, limits and place are decided. */
export interface AuthorityPlan
  extends Pick<CreateAuthorityRequest, 'kind' | 'name' | 'keyAlgorithm' | 'signatureScheme' | 'validityDays'> {
  readonly parent: Issuer | null;
  readonly subject: DistinguishedName;
  readonly pathLenConstraint: number | null;
  readonly limits: AuthorityLimits;
  readonly settings: AuthoritySettings;
  readonly predecessorId: string | null;
}

/** The common end of making an authority with a key of its own, new or in the place of another. */
export async function makeAuthority(
  context: ServiceContext,
  actor: Actor,
  plan: AuthorityPlan,
  errors: FieldErrors,
): Promise<CreatedAuthority> {
  const { parent, settings, predecessorId } = plan;
  const profile = plan.kind === 'root' ? 'rootAuthority' : 'issuingAuthority';
  const validity = decideValidity(errors, {
    profile,
    issuer: parent,
    now: context.clock.now(),
    validityDays: plan.validityDays,
    notAfter: undefined,
  });
  const keyAlgorithm = plan.keyAlgorithm ?? PROFILES[profile].defaultKeyAlgorithm;
  const signatureScheme = decideScheme(plan.signatureScheme, keyAlgorithm, errors);
  errors.throwIfAny();

  const key = await newKey(context, 'authority', keyAlgorithm);
  const authorityId = context.entropy.id();
  const authority: Authority = {
    id: authorityId,
    kind: plan.kind,
    name: plan.name.trim(),
    status: 'active',
    parentId: parent?.authority.id ?? null,
    keyId: key.id,
    keyState: 'online',
    settings,
    predecessorId,
    deletedAt: null,
    signatureScheme,
    certificateId: null,
    responderCertificateId: null,
    createdAt: context.clock.now(),
  };
  const order: IssuanceOrder = {
    profile,
    issuer: parent,
    issuerId: parent?.authority.id ?? authorityId,
    subject: plan.subject,
    names: [],
    ...validity,
    spkiDer: key.spkiDer,
    key: null,
    pathLenConstraint: plan.pathLenConstraint,
    limits: plan.limits,
    signatureScheme,
    authorityId,
  };
  const [issued] = await runIssuanceCycle(context, actor, [parent ? order : { ...order, key }], {
    withIntent: async (tx) => {
      if (parent) await tx.insertKey(key);
      await tx.insertAuthority(authority);
    },
    withResult: async (tx, [result]) => {
      await tx.updateAuthority(authorityId, { certificateId: (result as IssuedCertificate).certificate.id });
      await recordAudit(
        context,
        tx,
        actor,
        predecessorId ? 'authority.rekeyed' : 'authority.created',
        { type: 'authority', id: authorityId },
        {
          name: authority.name,
          kind: authority.kind,
          parentId: authority.parentId ?? '',
          ...(predecessorId ? { predecessorId } : {}),
        },
      );
    },
    whenAbandoned: (tx) => tx.updateAuthority(authorityId, { status: 'disabled' }),
  });
  await completeAuthority(context, authorityId);
  const finished = await context.store.authority(authorityId);
  return { authority: finished ?? authority, issued: issued as IssuedCertificate };
}

/** What every authority needs beyond its certificate: a responder and a CRL. Safe to repeat; a job does if this fails. */
export async function completeAuthority(context: ServiceContext, authorityId: string): Promise<void> {
  try {
    const issuer = await loadIssuer(context.store, authorityId);
    if (!issuer.authority.responderCertificateId)
      await issueResponderCertificate(context, { kind: 'system' }, authorityId);
    if (!(await context.store.currentCrlFacts(authorityId))) await publishCrl(context, { kind: 'system' }, authorityId);
  } catch (error) {
    context.publication.crlOverdue.add(authorityId);
    context.log.warn(
      { error, authorityId },
      'the new authority has no responder or CRL yet; it is tried again shortly',
    );
  }
}

export function decideScheme(
  asked: SignatureScheme | undefined,
  keyAlgorithm: KeyAlgorithm,
  errors: FieldErrors,
): SignatureScheme {
  if (asked !== undefined && asked !== 'pkcs1' && !keyAlgorithm.startsWith('RSA-'))
    errors.add(
      'signatureScheme',
      `PSS is a way to sign with RSA keys; the key type is ${keyAlgorithm}. Choose an RSA key, or leave this out.`,
    );
  return asked ?? 'pkcs1';
}

async function findParent(
  context: ServiceContext,
  request: Pick<CreateAuthorityRequest, 'kind' | 'parentId'>,
  errors: FieldErrors,
): Promise<Issuer | null> {
  if (request.kind === 'root') {
    if (request.parentId !== undefined)
      errors.add('parentId', 'A root has no authority above it. Leave this out, or create an issuing authority.');
    return null;
  }
  if (request.parentId === undefined) {
    errors.add('parentId', 'Choose the authority above it.');
    return null;
  }
  try {
    return await loadUsableIssuer(context.store, context.clock, request.parentId);
  } catch (error) {
    if (!(error instanceof CountersignError) || (error.code !== 'not-found' && error.code !== 'authority-not-usable'))
      throw error;
    errors.add('parentId', error.detail);
    return null;
  }
}

/** C, ST, L, O, OU, CN: from general to particular, each checked at its field. */
export async function decideSubject(
  context: ServiceContext,
  request: Omit<CreateAuthorityRequest, 'kind'>,
  errors: FieldErrors,
): Promise<DistinguishedName> {
  const organisation = request.organisation ?? (await context.store.instance())?.organisation;
  const parts = [
    ['C', 'country', request.country],
    ['ST', 'stateOrProvince', request.stateOrProvince],
    ['L', 'locality', request.locality],
    ['O', 'organisation', organisation],
    ['OU', 'organisationalUnit', request.organisationalUnit],
    ['CN', 'name', request.name],
  ] as const;
  const subject: NameAttribute[] = [];
  for (const [type, field, text] of parts) {
    const value = text?.trim() ?? '';
    if (value === '' && type !== 'CN') continue;
    const parsed = errors.take(field, () => parseDistinguishedName([{ type, value }]));
    if (parsed) subject.push(...parsed);
  }
  return subject;
}

export async function refuseNamesake(context: ServiceContext, name: string, errors: FieldErrors): Promise<void> {
  const namesake = (await context.store.authorities()).find(
    (one) =>
      one.status !== 'disabled' &&
      one.status !== 'revoked' &&
      (one.certificateId || one.status === 'awaiting-certificate') &&
      one.name.toLowerCase() === name.trim().toLowerCase(),
  );
  if (namesake)
    errors.add(
      'name',
      `An authority is already called "${namesake.name}". Two with one name cannot be told apart; add a number or a year.`,
    );
}

export function decidePathLength(
  request: Pick<CreateAuthorityRequest, 'kind' | 'pathLenConstraint'>,
  parent: Issuer | null,
  errors: FieldErrors,
): number | null {
  const limit = parent?.certificate.basicConstraints?.pathLenConstraint ?? null;
  if (parent && limit === 0) {
    errors.add(
      'parentId',
      `Path length of ${parent.authority.name} is 0, so it cannot have authorities below it. Choose its root, or an authority with a longer path.`,
    );
    return 0;
  }
  const wanted =
    request.pathLenConstraint === undefined
      ? PROFILES[request.kind === 'root' ? 'rootAuthority' : 'issuingAuthority'].defaultPathLenConstraint
      : request.pathLenConstraint;
  if (parent && limit !== null && (wanted === null || wanted >= limit))
    errors.add(
      'pathLenConstraint',
      `${parent.authority.name} allows at most ${limit - 1} further levels below a new authority. Choose ${limit - 1} or less.`,
      String(limit - 1),
    );
  return wanted;
}
