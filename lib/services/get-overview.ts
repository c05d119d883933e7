import type { Certificate } from '../domain/entities.ts';
import type { CertificateDay } from '../domain/store.ts';
import { authorityItems, certificateItems, jobItems, onlineRootItems, sealedItem } from './attention.ts';
import { authorise, may } from './authorise.ts';
import { clockItems } from './confirm-clock.ts';
import { expiryOutlook } from './expiry-outlook.ts';
import { sinkItems } from './get-anchors.ts';
import { listAuthorities } from './get-authorities.ts';
import { certificateRows } from './list-certificates.ts';
import { undoneRevocationItems } from './planned-revocation.ts';
import { sharedFactorItems } from './search-shared-factors.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { EXPIRING_DAYS } from './shown-status.ts';
import type { ActivityDay, OverviewView } from './views.ts';
import { watchItems } from './watch-publications.ts';

/** What an operator sees first: what needs attention, what ends next, how the authorities are, what happened. */
export async function getOverview(context: ServiceContext, actor: Actor | null): Promise<OverviewView> {
  authorise(actor, 'inventory.read');
  const now = context.clock.now();
  const [
    authorities,
    rowOf,
    living,
    recent,
    connections,
    sealState,
    sharedFactors,
    jobs,
    days,
    undone,
    sinks,
    watched,
    doubts,
  ] = await Promise.all([
    listAuthorities(context, actor),
    certificateRows(context),
    context.store.certificatePage({
      status: 'valid',
      profiles: ['tlsServer', 'tlsClient', 'tlsPeer', 'smime', 'codeSigning'],
      now,
      expiringDays: EXPIRING_DAYS,
      sort: 'expiry',
      limit: MOST_COUNTED,
      cursor: null,
    }),
    // The log is for those who may read it.
    may(actor, 'audit.read') ? context.store.auditPage({ limit: 10, beforeSeq: null }) : null,
    context.store.connections({ limit: 1, before: null }),
    context.signer.state(),
    sharedFactorItems(context),
    context.store.jobs({ limit: 20, before: null }),
    context.store.certificateDays(new Date(now.getTime() - (ACTIVITY_DAYS - 1) * DAY_MS)),
    undoneRevocationItems(context),
    may(actor, 'audit.read') ? sinkItems(context) : [],
    context.store.authorities().then((all) => watchItems(context, all)),
    clockItems(context),
  ]);
  const outlook = expiryOutlook(living.items, living.next === null, now);
  const waiting = await withoutReplacement(context, living.items.slice(0, MOST_LISTED));
  return {
    attention: [
      ...sealedItem(sealState),
      ...doubts,
      ...sharedFactors,
      ...authorityItems(authorities),
      ...watched,
      ...jobItems(jobs.items, now),
      ...undone,
      ...sinks,
      ...certificateItems(waiting.map(rowOf), outlook, now),
      ...onlineRootItems(authorities),
    ].sort((one, other) => WORST_FIRST.indexOf(one.severity) - WORST_FIRST.indexOf(other.severity)),
    expiringNext: living.items.slice(0, MOST_LISTED).map(rowOf),
    outlook,
    activity: lastDays(days, now),
    authorities,
    recentEvents: recent && recent.items,
    begun: living.items.length > 0 || connections.items.length > 0,
  };
}

/** What was renewed may end: nobody has to do anything about it. */
async function withoutReplacement(
  { store }: ServiceContext,
  certificates: readonly Certificate[],
): Promise<readonly Certificate[]> {
  const replaced = await Promise.all(certificates.map(({ id }) => store.replacementsOf(id)));
  return certificates.filter((_, at) => !replaced[at]?.some(({ state }) => state === 'issued'));
}

/** One for each day, also where nothing happened. */
function lastDays(counted: readonly CertificateDay[], now: Date): readonly ActivityDay[] {
  const byDay = new Map(counted.map((one) => [one.day.getTime(), one]));
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  return Array.from({ length: ACTIVITY_DAYS }, (_, at) => {
    const day = today - (ACTIVITY_DAYS - 1 - at) * DAY_MS;
    return byDay.get(day) ?? { day: new Date(day), issued: 0, revoked: 0 };
  });
}

const DAY_MS = 86_400_000;
const ACTIVITY_DAYS = 90;
const WORST_FIRST = ['error', 'warning', 'info'] as const;
const MOST_LISTED = 8;
/** So many are read for the drawing, however many there are. */
const MOST_COUNTED = 500;
