import type { Authority } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import { PROFILES } from '../pki/profiles.ts';
import { parseDistinguishedName } from '../pki/subject.ts';
import type { DistinguishedName, KeyAlgorithm, SignatureScheme } from '../pki/types.ts';
import { authorise } from './authorise.ts';
import { FieldErrors } from './field-errors.ts';
import { type IssuanceOrder, type IssuedCertificate, runIssuanceCycle } from './issuance-cycle.ts';
import { type Issuer, loadIssuer, loadUsableIssuer } from './issuer.ts';
import { newKey } from './new-key.ts';
import { publishCrl } from './publish-crl.ts';
import { recordAudit } from './record-audit.ts';
import { issueResponderCertificate } from './renew-responder.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { decideValidity } from './validity.ts';

export interface CreateAuthorityRequest {
  readonly kind: 'root' | 'issuing';
  readonly parentId?: string | undefined;
  readonly name: string;
  readonly organisation?: string | undefined;
  readonly country?: string | undefined;
  readonly keyAlgorithm?: KeyAlgorithm | undefined;
  /** `pss` only with an RSA key; absent: `pkcs1`, which stands for the one way of every other key. */
  readonly signatureScheme?: SignatureScheme | undefined;
  readonly validityDays?: number | undefined;
  readonly pathLenConstraint?: number | null | undefined;
}

/**
 * Makes a root, or an authority below one: key, certificate, OCSP responder, first CRL. Throws `validation-failed`,
 * `authority-not-usable`, `lint-refused`, `sealed`.
 */
export async function createAuthority(
  context: ServiceContext,
  actor: Actor | null,
  request: CreateAuthorityRequest,
): Promise<{ authority: Authority; issued: IssuedCertificate }> {
  authorise(actor, 'authority.create');
  const errors = new FieldErrors();
  const profile = request.kind === 'root' ? 'rootAuthority' : 'issuingAuthority';
  const parent = await findParent(context, request, errors);
  const subject = await decideSubject(context, request, errors);
  const pathLenConstraint = decidePathLength(request, parent, errors);
  const validity = decideValidity(errors, {
    profile,
    issuer: parent,
    now: context.clock.now(),
    validityDays: request.validityDays,
    notAfter: undefined,
  });
  const keyAlgorithm = request.keyAlgorithm ?? PROFILES[profile].defaultKeyAlgorithm;
  const signatureScheme = decideScheme(request, keyAlgorithm, errors);
  errors.throwIfAny();

  const key = await newKey(context, 'authority', keyAlgorithm);
  const authorityId = context.entropy.id();
  const authority: Authority = {
    id: authorityId,
    kind: request.kind,
    name: request.name.trim(),
    status: 'active',
    parentId: parent?.authority.id ?? null,
    keyId: key.id,
    keyState: 'online',
    settings: {},
    predecessorId: null,
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
    subject,
    names: [],
    ...validity,
    spkiDer: key.spkiDer,
    key: null,
    pathLenConstraint,
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
        'authority.created',
        { type: 'authority', id: authorityId },
        { name: authority.name, kind: authority.kind, parentId: authority.parentId ?? '' },
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
    if (!(await context.store.currentCrl(authorityId))) await publishCrl(context, { kind: 'system' }, authorityId);
  } catch (error) {
    context.publication.crlOverdue.add(authorityId);
    context.log.warn(
      { error, authorityId },
      'the new authority has no responder or CRL yet; it is tried again shortly',
    );
  }
}

function decideScheme(
  request: CreateAuthorityRequest,
  keyAlgorithm: KeyAlgorithm,
  errors: FieldErrors,
): SignatureScheme {
  if (request.signatureScheme === 'pss' && !keyAlgorithm.startsWith('RSA-'))
    errors.add(
      'signatureScheme',
      `PSS is a way to sign with RSA keys; the key type is ${keyAlgorithm}. Choose an RSA key, or leave this out.`,
    );
  return request.signatureScheme ?? 'pkcs1';
}

async function findParent(
  context: ServiceContext,
  request: CreateAuthorityRequest,
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

async function decideSubject(
  context: ServiceContext,
  request: CreateAuthorityRequest,
  errors: FieldErrors,
): Promise<DistinguishedName> {
  const organisation = request.organisation ?? (await context.store.instance())?.organisation;
  const subject: DistinguishedName = [
    ...(request.country ? [{ type: 'C', value: request.country.trim() }] : []),
    ...(organisation?.trim() ? [{ type: 'O', value: organisation.trim() }] : []),
    { type: 'CN', value: request.name.trim() },
  ];
  for (const [attribute, field] of [
    ['C', 'country'],
    ['O', 'organisation'],
    ['CN', 'name'],
  ] as const) {
    const part = subject.filter((one) => one.type === attribute);
    if (part.length > 0) errors.take(field, () => parseDistinguishedName(part));
  }
  const namesakes = (await context.store.authorities()).filter(
    (one) =>
      one.status === 'active' && one.certificateId && one.name.toLowerCase() === request.name.trim().toLowerCase(),
  );
  if (namesakes.length > 0)
    errors.add(
      'name',
      `An authority is already called "${namesakes[0]?.name}". Two with one name cannot be told apart; add a number or a year.`,
    );
  return subject;
}

function decidePathLength(request: CreateAuthorityRequest, parent: Issuer | null, errors: FieldErrors): number | null {
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
