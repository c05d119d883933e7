import { now } from '../clock';
import { formatDateTime, formatDay, formatRelative, formatUtc } from '../format';

/** A moment as text. The title holds it to the second; relative words stand beside the date, never alone. */
export function Time({
  at,
  show = 'minute',
  relative = false,
}: {
  at: Date;
  show?: 'day' | 'minute';
  relative?: boolean;
}) {
  return (
    <time dateTime={at.toISOString()} title={formatUtc(at)}>
      {show === 'day' ? formatDay(at) : formatDateTime(at)}
      {relative ? <span className="text-muted"> · {formatRelative(at, now())}</span> : null}
    </time>
  );
}
