import type { AuditSink, AuditSinkState } from '../domain/audit-anchor.ts';
import { headerLine, newLines } from './audit-lines.ts';
import type { ServiceContext } from './service-context.ts';

const SLICE = 500;
const SLICES_A_TURN = 20;

/** Those that this process has begun to write to. */
const begun = new WeakSet<AuditSink>();

/**
 * The schedule's call: brings what is new in the log to each place outside, in order. A place that fails is tried again at the next turn and
 * holds up nobody. What was delivered when the process died is delivered once more, after a line that says that somebody begins anew. Returns how many entries were brought.
 */
export async function deliverAudit(context: ServiceContext): Promise<number> {
  if (context.auditSinks.length === 0) return 0;
  const states = new Map((await context.store.auditSinks()).map((state) => [state.name, state]));
  let brought = 0;
  for (const sink of context.auditSinks) brought += await deliverTo(context, sink, states.get(sink.name) ?? null);
  return brought;
}

async function deliverTo(context: ServiceContext, sink: AuditSink, before: AuditSinkState | null): Promise<number> {
  const start = before?.deliveredSeq ?? 0;
  let seq = start;
  let checkpointSeq = before?.checkpointSeq ?? 0;
  const record = (problem: string) =>
    context.store.transaction((tx) =>
      tx.recordAuditSink({
        name: sink.name,
        deliveredSeq: seq,
        checkpointSeq,
        deliveredAt: context.clock.now(),
        problem,
      }),
    );
  try {
    for (let slice = 0; slice < SLICES_A_TURN; slice += 1) {
      const { entries, checkpoints } = await newLines(context, seq, checkpointSeq, SLICE);
      if (entries.length + checkpoints.length === 0) break;
      // The key is made for the first checkpoint: a header from before it does not name it.
      const isAnnounced = begun.has(sink) && !(checkpointSeq === 0 && checkpoints.length > 0);
      const header = isAnnounced ? [] : [await headerLine(context)];
      await sink.deliver([...header, ...[...entries, ...checkpoints].map(({ line }) => line)]);
      begun.add(sink);
      seq = entries.at(-1)?.seq ?? seq;
      checkpointSeq = checkpoints.at(-1)?.seq ?? checkpointSeq;
    }
    if (seq !== start || checkpointSeq !== before?.checkpointSeq || before.problem !== '') await record('');
  } catch (error) {
    const problem = (error instanceof Error ? error.message : String(error)).slice(0, 500);
    if (seq !== start || before?.problem !== problem) await record(problem);
    if (!before?.problem)
      context.log.error({ error, sink: sink.name }, 'the log could not be copied to a place outside');
  }
  return seq - start;
}
