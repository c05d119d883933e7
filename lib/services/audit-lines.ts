import type { AuditCheckpoint, AuditLine } from '../domain/audit-anchor.ts';
import type { AuditEntry } from '../domain/entities.ts';
import { canonicalEntry } from './record-audit.ts';
import type { ServiceContext } from './service-context.ts';

/**
 * The log as lines of JSON, for files and for the stand-alone verifier: `log` at the beginning and wherever somebody begins to write anew,
 * `entry` in order, `checkpoint` somewhere after the entry that it signs.
 */
export async function headerLine(context: Pick<ServiceContext, 'store' | 'clock'>): Promise<AuditLine> {
  const [instance, key] = await Promise.all([context.store.instance(), context.store.auditKey()]);
  const at = context.clock.now();
  const json = JSON.stringify({
    type: 'log',
    format: 'countersign-audit-log/1',
    instance: instance?.instanceId ?? '',
    writtenAt: at.toISOString(),
    // SubjectPublicKeyInfo of the key of the checkpoints (RFC 5280 §4.1), DER in base64.
    key: key && Buffer.from(key.spkiDer).toString('base64'),
  });
  return { at, json };
}

/** What a reader does not have yet: entries after one, at most so many, and checkpoints of what it has then. */
export async function newLines(
  context: Pick<ServiceContext, 'store'>,
  afterSeq: number,
  afterCheckpoint: number,
  limit: number,
): Promise<Record<'entries' | 'checkpoints', readonly { readonly seq: number; readonly line: AuditLine }[]>> {
  const entries = await context.store.auditRange({ afterSeq, limit });
  const upToSeq = entries.at(-1)?.seq ?? afterSeq;
  const checkpoints = await context.store.checkpoints({ afterSeq: afterCheckpoint, upToSeq });
  return {
    entries: entries.map((entry) => ({ seq: entry.seq, line: entryLine(entry) })),
    checkpoints: checkpoints.map((checkpoint) => ({ seq: checkpoint.seq, line: checkpointLine(checkpoint) })),
  };
}

/** `entry` is the very text that was hashed, so a reader needs no rules about JSON. */
function entryLine(entry: AuditEntry): AuditLine {
  return { at: entry.at, json: JSON.stringify({ type: 'entry', entry: canonicalEntry(entry), hash: entry.hash }) };
}

function checkpointLine({ at, text, signature }: AuditCheckpoint): AuditLine {
  const json = JSON.stringify({ type: 'checkpoint', text, signature: Buffer.from(signature).toString('base64') });
  return { at, json };
}
