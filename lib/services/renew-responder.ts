import type { Authority } from '../domain/entities.ts';
import { parseCertificate } from '../pki/certificate.ts';
import { constrainingAuthorities } from '../pki/chain-constraints.ts';
import { decodeName } from '../pki/distinguished-name.ts';
import { PROFILES } from '../pki/profiles.ts';
import type { DistinguishedName, KeyAlgorithm } from '../pki/types.ts';
import { isWeakIntermediate } from '../pki/weak-signature.ts';
import { FieldErrors } from './field-errors.ts';
import { type IssuedCertificate, runIssuanceCycle } from './issuance-cycle.ts';
import { type Issuer, isKeyAtHand, loadServingIssuer, parsedChain } from './issuer.ts';
import { newKey } from './new-key.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { decideValidity } from './validity.ts';

const DAY = 86_400_000;
/** Renewed when a third of its life is left, so that weeks of trouble pass unnoticed by relying parties. */
const RENEW_BEFORE_DAYS = 30;

/** Issues the delegated OCSP responder of an authority (RFC 6960 §4.2.2.2) and puts it in force. */
export async function issueResponderCertificate(
  context: ServiceContext,
  actor: Actor,
  authorityId: string,
): Promise<IssuedCertificate> {
  const issuer = await loadServingIssuer(context.store, context.clock, authorityId);
  const errors = new FieldErrors();
  const validity = decideValidity(errors, {
    profile: 'ocspResponder',
    issuer,
    now: context.clock.now(),
    validityDays: undefined,
    notAfter: undefined,
  });
  errors.throwIfAny();
  const key = await newKey(context, 'responder', responderKeyAlgorithm(issuer.key.algorithm));
  const prefix = subjectPrefix(issuer);
  // A name has one CN at most: where the constraint gives it, that is the responder's.
  const subject = prefix.some(({ type }) => type === 'CN')
    ? prefix
    : [...prefix, { type: 'CN', value: `${issuer.authority.name.slice(0, 49)} OCSP responder` }];
  const [issued] = await runIssuanceCycle(
    context,
    actor,
    [
      {
        profile: 'ocspResponder',
        issuer,
        issuerId: authorityId,
        subject,
        names: [],
        ...validity,
        spkiDer: key.spkiDer,
        key,
      },
    ],
    {
      withResult: (tx, [result]) =>
        tx.updateAuthority(authorityId, { responderCertificateId: (result as IssuedCertificate).certificate.id }),
    },
  );
  return issued as IssuedCertificate;
}

/** Under an authority that permits certain directory names only, the responder's begins with one of them. */
function subjectPrefix(issuer: Issuer): DistinguishedName {
  for (const { constraints } of constrainingAuthorities(parsedChain(issuer.chain)))
    for (const subtree of constraints.permitted) if (subtree.form === 'directory') return decodeName(subtree.nameDer);
  return [];
}

/** Answers under a post-quantum authority must not be easier to forge than its certificates. */
function responderKeyAlgorithm(issuerKey: KeyAlgorithm): KeyAlgorithm {
  return issuerKey.startsWith('ML-DSA-') ? issuerKey : PROFILES.ocspResponder.defaultKeyAlgorithm;
}

/** The job's call: renews the responder of every authority with a key here that is near its end or has none. */
export async function renewResponders(context: ServiceContext): Promise<number> {
  let renewed = 0;
  const soon = new Date(context.clock.now().getTime() + RENEW_BEFORE_DAYS * DAY);
  for (const authority of await context.store.authorities()) {
    if (!(await isResponderDue(context, authority, soon)) || !(await isKeyAtHand(context, authority))) continue;
    await issueResponderCertificate(context, { kind: 'system' }, authority.id);
    renewed += 1;
  }
  return renewed;
}

/**
 * In a ceremony, after its list was signed: renews the responder when it would end soon, or before that list does, as
 * nobody can sign another one until the next ceremony. True when there is a new one. Throws as the issuance cycle.
 */
export async function renewResponderInCeremony(context: ServiceContext, authority: Authority): Promise<boolean> {
  const list = await context.store.currentCrlFacts(authority.id);
  const soon = context.clock.now().getTime() + RENEW_BEFORE_DAYS * DAY;
  const needed = new Date(Math.max(soon, list?.nextUpdate.getTime() ?? 0));
  if (!(await isResponderDue(context, authority, needed))) return false;
  await issueResponderCertificate(context, { kind: 'system' }, authority.id);
  return true;
}

/** It has none that is good until then, and a new one could be good for longer. */
async function isResponderDue(context: ServiceContext, authority: Authority, until: Date): Promise<boolean> {
  if (authority.status === 'revoked' || !authority.certificateId) return false;
  const own = await context.store.certificate(authority.certificateId);
  if (!own || own.notAfter <= context.clock.now() || own.state !== 'issued') return false;
  // Nothing is certified below a signature that can be forged; its list tells the revocations.
  const der = authority.status === 'disabled' ? await context.store.certificateDer(own.id) : null;
  if (der && isWeakIntermediate(parseCertificate(der))) return false;
  const current = authority.responderCertificateId
    ? await context.store.certificate(authority.responderCertificateId)
    : null;
  if (current?.state !== 'issued') return true;
  return current.notAfter <= until && current.notAfter.getTime() !== own.notAfter.getTime();
}
