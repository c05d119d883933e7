import { CountersignError } from '../domain/errors.ts';
import { parseTbsCertificate } from '../pki/certificate.ts';
import { distinguishedNameText } from '../pki/subject.ts';
import type { LintFinding } from '../pki/types.ts';
import { authorise } from './authorise.ts';
import { type CertificateDecision, decideCertificate, type IssueCertificateRequest } from './decide-certificate.ts';
import { type CertificateDescription, checkDescription } from './describe-certificate.ts';
import { FieldErrors } from './field-errors.ts';
import { type AlsoRecorded, type IssuedCertificate, runIssuanceCycle } from './issuance-cycle.ts';
import { type Issuer, issuerKeyState } from './issuer.ts';
import { nameViews } from './name-views.ts';
import { newKey } from './new-key.ts';
import { prepareCertificate } from './prepare-certificate.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import type { IssuePreview } from './views.ts';

/** Issues one server or client certificate. Throws `validation-failed`, `lint-refused`, `sealed`, `signer-unavailable`. */
export async function issueCertificate(
  context: ServiceContext,
  actor: Actor | null,
  request: IssueCertificateRequest & CertificateDescription,
  /** What is recorded together with it. */
  also: AlsoRecorded = {},
): Promise<IssuedCertificate> {
  authorise(actor, 'certificate.issue');
  const { owner, notes, tags = [] } = checkDescription(request);
  const errors = new FieldErrors();
  const decision = await decideCertificate(context, request, errors);
  errors.throwIfAny();
  if (!decision) throw new CountersignError('internal', 'The request was neither accepted nor refused.');
  const key = decision.csr ? null : await newKey(context, 'endEntity', decision.keyAlgorithm);
  const spkiDer = decision.csr?.spkiDer ?? key?.spkiDer;
  if (!spkiDer) throw new CountersignError('internal', 'There is neither a request nor a key.');
  const description = { owner: owner ?? '', notes: notes ?? '' };
  const [issued] = await runIssuanceCycle(context, actor, [{ ...decision.order, spkiDer, key, ...description }], {
    ...also,
    withResult: async (tx, results) => {
      const { id } = (results[0] as IssuedCertificate).certificate;
      if (tags.length > 0) await tx.describeCertificate({ id, ...description, tags });
      await also.withResult?.(tx, results);
    },
  });
  return issued as IssuedCertificate;
}

/** What `issueCertificate` would give: decided and linted, signed by nobody, recorded nowhere. `csrFollows`: the key is made elsewhere, later. */
export async function previewCertificate(
  context: ServiceContext,
  actor: Actor | null,
  request: IssueCertificateRequest & { readonly csrFollows?: boolean | undefined },
): Promise<IssuePreview> {
  authorise(actor, 'certificate.issue');
  const errors = new FieldErrors();
  const decision = await decideCertificate(context, request, errors, {
    names: 'names',
    ...(request.csrFollows ? { keyHeld: false } : {}),
  });
  errors.throwIfAny();
  return previewOf(context, decision as CertificateDecision);
}

export async function previewOf(context: ServiceContext, decision: CertificateDecision): Promise<IssuePreview> {
  const issuer = decision.order.issuer as Issuer;
  // Without a request the key does not exist yet. The issuer's stands in, and what depends on the key is told by its type instead.
  const prepared = prepareCertificate(context, {
    ...decision.order,
    spkiDer: decision.csr?.spkiDer ?? issuer.key.spkiDer,
    key: null,
    keyStandsIn: decision.csr === null,
  });
  const tbs = parseTbsCertificate(prepared.tbsDer);
  const lints: readonly LintFinding[] = decision.csr
    ? prepared.lints
    : prepared.lints.filter(({ field }) => field !== 'subjectPublicKeyInfo');
  return {
    subjectText: distinguishedNameText(decision.order.subject),
    names: nameViews(decision.order.names),
    notBefore: decision.order.notBefore,
    notAfter: decision.order.notAfter,
    issuerName: issuer.authority.name,
    issuerKey: await issuerKeyState(context, issuer.authority),
    keyUsage: decision.profile.keyUsage(decision.keyAlgorithm),
    extKeyUsage: tbs.extKeyUsage ?? [],
    lints,
  };
}
