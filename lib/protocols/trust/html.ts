/** HTML that was made by `html` and by nothing else. */
export interface Html {
  readonly text: string;
}

type Part = string | number | Html | readonly Html[];

/** Text with values put in: strings and numbers are escaped, for text and for quoted attributes; only `Html` goes in as it is. */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Html {
  let text = strings[0] as string;
  for (const [at, value] of values.entries()) text += textOf(value) + (strings[at + 1] as string);
  return { text };
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function textOf(value: Part): string {
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return 'text' in value ? value.text : value.map(({ text }) => text).join('');
}
