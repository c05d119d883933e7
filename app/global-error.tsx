'use client';

import './globals.css';

/** The last resort, when the frame of every page failed: it stands alone and loads nothing else. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Error · Countersign</title>
        <main className="mx-auto flex min-h-dvh max-w-[25rem] flex-col justify-center gap-4 p-6">
          <h1 className="text-20 font-semibold">Countersign could not show this page</h1>
          <p className="text-muted">Nothing was changed. Try again; the server's log has the reason.</p>
          <p className="font-mono text-13">Error id {error.digest ?? 'none'}</p>
          <button
            type="button"
            onClick={reset}
            className="h-10 self-start rounded-md bg-accent px-4 font-medium text-on-accent hover:bg-accent-hover"
          >
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
