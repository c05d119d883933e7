/** The theme is a cookie that the layout reads, so the first paint is already right; `system` has no cookie. */
export type Theme = 'system' | 'light' | 'dark';
export const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

const YEAR_SECONDS = 31_536_000;

export function readTheme(): Theme {
  const set = document.documentElement.dataset.theme;
  return set === 'light' || set === 'dark' ? set : 'system';
}

export function setTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  setPreference('countersign-theme', theme === 'system' ? null : theme);
}

/** A preference of this browser: no secret, no person in it. */
export function setPreference(
  name: 'countersign-theme' | 'countersign-keys' | 'countersign-language',
  value: string | null,
): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is missing in two of the browsers served
  document.cookie = `${name}=${value ?? ''}; path=/; max-age=${value === null ? 0 : YEAR_SECONDS}; samesite=lax`;
}
