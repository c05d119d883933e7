/** What the tests executed last, written by `npm run snippets:record`. Do not edit: the marks on screen follow it. */
export const EXECUTED: Readonly<Record<string, { readonly program: string; readonly sha256: string }>> = {};
