import { constrainingAuthorities } from '../pki/chain-constraints.ts';
import { decodeName } from '../pki/distinguished-name.ts';
import { PROFILES } from '../pki/profiles.ts';
import type { DistinguishedName, KeyAlgorithm } from '../pki/types.ts';
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
  const subject = [
    ...subjectPrefix(issuer),
    { type: 'CN', value: `${issuer.authority.name.slice(0, 49)} OCSP responder` },
  ];
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
    for (const subtree of constraints.permitted)
      if (subtree.form === 'directory') return decodeName(subtree.nameDer).filter(({ type }) => type !== 'CN');
  return [];
}

/** Answers under a post-quantum authority must not be easier to forge than its certificates. */
function responderKeyAlgorithm(issuerKey: KeyAlgorithm): KeyAlgorithm {
  return issuerKey.startsWith('ML-DSA-') ? issuerKey : PROFILES.ocspResponder.defaultKeyAlgorithm;
}

/** The job's call: renews the responder of every authority with a key here that is near its end or has none. */
export async function renewResponders(context: ServiceContext): Promise<number> {
  let renewed = 0;
  const now = context.clock.now();
  for (const authority of await context.store.authorities()) {
    if (authority.status === 'revoked' || !authority.certificateId) continue;
    const own = await context.store.certificate(authority.certificateId);
    if (!own || own.notAfter <= now || own.state !== 'issued') continue;
    const current = authority.responderCertificateId
      ? await context.store.certificate(authority.responderCertificateId)
      : null;
    const endsLate =
      current && current.state === 'issued' && current.notAfter.getTime() - now.getTime() > RENEW_BEFORE_DAYS * DAY;
    const endsWithAuthority =
      current && current.state === 'issued' && current.notAfter.getTime() === own.notAfter.getTime();
    if (endsLate || endsWithAuthority || !(await isKeyAtHand(context, authority))) continue;
    await issueResponderCertificate(context, { kind: 'system' }, authority.id);
    renewed += 1;
  }
  return renewed;
}
