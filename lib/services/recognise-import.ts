import type { FilesReport } from '../pki/import/file-report.ts';
import { lacksItsKey } from './attach-key.ts';
import { authorise } from './authorise.ts';
import { type FilesRequest, filesToRead } from './files-request.ts';
import { isSameAuthority, loadKnownAuthorities } from './known-authorities.ts';
import type { Actor, ServiceContext } from './service-context.ts';

export interface ImportPreview extends FilesReport {
  /** For each of `authorities`: the id of the same one here, or null. */
  readonly alreadyHere: readonly (string | null)[];
  /** For each: it is here without its key, and its key is among the files. */
  readonly keyCanBeAttached: readonly boolean[];
}

/** What the files hold and which of it is here already. Stores nothing. Throws `validation-failed`. */
export async function recogniseImport(
  context: ServiceContext,
  actor: Actor | null,
  request: FilesRequest,
): Promise<ImportPreview> {
  authorise(actor, 'authority.import');
  const report = await context.fileWork.recognise(filesToRead(request, context.clock.now()));
  const known = await loadKnownAuthorities(context.store);
  const same = report.authorities.map(({ certificates }) => {
    const item = report.items[certificates[0] as number];
    return known.find((one) => isSameAuthority(one, item?.spkiSha256 ?? '', item?.certificate?.subjectText ?? ''))
      ?.authority;
  });
  return {
    ...report,
    alreadyHere: same.map((authority) => authority?.id ?? null),
    keyCanBeAttached: same.map(
      (authority, at) => authority !== undefined && lacksItsKey(authority) && report.authorities[at]?.key !== null,
    ),
  };
}
