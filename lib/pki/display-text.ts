/** Foreign text in messages and on screens: what hides or reorders other characters is written out. */

/** Text in back quotes for a message: control, bidirectional and invisible characters escaped, at most 80 characters. */
export function quote(text: string): string {
  const cut = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return `\`${escapeInvisible(cut)}\``;
}

/** The text with characters that hide or reorder others written as `\u{202E}`. */
export function escapeInvisible(text: string): string {
  return text.replaceAll(
    INVISIBLE_ALL,
    (character) => `\\u{${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}}`,
  );
}

/** Whether the text holds a control, bidirectional, invisible or half character. */
export function hasInvisible(text: string): boolean {
  return INVISIBLE.test(text);
}

/** Controls (Cc), format characters (Cf: zero width, bidirectional overrides, soft hyphen), lone surrogates, line and paragraph separators. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const INVISIBLE_ALL = new RegExp(INVISIBLE.source, 'gu');
