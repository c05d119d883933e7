'use client';

import { consoleWords } from './_components/console.words';
import './globals.css';

/** The last resort, when the frame of every page failed: it stands alone and loads nothing else. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const words = consoleWords();
  return (
    <html lang="en">
      <body>
        <title>{words.errorCountersign}</title>
        <main className="mx-auto flex min-h-dvh max-w-[25rem] flex-col justify-center gap-4 p-6">
          <h1 className="text-20 font-semibold">{words.countersignCouldNotShowThis}</h1>
          <p className="text-muted">{words.nothingWasChangedTryAgain}</p>
          <p className="font-mono text-13">{words.errorId(error.digest ?? 'none')}</p>
          <button
            type="button"
            onClick={reset}
            className="h-10 self-start rounded-md bg-accent px-4 font-medium text-on-accent hover:bg-accent-hover"
          >
            {words.tryAgain}
          </button>
        </main>
      </body>
    </html>
  );
}
