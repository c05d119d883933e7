import { createHash } from 'node:crypto';
import type { AuditCheckpoint } from '../domain/audit-anchor.ts';
import type { StoredKey } from '../domain/entities.ts';
import { requireTrustedClock } from './clock-guard.ts';
import { newKey } from './new-key.ts';
import { recordAudit } from './record-audit.ts';
import type { ServiceContext } from './service-context.ts';

const EVERY_ENTRIES = 1_000;
const EVERY_SECONDS = 600;
export const NO_CHECKPOINT = '0'.repeat(64);

/**
 * The schedule's call: signs the head of the log when a thousand entries or ten minutes have passed since the last time, or when something
 * about an authority or an operator is among the new ones. Returns how many were signed. The first time it makes the key.
 */
export async function signCheckpoint(context: ServiceContext): Promise<number> {
  const [head, last] = await Promise.all([context.store.auditHead(), context.store.latestCheckpoint()]);
  if (head.seq === 0 || head.seq <= (last?.seq ?? 0)) return 0;
  if (last && !(await isDue(context, last, head.seq))) return 0;
  await requireTrustedClock(context);
  const key = (await context.store.auditKey()) ?? (await makeKey(context));
  // The entry about the new key belongs under its first signature.
  const { seq, hash } = await context.store.auditHead();
  const at = context.clock.now();
  const { text, signature } = await context.signer.signCheckpoint({
    key,
    checkpoint: {
      at: at.toISOString(),
      headHash: hash,
      previous: last ? createHash('sha256').update(last.text, 'utf8').digest('hex') : NO_CHECKPOINT,
      seq,
    },
  });
  const stored = await context.store.transaction((tx) => tx.insertCheckpoint({ seq, at, text, signature }));
  return stored ? 1 : 0;
}

async function isDue(context: ServiceContext, last: AuditCheckpoint, headSeq: number): Promise<boolean> {
  if (headSeq - last.seq >= EVERY_ENTRIES) return true;
  if (context.clock.now().getTime() - last.at.getTime() >= EVERY_SECONDS * 1_000) return true;
  const entries = await context.store.auditRange({ afterSeq: last.seq, limit: EVERY_ENTRIES });
  return entries.some(({ action }) =>
    /^(authority|operator\.(invited|joined|changed|disabled|recovered))/.test(action),
  );
}

async function makeKey(context: ServiceContext): Promise<StoredKey> {
  const key = await newKey(context, 'audit', 'Ed25519');
  return context.store.transaction(async (tx) => {
    // Another process may have been here in between.
    const present = await tx.auditKey();
    if (present) return present;
    await tx.insertKey(key);
    await tx.nameAuditKey(key.id);
    await recordAudit(
      context,
      tx,
      { kind: 'system' },
      'audit.key-created',
      { type: 'instance', id: key.id },
      {
        spkiSha256: key.spkiSha256,
      },
    );
    return key;
  });
}
