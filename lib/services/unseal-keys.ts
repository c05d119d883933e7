import { CountersignError } from '../domain/errors.ts';
import { authorise } from './authorise.ts';
import { recordAudit } from './record-audit.ts';
import { recoverIntents } from './recover-intents.ts';
import type { Actor, ServiceContext } from './service-context.ts';

const WINDOW_SECONDS = 15 * 60;
const FREE_ATTEMPTS = 10;

/** Opens the keys with the passphrase and finishes what waited for them. Throws `validation-failed`, `rate-limited`, `conflict`. */
export async function unsealKeys(context: ServiceContext, actor: Actor | null, passphrase: string): Promise<void> {
  authorise(actor, 'keys.unseal');
  const [instance, protection] = await Promise.all([context.store.instance(), context.store.keyProtection()]);
  if (!instance || !protection)
    throw new CountersignError('setup-required', 'There are no keys yet. Finish the set-up first.');
  if ((await context.signer.state()) === 'unsealed') return;
  const attempts = await context.store.transaction((tx) =>
    tx.countAttempt({ name: 'unseal', now: context.clock.now(), windowSeconds: WINDOW_SECONDS }),
  );
  if (attempts > FREE_ATTEMPTS)
    throw new CountersignError('rate-limited', 'Too many wrong passphrases. Wait 15 minutes and try again.', {
      retryAfterSeconds: WINDOW_SECONDS,
    });
  try {
    await context.signer.unseal({ instanceId: instance.instanceId, protection, passphrase });
  } catch (error) {
    await context.store.transaction((tx) =>
      recordAudit(context, tx, actor, 'keys.unseal-refused', { type: 'instance', id: instance.instanceId }),
    );
    throw error;
  }
  await context.store.transaction(async (tx) => {
    await tx.clearAttempts('unseal');
    await recordAudit(context, tx, actor, 'keys.unsealed', { type: 'instance', id: instance.instanceId });
  });
  await recoverIntents(context);
}

/** At start: opens the keys by the key file, or says that they wait for a passphrase. */
export async function openKeysAtStart(context: ServiceContext, awaitPassphrase: () => void): Promise<void> {
  const [instance, protection] = await Promise.all([context.store.instance(), context.store.keyProtection()]);
  if (!instance || !protection) return;
  if (protection.mode === 'passphrase') awaitPassphrase();
  else await context.signer.unseal({ instanceId: instance.instanceId, protection, passphrase: null });
}
