import { useId } from 'react';
import { Phrase } from '@/components/language/phrase';
import { now } from '../clock';
import { DAY_MS, formatDay, formatMonth } from '../format';
import { validityTimelineWords } from './validity-timeline.words';

export interface TimelineBar {
  readonly name: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** The one this page is about, or the one being created. */
  readonly current?: boolean;
}

const ROW = 46;
const AXIS = 24;

/**
 * One bar for each member of a chain on a common axis, with today and with the parent's end as a wall. Positions are
 * percentages, so the text keeps its size at every width; a list with the same dates stands beside it for readers.
 */
export function ValidityTimeline({
  bars,
  at = now(),
  beside = false,
}: {
  bars: readonly TimelineBar[];
  at?: Date;
  /** The bars are compared: none is above another. */
  beside?: boolean;
}) {
  const words = validityTimelineWords();
  const hatch = useId();
  const { start, end, years } = axisOf(bars, at);
  const place = (time: Date) => ((time.getTime() - start) / (end - start)) * 100;
  const percent = (value: number) => `${value.toFixed(3)}%`;
  const height = bars.length * ROW + AXIS;
  const today = place(at);
  return (
    <figure className="min-w-0">
      <svg width="100%" height={height} aria-hidden="true" className="block overflow-visible">
        <defs>
          <Hatch id={`${hatch}current`} ink="fill-accent" />
          <Hatch id={`${hatch}other`} ink="fill-line-strong" />
        </defs>
        {years.map((year) => (
          <g key={year.label}>
            <text x={percent(year.at)} y={height - 6} textAnchor="middle" className="fill-muted text-12">
              {year.label}
            </text>
          </g>
        ))}
        {bars.map((bar, row) => (
          <Bar
            // biome-ignore lint/suspicious/noArrayIndexKey: a chain's order is what it is
            key={row}
            bar={bar}
            row={row}
            parent={beside ? undefined : bars[row - 1]}
            place={place}
            hatch={`url(#${hatch}${bar.current ? 'current' : 'other'})`}
            marks={years.map((year) => percent(year.at))}
            today={percent(today)}
          />
        ))}
      </svg>
      <figcaption className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-12 text-muted">
        <span className="inline-flex items-center gap-1.5">
          <Phrase
            of={words.today}
            parts={{
              svg: (
                <svg width="8" height="10" aria-hidden="true">
                  <line x1="4" x2="4" y1="0" y2="10" strokeWidth="2" className="stroke-text" />
                </svg>
              ),
              day: formatDay(at),
            }}
          />
        </span>
        <span className="inline-flex items-center gap-1.5">
          <svg width="18" height="8" aria-hidden="true">
            <rect width="18" height="8" fill={`url(#${hatch}current)`} className="stroke-accent" />
          </svg>
          {words.lastThirdTimeToRenew}
        </span>
        {bars.length > 1 && !beside ? (
          <span className="inline-flex items-center gap-1.5">
            <svg width="8" height="10" aria-hidden="true">
              <line x1="4" x2="4" y1="0" y2="10" strokeWidth="2" className="stroke-revoked" />
            </svg>
            {words.endOfTheAuthorityAbove}
          </span>
        ) : null}
      </figcaption>
      <ul className="sr-only">
        {bars.map((bar) => (
          <li key={`${bar.name} ${bar.notAfter.getTime()}`}>
            {words.to(bar.name, formatDay(bar.notBefore), formatDay(bar.notAfter))}
          </li>
        ))}
      </ul>
    </figure>
  );
}

function Hatch({ id, ink }: { id: string; ink: string }) {
  return (
    <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="6" height="6" className="fill-card" />
      <rect width="2.5" height="6" className={ink} />
    </pattern>
  );
}

function Bar({
  bar,
  row,
  parent,
  place,
  hatch,
  marks,
  today,
}: {
  bar: TimelineBar;
  row: number;
  parent: TimelineBar | undefined;
  place: (time: Date) => number;
  hatch: string;
  marks: readonly string[];
  today: string;
}) {
  const words = validityTimelineWords();
  const top = row * ROW;
  const from = place(bar.notBefore);
  const to = place(bar.notAfter);
  const renewFrom = from + ((to - from) * 2) / 3;
  const wall = parent ? place(parent.notAfter) : null;
  const beyond = parent !== undefined && bar.notAfter.getTime() > parent.notAfter.getTime();
  const name = bar.name.length > 34 ? `${bar.name.slice(0, 33)}…` : bar.name;
  return (
    <g>
      <text x="0" y={top + 14} className={`text-12 ${bar.current ? 'fill-text font-semibold' : 'fill-text'}`}>
        {name}
      </text>
      <text
        x="100%"
        y={top + 14}
        textAnchor="end"
        className={`text-12 tabular-nums ${beyond ? 'fill-revoked font-semibold' : 'fill-muted'}`}
      >
        {beyond ? words.endsAfterItsAuthority : words.until}
        {formatDay(bar.notAfter)}
      </text>
      <rect x="0" width="100%" y={top + 22} height="12" rx="2" className="fill-line-faint" />
      {marks.map((mark) => (
        <line key={mark} x1={mark} x2={mark} y1={top + 22} y2={top + 34} className="stroke-line" />
      ))}
      <rect
        x={`${from}%`}
        width={`${renewFrom - from}%`}
        y={top + 22}
        height="12"
        className={bar.current ? 'fill-accent stroke-accent' : 'fill-line-strong stroke-line-strong'}
      />
      <rect
        x={`${renewFrom}%`}
        width={`${to - renewFrom}%`}
        y={top + 22}
        height="12"
        fill={hatch}
        className={bar.current ? 'stroke-accent' : 'stroke-line-strong'}
      />
      {wall === null ? null : (
        <line x1={`${wall}%`} x2={`${wall}%`} y1={top + 18} y2={top + 38} strokeWidth="2" className="stroke-revoked" />
      )}
      <line x1={today} x2={today} y1={top + 18} y2={top + 38} strokeWidth="2" className="stroke-text" />
    </g>
  );
}

function axisOf(bars: readonly TimelineBar[], at: Date) {
  const starts = bars.map((bar) => bar.notBefore.getTime());
  const ends = bars.map((bar) => bar.notAfter.getTime());
  const start = Math.min(at.getTime(), ...starts);
  const last = Math.max(at.getTime() + DAY_MS, ...ends);
  const end = last + (last - start) * 0.02;
  return { start, end, years: ticks(start, end) };
}

/** Five or fewer marks: years for authorities, months for a lone short certificate. */
function ticks(start: number, end: number): { at: number; label: string }[] {
  const days = (end - start) / DAY_MS;
  const months = days > 1_100 ? Math.ceil(days / 365 / 5) * 12 : days > 500 ? 6 : days > 150 ? 2 : 1;
  const marks: { at: number; label: string }[] = [];
  const cursor = new Date(start);
  cursor.setUTCDate(1);
  cursor.setUTCHours(0, 0, 0, 0);
  if (months >= 12) cursor.setUTCMonth(0);
  for (let guard = 0; guard < 60; guard += 1) {
    cursor.setUTCMonth(cursor.getUTCMonth() + months);
    const time = cursor.getTime();
    if (time >= end) break;
    const at = ((time - start) / (end - start)) * 100;
    if (at < 4 || at > 96) continue;
    marks.push({ at, label: months >= 12 ? String(cursor.getUTCFullYear()) : formatMonth(cursor) });
  }
  return marks;
}
