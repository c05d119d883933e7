import { createHash } from 'node:crypto';
import type { Authority } from '../domain/entities.ts';
import type { WatchedAddress } from '../domain/watch.ts';
import { authorise } from './authorise.ts';
import { findAuthority } from './issuer.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { type FetchedAddress, fetchAllPublished } from './test-publishing.ts';
import type { AttentionItem } from './views.ts';

export interface AuthorityWatch {
  /** 0: the watch is off. */
  readonly everyMinutes: number;
  readonly addresses: readonly WatchedAddress[];
}

/** What the watch saw last of one authority. Throws `not-found`. */
export async function getAuthorityWatch(
  context: ServiceContext,
  actor: Actor | null,
  authorityId: string,
): Promise<AuthorityWatch> {
  authorise(actor, 'inventory.read');
  await findAuthority(context.store, authorityId);
  return {
    everyMinutes: context.settings.watchMinutes,
    addresses: await context.store.watchedAddresses(authorityId),
  };
}

/**
 * Looks at what every authority publishes, each when its time has come, one after another. When it was last is in the store, so two
 * processes do it once. Returns how many authorities were looked at. A call of the schedule; never throws for what is served.
 */
export async function watchPublications(context: ServiceContext): Promise<number> {
  const { watchMinutes } = context.settings;
  if (watchMinutes === 0) return 0;
  const known = Map.groupBy(await context.store.watchedAddresses(), ({ authorityId }) => authorityId);
  let looked = 0;
  for (const authority of await context.store.authorities()) {
    const before = known.get(authority.id) ?? [];
    if (!(await isWatched(context, authority))) {
      if (before.length > 0) await forget(context, authority.id);
      continue;
    }
    if (!isDue(authority.id, before, watchMinutes, context.clock.now())) continue;
    await watchOne(context, authority);
    looked += 1;
  }
  return looked;
}

/** Only those whose lists are made here: what an outside authority publishes is not ours to put right. */
async function isWatched({ store, clock }: ServiceContext, authority: Authority): Promise<boolean> {
  const { deletedAt, certificateId, keyState, status, id } = authority;
  if (deletedAt !== null || certificateId === null || keyState === 'absent') return false;
  if (status !== 'active' && status !== 'disabled') return false;
  const certificate = await store.certificate(certificateId);
  if (!certificate || certificate.notAfter <= clock.now()) return false;
  // Before its first list there is nothing that could be served.
  return (await store.currentCrlFacts(id)) !== null;
}

/** Up to a fifth of the interval later, by the authority: not all of them at the same moment. */
function isDue(authorityId: string, before: readonly WatchedAddress[], minutes: number, now: Date): boolean {
  const last = Math.max(0, ...before.map(({ seenAt }) => seenAt.getTime()));
  const share = (createHash('sha256').update(authorityId).digest()[0] as number) / 255;
  return now.getTime() - last >= minutes * 60_000 * (1 + share * JITTER);
}

async function watchOne(context: ServiceContext, authority: Authority): Promise<void> {
  const found = await lookTwice(context, authority);
  const seenAt = context.clock.now();
  await context.store.transaction(async (tx) => {
    const before = new Map((await tx.watchedAddresses(authority.id)).map((one) => [one.url, one]));
    const now = [...worstByUrl(found).values()].map(({ url, label, verdict, words }): WatchedAddress => {
      const earlier = before.get(url);
      const since = earlier?.verdict === verdict ? earlier.since : seenAt;
      return { authorityId: authority.id, url, label, verdict, words, since, seenAt };
    });
    await tx.saveWatchedAddresses(authority.id, now);
    const wasBad = (url: string) => isBad(before.get(url)?.verdict ?? 'ok');
    const failed = now.filter(({ url, verdict }) => isBad(verdict) && !wasBad(url));
    const recovered = now.filter(({ url, verdict }) => !isBad(verdict) && wasBad(url));
    for (const [action, changed] of [
      ['watch.failed', failed],
      ['watch.recovered', recovered],
    ] as const)
      if (changed.length > 0)
        await recordAudit(
          context,
          tx,
          SYSTEM,
          action,
          { type: 'authority', id: authority.id },
          {
            name: authority.name,
            addresses: changed.map(({ url }) => url).join(' '),
            found: changed[0]?.words ?? '',
          },
        );
  });
}

/** One lost packet is no finding. */
async function lookTwice(context: ServiceContext, authority: Authority): Promise<readonly FetchedAddress[]> {
  const first = await fetchAllPublished(context, authority);
  return first.every(({ verdict }) => verdict === 'ok') ? first : fetchAllPublished(context, authority);
}

async function forget(context: ServiceContext, authorityId: string): Promise<void> {
  await context.store.transaction((tx) => tx.saveWatchedAddresses(authorityId, []));
}

/** What an operator should do something about: one row an authority, however many of its addresses fail. */
export async function watchItems(
  { store, settings }: ServiceContext,
  authorities: readonly Pick<Authority, 'id' | 'name'>[],
): Promise<readonly AttentionItem[]> {
  if (settings.watchMinutes === 0) return [];
  const bad = Map.groupBy(
    (await store.watchedAddresses()).filter(({ verdict }) => isBad(verdict)),
    ({ authorityId }) => authorityId,
  );
  return authorities.flatMap(({ id, name }) => {
    const [...found] = bad.get(id) ?? [];
    const worst = found.find(({ verdict }) => verdict === 'error') ?? found[0];
    if (!worst) return [];
    const since = found.reduce((first, one) => (one.since < first ? one.since : first), worst.since);
    const more =
      found.length === 1
        ? ''
        : ` ${found.length - 1} more of its addresses ${found.length === 2 ? 'needs' : 'need'} attention.`;
    return [
      {
        id: `watch-${id}`,
        severity: worst.verdict === 'error' ? ('error' as const) : ('warning' as const),
        title: name,
        detail: `${worst.label} at ${worst.url}: ${worst.words}${more} First seen ${momentOf(since)}, last ${momentOf(worst.seenAt)}.`,
        href: `/authorities/${id}/publishing`,
        action: 'Look at it',
      },
    ];
  });
}

function worstByUrl(found: readonly FetchedAddress[]): ReadonlyMap<string, FetchedAddress> {
  const worst = new Map<string, FetchedAddress>();
  for (const one of found) {
    const other = worst.get(one.url);
    if (!other || ORDER.indexOf(one.verdict) > ORDER.indexOf(other.verdict)) worst.set(one.url, one);
  }
  return worst;
}

const ORDER = ['ok', 'warning', 'error'] as const;
const isBad = (verdict: WatchedAddress['verdict']): boolean => verdict !== 'ok';
const momentOf = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
const SYSTEM: Actor = { kind: 'system' };
const JITTER = 0.2;
