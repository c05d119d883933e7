import { CountersignError } from '../domain/errors.ts';
import type { BuiltFile } from '../pki/export/plan-export.ts';
import { privateKeyPem } from '../pki/pkcs8.ts';
import { authorise, requireWithinLimits } from './authorise.ts';
import {
  type CertificateWithPath,
  exportOf,
  type FileToHandOut,
  loadWithPath,
  safeFileName,
} from './certificate-files.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { requireStepUp } from './step-up.ts';

export interface ExportedFile extends FileToHandOut {
  /** The password that was made for a PKCS#12 file when none was given; shown once. */
  readonly madePassword: string | null;
}

/**
 * Hands out the private key of an end entity, as PKCS#8 PEM or packed with its chain as PKCS#12. Audited before the
 * octets leave. Throws `not-found`, `conflict` when the key is not held here, `validation-failed`, `step-up-required`.
 */
export async function exportKey(
  context: ServiceContext,
  actor: Actor | null,
  certificateId: string,
  request: { format: 'key' | 'pkcs12'; password?: string | undefined },
): Promise<ExportedFile> {
  authorise(actor, 'certificate.export-key');
  if (request.format === 'pkcs12' && request.password !== undefined) refuseWeakPassword(request.password);
  const loaded = await loadWithPath(context.store, certificateId);
  const pkcs8 = await takePrivateKey(context, actor, loaded, request.format);
  const base = safeFileName(loaded.certificate.displayName);
  try {
    if (request.format === 'key')
      return {
        name: `${base}.key`,
        mediaType: 'application/x-pem-file',
        content: Buffer.from(privateKeyPem(pkcs8), 'utf8'),
        madePassword: null,
      };
    const password = request.password ?? makePassword(context);
    const planned = await exportOf(context, loaded, 'firefox', pkcs8, password);
    const [packed] = await context.fileWork.buildExport({ ...planned, only: [`${base}.p12`] });
    const { content } = packed as BuiltFile;
    return {
      name: `${base}.p12`,
      mediaType: 'application/x-pkcs12',
      content,
      madePassword: request.password === undefined ? password : null,
    };
  } finally {
    pkcs8.fill(0);
  }
}

/** Records the export, then has the signer open the key. The caller overwrites the octets. Throws `step-up-required`. */
export async function takePrivateKey(
  context: ServiceContext,
  actor: Actor,
  loaded: CertificateWithPath,
  purpose: string,
): Promise<Uint8Array> {
  const { certificate } = loaded;
  requireWithinLimits(actor, { authorityId: certificate.issuerId });
  const key = certificate.keyId ? await context.store.key(certificate.keyId) : null;
  if (!key)
    throw new CountersignError(
      'conflict',
      `The key of "${certificate.displayName}" is not held here: it was made by the applicant, who sent a request. Download the certificate and combine it with that key.`,
    );
  if (key.kind !== 'endEntity')
    throw new CountersignError('forbidden', 'Keys of authorities and responders never leave the signer.');
  requireStepUp(context, actor, certificate.id);
  await context.store.transaction(async (tx) => {
    await recordAudit(
      context,
      tx,
      actor,
      'certificate.key-exported',
      { type: 'certificate', id: certificate.id },
      { serialNumber: certificate.serialNumber, name: certificate.displayName, purpose },
    );
  });
  return context.signer.exportEndEntityKey({ key });
}

export function refuseWeakPassword(password: string): void {
  const problem =
    password.length < 8
      ? `The password has ${password.length} characters; at least 8 are needed. Leave it empty to have one made.`
      : password.length > 128
        ? 'The password is longer than 128 characters, which some systems cut off. Shorten it.'
        : null;
  if (problem)
    throw new CountersignError('validation-failed', problem, { fields: [{ field: 'password', message: problem }] });
}

/** 20 letters and digits without look-alikes, about 115 bits: typed once on another machine. */
export function makePassword(context: ServiceContext): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789';
  let password = '';
  while (password.length < 20) {
    for (const octet of context.entropy.octets(32)) {
      // Octets past the last full cycle would favour the first letters.
      if (octet < Math.floor(256 / letters.length) * letters.length && password.length < 20)
        password += letters[octet % letters.length];
    }
  }
  return password.replace(/(.{5})(?=.)/g, '$1-');
}
