'use client';

import { failureWords } from './failure.words';
import { Button, buttonClass } from './ui/button';
import { CopyButton } from './ui/copy-button';
import { Notice } from './ui/notice';

/** What failed, what to do, and the id under which the server's log has the reason. */
export function FailurePanel({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const words = failureWords();
  const id = error.digest ?? 'none';
  return (
    <div className="flex flex-col gap-4">
      <Notice tone="error" title={words.reading} live>
        <p>{words.advice}</p>
        <p className="mt-1.5 font-mono text-13">{words.id(id)}</p>
      </Notice>
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" onClick={reset}>
          {words.again}
        </Button>
        <CopyButton
          text={words.detailsOf(id, typeof window === 'undefined' ? '' : window.location.pathname)}
          what={words.details}
          label={words.copyDetails}
          tone="plain"
          size="medium"
        />
        {/* A full load: what failed is not kept, and this panel needs no router. */}
        <a href="/" className={buttonClass('quiet')}>
          {words.overview}
        </a>
      </div>
    </div>
  );
}
