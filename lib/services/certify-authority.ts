import type { Authority } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import { isIssuedBy, type ParsedCertificate, parseCertificate } from '../pki/certificate.ts';
import { decodeCertificationRequestPemOrDer, parseCertificationRequest } from '../pki/certification-request.ts';
import { constrainingAuthorities, widenedConstraint } from '../pki/chain-constraints.ts';
import { parseNameConstraints } from '../pki/name-constraints.ts';
import { readSubjectPublicKeyInfo } from '../pki/public-key.ts';
import { parseDistinguishedName } from '../pki/subject.ts';
import { authorise } from './authorise.ts';
import { type AuthorityLimitsRequest, decideLimits } from './authority-limits.ts';
import { type CreatedAuthority, decidePathLength } from './create-authority.ts';
import { FieldErrors } from './field-errors.ts';
import { readCertificates } from './install-certificate.ts';
import { type IssuedCertificate, runIssuanceCycle } from './issuance-cycle.ts';
import type { IssuanceOrder } from './issuance-order.ts';
import { findAuthority, type Issuer, loadAuthorityPath, loadUsableIssuer, parsedChain } from './issuer.ts';
import { sharedFactorFault } from './known-moduli.ts';
import { nameOf, outsideAuthority } from './outside-authorities.ts';
import { recordAudit } from './record-audit.ts';
import { limitsOf } from './renew-authority.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { decideValidity } from './validity.ts';

export interface CertifyRequest extends AuthorityLimitsRequest {
  readonly csr: string;
  readonly validityDays?: number | undefined;
  readonly pathLenConstraint?: number | null | undefined;
}

/**
 * Signs the request of an outside authority: it becomes an authority below this one whose key is elsewhere. From the
 * request come the key and the subject; all else is decided here. Throws `not-found`, `authority-not-usable`,
 * `validation-failed`, `lint-refused`.
 */
export async function certifyAuthority(
  context: ServiceContext,
  actor: Actor | null,
  issuerId: string,
  request: CertifyRequest,
): Promise<CreatedAuthority> {
  authorise(actor, 'authority.certify', { authorityId: issuerId });
  const issuer = await loadUsableIssuer(context.store, context.clock, issuerId);
  const errors = new FieldErrors();
  const csr = errors.take('csr', () => parseCertificationRequest(decodeCertificationRequestPemOrDer(request.csr)));
  if (csr) {
    const { spkiSha256 } = readSubjectPublicKeyInfo(csr.spkiDer);
    if (await context.store.isAuthorityKey(spkiSha256))
      errors.add(
        'csr',
        'The key of this request belongs to an authority or OCSP responder that is known here. Renew or cross-sign that one.',
      );
    const fault = await sharedFactorFault(context, csr.spkiDer, spkiSha256);
    if (fault !== null) errors.add('csr', fault);
    if (csr.subjectAltName.length > 0)
      errors.add(
        'csr',
        'The request asks for alternative names, which an authority does not carry. Make it without them.',
      );
    errors.take('csr', () => parseDistinguishedName(csr.subject));
    if (!csr.subject.some(({ type }) => type === 'CN'))
      errors.add('csr', 'The subject of the request has no common name (CN), by which an authority is known. Add one.');
  }
  const pathLenConstraint = decidePathLength({ ...request, kind: 'issuing' }, issuer, errors);
  const limits = decideLimits(request, issuer, errors);
  const validity = decideAuthorityValidity(context, issuer, request.validityDays, errors);
  errors.throwIfAny();
  if (!csr) throw new CountersignError('internal', 'The request was neither accepted nor refused.');
  const authority = outsideAuthority(context, {
    kind: 'issuing',
    name: nameOf(csr),
    parentId: issuerId,
    certificateId: null,
  });
  const order: IssuanceOrder = {
    profile: 'issuingAuthority',
    issuer,
    issuerId,
    subject: csr.subject,
    names: [],
    ...validity,
    spkiDer: csr.spkiDer,
    key: null,
    pathLenConstraint,
    limits,
    authorityId: authority.id,
  };
  const issued = await issueWithRow(context, actor, order, authority, 'authority.certified');
  return { authority: await findAuthority(context.store, authority.id), issued };
}

export interface CrossSignRequest {
  /** An authority here … */
  readonly targetId?: string | undefined;
  /** … or the certificate of one elsewhere, as PEM. */
  readonly certificate?: string | undefined;
  readonly validityDays?: number | undefined;
}

/**
 * Certifies name and key of another authority, so that who trusts this hierarchy trusts that one's certificates, too
 * (RFC 5280 §3.2). Throws `not-found`, `authority-not-usable`, `validation-failed`, `lint-refused`.
 */
export async function crossSign(
  context: ServiceContext,
  actor: Actor | null,
  issuerId: string,
  request: CrossSignRequest,
): Promise<CreatedAuthority> {
  authorise(actor, 'authority.certify', { authorityId: issuerId });
  const issuer = await loadUsableIssuer(context.store, context.clock, issuerId);
  const errors = new FieldErrors();
  const { target, certificate, field } = await findTarget(context, request, errors);
  if (certificate) checkTarget(certificate, issuer, context.clock.now(), field, errors);
  if (certificate?.keyAlgorithm) {
    const { spkiSha256 } = readSubjectPublicKeyInfo(certificate.spkiDer);
    const fault = await sharedFactorFault(context, certificate.spkiDer, spkiSha256);
    if (fault !== null) errors.add(field, fault);
  }
  if (target) await checkPlace(context, target, issuer, errors, field);
  const validity = decideAuthorityValidity(context, issuer, request.validityDays, errors);
  errors.throwIfAny();
  if (!certificate) throw new CountersignError('internal', 'The request was neither accepted nor refused.');
  const authority =
    target ??
    outsideAuthority(context, { kind: 'issuing', name: nameOf(certificate), parentId: issuerId, certificateId: null });
  const order: IssuanceOrder = {
    profile: 'issuingAuthority',
    issuer,
    issuerId,
    subject: certificate.subject,
    names: [],
    ...validity,
    spkiDer: certificate.spkiDer,
    key: null,
    heldKeyId: target?.keyId ?? null,
    pathLenConstraint: pathLengthBelow(certificate, issuer),
    limits: limitsOf(certificate),
    // Certificates below name the key by this identifier.
    ...(certificate.subjectKeyIdentifier ? { subjectKeyIdentifier: certificate.subjectKeyIdentifier } : {}),
    authorityId: authority.id,
  };
  const issued = await issueWithRow(context, actor, order, target ? null : authority, 'authority.cross-signed');
  return { authority: await findAuthority(context.store, authority.id), issued };
}

/** `newRow`: an authority that is not known here yet, recorded with the intent and given up with it. */
async function issueWithRow(
  context: ServiceContext,
  actor: Actor,
  order: IssuanceOrder,
  newRow: Authority | null,
  action: 'authority.certified' | 'authority.cross-signed',
): Promise<IssuedCertificate> {
  const authorityId = order.authorityId as string;
  const [issued] = await runIssuanceCycle(context, actor, [order], {
    withIntent: async (tx) => {
      if (newRow) await tx.insertAuthority(newRow);
    },
    withResult: async (tx, [result]) => {
      const { id, displayName } = (result as IssuedCertificate).certificate;
      if (newRow) await tx.updateAuthority(authorityId, { certificateId: id });
      await recordAudit(
        context,
        tx,
        actor,
        action,
        { type: 'authority', id: authorityId },
        { name: displayName, issuerId: order.issuerId, certificateId: id },
      );
    },
    whenAbandoned: async (tx) => {
      if (newRow) await tx.updateAuthority(authorityId, { status: 'disabled' });
    },
  });
  return issued as IssuedCertificate;
}

async function findTarget(
  context: ServiceContext,
  request: CrossSignRequest,
  errors: FieldErrors,
): Promise<{ target: Authority | null; certificate: ParsedCertificate | null; field: string }> {
  if ((request.targetId === undefined) === (request.certificate === undefined)) {
    errors.add('targetId', 'Choose an authority that is here, or paste the certificate of another; one of the two.');
    return { target: null, certificate: null, field: 'targetId' };
  }
  if (request.targetId !== undefined) {
    const target = await context.store.authority(request.targetId);
    const der = target?.certificateId ? await context.store.certificateDer(target.certificateId) : null;
    if (!target || !der) errors.add('targetId', 'There is no such authority with a certificate. Choose another.');
    return { target, certificate: der ? parseCertificate(der) : null, field: 'targetId' };
  }
  const given = errors.take('certificate', () => readCertificates(request.certificate as string)) ?? [];
  const certificate = given[0] ?? null;
  let target: Authority | null = null;
  if (certificate?.keyAlgorithm)
    for (const { authorityId } of await context.store.certificatesWithKey(
      readSubjectPublicKeyInfo(certificate.spkiDer).spkiSha256,
    ))
      target ??= authorityId ? await context.store.authority(authorityId) : null;
  return { target, certificate, field: 'certificate' };
}

function checkTarget(
  certificate: ParsedCertificate,
  issuer: Issuer,
  now: Date,
  field: string,
  errors: FieldErrors,
): void {
  const name = nameOf(certificate);
  if (certificate.basicConstraints?.cA !== true || certificate.keyUsage?.includes('keyCertSign') !== true)
    errors.add(field, `"${name}" is not the certificate of an authority that signs certificates.`);
  if (certificate.notAfter <= now) errors.add(field, `"${name}" ended on ${certificate.notAfter.toISOString()}.`);
  if (certificate.keyAlgorithm === null) errors.add(field, `"${name}" has a kind of key that is not supported here.`);
  if (!certificate.subject.some(({ type }) => type === 'CN'))
    errors.add(field, 'The authority has no common name (CN) in its subject, by which it would be known here.');
  if (isSelfIssued(certificate) && !isIssuedBy(certificate, certificate))
    errors.add(
      field,
      `The signature of "${name}" over itself does not verify. Take the certificate from another copy.`,
    );
  const above = constrainingAuthorities(parsedChain(issuer.chain));
  const widened =
    certificate.nameConstraintsDer === null
      ? null
      : widenedConstraint(parseNameConstraints(certificate.nameConstraintsDer), above);
  if (widened) errors.add(field, widened);
  if (issuer.certificate.basicConstraints?.pathLenConstraint === 0)
    errors.add(
      field,
      `Path length of ${issuer.authority.name} is 0, so it cannot have authorities below it. Choose its root, or an authority with a longer path.`,
    );
}

async function checkPlace(
  context: ServiceContext,
  target: Authority,
  issuer: Issuer,
  errors: FieldErrors,
  field: string,
): Promise<void> {
  const above = await loadAuthorityPath(context.store, issuer.authority.id);
  if (above.some(({ id }) => id === target.id))
    errors.add(
      field,
      target.id === issuer.authority.id
        ? 'An authority does not cross-sign itself. Renew it instead.'
        : `"${target.name}" is above "${issuer.authority.name}" already, so nothing would be gained. Choose one of another hierarchy.`,
    );
  if (target.parentId === issuer.authority.id)
    errors.add(field, `"${target.name}" is signed by "${issuer.authority.name}" already. Renew it instead.`);
  if (target.status === 'revoked' || target.deletedAt)
    errors.add(field, `"${target.name}" is revoked or deleted. Choose another.`);
}

/** What the target allows, as far as the issuer does. */
function pathLengthBelow(certificate: ParsedCertificate, issuer: Issuer): number | null {
  const own = certificate.basicConstraints?.pathLenConstraint ?? null;
  const limit = issuer.certificate.basicConstraints?.pathLenConstraint ?? null;
  if (limit === null) return own;
  return own === null ? limit - 1 : Math.min(own, limit - 1);
}

function isSelfIssued({ issuerDer, subjectDer }: ParsedCertificate): boolean {
  return Buffer.compare(issuerDer, subjectDer) === 0;
}

function decideAuthorityValidity(
  context: ServiceContext,
  issuer: Issuer,
  validityDays: number | undefined,
  errors: FieldErrors,
): { notBefore: Date; notAfter: Date } {
  return decideValidity(errors, {
    profile: 'issuingAuthority',
    issuer,
    now: context.clock.now(),
    validityDays,
    notAfter: undefined,
  });
}
