import { CountersignError } from '../domain/errors.ts';
import { authorise } from './authorise.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';

/** Withdraws a link at once; a file that was not collected is gone. Throws `not-found`, and `conflict` the second time. */
export async function revokeHandover(
  context: ServiceContext,
  actor: Actor | null,
  connectionId: string,
  handoverId: string,
): Promise<void> {
  authorise(actor, 'connection.hand-over');
  await context.store.transaction(async (tx) => {
    const [connection, handover] = [await tx.connection(connectionId), await tx.handover(handoverId)];
    if (!connection || handover?.connectionId !== connectionId)
      throw new CountersignError('not-found', 'This connection has no such hand-over link.');
    if (!(await tx.recordHandoverRevoked(handoverId, context.clock.now())))
      throw new CountersignError('conflict', 'This link was withdrawn before. Nothing more is to do.');
    await recordAudit(
      context,
      tx,
      actor,
      'connection.handover-revoked',
      { type: 'connection', id: connectionId },
      { name: connection.name, side: handover.side, handoverId },
    );
  });
}

/** Files of links that have ended are of no use to anybody; returns how many went. */
export function dropEndedHandovers(context: ServiceContext): Promise<number> {
  return context.store.transaction((tx) => tx.dropEndedHandoverFiles(context.clock.now()));
}
