/**
 * SHA-256 of every constant `style` attribute that server markup contains; the server lists them in `style-src-attr`
 * after 'unsafe-hashes'. Empty: our pages render no style attribute on the server, and styles set by script do not count.
 */
export const STYLE_ATTRIBUTE_HASHES: readonly string[] = [];
