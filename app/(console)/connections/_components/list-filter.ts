import { one } from '../../../session';
import { connectionsPageWords } from './connections-page.words';

export const stateFilters = () =>
  ({
    valid: connectionsPageWords().listFilter.valid,
    expiring: connectionsPageWords().listFilter.expiring,
    broken: connectionsPageWords().listFilter.broken,
  }) as const;

/** The list's filters as its address says them; defaults are left out and the order never changes. */
export interface ConnectionFilter {
  readonly q?: string;
  readonly state?: keyof ReturnType<typeof stateFilters>;
}

export function readFilter(params: Record<string, string | string[] | undefined>): ConnectionFilter {
  const q = one(params.q)?.trim();
  const state = one(params.state);
  return {
    ...(q ? { q } : {}),
    ...(state && Object.hasOwn(stateFilters(), state) ? { state: state as keyof ReturnType<typeof stateFilters> } : {}),
  };
}

export function addressOf({ q, state }: ConnectionFilter, cursor?: string | null): string {
  const query = new URLSearchParams();
  if (q) query.set('q', q);
  if (state) query.set('state', state);
  if (cursor) query.set('cursor', cursor);
  const text = query.toString();
  return text === '' ? '/connections' : `/connections?${text}`;
}
