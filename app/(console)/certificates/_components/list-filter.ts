import { one } from '../../../session';
import { certificatesPageWords } from './certificates-page.words';

export const statusFilters = () =>
  ({
    valid: certificatesPageWords().listFilter.valid,
    expiring: certificatesPageWords().listFilter.expiring,
    expired: certificatesPageWords().listFilter.expired,
    held: certificatesPageWords().listFilter.onHold,
    revoked: certificatesPageWords().listFilter.revoked,
  }) as const;
export const usageFilters = () =>
  ({
    server: certificatesPageWords().listFilter.servers,
    client: certificatesPageWords().listFilter.clients,
    mail: 'S/MIME',
    code: certificatesPageWords().listFilter.codeSigning,
    authority: certificatesPageWords().listFilter.authorities,
    responder: certificatesPageWords().listFilter.ocspResponders,
  }) as const;

/** The list's filters as its address says them; defaults are left out and the order never changes. */
export interface ListFilter {
  readonly q?: string;
  readonly status?: keyof ReturnType<typeof statusFilters>;
  readonly use?: keyof ReturnType<typeof usageFilters>;
  readonly issuer?: string;
  readonly tag?: string;
  /** Days (UTC) on which it ends, both included: `2026-12-01..2026-12-07`. Instead of a status. */
  readonly ends?: string;
  /** Only those that nothing in force has replaced. */
  readonly replaced?: 'no';
  /** Days (UTC) on which it was revoked, as in `ends`. Instead of a status. */
  readonly revoked?: string;
  /** Those that ended more than 30 days ago: `show` where they would be hidden, `hide` where they are. */
  readonly old?: 'show' | 'hide';
  readonly sort?: 'expiry';
}

export function readFilter(params: Record<string, string | string[] | undefined>): ListFilter {
  const q = one(params.q)?.trim();
  const status = one(params.status);
  const use = one(params.use);
  const issuer = one(params.issuer);
  const tag = one(params.tag)?.trim();
  const ends = one(params.ends);
  const revoked = one(params.revoked);
  const old = one(params.old);
  return {
    ...(q ? { q } : {}),
    ...(status && status in statusFilters() ? { status: status as keyof ReturnType<typeof statusFilters> } : {}),
    ...(use && use in usageFilters() ? { use: use as keyof ReturnType<typeof usageFilters> } : {}),
    ...(issuer ? { issuer } : {}),
    ...(tag ? { tag } : {}),
    ...(ends && daysOf(ends) ? { ends } : {}),
    ...(one(params.replaced) === 'no' ? { replaced: 'no' as const } : {}),
    ...(revoked && daysOf(revoked) ? { revoked } : {}),
    ...(old === 'show' || old === 'hide' ? { old } : {}),
    ...(one(params.sort) === 'expiry' ? { sort: 'expiry' as const } : {}),
  };
}

const KEYS = ['q', 'status', 'use', 'issuer', 'tag', 'ends', 'replaced', 'revoked', 'old', 'sort'] as const;

/**
 * The filter as it works: who just looks through the list does not want what ended long ago, who looks for something wants
 * everything. Selections and exports carry it along, so that they are about what is seen.
 */
export function inForce(filter: ListFilter): ListFilter {
  const { q, status, tag, ends, revoked, old } = filter;
  return q || status || tag || ends || revoked || old ? filter : { ...filter, old: 'hide' };
}

/** What the reading service is asked for. */
export function requestOf(filter: ListFilter) {
  const ends = filter.ends ? daysOf(filter.ends) : null;
  const revoked = filter.revoked ? daysOf(filter.revoked) : null;
  return {
    ...(filter.q ? { text: filter.q } : {}),
    ...(filter.status ? { status: filter.status } : {}),
    ...(ends ? { ends } : {}),
    ...(filter.replaced ? { replaced: filter.replaced } : {}),
    ...(revoked ? { revoked } : {}),
    ...(filter.old === 'hide' ? { old: filter.old } : {}),
    ...(filter.use ? { use: filter.use } : {}),
    ...(filter.issuer ? { issuerId: filter.issuer } : {}),
    ...(filter.tag ? { tag: filter.tag } : {}),
    ...(filter.sort ? { sort: filter.sort } : {}),
  };
}

export function addressOf(filter: ListFilter, cursor?: string | null): string {
  const query = new URLSearchParams();
  for (const key of KEYS) {
    const value = filter[key];
    if (value) query.set(key, value);
  }
  if (cursor) query.set('cursor', cursor);
  const text = query.toString();
  return text === '' ? '/certificates' : `/certificates?${text}`;
}

/** The two days of `ends`; null for anything else. */
export function daysOf(ends: string): { firstDay: string; lastDay: string } | null {
  const [, firstDay, lastDay] = /^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$/.exec(ends) ?? [];
  if (!firstDay || !lastDay || firstDay > lastDay) return null;
  return isDay(firstDay) && isDay(lastDay) ? { firstDay, lastDay } : null;
}

/** 2026-02-30 is read as another day. */
function isDay(text: string): boolean {
  const at = new Date(text);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** The same filters without some of them. */
export function without(filter: ListFilter, ...keys: (keyof ListFilter)[]): ListFilter {
  return Object.fromEntries(Object.entries(filter).filter(([key]) => !keys.includes(key as keyof ListFilter)));
}
