/** Dates and numbers as text. Times are shown in UTC and say so: certificates, CRLs and the audit log are written in it. */

const dayFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const shortDayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const timeFormat = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });
const monthFormat = new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' });
const numberFormat = new Intl.NumberFormat('en-GB');

export const formatDay = (at: Date): string => dayFormat.format(at).replace('Sept', 'Sep');
export const formatShortDay = (at: Date): string => shortDayFormat.format(at).replace('Sept', 'Sep');
export const formatMonth = (at: Date): string => monthFormat.format(at).replace('Sept', 'Sep');
export const formatDateTime = (at: Date): string => `${formatDay(at)}, ${timeFormat.format(at)} UTC`;
export const formatUtc = (at: Date): string => `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
export const formatNumber = (value: number): string => numberFormat.format(value);
/** A count that is exact up to 10,000; what is above stands for more. */
export const formatCount = (value: number): string =>
  value > 10_000 ? `${formatNumber(10_000)}+` : formatNumber(value);

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${formatNumber(count)} ${count === 1 ? one : many}`;

/** The same for a count that is exact up to 10,000. */
export const boundedPlural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/** "10 years", "90 days": whole years only when they are whole. */
export function formatLifetime(days: number): string {
  if (days >= 365 && days % 365 <= Math.floor(days / 365 / 4) + 1) return plural(Math.floor(days / 365), 'year');
  return plural(days, 'day');
}

/** "3 hours ago", "in 6 days"; always shown beside the date, never alone. */
export function formatRelative(at: Date, now: Date): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const size = Math.abs(seconds);
  if (size < 60) return seconds > 0 ? 'in a moment' : 'just now';
  const [unit, length] =
    size < 3_600 ? (['minute', 60] as const) : size < 172_800 ? (['hour', 3_600] as const) : (['day', 86_400] as const);
  const text = plural(Math.round(size / length), unit);
  return seconds > 0 ? `in ${text}` : `${text} ago`;
}

/** Hex in groups of four bytes, so that it can be read aloud and wraps at groups. */
export const groupHex = (hex: string): readonly string[] => hex.match(/.{1,8}/g) ?? [];
/** The last eight digits: enough to tell two certificates of one name apart. */
export const serialSuffix = (serial: string): string => serial.slice(-8);

export const DAY_MS = 86_400_000;
