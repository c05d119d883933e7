import { CountersignError } from '../domain/errors.ts';
import { safeFileName } from '../pki/export/file-name.ts';
import {
  type BuiltFile,
  type ExportDestination,
  type ExportPlan,
  exportDestinations,
  type PlannedFile,
  planExport,
} from '../pki/export/plan-export.ts';
import { zipFiles } from '../pki/export/zip-files.ts';
import { PROFILES } from '../pki/profiles.ts';
import { PkiError } from '../pki/types.ts';
import { authorise } from './authorise.ts';
import { type CertificateWithPath, exportOf, exportRequestOf, loadWithChosenPath } from './certificate-files.ts';
import { type ExportedFile, makePassword, refuseWeakPassword, takePrivateKey } from './export-key.ts';
import type { Actor, ServiceContext } from './service-context.ts';

export interface FilesPlan extends ExportPlan {
  /** What the download of all is called: an archive, or the file itself when there is one. */
  readonly downloadName: string;
}

/**
 * The exact files for each destination, or for one, with the chain by `via` where it is given. Nothing is made. Throws
 * `not-found`, `validation-failed` at `via`.
 */
export async function planFiles(
  context: ServiceContext,
  actor: Actor | null,
  certificateId: string,
  destination: ExportDestination | null,
  via: string | null = null,
): Promise<readonly FilesPlan[]> {
  authorise(actor, 'inventory.read');
  const loaded = await loadWithChosenPath(context.store, certificateId, via);
  const possible = destinationsOf(loaded);
  const wanted = destination === null ? possible : possible.filter((one) => one === destination);
  if (wanted.length === 0) throw notPossible(loaded);
  const plans: FilesPlan[] = [];
  for (const one of wanted) {
    const plan = planExport(await exportRequestOf(context, loaded, one, holdsKey(loaded)));
    plans.push({ ...plan, downloadName: downloadName(loaded, plan) });
  }
  return plans;
}

/**
 * Makes the files of a plan, exactly those: one file, or all of them as an archive. A key that leaves is audited before.
 * Throws `not-found`, `validation-failed`, `step-up-required`, `sealed`.
 */
export async function exportFiles(
  context: ServiceContext,
  actor: Actor | null,
  certificateId: string,
  request: {
    destination: ExportDestination;
    file?: string | undefined;
    password?: string | undefined;
    /** Another certificate of an authority above, for the alternative chain. */
    via?: string | undefined;
  },
): Promise<ExportedFile> {
  authorise(actor, 'inventory.read');
  const loaded = await loadWithChosenPath(context.store, certificateId, request.via ?? null);
  if (!destinationsOf(loaded).includes(request.destination)) throw notPossible(loaded);
  const plan = planExport(await exportRequestOf(context, loaded, request.destination, holdsKey(loaded)));
  const wanted = request.file === undefined ? plan.files : plan.files.filter(({ name }) => name === request.file);
  if (wanted.length === 0)
    throw new CountersignError('not-found', `There is no file "${request.file}" for this destination.`);
  const needsPassword = wanted.some(({ protection }) => protection !== 'none');
  if (needsPassword && request.password !== undefined) refuseWeakPassword(request.password);
  const madePassword = needsPassword && request.password === undefined ? makePassword(context) : null;
  const password = needsPassword ? (request.password ?? madePassword) : null;
  const files = await build(context, actor, loaded, { destination: request.destination, password, wanted });
  const [only] = files as [BuiltFile, ...BuiltFile[]];
  if (files.length === 1) return { name: only.name, mediaType: only.mediaType, content: only.content, madePassword };
  const content = zipFiles(files, context.clock.now());
  return { name: downloadName(loaded, plan), mediaType: 'application/zip', content, madePassword };
}

async function build(
  context: ServiceContext,
  actor: Actor,
  loaded: CertificateWithPath,
  args: { destination: ExportDestination; password: string | null; wanted: readonly PlannedFile[] },
): Promise<readonly BuiltFile[]> {
  const { destination, password, wanted } = args;
  const needsKey = wanted.some(({ secret }) => secret);
  if (needsKey) authorise(actor, 'certificate.export-key');
  const pkcs8 = needsKey ? await takePrivateKey(context, actor, loaded, `files for ${destination}`) : null;
  try {
    const planned = await exportOf(context, loaded, destination, pkcs8, password, holdsKey(loaded));
    return await context.fileWork.buildExport({ ...planned, only: wanted.map(({ name }) => name) });
  } catch (error) {
    if (!(error instanceof PkiError) || error.code !== 'bad-password') throw error;
    throw new CountersignError('validation-failed', error.message, {
      fields: [{ field: 'password', message: error.message }],
    });
  } finally {
    pkcs8?.fill(0);
  }
}

/** Of an authority only what others need to trust it: its key never leaves. */
function destinationsOf({ certificate }: CertificateWithPath): readonly ExportDestination[] {
  return PROFILES[certificate.profile].isAuthority ? ['trust-only'] : exportDestinations();
}

function holdsKey({ certificate }: CertificateWithPath): boolean {
  const { profile, keyId } = certificate;
  return keyId !== null && !PROFILES[profile].isAuthority && profile !== 'ocspResponder';
}

function downloadName({ certificate }: CertificateWithPath, { files, destination }: ExportPlan): string {
  const [only, ...more] = files;
  return only !== undefined && more.length === 0
    ? only.name
    : `${safeFileName(certificate.displayName)}-${destination}.zip`;
}

function notPossible({ certificate }: CertificateWithPath): CountersignError {
  const message = `"${certificate.displayName}" is an authority. Its key never leaves; choose "trust-only".`;
  return new CountersignError('validation-failed', message, { fields: [{ field: 'for', message }] });
}
