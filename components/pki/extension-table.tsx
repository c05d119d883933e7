import type { ExtensionView } from '@/lib/services/views';
import { extensionTableWords } from './extension-table.words';

/** Each extension with what it says and why it is there; an OID is never the first thing read. */
export function ExtensionTable({ extensions }: { extensions: readonly ExtensionView[] }) {
  const words = extensionTableWords();
  return (
    <dl className="divide-y divide-line-faint">
      {extensions.map((extension) => (
        <div key={extension.oid} className="grid gap-x-6 gap-y-1 px-5 py-3 md:grid-cols-[13rem_minmax(0,1fr)]">
          <dt className="min-w-0">
            <span className="font-medium">{extension.name}</span>
            {extension.critical ? (
              <span className="ms-2 rounded-sm border border-line-strong px-1 text-12 text-muted">
                {words.critical}
              </span>
            ) : null}
            <code className="block font-mono text-12 text-muted">{extension.oid}</code>
          </dt>
          <dd className="min-w-0">
            <p className="whitespace-pre-line font-mono text-13 [overflow-wrap:anywhere]">{extension.text}</p>
            <p className="mt-0.5 text-13 text-muted">{extension.explanation}</p>
          </dd>
        </div>
      ))}
    </dl>
  );
}
