import type { Authority } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import {
  assembleCertificationRequest,
  encodeAuthorityRequestInfo,
  parseCertificationRequest,
} from '../pki/certification-request.ts';
import { octetString } from '../pki/der-writer.ts';
import { safeFileName } from '../pki/export/file-name.ts';
import { encodeKeyUsage } from '../pki/key-usage.ts';
import { OID } from '../pki/oids.ts';
import { encodePem } from '../pki/pem.ts';
import { PROFILES } from '../pki/profiles.ts';
import { readSubjectPublicKeyInfo } from '../pki/public-key.ts';
import { signatureAlgorithmFor } from '../pki/signature-algorithm.ts';
import { encodeBasicConstraints, encodeExtension } from '../pki/tbs-certificate.ts';
import type { DistinguishedName, KeyAlgorithm, SignatureScheme } from '../pki/types.ts';
import { authorise, requireNoLimits } from './authorise.ts';
import type { FileToHandOut } from './certificate-files.ts';
import { decideScheme, decideSubject, refuseNamesake } from './create-authority.ts';
import { FieldErrors } from './field-errors.ts';
import { findAuthority } from './issuer.ts';
import { newKey } from './new-key.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';

export interface RequestAuthorityRequest {
  readonly name: string;
  readonly organisation?: string | undefined;
  readonly organisationalUnit?: string | undefined;
  readonly country?: string | undefined;
  readonly stateOrProvince?: string | undefined;
  readonly locality?: string | undefined;
  readonly keyAlgorithm?: KeyAlgorithm | undefined;
  readonly signatureScheme?: SignatureScheme | undefined;
  readonly pathLenConstraint?: number | null | undefined;
}

/**
 * An issuing authority with a key here, for whose certificate an outside authority is asked: it waits until the answer
 * is installed. Throws `validation-failed`, `sealed`, `signer-unavailable`.
 */
export async function requestAuthority(
  context: ServiceContext,
  actor: Actor | null,
  request: RequestAuthorityRequest,
): Promise<{ readonly authority: Authority; readonly requestPem: string }> {
  authorise(actor, 'authority.create');
  requireNoLimits(actor, 'Making another authority');
  const errors = new FieldErrors();
  const subject = await decideSubject(context, request, errors);
  await refuseNamesake(context, request.name, errors);
  const keyAlgorithm = request.keyAlgorithm ?? PROFILES.issuingAuthority.defaultKeyAlgorithm;
  const signatureScheme = decideScheme(request.signatureScheme, keyAlgorithm, errors);
  errors.throwIfAny();
  const key = await newKey(context, 'authority', keyAlgorithm);
  const pathLenConstraint =
    request.pathLenConstraint === undefined
      ? PROFILES.issuingAuthority.defaultPathLenConstraint
      : request.pathLenConstraint;
  const infoDer = encodeInfo(subject, key.spkiDer, pathLenConstraint);
  const signature = await context.signer.signRequest({ key, signatureScheme, infoDer });
  const requestDer = assembleCertificationRequest(
    infoDer,
    signatureAlgorithmFor(keyAlgorithm, signatureScheme).algorithmIdentifierDer,
    signature,
  );
  // Our own work is read as a stranger would: proof of possession included.
  parseCertificationRequest(requestDer);
  const authority: Authority = {
    id: context.entropy.id(),
    kind: 'issuing',
    name: request.name.trim(),
    status: 'awaiting-certificate',
    parentId: null,
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
  await context.store.transaction(async (tx) => {
    await tx.insertKey(key);
    await tx.insertAuthority(authority);
    await tx.saveAuthorityRequest(authority.id, requestDer);
    await recordAudit(
      context,
      tx,
      actor,
      'authority.requested',
      { type: 'authority', id: authority.id },
      { name: authority.name, spkiSha256: key.spkiSha256 },
    );
  });
  return { authority, requestPem: encodePem('CERTIFICATE REQUEST', requestDer) };
}

/** The request as PEM. Throws `not-found` when none was made. */
export async function downloadRequest(
  context: ServiceContext,
  actor: Actor | null,
  authorityId: string,
): Promise<FileToHandOut> {
  authorise(actor, 'inventory.read');
  const authority = await findAuthority(context.store, authorityId);
  const der = await context.store.authorityRequest(authorityId);
  if (!der) throw new CountersignError('not-found', `No request was made for "${authority.name}".`);
  return {
    name: `${safeFileName(authority.name)}.csr`,
    mediaType: 'application/pkcs10',
    content: Buffer.from(encodePem('CERTIFICATE REQUEST', der), 'utf8'),
  };
}

/** A request says what it is for, so that the authority above sees what it is asked; it decides by itself. */
function encodeInfo(subject: DistinguishedName, spkiDer: Uint8Array, pathLenConstraint: number | null): Uint8Array {
  return encodeAuthorityRequestInfo(subject, spkiDer, [
    encodeBasicConstraints({ cA: true, pathLenConstraint }),
    encodeExtension(OID.keyUsage, true, encodeKeyUsage(PROFILES.issuingAuthority.keyUsage('P-256'))),
    encodeExtension(OID.subjectKeyIdentifier, false, octetString(readSubjectPublicKeyInfo(spkiDer).keyId)),
  ]);
}
