import { createHash } from 'node:crypto';
import { CountersignError } from '../domain/errors.ts';
import { type Actor, actorName, type ServiceContext } from './service-context.ts';

/** How long an answer is kept for a repeat of its request. */
const KEEP_HOURS = 24;
const ORPHANED_SECONDS = 300;

/**
 * Runs a request at most once for its Idempotency-Key: a repeat gets the first answer, the same key with another
 * request is refused, and a refused request frees its key. Throws `idempotency-mismatch`, `idempotency-in-progress`.
 */
export async function runOnce(
  context: ServiceContext,
  actor: Actor,
  request: { key: string | null; method: string; path: string; body: string },
  work: () => Promise<{ status: number; body: string }>,
): Promise<{ status: number; body: string; replayed: boolean }> {
  const { key } = request;
  if (key === null) return { ...(await work()), replayed: false };
  if (!/^[\x21-\x7e]{8,200}$/.test(key))
    throw new CountersignError(
      'malformed-request',
      'The Idempotency-Key header must be 8 to 200 visible ASCII characters, such as a UUID.',
    );
  const owner = actorName(actor);
  const requestHash = createHash('sha256').update(`${request.method}\n${request.path}\n${request.body}`).digest('hex');
  const now = context.clock.now();
  const claimed = await context.store.transaction(async (tx) => {
    const present = await tx.idempotent(owner, key);
    // A claim without an answer after this long belongs to a process that died in between.
    if (present && present.status === null && now.getTime() - present.createdAt.getTime() > ORPHANED_SECONDS * 1_000)
      await tx.releaseIdempotency(owner, key);
    return tx.claimIdempotency({ actor: owner, key, requestHash, status: null, body: null, createdAt: now });
  });
  if (!claimed) return replay(context, owner, key, requestHash);
  try {
    const answer = await work();
    await context.store.transaction((tx) => tx.completeIdempotency({ actor: owner, key, ...answer }));
    return { ...answer, replayed: false };
  } catch (error) {
    await context.store.transaction((tx) => tx.releaseIdempotency(owner, key));
    throw error;
  }
}

/** The job's call. Also frees keys whose request a crash interrupted. */
export async function dropOldIdempotencyKeys(context: ServiceContext): Promise<number> {
  return context.store.transaction((tx) =>
    tx.dropIdempotencyBefore(new Date(context.clock.now().getTime() - KEEP_HOURS * 3_600_000)),
  );
}

async function replay(
  context: ServiceContext,
  owner: string,
  key: string,
  requestHash: string,
): Promise<{ status: number; body: string; replayed: boolean }> {
  // The first request may still be running: a double click should get its answer, not an error.
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const record = await context.store.idempotent(owner, key);
    if (!record) break;
    if (record.requestHash !== requestHash)
      throw new CountersignError(
        'idempotency-mismatch',
        'This Idempotency-Key was used for another request. Make a new key for each request.',
      );
    if (record.status !== null && record.body !== null)
      return { status: record.status, body: record.body, replayed: true };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new CountersignError(
    'idempotency-in-progress',
    'The first request with this Idempotency-Key has not finished. Ask again in a few seconds.',
    { retryAfterSeconds: 5 },
  );
}
