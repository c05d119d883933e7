import type { CheckpointFacts } from '../domain/audit-anchor.ts';

/** What is signed: canonical JSON (RFC 8785) of one small integer and strings, the members sorted. Throws when a member has another form. */
export function checkpointText(facts: Omit<CheckpointFacts, 'type'>): string {
  const { at, headHash, instance, previous, seq } = facts;
  if (!/^[0-9a-f]{64}$/.test(headHash) || !/^[0-9a-f]{64}$/.test(previous))
    throw new Error('a hash is not 64 hex digits');
  if (!Number.isSafeInteger(seq) || seq < 1) throw new Error('the number of the entry is none');
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(at)) throw new Error('the time is not RFC 3339');
  return JSON.stringify({ at, headHash, instance, previous, seq, type: 'countersign-audit-checkpoint' });
}
