/** What was chosen in the palette last, kept for this tab. Public words only, and gone with the session. */
export interface RecentObject {
  readonly href: string;
  readonly label: string;
  readonly detail: string;
}

const STORAGE_KEY = 'countersign-recent';
const MOST = 5;

export function readRecent(): readonly RecentObject[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isRecent).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

export function keepRecent(chosen: RecentObject): void {
  try {
    const others = readRecent().filter(({ href }) => href !== chosen.href);
    sessionStorage.setItem(STORAGE_KEY, JSON.stringify([chosen, ...others].slice(0, MOST)));
  } catch {
    // Closed storage: nothing is remembered.
  }
}

export function forgetRecent(): void {
  try {
    sessionStorage.removeItem(STORAGE_KEY);
  } catch {
    // Nothing was kept.
  }
}

/** Whatever the storage holds, only paths of this instance are followed. */
function isRecent(value: unknown): value is RecentObject {
  const { href, label, detail } = (value ?? {}) as Partial<Record<keyof RecentObject, unknown>>;
  return (
    typeof href === 'string' && /^\/(?![/\\])/.test(href) && typeof label === 'string' && typeof detail === 'string'
  );
}
