/** File names that every system takes. */

/** ASCII letters, digits, dot and dash from a name; never empty, never a reserved device name, at most 60 characters. */
export function safeFileName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/^\*\./, 'wildcard.')
    .replace(/[^A-Za-z0-9.-]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 60)
    .replace(/[-.]+$/, '')
    .toLowerCase();
  return plain === '' || /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/.test(plain)
    ? `certificate-${plain}`.replace(/-$/, '')
    : plain;
}
