import { CountersignError } from '../domain/errors.ts';
import { authorise } from './authorise.ts';
import { type ClockVerdict, clockSentence } from './clock-guard.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { requirePasswordAgain } from './step-up.ts';
import type { AttentionItem } from './views.ts';

export interface ClockView {
  readonly now: Date;
  readonly verdict: ClockVerdict;
}

export async function getClock(context: ServiceContext, actor: Actor | null): Promise<ClockView> {
  authorise(actor, 'inventory.read');
  return { now: context.clock.now(), verdict: await context.clockGuard.verdict() };
}

/** Somebody says that the present time of this machine is right. Throws `conflict` when nobody doubts it, `step-up-required`. */
export async function confirmClock(context: ServiceContext, actor: Actor | null): Promise<void> {
  authorise(actor, 'keys.unseal');
  requirePasswordAgain(context, actor, 'Confirming the clock');
  const verdict = await context.clockGuard.verdict();
  if (verdict.state === 'trusted')
    throw new CountersignError('conflict', 'The clock is not in doubt. There is nothing to confirm.');
  const other = verdict.state === 'behind' ? verdict.lastKnown : verdict.expected;
  await context.store.transaction((tx) =>
    recordAudit(
      context,
      tx,
      actor,
      'clock.confirmed',
      { type: 'instance', id: 'clock' },
      {
        state: verdict.state,
        now: verdict.now.toISOString(),
        insteadOf: other.toISOString(),
      },
    ),
  );
  context.clockGuard.confirm();
}

/** For the overview. */
export async function clockItems(context: ServiceContext): Promise<readonly AttentionItem[]> {
  const verdict = await context.clockGuard.verdict();
  if (verdict.state === 'trusted') return [];
  return [
    {
      id: 'clock',
      severity: 'error',
      title: 'The clock is in doubt: nothing is signed',
      detail: clockSentence(verdict),
      href: '/settings#clock',
      action: 'Look at the clock',
    },
  ];
}
