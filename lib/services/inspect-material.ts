import { CountersignError } from '../domain/errors.ts';
import type { InspectionReport } from '../pki/inspect/inspect-files.ts';
import { authorise } from './authorise.ts';
import { type FilesRequest, filesToRead } from './files-request.ts';
import { loadKnownAuthorities } from './known-authorities.ts';
import type { Actor, ServiceContext } from './service-context.ts';

export interface InspectMaterialRequest {
  readonly text?: string | undefined;
  readonly files?: FilesRequest['files'] | undefined;
  readonly passwords?: readonly string[] | undefined;
  /** RFC 3339; absent: now. */
  readonly time?: string | undefined;
  readonly trustGiven?: boolean | undefined;
}

export interface InspectionView extends InspectionReport {
  readonly time: Date;
  /** By position in `items`: the record of the same certificate here. */
  readonly here: readonly {
    readonly item: number;
    readonly certificateId: string;
    readonly state: string;
    readonly revokedAt: Date | null;
  }[];
}

/** All there is to say about what was pasted or dropped. Stores nothing. Throws `validation-failed`. */
export async function inspectMaterial(
  context: ServiceContext,
  actor: Actor | null,
  request: InspectMaterialRequest,
): Promise<InspectionView> {
  authorise(actor, 'inventory.read');
  const now = context.clock.now();
  const text = request.text?.trim() ? Buffer.from(request.text, 'utf8').toString('base64') : null;
  const files = [...(text === null ? [] : [{ name: 'pasted text', base64: text }]), ...(request.files ?? [])];
  if (files.length === 0)
    throw new CountersignError('validation-failed', 'There is nothing to look at. Paste text, or choose a file.', {
      fields: [{ field: 'text', message: 'Paste text, or choose a file.' }],
    });
  const known = (await loadKnownAuthorities(context.store)).slice(-MAX_OWN);
  const time = request.time === undefined ? now : new Date(request.time);
  const report = await context.fileWork.inspect({
    ...filesToRead({ files, passwords: request.passwords }, now),
    time,
    trusted: known
      .filter(({ authority }) => authority.kind === 'root')
      .map(({ certificate }) => certificate.certificateDer),
    intermediates: known.map(({ certificate }) => certificate.certificateDer),
    trustGiven: request.trustGiven ?? false,
  });
  return { ...report, time, here: await recordsOf(context, report) };
}

async function recordsOf(context: ServiceContext, { items }: InspectionReport): Promise<InspectionView['here']> {
  const here: InspectionView['here'][number][] = [];
  for (const [item, { kind, publicKey, fingerprints }] of items.entries()) {
    if (kind !== 'certificate' || publicKey === null || fingerprints === null) continue;
    const sameKey = await context.store.certificatesWithKey(publicKey.sha256);
    const same = sameKey.find(({ fingerprintSha256 }) => fingerprintSha256 === fingerprints.sha256);
    if (same) here.push({ item, certificateId: same.id, state: same.state, revokedAt: same.revokedAt });
  }
  return here;
}

/** The newest; more would only slow the search for a path. */
const MAX_OWN = 1_000;
