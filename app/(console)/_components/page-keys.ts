import { OPEN_PALETTE } from './palette';

/** The keys whose meaning depends on what the page shows. */
export function actOnPage(key: string, shift: boolean): void {
  if (key === '/') search();
  if (key === 'j') moveInRows(1);
  if (key === 'k') moveInRows(-1);
  if (key === 'x') window.dispatchEvent(new CustomEvent('countersign:select', { detail: shift }));
  const target = document.querySelector<HTMLElement>(`[data-hotkey="${key}"]`);
  if (key === 'f') target?.focus();
  else target?.click();
}

/** Keys of lists, and of what pages offer under `data-hotkey`. */
export const PAGE_KEYS: ReadonlySet<string> = new Set(['/', 'j', 'k', 'x', 'f', 'e', 'v', 'd', 'r', 'y', '.']);

/** A list's own field, where there is one; the palette elsewhere. */
function search(): void {
  const field = document.querySelector<HTMLInputElement>('main input[type="search"]');
  if (!field) window.dispatchEvent(new Event(OPEN_PALETTE));
  field?.focus();
  field?.select();
}

const rowOf = (inside: Element): Element => inside.closest('tr, li') ?? inside;

/** Rows are links (or details) that say so; those of the layout that is not shown have no box. Enter opens, as on any link. */
function moveInRows(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('main [data-row]')].filter((row) => row.offsetParent);
  const here = document.activeElement;
  const at = rows.findIndex((row) => row === here || (here && here !== document.body && rowOf(row) === rowOf(here)));
  const next = at === -1 ? (by === 1 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by));
  rows[next]?.focus();
  rows[next]?.scrollIntoView({ block: 'nearest' });
}
