'use client';

import { Button, buttonClass } from './ui/button';
import { CopyButton } from './ui/copy-button';
import { Notice } from './ui/notice';

/** What failed, what to do, and the id under which the server's log has the reason. */
export function FailurePanel({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const id = error.digest ?? 'none';
  return (
    <div className="flex flex-col gap-4">
      <Notice tone="error" title="Reading from the server failed" live>
        <p>Nothing was changed. Try again; if it fails again, look for the error id in the server's log.</p>
        <p className="mt-1.5 font-mono text-13">Error id {id}</p>
      </Notice>
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" onClick={reset}>
          Try again
        </Button>
        <CopyButton
          text={`Error id ${id} at ${typeof window === 'undefined' ? '' : window.location.pathname}`}
          what="details"
          label="Copy details"
          tone="plain"
          size="medium"
        />
        {/* A full load: what failed is not kept, and this panel needs no router. */}
        <a href="/" className={buttonClass('quiet')}>
          Open the overview
        </a>
      </div>
    </div>
  );
}
