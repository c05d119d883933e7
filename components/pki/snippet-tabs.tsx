import type { Snippet } from '@/lib/services/views';
import { Tabs } from '../ui/tabs';
import { PemBox } from './pem-box';
import { pkiWords } from './pki.words';

/** Configuration with the real names and paths already in it. */
export function SnippetTabs({ snippets, label }: { snippets: readonly Snippet[]; label: string }) {
  const words = pkiWords().snippetTabs;
  return (
    <Tabs
      label={label}
      tabs={snippets.map((snippet) => ({
        value: snippet.id,
        label: snippet.label,
        panel: (
          <div className="flex flex-col gap-3 p-5">
            <p className="text-13 text-muted">{snippet.note}</p>
            <PemBox text={snippet.text} what={words.configuration(snippet.label)} tall />
          </div>
        ),
      }))}
    />
  );
}
