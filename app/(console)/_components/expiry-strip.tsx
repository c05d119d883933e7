import { useId } from 'react';
import { now } from '@/components/clock';
import { DAY_MS, formatShortDay, plural } from '@/components/format';
import { Card } from '@/components/ui/card';
import { Disclosure } from '@/components/ui/disclosure';
import type { CertificateRow } from '@/lib/services/views';

const WEEKS = 13;
const HEIGHT = 96;

interface Week {
  readonly from: Date;
  readonly to: Date;
  readonly count: number;
}

/** The next thirteen weeks as columns; the first thirty days are hatched, so the stage is told without colour. */
export function ExpiryStrip({ rows, complete }: { rows: readonly CertificateRow[]; complete: boolean }) {
  const at = now();
  const hatch = useId();
  const weeks = weeksFrom(at, rows);
  const total = weeks.reduce((sum, week) => sum + week.count, 0);
  const most = Math.max(1, ...weeks.map((week) => week.count));
  const soon = rows.filter((row) => row.daysLeft >= 0 && row.daysLeft <= 30).length;
  const slot = 100 / WEEKS;
  return (
    <Card
      title={
        total === 0
          ? 'Nothing expires in the next 90 days'
          : `${plural(total, 'certificate')} ${total === 1 ? 'expires' : 'expire'} in the next 90 days, ${soon} within 30`
      }
      id="expiry-strip"
    >
      <svg width="100%" height={HEIGHT + 40} aria-hidden="true" className="block overflow-visible">
        <defs>
          <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="6" height="6" className="fill-expiring-tint" />
            <rect width="2.5" height="6" className="fill-expiring" />
          </pattern>
        </defs>
        <line x1="0" x2="100%" y1={HEIGHT + 16} y2={HEIGHT + 16} className="stroke-line" />
        {weeks.map((week, index) => {
          const height = week.count === 0 ? 0 : Math.max(6, (week.count / most) * HEIGHT);
          const soonWeek = week.from.getTime() < at.getTime() + 30 * DAY_MS;
          return (
            <g key={week.from.getTime()}>
              <rect
                x={`${index * slot + slot * 0.16}%`}
                width={`${slot * 0.68}%`}
                y={HEIGHT + 16 - height}
                height={height}
                rx="2"
                {...(soonWeek
                  ? { fill: `url(#${hatch})`, className: 'stroke-expiring' }
                  : { className: 'fill-line-strong' })}
              />
              {week.count > 0 ? (
                <text
                  x={`${(index + 0.5) * slot}%`}
                  y={HEIGHT + 10 - height}
                  textAnchor="middle"
                  className="fill-text text-12 tabular-nums"
                >
                  {week.count}
                </text>
              ) : null}
              {index % 3 === 0 ? (
                <text x={`${(index + 0.5) * slot}%`} y={HEIGHT + 34} textAnchor="middle" className="fill-muted text-12">
                  {formatShortDay(week.from)}
                </text>
              ) : null}
            </g>
          );
        })}
      </svg>
      {complete ? null : <p className="mt-2 text-13 text-muted">Only the first 100 that expire are drawn.</p>}
      <div className="mt-4">
        <Disclosure summary="View as table">
          <table className="w-full">
            <thead>
              <tr className="text-13 text-muted">
                <th scope="col" className="py-1 text-start font-medium">
                  Week from (UTC)
                </th>
                <th scope="col" className="py-1 text-end font-medium">
                  Certificates
                </th>
              </tr>
            </thead>
            <tbody>
              {weeks.map((week) => (
                <tr key={week.from.getTime()}>
                  <td className="py-0.5">{formatShortDay(week.from)}</td>
                  <td className="py-0.5 text-end">{week.count}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Disclosure>
      </div>
    </Card>
  );
}

function weeksFrom(at: Date, rows: readonly CertificateRow[]): readonly Week[] {
  return Array.from({ length: WEEKS }, (_, index) => {
    const from = new Date(at.getTime() + index * 7 * DAY_MS);
    const to = new Date(from.getTime() + 7 * DAY_MS);
    const count = rows.filter(({ certificate }) => certificate.notAfter >= from && certificate.notAfter < to).length;
    return { from, to, count };
  });
}
