import { Fragment, type ReactNode } from 'react';

/** What stands in a sentence at `{name}`, or what `<name>…</name>` makes of the words between. */
export type Part = ReactNode | ((text: string) => ReactNode);

/**
 * A sentence with links, code or marked words in it, whole in the catalogue, so that a language can put them where it
 * needs them. A part that the sentence does not name is left out; a name without a part stays as it is written.
 */
export function Phrase({ of, parts }: { of: string; parts: Readonly<Record<string, Part>> }) {
  const found: ReactNode[] = [];
  let from = 0;
  for (const match of of.matchAll(/\{(\w+)\}|<(\w+)>(.*?)<\/\2>/gs)) {
    const [whole, value, element, text = ''] = match;
    const part = parts[value ?? element ?? ''];
    if (part === undefined) continue;
    found.push(of.slice(from, match.index));
    found.push(<Fragment key={match.index}>{typeof part === 'function' ? part(text) : part}</Fragment>);
    from = match.index + whole.length;
  }
  found.push(of.slice(from));
  return found;
}
