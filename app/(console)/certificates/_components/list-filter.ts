import { one } from '../../../session';

export const STATUS_FILTERS = {
  valid: 'Valid',
  expiring: 'Expiring',
  expired: 'Expired',
  held: 'On hold',
  revoked: 'Revoked',
} as const;
export const USE_FILTERS = {
  server: 'Servers',
  client: 'Clients',
  mail: 'S/MIME',
  code: 'Code signing',
  authority: 'Authorities',
  responder: 'OCSP responders',
} as const;

/** The list's filters as its address says them; defaults are left out and the order never changes. */
export interface ListFilter {
  readonly q?: string;
  readonly status?: keyof typeof STATUS_FILTERS;
  readonly use?: keyof typeof USE_FILTERS;
  readonly issuer?: string;
  readonly tag?: string;
  readonly sort?: 'expiry';
}

export function readFilter(params: Record<string, string | string[] | undefined>): ListFilter {
  const q = one(params.q)?.trim();
  const status = one(params.status);
  const use = one(params.use);
  const issuer = one(params.issuer);
  const tag = one(params.tag)?.trim();
  return {
    ...(q ? { q } : {}),
    ...(status && status in STATUS_FILTERS ? { status: status as keyof typeof STATUS_FILTERS } : {}),
    ...(use && use in USE_FILTERS ? { use: use as keyof typeof USE_FILTERS } : {}),
    ...(issuer ? { issuer } : {}),
    ...(tag ? { tag } : {}),
    ...(one(params.sort) === 'expiry' ? { sort: 'expiry' as const } : {}),
  };
}

export function addressOf(filter: ListFilter, cursor?: string | null): string {
  const query = new URLSearchParams();
  for (const key of ['q', 'status', 'use', 'issuer', 'tag', 'sort'] as const) {
    const value = filter[key];
    if (value) query.set(key, value);
  }
  if (cursor) query.set('cursor', cursor);
  const text = query.toString();
  return text === '' ? '/certificates' : `/certificates?${text}`;
}

/** The same filters without some of them. */
export function without(filter: ListFilter, ...keys: (keyof ListFilter)[]): ListFilter {
  return Object.fromEntries(Object.entries(filter).filter(([key]) => !keys.includes(key as keyof ListFilter)));
}
