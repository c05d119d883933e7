import { CircleCheck, CircleX, Info, TriangleAlert } from 'lucide-react';
import type { LintFinding } from '@/lib/pki/types';
import { Message } from '../ui/message';
import { lintListWords } from './lint-list.words';

const looks = () =>
  ({
    error: { icon: CircleX, ink: 'text-revoked', word: lintListWords().error },
    warning: { icon: TriangleAlert, ink: 'text-expiring', word: lintListWords().warning },
    info: { icon: Info, ink: 'text-pending', word: lintListWords().note },
  }) as const;

/** What the checks before the signature said, each with its field and its fix. */
export function LintList({ lints }: { lints: readonly LintFinding[] }) {
  const words = lintListWords();
  if (lints.length === 0) {
    return (
      <p className="flex items-start gap-2">
        <CircleCheck aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-valid" />
        <span>{words.everyCheckPassedRfc5280}</span>
      </p>
    );
  }
  return (
    <ul className="flex flex-col gap-3">
      {lints.map((finding) => {
        const { icon: Icon, ink, word } = looks()[finding.severity];
        return (
          <li key={`${finding.lint} ${finding.field} ${finding.message}`} className="flex items-start gap-2">
            <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${ink}`} />
            <div className="min-w-0 [overflow-wrap:anywhere]">
              <p>
                <span className={`font-medium ${ink}`}>{word}</span> ·{' '}
                <span className="text-muted">{finding.field}</span>
              </p>
              <p>
                <Message text={finding.message} />
              </p>
              <p className="text-13 text-muted">
                <Message text={finding.fix} /> <span className="whitespace-nowrap">({finding.source})</span>
              </p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
