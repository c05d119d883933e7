import { CountersignError } from '../domain/errors.ts';
import { authorise } from './authorise.ts';
import { recordAudit } from './record-audit.ts';
import { type Actor, actorName, type ServiceContext } from './service-context.ts';

/** A password that was given again holds for one session and this long; so does the act of having made a key oneself. */
export const STEP_UP_SECONDS = 5 * 60;

/** What acts of the last minutes allow, kept in memory: after a restart the password is asked for once more. */
export interface StepUpMemory {
  /** When the password was given again, by session. */
  readonly sessions: Map<string, Date>;
  /** Who made which key, by certificate. */
  readonly freshKeys: Map<string, { readonly sessionId: string; readonly at: Date }>;
}

/**
 * Checks the operator's password again for acts that want it. Throws `validation-failed` at `password` when it is wrong,
 * `rate-limited`. Both outcomes are audited.
 */
export async function stepUp(context: ServiceContext, actor: Actor | null, password: string): Promise<void> {
  authorise(actor, 'session.manage');
  if (actor.kind !== 'operator') return;
  const counter = `step-up|${actor.operator.id}`;
  const count = await context.store.transaction((tx) =>
    tx.countAttempt({ name: counter, now: context.clock.now(), windowSeconds: WINDOW_SECONDS }),
  );
  if (count > FREE_ATTEMPTS)
    throw new CountersignError('rate-limited', 'Too many attempts. Wait 15 minutes and try again.', {
      retryAfterSeconds: WINDOW_SECONDS,
    });
  const right = await context.authentication.verifyPassword({ operatorId: actor.operator.id, password });
  await context.store.transaction(async (tx) => {
    if (right) await tx.clearAttempts(counter);
    await recordAudit(context, tx, actor, right ? 'operator.stepped-up' : 'operator.step-up-refused', {
      type: 'session',
      id: actor.sessionId,
    });
  });
  if (!right)
    throw new CountersignError('validation-failed', 'The password is wrong. Nothing was done.', {
      fields: [{ field: 'password', message: 'The password is wrong. Type it again.' }],
    });
  keep(context.stepUp.sessions, actor.sessionId, context.clock.now());
}

/** Remembers that the operator has just had these keys made. */
export function rememberFreshKeys(context: ServiceContext, actor: Actor, certificateIds: readonly string[]): void {
  const sessionId = sessionOf(actor);
  if (sessionId === null) return;
  for (const id of certificateIds) keep(context.stepUp.freshKeys, id, { sessionId, at: context.clock.now() });
}

/**
 * For acts on an authority that cannot be taken back, or only for a while; `act` begins the sentence of the refusal. Throws
 * `step-up-required` unless the password was given again by this session in the last minutes.
 */
export function requirePasswordAgain(context: ServiceContext, actor: Actor, act: string): void {
  if (actor.kind === 'token') throw new CountersignError('forbidden', `${act} is for people, not for tokens.`);
  if (actor.kind !== 'operator' || wasGivenAgain(context, actor.sessionId)) return;
  throw stepUpRequired(`${act} wants the password, given`);
}

/** Throws `step-up-required` unless the password was given again, or the key made, by this session in the last minutes. */
export function requireStepUp(context: ServiceContext, actor: Actor, certificateId: string): void {
  const sessionId = sessionOf(actor);
  if (sessionId === null) return;
  const fresh = context.stepUp.freshKeys.get(certificateId);
  if (fresh?.sessionId === sessionId && isRecent(context, fresh.at)) return;
  requireGivenForKeys(context, actor);
}

/** The same for the files of a job, which its starter may have for some minutes after its end. */
export function requireStepUpForJob(
  context: ServiceContext,
  actor: Actor,
  job: { readonly createdBy: string; readonly finishedAt: Date | null; readonly createdAt: Date },
): void {
  if (sessionOf(actor) === null) return;
  const isStarter = actorName(actor) === job.createdBy;
  if (isStarter && (job.finishedAt === null || isRecent(context, job.finishedAt))) return;
  requireGivenForKeys(context, actor);
}

function requireGivenForKeys(context: ServiceContext, actor: Actor): void {
  if (actor.kind === 'token')
    throw new CountersignError(
      'forbidden',
      'With a token private keys leave only within 5 minutes after the same token had them made. Sign in to take this one.',
    );
  if (actor.kind === 'operator' && wasGivenAgain(context, actor.sessionId)) return;
  throw stepUpRequired('Private keys leave only when the password was given');
}

/** Under what its fresh keys are remembered; null: nobody from outside. */
function sessionOf(actor: Actor): string | null {
  if (actor.kind === 'operator') return actor.sessionId;
  return actor.kind === 'token' ? `token ${actor.token.id}` : null;
}

function stepUpRequired(what: string): CountersignError {
  return new CountersignError(
    'step-up-required',
    `${what} in the last 5 minutes: POST /api/v1/session/step-up, then repeat this. Nothing was changed.`,
  );
}

function wasGivenAgain(context: ServiceContext, sessionId: string): boolean {
  const given = context.stepUp.sessions.get(sessionId);
  return given !== undefined && isRecent(context, given);
}

function isRecent(context: ServiceContext, at: Date): boolean {
  return context.clock.now().getTime() - at.getTime() < STEP_UP_SECONDS * 1_000;
}

/** The oldest go first: a Map lists its members in the order they came. */
function keep<Value>(memory: Map<string, Value>, name: string, value: Value): void {
  memory.delete(name);
  memory.set(name, value);
  for (const old of memory.keys()) {
    if (memory.size <= MAX_REMEMBERED) return;
    memory.delete(old);
  }
}

const WINDOW_SECONDS = 15 * 60;
const FREE_ATTEMPTS = 5;
/** A bulk job of the largest size. */
const MAX_REMEMBERED = 10_000;
