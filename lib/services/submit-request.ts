import type { CertificationRequest } from '../domain/certification-request.ts';
import { CountersignError } from '../domain/errors.ts';
import { decodeCertificationRequestPemOrDer, parseCertificationRequest } from '../pki/certification-request.ts';
import { encodePem } from '../pki/pem.ts';
import { readSubjectPublicKeyInfo } from '../pki/public-key.ts';
import { distinguishedNameText } from '../pki/subject.ts';
import { authorise } from './authorise.ts';
import { chooseProfile } from './chosen-profile.ts';
import type { IssueCertificateRequest } from './decide-certificate.ts';
import { FieldErrors } from './field-errors.ts';
import { recordAudit } from './record-audit.ts';
import { type Actor, actorName, type ServiceContext } from './service-context.ts';

/** What goes with a request until it is decided. */
export interface AskedForRequest {
  /** Absent: the built-in one that the request asks for. */
  readonly profile?: string | undefined;
  readonly authorityId?: string | undefined;
  /** Certified instead of those in the request. */
  readonly names?: readonly string[] | undefined;
  readonly subject?: IssueCertificateRequest['subject'];
  readonly validityDays?: number | undefined;
}

export interface SubmitRequest extends AskedForRequest {
  /** PEM, or the base64 of the DER, of a PKCS#10 request. */
  readonly csr: string;
  /** For whoever decides: who asks, and why. */
  readonly note?: string | undefined;
}

/**
 * Keeps a certification request for somebody to decide later. It has to be readable and signed by its own key; whether it
 * would be issued is judged when it is looked at, by the rules of that day. Nothing is signed. Throws `validation-failed`.
 */
export async function submitRequest(
  context: ServiceContext,
  actor: Actor | null,
  request: SubmitRequest,
): Promise<CertificationRequest> {
  authorise(actor, 'request.submit');
  const errors = new FieldErrors();
  const csr = errors.take('csr', () => {
    const der = decodeCertificationRequestPemOrDer(request.csr);
    return { der, parsed: parseCertificationRequest(der) };
  });
  if (request.profile !== undefined) await chooseProfile(context.store, request.profile, errors);
  const note = request.note?.trim() ?? '';
  if (note.length > MOST_NOTE)
    errors.add('note', `The note has ${note.length} characters; at most ${MOST_NOTE} are kept. Shorten it.`);
  errors.throwIfAny();
  if (!csr) throw new CountersignError('internal', 'The request was neither read nor refused.');
  const { parsed, der } = csr;
  const { csr: _, note: __, ...asked } = request;
  const kept: CertificationRequest = {
    id: context.entropy.id(),
    state: 'waiting',
    csr: encodePem('CERTIFICATE REQUEST', der),
    asked: JSON.stringify(asked),
    displayName:
      parsed.subject.find(({ type }) => type === 'CN')?.value ??
      request.names?.[0]?.trim() ??
      parsed.subjectAltName[0]?.value ??
      'Without a name',
    subjectText: distinguishedNameText(parsed.subject),
    keyAlgorithm: parsed.keyAlgorithm,
    spkiSha256: readSubjectPublicKeyInfo(parsed.spkiDer).spkiSha256,
    note,
    createdAt: context.clock.now(),
    createdBy: actorName(actor),
    decidedAt: null,
    decidedBy: null,
    reason: '',
    certificateId: null,
  };
  await context.store.transaction(async (tx) => {
    await tx.insertCertificationRequest(kept);
    await recordAudit(
      context,
      tx,
      actor,
      'request.submitted',
      { type: 'request', id: kept.id },
      { name: kept.displayName, spkiSha256: kept.spkiSha256 },
    );
  });
  return kept;
}

const MOST_NOTE = 2_000;
