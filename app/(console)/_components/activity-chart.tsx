import { formatDay, formatNumber, formatShortDay } from '@/components/format';
import { Card } from '@/components/ui/card';
import { Disclosure } from '@/components/ui/disclosure';
import type { ActivityDay } from '@/lib/services/views';
import { consolePageWords } from './console-page.words';

const HALF = 64;
const LATEST = 30;

/**
 * Issued above the line, revoked below it, one column a day, drawn on the server from kept counts. The side of the line tells the two
 * apart without colour.
 */
export function ActivityChart({ days }: { days: readonly ActivityDay[] }) {
  const words = consolePageWords().activityChart;
  const total = (of: 'issued' | 'revoked', among = days) => among.reduce((sum, day) => sum + day[of], 0);
  const latest = days.slice(-LATEST);
  const most = Math.max(1, ...days.flatMap(({ issued, revoked }) => [issued, revoked]));
  const slot = 100 / days.length;
  const height = (count: number) => (count === 0 ? 0 : Math.max(2, (count / most) * HALF));
  const axis = HALF + 16;
  const title =
    total('issued') + total('revoked') === 0
      ? words.nothingWasIssuedOrRevoked
      : words.issuedAndRevokedInThe(formatNumber(total('issued', latest)), formatNumber(total('revoked', latest)));
  return (
    <Card title={title} id="activity">
      <svg width="100%" height={HALF * 2 + 52} aria-hidden="true" className="block overflow-visible">
        <text x="0" y="10" className="fill-muted text-12">
          {words.issuedUpToADay(formatNumber(most))}
        </text>
        {days.map((one, index) => (
          <g key={one.day.getTime()}>
            <rect
              x={`${index * slot + slot * 0.15}%`}
              width={`${slot * 0.7}%`}
              y={axis - height(one.issued)}
              height={height(one.issued)}
              className="fill-accent"
            />
            <rect
              x={`${index * slot + slot * 0.15}%`}
              width={`${slot * 0.7}%`}
              y={axis + 1}
              height={height(one.revoked)}
              className="fill-revoked"
            />
          </g>
        ))}
        <line x1="0" x2="100%" y1={axis} y2={axis} className="stroke-line-strong" />
        {/* Where the thirty days of the title begin. */}
        <line
          x1={`${(days.length - LATEST) * slot}%`}
          x2={`${(days.length - LATEST) * slot}%`}
          y1="16"
          y2={HALF * 2 + 16}
          strokeDasharray="3 3"
          className="stroke-line-strong"
        />
        <text x="0" y={HALF * 2 + 30} className="fill-muted text-12">
          {words.revoked}
        </text>
        {days.map((one, index) =>
          index % 30 === 0 || index === days.length - 1 ? (
            <text
              key={one.day.getTime()}
              x={`${index === days.length - 1 ? 100 : index * slot}%`}
              y={HALF * 2 + 48}
              textAnchor={index === 0 ? 'start' : index === days.length - 1 ? 'end' : 'middle'}
              className="fill-muted text-12"
            >
              {formatShortDay(one.day)}
            </text>
          ) : null,
        )}
      </svg>
      <p className="mt-3 text-13 text-muted">
        {words.in90DaysCertificatesIssued(total('issued'), formatNumber(total('revoked')))}
      </p>
      <div className="mt-4">
        <Disclosure summary={words.viewAsTable}>
          <table className="w-full">
            <thead>
              <tr className="text-13 text-muted">
                <th scope="col" className="py-1 text-start font-medium">
                  {words.dayUtc}
                </th>
                <th scope="col" className="py-1 text-end font-medium">
                  {words.issued}
                </th>
                <th scope="col" className="py-1 text-end font-medium">
                  {words.revoked}
                </th>
              </tr>
            </thead>
            <tbody>
              {[...days]
                .reverse()
                .filter(({ issued, revoked }) => issued + revoked > 0)
                .map(({ day, issued, revoked }) => (
                  <tr key={day.getTime()}>
                    <td className="py-0.5">{formatDay(day)}</td>
                    <td className="py-0.5 text-end tabular-nums">{formatNumber(issued)}</td>
                    <td className="py-0.5 text-end tabular-nums">{formatNumber(revoked)}</td>
                  </tr>
                ))}
            </tbody>
          </table>
          <p className="mt-2 text-13 text-muted">{words.daysOnWhichNothingHappened}</p>
        </Disclosure>
      </div>
    </Card>
  );
}
