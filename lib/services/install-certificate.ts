import type { Authority } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import { type ParsedCertificate, parseCertificate } from '../pki/certificate.ts';
import { certificateFacts } from '../pki/import/certificate-facts.ts';
import { readPkcs7 } from '../pki/import/read-pkcs7.ts';
import { lintCertificate } from '../pki/lints/lint-certificate.ts';
import { decodeBase64, decodePem } from '../pki/pem.ts';
import { readSubjectPublicKeyInfo } from '../pki/public-key.ts';
import { type LintFinding, PkiError } from '../pki/types.ts';
import { authorise } from './authorise.ts';
import { completeAuthority } from './create-authority.ts';
import { FieldErrors } from './field-errors.ts';
import { importedCertificate } from './imported-certificate.ts';
import { findAuthority } from './issuer.ts';
import {
  buildOutsidePath,
  certificatesHere,
  nameOf,
  type OutsidePath,
  recordAuthoritiesAbove,
} from './outside-authorities.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';

export interface InstalledCertificate {
  readonly authority: Authority;
  /** Plain sentences about what is missing or weak; it is installed all the same. */
  readonly warnings: readonly string[];
}

/**
 * Puts the answer of an outside authority in force: the certificate of the waiting key, and those above it. Also a
 * later answer for the same key, such as a renewal or one with the chain that was missing. Throws `not-found`,
 * `conflict`, `validation-failed` at `certificates`.
 */
export async function installCertificate(
  context: ServiceContext,
  actor: Actor | null,
  authorityId: string,
  request: { readonly certificates: string },
): Promise<InstalledCertificate> {
  authorise(actor, 'authority.certify', { authorityId });
  const authority = await findAuthority(context.store, authorityId);
  const key = authority.keyId ? await context.store.key(authority.keyId) : null;
  await refuseUninstallable(context, authority);
  if (!key) throw new CountersignError('conflict', `"${authority.name}" has no key here. Nothing was installed.`);
  const errors = new FieldErrors();
  const given = errors.take('certificates', () => readCertificates(request.certificates)) ?? [];
  const own = newestFor(key.spkiSha256, given);
  if (given.length > 0 && !own)
    errors.add(
      'certificates',
      `None of the ${given.length} certificates is for the key of "${authority.name}". Send its request again, and install the answer to that one.`,
    );
  if (own) checkOwn(own, context.clock.now(), errors);
  errors.throwIfAny();
  const leaf = own as ParsedCertificate;
  const outside = buildOutsidePath(leaf, [...given, ...(await certificatesHere(context))]);
  checkPath(outside, context.clock.now(), errors);
  errors.throwIfAny();
  await record(context, actor, authority, outside);
  if ((await findAuthority(context.store, authorityId)).keyState === 'online')
    await completeAuthority(context, authorityId);
  return {
    authority: await findAuthority(context.store, authorityId),
    warnings: warningsOf(outside, context.clock.now()),
  };
}

/** PEM of one or many certificates, a PKCS#7 file as PEM, or base64 of either. */
export function readCertificates(text: string): readonly ParsedCertificate[] {
  const trimmed = text.trim();
  if (trimmed === '') throw new PkiError('malformed', 'Paste the certificate, and below it those above it.');
  const blocks = trimmed.includes('-----BEGIN ')
    ? decodePem(trimmed, ['CERTIFICATE', 'X509 CERTIFICATE', 'PKCS7', 'CMS'], {
        maxBlocks: 20,
        maxBytes: 400_000,
      })
    : [{ label: '', der: decodeBase64(trimmed.replace(/\s+/g, '')) }];
  return blocks.flatMap(({ label, der }) => {
    if (label === 'PKCS7' || label === 'CMS') return readPkcs7(der).certificates.map((one) => parseCertificate(one));
    try {
      return [parseCertificate(der)];
    } catch (error) {
      if (label !== '') throw error;
      return readPkcs7(der).certificates.map((one) => parseCertificate(one));
    }
  });
}

async function refuseUninstallable(context: ServiceContext, authority: Authority): Promise<void> {
  if (authority.deletedAt || authority.status === 'revoked')
    throw new CountersignError('conflict', `"${authority.name}" is gone. Nothing was installed.`);
  const parent = authority.parentId ? await context.store.authority(authority.parentId) : null;
  const isOurs = authority.status !== 'awaiting-certificate' && parent?.keyState !== 'absent';
  if (isOurs)
    throw new CountersignError(
      'conflict',
      `"${authority.name}" does not wait for a certificate from elsewhere. Renew it here.`,
    );
}

function newestFor(spkiSha256: string, given: readonly ParsedCertificate[]): ParsedCertificate | null {
  const own = given.filter(
    ({ spkiDer, keyAlgorithm }) => keyAlgorithm && readSubjectPublicKeyInfo(spkiDer).spkiSha256 === spkiSha256,
  );
  return own.sort((one, other) => other.notAfter.getTime() - one.notAfter.getTime())[0] ?? null;
}

function checkOwn(own: ParsedCertificate, now: Date, errors: FieldErrors): void {
  const name = nameOf(own);
  if (own.basicConstraints?.cA !== true)
    errors.add(
      'certificates',
      `The certificate of "${name}" is not one of an authority (CA:TRUE is missing). Ask for it again.`,
    );
  if (!own.keyUsage?.includes('keyCertSign') || !own.keyUsage.includes('cRLSign'))
    errors.add(
      'certificates',
      `The certificate of "${name}" does not allow to sign certificates and revocation lists (keyCertSign and cRLSign). Ask for one that does.`,
    );
  if (own.notAfter <= now)
    errors.add('certificates', `The certificate of "${name}" ended on ${own.notAfter.toISOString()}.`);
}

function checkPath({ path, complete }: OutsidePath, now: Date, errors: FieldErrors): void {
  if (complete && path.length === 1)
    errors.add('certificates', 'The certificate is self-signed. The answer of another authority is expected.');
  for (const one of path.slice(1)) {
    if (one.keyAlgorithm === null)
      errors.add('certificates', `"${nameOf(one)}" has a kind of key that is not supported here.`);
    if (one.notAfter <= now) errors.add('certificates', `"${nameOf(one)}" ended on ${one.notAfter.toISOString()}.`);
  }
  path.slice(1).forEach((one, depth) => {
    const limit = one.basicConstraints?.pathLenConstraint ?? null;
    if (limit !== null && depth > limit)
      errors.add(
        'certificates',
        `"${nameOf(one)}" does not allow so many authorities below it (path length ${limit}).`,
      );
  });
}

function warningsOf({ path, complete }: OutsidePath, now: Date): readonly string[] {
  const [own, issuer] = path as readonly [ParsedCertificate, ParsedCertificate | undefined];
  const lints: readonly LintFinding[] = lintCertificate(own.certificateDer, { issuer: issuer ?? null, now });
  return [
    ...(complete
      ? []
      : [
          `The certificate of "${nameOf({ subject: (path.at(-1) as ParsedCertificate).issuer })}" is missing, so the chain does not reach a root. Install the answer again together with it.`,
        ]),
    ...lints.filter(({ severity }) => severity !== 'info').map(({ message }) => message),
  ];
}

async function record(
  context: ServiceContext,
  actor: Actor,
  authority: Authority,
  outside: OutsidePath,
): Promise<void> {
  const own = outside.path[0] as ParsedCertificate;
  await context.store.transaction(async (tx) => {
    const parent = await recordAuthoritiesAbove(context, tx, actor, outside);
    const present = (await tx.certificatesOfAuthority(authority.id)).find(
      ({ fingerprintSha256 }) => fingerprintSha256 === own.fingerprintSha256,
    );
    const facts = certificateFacts(own);
    const certificate =
      present ??
      importedCertificate(context, actor, facts, {
        issuerId: parent.id,
        authorityId: authority.id,
        revoked: null,
        keyId: authority.keyId,
        replacesId: authority.certificateId,
      });
    if (!present) await tx.insertImportedCertificates([{ ...facts, certificate }]);
    const status = authority.status === 'awaiting-certificate' ? 'active' : authority.status;
    await tx.updateAuthority(authority.id, { certificateId: certificate.id, parentId: parent.id, status });
    await recordAudit(
      context,
      tx,
      actor,
      'authority.certificate-installed',
      { type: 'authority', id: authority.id },
      {
        name: authority.name,
        issuer: parent.name,
        serialNumber: own.serialNumber,
        fingerprintSha256: own.fingerprintSha256,
        chain: outside.complete ? 'complete' : 'without a root',
      },
    );
  });
}
