import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import { Card } from '@/components/ui/card';
import { Time } from '@/components/ui/time';
import type { AuthorityWatch } from '@/lib/services/watch-publications';
import { watchWords } from './watch.words';

const LOOKS = {
  ok: { icon: CircleCheck, ink: 'text-valid' },
  warning: { icon: TriangleAlert, ink: 'text-expiring' },
  error: { icon: CircleX, ink: 'text-revoked' },
} as const;

/** What the watch saw last, without anybody asking. */
export function WatchCard({ watch }: { watch: AuthorityWatch }) {
  const words = watchWords();
  const isOff = watch.everyMinutes === 0;
  return (
    <Card
      title={words.title}
      id="watch"
      flush={watch.addresses.length > 0 && !isOff}
      note={isOff ? words.off : words.every(watch.everyMinutes)}
    >
      {isOff ? null : watch.addresses.length === 0 ? (
        <p className="text-muted">{words.notYet}</p>
      ) : (
        <ul className="divide-y divide-line-faint">
          {watch.addresses.map(({ url, label, verdict, words: found, since, seenAt }) => {
            const { icon: Icon, ink } = LOOKS[verdict];
            return (
              <li key={url} className="flex items-start gap-3 px-5 py-3">
                <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${ink}`} />
                <div className="min-w-0 flex-1">
                  <p className="flex flex-wrap items-baseline gap-x-2">
                    <span className="font-medium">{label}</span>
                    <span className={`text-13 font-medium ${ink}`}>{words.verdicts[verdict]}</span>
                    <span className="text-13 text-muted">
                      {words.since} <Time at={since} />, {words.seen} <Time at={seenAt} />
                    </span>
                  </p>
                  <p className="[overflow-wrap:anywhere]">{found}</p>
                  <p className="font-mono text-12 text-muted [overflow-wrap:anywhere]">{url}</p>
                </div>
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}
