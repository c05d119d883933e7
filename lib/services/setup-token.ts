import { createHash, timingSafeEqual } from 'node:crypto';
import { CountersignError } from '../domain/errors.ts';
import type { ServiceContext } from './service-context.ts';

/** The one-time token that proves that whoever sets up can read the server's console. */
export const SETUP_TOKEN_MINUTES = 30;
const ATTEMPTS = 5;

/**
 * Makes a token (or takes the configured one), keeps its hash, and returns it to be printed. Null once the set-up is
 * finished. Every start gives a new one, so an expired or exhausted token needs only a restart.
 */
export async function issueSetupToken(context: ServiceContext, fixed: string | null): Promise<string | null> {
  if (await isSetUp(context)) return null;
  const token = fixed ?? Buffer.from(context.entropy.octets(16)).toString('base64url');
  // A configured token is for scripts that may run much later; it lives a day.
  const minutes = fixed === null ? SETUP_TOKEN_MINUTES : 24 * 60;
  await context.store.transaction((tx) =>
    tx.saveSetupToken({
      tokenHash: hashOf(token),
      expiresAt: new Date(context.clock.now().getTime() + minutes * 60_000),
      attemptsLeft: ATTEMPTS,
    }),
  );
  return token;
}

/** Throws `setup-token-refused`, or `not-found` when the set-up is finished. A wrong guess is counted. */
export async function checkSetupToken(context: ServiceContext, token: string): Promise<void> {
  const finished = await isSetUp(context);
  const verdict = await context.store.transaction(async (tx) => {
    if (finished) return 'finished';
    const stored = await tx.setupToken();
    if (!stored) return 'absent';
    if (stored.expiresAt <= context.clock.now()) return 'expired';
    if (stored.attemptsLeft <= 0) return 'exhausted';
    if (timingSafeEqual(Buffer.from(stored.tokenHash, 'hex'), Buffer.from(hashOf(token.trim()), 'hex'))) return 'right';
    await tx.saveSetupToken({ ...stored, attemptsLeft: stored.attemptsLeft - 1 });
    return 'wrong';
  });
  if (verdict === 'right') return;
  if (verdict === 'finished') throw new CountersignError('not-found', 'The set-up is finished. Sign in instead.');
  const message = {
    absent: 'There is no setup token. Restart the server; it prints a new one.',
    expired: `The setup token has expired (it lives ${SETUP_TOKEN_MINUTES} minutes). Restart the server; it prints a new one.`,
    exhausted: `The setup token was guessed wrong ${ATTEMPTS} times and is void. Restart the server; it prints a new one.`,
    wrong: "This is not the setup token. Copy it from the server's console, where it was printed at the start.",
  }[verdict];
  throw new CountersignError('setup-token-refused', message, { fields: [{ field: 'setupToken', message }] });
}

/** Instance and first operator are made one after the other; a crash in between leaves the set-up to be resumed. */
export async function isSetUp(context: ServiceContext): Promise<boolean> {
  return (await context.store.instance()) !== null && (await context.authentication.hasOperator());
}

function hashOf(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex');
}
