import { useId } from 'react';
import { DAY_MS, formatDay, formatMonth } from '@/components/format';
import { Phrase } from '@/components/language/phrase';
import type { RolloverRow, RolloverView } from '@/lib/services/get-rollover';
import { rolloverPageWords } from './rollover-page.words';

const ROW = 46;
const HEAD = 26;
const AXIS = 24;

interface Bar {
  readonly key: string;
  readonly name: string;
  readonly from: Date;
  readonly to: Date;
  readonly look: 'own' | 'successor' | 'planned' | 'below';
}

/**
 * An authority, what takes its place and everything below it on one axis. Places are percentages, so that text keeps its
 * size at every width; the table beside it has the same dates for those who do not see it.
 */
export function DateLine({ plan }: { plan: RolloverView }) {
  const say = rolloverPageWords().dateLine;
  const hatch = useId();
  const { own, now } = plan;
  const bars = barsOf(plan);
  const marks = [
    { number: 1, at: own.plan.createAt, words: plan.successor ? say.successorMade : say.makeTheSuccessor },
    { number: 2, at: own.plan.issueFrom, words: say.successorTakesOver },
    { number: 3, at: own.plan.oldMayStopAt, words: say.theOldOneMayStop },
  ];
  const times = [now, ...bars.flatMap(({ from, to }) => [from, to]), ...marks.map(({ at }) => at)].map((at) =>
    at.getTime(),
  );
  const start = Math.min(...times);
  const end = Math.max(...times) + (Math.max(...times) - start) * 0.02;
  const place = (at: Date) => `${(((at.getTime() - start) / (end - start)) * 100).toFixed(3)}%`;
  const width = (from: Date, to: Date) =>
    `${Math.max(0.2, ((to.getTime() - from.getTime()) / (end - start)) * 100).toFixed(3)}%`;
  const height = HEAD + bars.length * ROW + AXIS;
  const [overlapFrom, overlapTo] = [own.plan.createAt, own.plan.oldMayStopAt];
  return (
    <figure className="min-w-0">
      <svg width="100%" height={height} aria-hidden="true" className="block overflow-visible">
        <defs>
          <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="6" height="6" className="fill-card" />
            <rect width="2.5" height="6" className="fill-accent" />
          </pattern>
        </defs>
        {overlapTo > overlapFrom ? (
          <rect
            x={place(overlapFrom)}
            width={width(overlapFrom, overlapTo)}
            y={HEAD - 4}
            height={height - HEAD - AXIS + 8}
            className="fill-accent-tint"
          />
        ) : null}
        {ticks(start, end).map(({ at, label }) => (
          <text key={label} x={place(at)} y={height - 4} textAnchor="middle" className="fill-muted text-12">
            {label}
          </text>
        ))}
        {bars.map((bar, row) => (
          <BarRow key={bar.key} bar={bar} top={HEAD + row * ROW} hatch={`url(#${hatch})`} place={place} width={width} />
        ))}
        <line
          x1={place(now)}
          x2={place(now)}
          y1={HEAD - 4}
          y2={height - AXIS}
          strokeWidth="2"
          className="stroke-text"
        />
        {marks.map(({ number, at }) => (
          <g key={number}>
            <line
              x1={place(at)}
              x2={place(at)}
              y1={HEAD - 8}
              y2={height - AXIS}
              strokeWidth="1.5"
              strokeDasharray="4 3"
              className="stroke-accent"
            />
            <g transform={`translate(${asideOf(marks, number, end - start)} 0)`}>
              <circle cx={place(at)} cy="10" r="9" className="fill-accent" />
              <text x={place(at)} y="14" textAnchor="middle" className="fill-on-accent text-12 font-semibold">
                {number}
              </text>
            </g>
          </g>
        ))}
        {bars.map((bar, row) => (
          <BarWords key={bar.key} bar={bar} top={HEAD + row * ROW} />
        ))}
      </svg>
      <figcaption className="mt-4 flex flex-wrap gap-x-6 gap-y-1.5 text-13">
        {marks.map(({ number, at, words }) => (
          <span key={number} className="inline-flex items-center gap-1.5">
            <span className="inline-flex size-4.5 items-center justify-center rounded-full bg-accent text-12 font-semibold text-on-accent forced-border">
              {number}
            </span>
            {words}: <span className="font-medium">{formatDay(at)}</span>
          </span>
        ))}
        <span className="inline-flex items-center gap-1.5 text-muted">
          <Phrase
            of={say.today}
            parts={{
              svg: (
                <svg width="4" height="12" aria-hidden="true">
                  <rect width="2" height="12" className="fill-text" />
                </svg>
              ),
              day: formatDay(now),
            }}
          />
        </span>
        <span className="inline-flex items-center gap-1.5 text-muted">
          <svg width="18" height="10" aria-hidden="true">
            <rect width="18" height="10" className="fill-accent-tint stroke-accent" />
          </svg>
          {say.bothAreNeeded}
        </span>
      </figcaption>
    </figure>
  );
}

/** Numbers that would cover each other step aside; their lines stay where they belong. */
function asideOf(
  marks: readonly { readonly number: number; readonly at: Date }[],
  number: number,
  span: number,
): number {
  const isNear = (other: number) => {
    const [one, two] = [marks[number - 1], marks[other - 1]];
    return one && two ? Math.abs(one.at.getTime() - two.at.getTime()) / span < 0.05 : false;
  };
  return (isNear(number + 1) ? -9 : 0) + (isNear(number - 1) ? 9 : 0);
}

function barsOf({ own, successor, below }: RolloverView): readonly Bar[] {
  const say = rolloverPageWords().dateLine;
  const next: Bar = successor
    ? { key: 'next', name: successor.name, from: successor.notBefore, to: successor.notAfter, look: 'successor' }
    : { key: 'next', name: say.successorPlanned, from: own.plan.createAt, to: own.plan.successorEnds, look: 'planned' };
  return [
    { key: own.authorityId, name: own.name, from: own.notBefore, to: own.notAfter, look: 'own' },
    ...(next.to > next.from ? [next] : []),
    ...below.slice(0, MOST_BARS).map((row) => ({ ...barOf(row) })),
  ];
}

const barOf = (row: RolloverRow): Bar => ({
  key: row.authorityId,
  name: `${'· '.repeat(row.depth)}${row.name}`,
  from: row.notBefore,
  to: row.notAfter,
  look: 'below',
});

function BarRow({
  bar,
  top,
  hatch,
  place,
  width,
}: {
  bar: Bar;
  top: number;
  hatch: string;
  place: (at: Date) => string;
  width: (from: Date, to: Date) => string;
}) {
  return (
    <g>
      <rect x="0" width="100%" y={top + 22} height="12" rx="2" className="fill-line-faint" />
      <rect
        x={place(bar.from)}
        width={width(bar.from, bar.to)}
        y={top + 22}
        height="12"
        {...(bar.look === 'planned' ? { fill: hatch, strokeDasharray: '4 3' } : {})}
        className={LOOKS[bar.look]}
      />
    </g>
  );
}

/** On top of the marks, with a halo: a line through a date makes it another one. */
function BarWords({ bar, top }: { bar: Bar; top: number }) {
  const say = rolloverPageWords().dateLine;
  const name = bar.name.length > 34 ? `${bar.name.slice(0, 33)}…` : bar.name;
  const halo = { paintOrder: 'stroke', strokeWidth: 4, strokeLinejoin: 'round' } as const;
  return (
    <g>
      <text
        x="0"
        y={top + 14}
        {...halo}
        className={`fill-text stroke-card text-12 ${bar.look === 'own' ? 'font-semibold' : ''}`}
      >
        {name}
      </text>
      <text x="100%" y={top + 14} textAnchor="end" {...halo} className="fill-muted stroke-card text-12 tabular-nums">
        {say.until(formatDay(bar.to))}
      </text>
    </g>
  );
}

const LOOKS = {
  own: 'fill-accent stroke-accent',
  successor: 'fill-valid stroke-valid',
  planned: 'stroke-accent',
  below: 'fill-line-strong stroke-line-strong',
} as const;

/** Years, or months for what lives shortly; six at most, and none that touches an end. */
function ticks(start: number, end: number): readonly { at: Date; label: string }[] {
  const days = (end - start) / DAY_MS;
  const months = days > 1_100 ? Math.ceil(days / 365 / 5) * 12 : days > 500 ? 6 : days > 150 ? 2 : 1;
  const cursor = new Date(start);
  cursor.setUTCDate(1);
  cursor.setUTCHours(0, 0, 0, 0);
  if (months >= 12) cursor.setUTCMonth(0);
  const marks: { at: Date; label: string }[] = [];
  for (let guard = 0; guard < 60; guard += 1) {
    cursor.setUTCMonth(cursor.getUTCMonth() + months);
    const share = (cursor.getTime() - start) / (end - start);
    if (share >= 1) break;
    if (share > 0.04 && share < 0.96)
      marks.push({
        at: new Date(cursor),
        label: months >= 12 ? String(cursor.getUTCFullYear()) : formatMonth(cursor),
      });
  }
  return marks;
}

/** A picture that is taken in at a glance; the table has the rest. */
const MOST_BARS = 12;
