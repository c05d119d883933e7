import { defineWords } from './language/define-words';
import { currentLanguage, localeOf } from './language/language';

/** Dates and numbers as text. Times are shown in UTC and say so: certificates, CRLs and the audit log are written in it. */

interface Formats {
  readonly day: Intl.DateTimeFormat;
  readonly shortDay: Intl.DateTimeFormat;
  readonly time: Intl.DateTimeFormat;
  readonly month: Intl.DateTimeFormat;
  readonly number: Intl.NumberFormat;
  readonly relative: Intl.RelativeTimeFormat;
}
const made = new Map<string, Formats>();
/** Those of the language of the page; each is costly to make. */
function formats(): Formats {
  const locale = localeOf(currentLanguage());
  let found = made.get(locale);
  if (!found) {
    const date = (options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
    found = {
      day: date({ day: 'numeric', month: 'short', year: 'numeric' }),
      shortDay: date({ day: 'numeric', month: 'short' }),
      time: date({ hour: '2-digit', minute: '2-digit' }),
      month: date({ month: 'short', year: 'numeric' }),
      number: new Intl.NumberFormat(locale),
      relative: new Intl.RelativeTimeFormat(locale, { numeric: 'always' }),
    };
    made.set(locale, found);
  }
  return found;
}

export const formatDay = (at: Date): string => formats().day.format(at).replace('Sept ', 'Sep ');
export const formatShortDay = (at: Date): string => formats().shortDay.format(at).replace(/Sept$/, 'Sep');
export const formatMonth = (at: Date): string => formats().month.format(at).replace('Sept ', 'Sep ');
export const formatDateTime = (at: Date): string => `${formatDay(at)}, ${formats().time.format(at)} UTC`;
export const formatUtc = (at: Date): string => `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
export const formatNumber = (value: number): string => formats().number.format(value);
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
  if (days >= 365 && days % 365 <= Math.floor(days / 365 / 4) + 1) return unit(Math.floor(days / 365), 'year');
  return unit(days, 'day');
}

/** "3 hours ago", "in 6 days"; always shown beside the date, never alone. */
export function formatRelative(at: Date, now: Date): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const size = Math.abs(seconds);
  if (size < 60) return seconds > 0 ? momentWords().soon : momentWords().now;
  const [name, length] =
    size < 3_600 ? (['minute', 60] as const) : size < 172_800 ? (['hour', 3_600] as const) : (['day', 86_400] as const);
  return formats().relative.format(Math.sign(seconds) * Math.round(size / length), name);
}

const momentWords = defineWords({
  en: { soon: 'in a moment', now: 'just now' },
  de: { soon: 'gleich', now: 'gerade eben' },
});

/** "10 years", "90 Tage". */
function unit(count: number, name: 'day' | 'year'): string {
  const locale = localeOf(currentLanguage());
  return new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'long' }).format(count);
}

/** Hex in groups of four bytes, so that it can be read aloud and wraps at groups. */
export const groupHex = (hex: string): readonly string[] => hex.match(/.{1,8}/g) ?? [];
/** The last eight digits: enough to tell two certificates of one name apart. */
export const serialSuffix = (serial: string): string => serial.slice(-8);

export const DAY_MS = 86_400_000;
