import type { Certificate, Job } from '../domain/entities.ts';
import { authorise, requireNoLimits } from './authorise.ts';
import {
  BULK_COLUMNS,
  type BulkAct,
  type BulkActKind,
  type BulkActParameters,
  bulkInput,
  checkAct,
  expectedRefusal,
  JOB_KINDS,
  RIGHT_OF_KIND,
} from './bulk-acts.ts';
import { type BulkSelection, chosenCertificates, MOST_IN_BULK, requireCount, walkSelection } from './bulk-selection.ts';
import { insertJob } from './insert-job.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { requirePasswordAgain } from './step-up.ts';

export interface BulkActRequest {
  readonly act: BulkAct;
  readonly selection: BulkSelection;
}

/** What an act on many would meet, before it is confirmed. */
export interface BulkPreview {
  /** How many there are; `more`: that many were looked at, and there are more than one act takes. */
  readonly total: number;
  readonly more: boolean;
  readonly limit: number;
  /** Probably refused, by reason, with the first names. */
  readonly refusals: readonly { readonly reason: string; readonly count: number; readonly names: readonly string[] }[];
  readonly issuers: readonly { readonly id: string; readonly name: string; readonly count: number }[];
  /** The first of those that will probably not be refused. */
  readonly names: readonly string[];
}

/** Counts and sorts what is chosen; changes nothing. Throws `validation-failed`. */
export async function previewBulkAct(
  context: ServiceContext,
  actor: Actor | null,
  request: { readonly kind: BulkActKind; readonly selection: { ids: readonly string[] } | { filter: object } },
): Promise<BulkPreview> {
  authorise(actor, 'inventory.read');
  const authorities = new Map((await context.store.authorities()).map((authority) => [authority.id, authority]));
  const refusals = new Map<string, { reason: string; count: number; names: string[] }>();
  const issuers = new Map<string, number>();
  const names: string[] = [];
  let total = 0;
  const selection = 'ids' in request.selection ? request.selection : { ...request.selection, count: 0 };
  for await (const items of walkSelection(context, selection))
    for (const item of items) {
      if (total === MOST_IN_BULK + 1) break;
      total += 1;
      issuers.set(item.issuerId, (issuers.get(item.issuerId) ?? 0) + 1);
      const reason = expectedRefusal(request.kind, item, authorities);
      if (reason === null) {
        if (names.length < FEW) names.push(item.displayName);
        continue;
      }
      const known = refusals.get(reason) ?? { reason, count: 0, names: [] };
      known.count += 1;
      if (known.names.length < FEW) known.names.push(item.displayName);
      refusals.set(reason, known);
    }
  return {
    total: Math.min(total, MOST_IN_BULK),
    more: total > MOST_IN_BULK,
    limit: MOST_IN_BULK,
    refusals: [...refusals.values()],
    issuers: [...issuers]
      .map(([id, count]) => ({ id, name: authorities.get(id)?.name ?? id, count }))
      .sort((one, other) => other.count - one.count),
    names,
  };
}

/**
 * Starts a job that does the same to many certificates, each under the rules for one. By a filter the certificates are counted
 * first, and again when the job begins: another number than the confirmed one changes nothing. Revoking many wants the
 * password again. Throws `validation-failed`, `conflict`, `step-up-required`.
 */
export async function startBulkAct(
  context: ServiceContext,
  actor: Actor | null,
  request: BulkActRequest,
): Promise<Job> {
  authorise(actor, 'inventory.read');
  authorise(actor, RIGHT_OF_KIND[JOB_KINDS[request.act.kind]]);
  requireNoLimits(actor, 'An act on many certificates');
  const act = checkAct(request.act, context.clock.now());
  const { selection } = request;
  let chosen: readonly Certificate[] = [];
  if ('ids' in selection) chosen = await chosenCertificates(context, selection.ids);
  else await requireCount(context, selection);
  if (act.kind === 'revoke') requirePasswordAgain(context, actor, 'Revoking many certificates');
  const total = 'ids' in selection ? chosen.length : selection.count;
  const parameters: BulkActParameters = {
    columns: BULK_COLUMNS,
    act,
    ...('ids' in selection
      ? {}
      : { gathering: { filter: selection.filter, count: selection.count, cursor: null, gathered: 0 } }),
  };
  const items = chosen.map((certificate, position) => ({ position, input: bulkInput(certificate) }));
  return insertJob(context, actor, { kind: JOB_KINDS[act.kind], label: labelOf(act, total), parameters, total, items });
}

function labelOf(act: BulkAct, total: number): string {
  const many = `${total.toLocaleString('en-GB')} ${total === 1 ? 'certificate' : 'certificates'}`;
  switch (act.kind) {
    case 'revoke':
      return `Revoke ${many}`;
    case 'hold':
      return `Put ${many} on hold`;
    case 'release':
      return `Release ${many} from hold`;
    case 'renew':
      return `Renew ${many}`;
    case 'describe': {
      const parts = [
        ...(act.addTags?.length ? [`tag as ${act.addTags.join(', ')}`] : []),
        ...(act.removeTags?.length ? [`remove ${act.removeTags.join(', ')}`] : []),
        ...(act.owner === undefined ? [] : [act.owner === '' ? 'no owner' : `owner ${act.owner}`]),
      ].join('; ');
      return `${many}: ${parts}`;
    }
  }
}

const FEW = 5;
