import { useId } from 'react';
import { formatDay, formatShortDay } from '@/components/format';
import { Phrase } from '@/components/language/phrase';
import { Card } from '@/components/ui/card';
import { Disclosure } from '@/components/ui/disclosure';
import { Link, TextLink } from '@/components/ui/link';
import type { ExpiryOutlook, ExpiryWeek } from '@/lib/services/views';
import { consolePageWords } from './console-page.words';

const HEIGHT = 96;
/** Width of the dark part of the hatching, of 6: the nearer the end, the denser. */
const stages = () =>
  [
    { id: 7, weeks: 1, dark: 4.5, words: consolePageWords().expiryStrip.n7Days },
    { id: 14, weeks: 2, dark: 2.5, words: consolePageWords().expiryStrip.n14Days },
    { id: 30, weeks: 5, dark: 1, words: consolePageWords().expiryStrip.n30Days },
  ] as const;

/**
 * The next thirteen weeks as columns, drawn on the server. Density of the hatching tells the stage without colour; a
 * click on a column, or on a row of the table twin, shows what ends in that week.
 */
export function ExpiryStrip({ outlook }: { outlook: ExpiryOutlook }) {
  const say = consolePageWords().expiryStrip;
  const hatch = useId();
  const { weeks, within, countedUntil } = outlook;
  const total = weeks.reduce((sum, { count }) => sum + count, 0);
  const most = Math.max(1, ...weeks.map(({ count }) => count));
  const slot = 100 / weeks.length;
  return (
    <Card
      title={total === 0 ? say.nothingExpiresInTheNext : say.heading(total, countedUntil !== null, within[30])}
      id="expiry-strip"
    >
      <div className="relative">
        <svg
          data-chart="expiry"
          width="100%"
          height={HEIGHT + 40}
          aria-hidden="true"
          className="block overflow-visible"
        >
          <defs>
            {stages().map(({ id, dark }) => (
              <pattern
                key={id}
                id={`${hatch}-${id}`}
                width="6"
                height="6"
                patternUnits="userSpaceOnUse"
                patternTransform="rotate(45)"
              >
                <rect width="6" height="6" className="fill-expiring-tint" />
                <rect width={dark} height="6" className="fill-expiring" />
              </pattern>
            ))}
          </defs>
          <line x1="0" x2="100%" y1={HEIGHT + 16} y2={HEIGHT + 16} className="stroke-line" />
          {weeks.map((week, index) => {
            const height = week.count === 0 ? 0 : Math.max(6, (week.count / most) * HEIGHT);
            const stage = stages().find((one) => index < one.weeks);
            return (
              <g key={week.firstDay}>
                <rect
                  x={`${index * slot + slot * 0.16}%`}
                  width={`${slot * 0.68}%`}
                  y={HEIGHT + 16 - height}
                  height={height}
                  rx="2"
                  {...(stage
                    ? { fill: `url(#${hatch}-${stage.id})`, className: 'stroke-expiring' }
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
                  <text
                    x={`${(index + 0.5) * slot}%`}
                    y={HEIGHT + 34}
                    textAnchor="middle"
                    className="fill-muted text-12"
                  >
                    {formatShortDay(new Date(week.firstDay))}
                  </text>
                ) : null}
              </g>
            );
          })}
        </svg>
        {/* For the pointer; the keyboard and screen readers have the same links in the table. */}
        <div aria-hidden="true" className="absolute inset-0 grid grid-cols-13">
          {weeks.map((week) =>
            week.count > 0 ? (
              <Link
                key={week.firstDay}
                href={listOf(week)}
                tabIndex={-1}
                title={say.fromTo(
                  week.count,
                  formatShortDay(new Date(week.firstDay)),
                  formatShortDay(new Date(week.lastDay)),
                )}
                className="rounded-sm hover:bg-accent/10"
              />
            ) : (
              <span key={week.firstDay} />
            ),
          )}
        </div>
      </div>
      {total > 0 ? (
        <ul aria-label={say.stages} className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-13 text-muted">
          {stages().map(({ id, words }) => (
            <li key={id} className="flex items-center gap-2">
              <Phrase
                of={say.within}
                parts={{
                  svg: (
                    <svg width="14" height="14" aria-hidden="true">
                      <rect
                        x="0.5"
                        y="0.5"
                        width="13"
                        height="13"
                        rx="2"
                        fill={`url(#${hatch}-${id})`}
                        className="stroke-expiring"
                      />
                    </svg>
                  ),
                  id: within[id],
                  wordsText: words,
                }}
              />
            </li>
          ))}
        </ul>
      ) : null}
      {countedUntil ? (
        <p className="mt-2 text-13 text-muted">{say.thereAreManyOnlyThose(formatDay(countedUntil))}</p>
      ) : null}
      <div className="mt-4">
        <Disclosure summary={say.viewAsTable}>
          <table className="w-full">
            <thead>
              <tr className="text-13 text-muted">
                <th scope="col" className="py-1 text-start font-medium">
                  {say.weekUtc}
                </th>
                <th scope="col" className="py-1 text-end font-medium">
                  {say.certificates}
                </th>
              </tr>
            </thead>
            <tbody>
              {weeks.map((week) => (
                <tr key={week.firstDay}>
                  <td className="py-0.5">
                    {week.count > 0 ? (
                      <TextLink href={listOf(week)} className="inline-flex min-h-6 items-center">
                        {weekWords(week)}
                      </TextLink>
                    ) : (
                      weekWords(week)
                    )}
                  </td>
                  <td className="py-0.5 text-end tabular-nums">{week.count}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Disclosure>
      </div>
    </Card>
  );
}

const listOf = ({ firstDay, lastDay }: ExpiryWeek): string => `/certificates?ends=${firstDay}..${lastDay}`;
const weekWords = ({ firstDay, lastDay }: ExpiryWeek): string =>
  consolePageWords().expiryStrip.to(formatShortDay(new Date(firstDay)), formatShortDay(new Date(lastDay)));
