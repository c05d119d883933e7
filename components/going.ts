/** Tells the page that a way was taken which is no link: the bar on top and the grey shapes follow it, too. */
export const GOING = 'countersign:going';

export function announceGoing(href: string): void {
  window.dispatchEvent(new CustomEvent(GOING, { detail: href }));
}
