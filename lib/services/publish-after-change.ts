import type { CrlRecord } from '../domain/entities.ts';
import type { SerialNumber } from '../pki/types.ts';
import { publishChange } from './publish-crl.ts';
import type { ServiceContext } from './service-context.ts';

/**
 * Publishes what a committed change of status makes necessary. Changes that come while a list of that authority is
 * being made wait for the next one and share it: a thousand revocations at once make a few lists and not a thousand.
 * Null when it could not be signed now; the job tries again. The change stands whatever happens here.
 */
export async function publishAfterChange(
  context: ServiceContext,
  authorityId: string,
  serialNumbers: readonly SerialNumber[],
): Promise<Pick<CrlRecord, 'crlNumber' | 'thisUpdate' | 'nextUpdate'> | null> {
  const queue = context.publication.publishing;
  const turn = queue.get(authorityId) ?? { running: null, next: null };
  queue.set(authorityId, turn);
  if (turn.running === null) {
    turn.running = run(context, authorityId, serialNumbers).finally(() => {
      turn.running = null;
      if (turn.next === null) queue.delete(authorityId);
    });
    return turn.running;
  }
  if (turn.next === null) {
    const waiting = new Set<SerialNumber>(serialNumbers);
    turn.next = {
      serialNumbers: waiting,
      list: turn.running.then(() => {
        turn.next = null;
        return publishAfterChange(context, authorityId, [...waiting]);
      }),
    };
  } else for (const serial of serialNumbers) turn.next.serialNumbers.add(serial);
  return turn.next.list;
}

type Published = Awaited<ReturnType<typeof publishAfterChange>>;

/** What is being made for one authority, and what waits for its end. */
export interface PublishingTurn {
  running: Promise<Published> | null;
  next: { readonly serialNumbers: Set<SerialNumber>; readonly list: Promise<Published> } | null;
}

async function run(
  context: ServiceContext,
  authorityId: string,
  serialNumbers: readonly SerialNumber[],
): Promise<Published> {
  try {
    return await publishChange(context, authorityId, serialNumbers);
  } catch (error) {
    context.log.error(
      { error, authorityId },
      'the status of a certificate changed, but the CRL could not be signed; it is tried again shortly',
    );
    return null;
  }
}
