import { headerLine, newLines } from './audit-lines.ts';
import { authorise } from './authorise.ts';
import type { StreamToHandOut } from './export-certificates.ts';
import { othersTurn } from './others-turn.ts';
import type { Actor, ServiceContext } from './service-context.ts';

const SLICE = 500;

/**
 * The whole log up to its head as it is now, as lines of JSON, a slice at a time. The last line says how many entries there are, so that
 * a file that was cut off on its way is told from a whole one.
 */
export function exportAudit(context: ServiceContext, actor: Actor | null): StreamToHandOut {
  authorise(actor, 'audit.read');
  return { name: 'countersign-audit.jsonl', mediaType: 'application/jsonl', parts: parts(context) };
}

async function* parts(context: ServiceContext): AsyncGenerator<string> {
  yield `${(await headerLine(context)).json}\n`;
  const head = await context.store.auditHead();
  let seq = 0;
  while (seq < head.seq) {
    const { entries, checkpoints } = await newLines(context, seq, seq, Math.min(SLICE, head.seq - seq));
    if (entries.length === 0) break;
    yield [...entries, ...checkpoints].map(({ line }) => `${line.json}\n`).join('');
    seq = entries.at(-1)?.seq ?? seq;
    await othersTurn();
  }
  yield `${JSON.stringify({ type: 'end', entries: seq, head: head.hash })}\n`;
}
