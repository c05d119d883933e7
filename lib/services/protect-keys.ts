import type { KeyProtectionMode } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import { authorise, requireNoLimits } from './authorise.ts';
import { FieldErrors } from './field-errors.ts';
import { refuseWeakPassphrase } from './password-rules.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { requirePasswordAgain } from './step-up.ts';

export interface KeyProtectionView {
  readonly mode: KeyProtectionMode;
  /** Where the key file is, or would be. */
  readonly keyFilePath: string;
}

/** Null before the set-up. */
export async function getKeyProtection(
  context: ServiceContext,
  actor: Actor | null,
): Promise<KeyProtectionView | null> {
  authorise(actor, 'inventory.read');
  const protection = await context.store.keyProtection();
  return protection && { mode: protection.mode, keyFilePath: context.settings.keyFilePath };
}

/**
 * Another passphrase, a passphrase in place of the key file, or a key file in place of the passphrase. The stored keys are not touched: only the
 * envelope of the key that encrypts them is made anew, and one row decides which holds. After a stop at any moment either the old or the new
 * protection opens the keys. Throws `validation-failed` at `passphrase` or `newPassphrase`, `conflict`, `rate-limited`, `step-up-required`.
 */
export async function protectKeys(
  context: ServiceContext,
  actor: Actor | null,
  request: {
    readonly mode: KeyProtectionMode;
    /** The present one, where there is one. */
    readonly passphrase?: string | undefined;
    readonly newPassphrase?: string | undefined;
  },
): Promise<KeyProtectionView> {
  authorise(actor, 'keys.protect');
  requireNoLimits(actor, 'Changing what protects the keys');
  const [instance, before] = await Promise.all([context.store.instance(), context.store.keyProtection()]);
  if (!instance || !before)
    throw new CountersignError('setup-required', 'There are no keys yet. Finish the set-up first.');
  const errors = new FieldErrors();
  if (before.mode === 'passphrase' && !request.passphrase)
    errors.add('passphrase', 'Type the present passphrase: without it nobody changes it.');
  if (request.mode === 'passphrase') refuseWeakPassphrase(errors, 'newPassphrase', request.newPassphrase ?? '');
  errors.throwIfAny();
  requirePasswordAgain(context, actor, 'Changing what protects the keys');
  await countAttempt(context);
  const after = await context.signer.protectAnew({
    instanceId: instance.instanceId,
    protection: before,
    passphrase: request.passphrase ?? null,
    mode: request.mode,
    newPassphrase: request.mode === 'passphrase' ? (request.newPassphrase ?? null) : null,
  });
  context.faults.reach('protection.made');
  await context.store.transaction(async (tx) => {
    if (!(await tx.replaceKeyProtection(before, after)))
      throw new CountersignError('conflict', 'Somebody else changed the protection meanwhile. Reload the page.');
    await tx.clearAttempts(ATTEMPTS);
    await recordAudit(
      context,
      tx,
      actor,
      'keys.protection-changed',
      { type: 'instance', id: instance.instanceId },
      { from: before.mode, to: after.mode },
    );
  });
  context.faults.reach('protection.recorded');
  await context.signer.protectionChanged({ instanceId: instance.instanceId, protection: after });
  return { mode: after.mode, keyFilePath: context.settings.keyFilePath };
}

/** The same counter as for unsealing: both are guesses at one passphrase. */
const ATTEMPTS = 'unseal';
const WINDOW_SECONDS = 15 * 60;
const FREE_ATTEMPTS = 10;

async function countAttempt(context: ServiceContext): Promise<void> {
  const attempts = await context.store.transaction((tx) =>
    tx.countAttempt({ name: ATTEMPTS, now: context.clock.now(), windowSeconds: WINDOW_SECONDS }),
  );
  if (attempts > FREE_ATTEMPTS)
    throw new CountersignError('rate-limited', 'Too many wrong passphrases. Wait 15 minutes and try again.', {
      retryAfterSeconds: WINDOW_SECONDS,
    });
}
