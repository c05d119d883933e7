import { createHash } from 'node:crypto';
import type { Session } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { Operator } from '../domain/operators.ts';
import { authorise } from './authorise.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import type { SessionView } from './views.ts';

const WINDOW_SECONDS = 15 * 60;
const FREE_ATTEMPTS = 5;
const ATTEMPTS_PER_ADDRESS = 50;

/** Signs an operator in. Throws `unauthenticated` (same words for every reason) or `rate-limited`. */
export async function signIn(
  context: ServiceContext,
  request: { email: string; password: string; headers: Headers; remoteAddress: string },
): Promise<{ operator: Operator; setCookies: readonly string[] }> {
  if (!(await context.store.instance()))
    throw new CountersignError('setup-required', 'Nobody can sign in before the set-up is finished.');
  const email = request.email.trim().toLowerCase();
  const account = signInCounter(email);
  await countAttempt(context, account, FREE_ATTEMPTS);
  await countAttempt(context, `sign-in-from|${request.remoteAddress}`, ATTEMPTS_PER_ADDRESS);
  try {
    const result = await context.authentication.signIn({ email, password: request.password, headers: request.headers });
    await context.store.transaction(async (tx) => {
      await tx.clearAttempts(account);
      await recordAudit(
        context,
        tx,
        { kind: 'operator', operator: result.operator, sessionId: '' },
        'operator.signed-in',
        { type: 'operator', id: result.operator.id },
        { remoteAddress: request.remoteAddress },
      );
    });
    return result;
  } catch (error) {
    if (error instanceof CountersignError && error.code === 'unauthenticated') {
      await context.store.transaction((tx) =>
        recordAudit(
          context,
          tx,
          { kind: 'system' },
          'operator.sign-in-refused',
          { type: 'operator', id: account.slice(8) },
          { remoteAddress: request.remoteAddress },
        ),
      );
    }
    throw error;
  }
}

export async function signOut(
  context: ServiceContext,
  actor: Actor | null,
  headers: Headers,
): Promise<{ setCookies: readonly string[] }> {
  authorise(actor, 'session.manage');
  const result = await context.authentication.signOut(headers);
  if (actor.kind === 'operator')
    await context.store.transaction((tx) =>
      recordAudit(context, tx, actor, 'operator.signed-out', { type: 'operator', id: actor.operator.id }),
    );
  return result;
}

/** The operator's own sessions, newest first. */
export async function listSessions(context: ServiceContext, actor: Actor | null): Promise<readonly SessionView[]> {
  authorise(actor, 'session.manage');
  if (actor.kind !== 'operator') return [];
  const sessions = await context.authentication.listSessions(actor.operator.id);
  return sessions.map((session) => ({ ...session, current: session.id === actor.sessionId }));
}

/** What is left of the session that asks, in whole seconds by the server's clock: unused, and however it is used. */
export interface SessionEnd {
  readonly secondsLeft: number;
  readonly secondsAtMost: number;
}

/** Asking this way does not make the session last longer. Throws `unauthenticated`. */
export async function getSessionEnd(context: ServiceContext, actor: Actor | null): Promise<SessionEnd> {
  authorise(actor, 'session.manage');
  const current = (await listSessions(context, actor)).find((session) => session.current);
  if (!current) throw new CountersignError('unauthenticated', 'This session is over. Sign in again.');
  return sessionEnd(current, context.clock.now());
}

export function sessionEnd({ expiresAt, latestEnd }: Pick<Session, 'expiresAt' | 'latestEnd'>, now: Date): SessionEnd {
  const seconds = (end: Date) => Math.max(0, Math.floor((end.getTime() - now.getTime()) / 1_000));
  const secondsAtMost = seconds(latestEnd);
  return { secondsLeft: Math.min(seconds(expiresAt), secondsAtMost), secondsAtMost };
}

/** Ends one of the operator's own sessions. Throws `not-found`, also for another person's. */
export async function endSession(context: ServiceContext, actor: Actor | null, sessionId: string): Promise<void> {
  authorise(actor, 'session.manage');
  if (actor.kind !== 'operator' || !(await context.authentication.endSession(actor.operator.id, sessionId)))
    throw new CountersignError('not-found', 'There is no such session.');
  await context.store.transaction((tx) =>
    recordAudit(context, tx, actor, 'operator.session-ended', { type: 'session', id: sessionId }),
  );
}

/** Under what the attempts on an address (in lower case) are counted. */
export function signInCounter(email: string): string {
  return `sign-in|${createHash('sha256').update(email).digest('hex').slice(0, 32)}`;
}

async function countAttempt(context: ServiceContext, name: string, free: number): Promise<void> {
  const count = await context.store.transaction((tx) =>
    tx.countAttempt({ name, now: context.clock.now(), windowSeconds: WINDOW_SECONDS }),
  );
  if (count > free)
    throw new CountersignError('rate-limited', 'Too many attempts to sign in. Wait 15 minutes and try again.', {
      retryAfterSeconds: WINDOW_SECONDS,
    });
}
