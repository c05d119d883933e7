/**
 * Which certificates of the list are chosen, kept for this tab: a reload, another page of the list and the way back lose nothing.
 * A selection belongs to the filter it was made under; choosing under another filter begins a new one.
 */
export interface Selection {
  /** What stands behind `?` in the address of the list, without the place in it. */
  readonly filter: string;
  readonly ids: readonly string[];
  /** All that match were chosen, so many when they were counted; `ids` are empty then. */
  readonly all: number | null;
}

const STORAGE_KEY = 'countersign-selection';
/** As the server takes them one by one. */
export const MOST_CHOSEN = 1_000;

export function readSelection(): Selection | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? 'null');
    return isSelection(kept) ? kept : null;
  } catch {
    return null;
  }
}

export function keepSelection(selection: Selection): void {
  try {
    if (selection.ids.length === 0 && selection.all === null) sessionStorage.removeItem(STORAGE_KEY);
    else sessionStorage.setItem(STORAGE_KEY, JSON.stringify(selection));
  } catch {
    // Closed or full storage: the selection lives as long as the page.
  }
}

export function forgetSelection(): void {
  try {
    sessionStorage.removeItem(STORAGE_KEY);
  } catch {
    // Nothing was kept.
  }
}

/** Where an act on the selection is confirmed: by filter in the address, so that it can be looked at again; else by the tab. */
export function actAddress(act: string, { filter, all }: Selection): string {
  const query = new URLSearchParams(all === null ? '' : filter);
  query.delete('sort');
  query.set('act', act);
  if (all !== null) query.set('all', '1');
  return `/certificates/bulk?${query}`;
}

function isSelection(value: unknown): value is Selection {
  const { filter, ids, all } = (value ?? {}) as Partial<Record<keyof Selection, unknown>>;
  return (
    typeof filter === 'string' &&
    Array.isArray(ids) &&
    ids.every((id) => typeof id === 'string') &&
    (all === null || typeof all === 'number')
  );
}
