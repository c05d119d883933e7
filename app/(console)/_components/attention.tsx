import { CircleCheck, CircleX, Info, TriangleAlert } from 'lucide-react';
import { buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import type { AttentionItem } from '@/lib/services/views';
import { consolePageWords } from './console-page.words';

const looks = () =>
  ({
    error: { icon: CircleX, ink: 'text-revoked', word: consolePageWords().attention.problem },
    warning: { icon: TriangleAlert, ink: 'text-expiring', word: consolePageWords().attention.warning },
    info: { icon: Info, ink: 'text-pending', word: consolePageWords().attention.note },
  }) as const;

/** What an operator should do something about, worst first, each with its remedy. */
export function Attention({ items, quiet = false }: { items: readonly AttentionItem[]; quiet?: boolean }) {
  const words = consolePageWords().attention;
  if (items.length === 0) {
    if (quiet) return null;
    return (
      <p className="flex items-center gap-2.5 rounded-lg border border-line bg-card px-5 py-3.5">
        <CircleCheck aria-hidden="true" className="size-4 shrink-0 text-valid" />
        <span>
          <strong className="font-medium">{words.nothingNeedsAttention}</strong>{' '}
          <span className="text-muted">{words.revocationListsAreFreshAnd}</span>
        </span>
      </p>
    );
  }
  return (
    <section aria-labelledby="attention" className="rounded-lg border border-line bg-card">
      <div className="flex min-h-12 items-center justify-between gap-4 border-b border-line-faint px-5 py-2">
        <h2 id="attention" className="font-semibold">
          {words.needsAttention}
        </h2>
        <p className="text-13 text-muted">{words.items(items.length)}</p>
      </div>
      <ul className="divide-y divide-line-faint">
        {items.map((item) => {
          const { icon: Icon, ink, word } = looks()[item.severity];
          return (
            <li key={item.id} className="flex items-start gap-3 px-5 py-3">
              <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${ink}`} />
              <div className="flex min-w-0 flex-1 flex-wrap items-center justify-between gap-x-6 gap-y-2">
                <div className="min-w-0 max-w-[48rem]">
                  <p className="font-medium [overflow-wrap:anywhere]">
                    <span className="sr-only">{word}: </span>
                    {item.title}
                  </p>
                  <p className="text-muted [overflow-wrap:anywhere]">{item.detail}</p>
                </div>
                <Link data-row href={item.href} className={buttonClass('plain', 'small')}>
                  {item.action}
                  <span className="sr-only">: {item.title}</span>
                </Link>
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
