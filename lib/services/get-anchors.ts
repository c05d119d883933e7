import type { AuditSinkState } from '../domain/audit-anchor.ts';
import { authorise } from './authorise.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import type { AttentionItem } from './views.ts';

export interface AnchorsView {
  readonly lastCheckpoint: { readonly seq: number; readonly at: Date } | null;
  /** SHA-256 of the key's SubjectPublicKeyInfo, hex; null before the first checkpoint. */
  readonly keySha256: string | null;
  readonly sinks: readonly AuditSinkState[];
  /** The time of the oldest entry that is in no place outside; null: all are in one. */
  readonly unanchoredSince: Date | null;
}

/** How well the end of the log is proved. */
export async function getAnchors(context: ServiceContext, actor: Actor | null): Promise<AnchorsView> {
  authorise(actor, 'audit.read');
  const [last, key, known, head] = await Promise.all([
    context.store.latestCheckpoint(),
    context.store.auditKey(),
    context.store.auditSinks(),
    context.store.auditHead(),
  ]);
  // What is no longer configured counts for nothing.
  const sinks = known.filter(({ name }) => context.auditSinks.some((sink) => sink.name === name));
  const furthest = Math.max(0, ...sinks.map(({ deliveredSeq }) => deliveredSeq));
  const [oldest] = furthest >= head.seq ? [] : await context.store.auditRange({ afterSeq: furthest, limit: 1 });
  return {
    lastCheckpoint: last && { seq: last.seq, at: last.at },
    keySha256: key?.spkiSha256 ?? null,
    sinks,
    unanchoredSince: oldest?.at ?? null,
  };
}

/** For the overview: places that do not take the log. */
export async function sinkItems(context: ServiceContext): Promise<readonly AttentionItem[]> {
  const failing = (await context.store.auditSinks()).filter(
    ({ name, problem }) => problem !== '' && context.auditSinks.some((sink) => sink.name === name),
  );
  return failing.map(({ name, problem }) => ({
    id: `audit-sink-${name}`,
    severity: 'error' as const,
    title: 'The log is not copied outside',
    detail: `${name}: ${problem}`,
    href: '/audit',
    action: 'Open the log',
  }));
}
