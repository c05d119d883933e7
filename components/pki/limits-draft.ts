/** What was typed about limits and addresses: one entry a line, so that a list can be pasted. */
export interface LimitsDraft {
  readonly permitted: NameLines;
  readonly excluded: NameLines;
  /** Policy, then the address of the statement about it if there is one. */
  readonly policies: string;
  readonly purposes: readonly string[];
  readonly crlUrls: string;
  readonly ocspUrls: string;
  readonly caIssuersUrls: string;
  readonly crlLifeDays: string;
}
export interface NameLines {
  readonly dns: string;
  readonly ip: string;
  readonly email: string;
  readonly uri: string;
  /** First attributes of subjects, most general first. */
  readonly directoryName: readonly DirectoryNameDraft[];
}
/** One name as its attributes: text is never split into them. */
export type DirectoryNameDraft = readonly { readonly type: string; readonly value: string }[];
const NO_LINES: NameLines = { dns: '', ip: '', email: '', uri: '', directoryName: [] };
export const NO_LIMITS: LimitsDraft = {
  permitted: NO_LINES,
  excluded: NO_LINES,
  policies: '',
  purposes: [],
  crlUrls: '',
  ocspUrls: '',
  caIssuersUrls: '',
  crlLifeDays: '',
};

export const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** The part of the request that limits what is below; empty when nothing is limited. */
export function limitsBody(draft: LimitsDraft, kind: 'root' | 'issuing'): Record<string, unknown> {
  const permitted = subtreesOf(draft.permitted);
  const excluded = subtreesOf(draft.excluded);
  const policies = linesOf(draft.policies).map((line) => {
    const [policy = '', cpsUri] = line.split(/\s+/);
    return { policy, ...(cpsUri ? { cpsUri } : {}) };
  });
  return {
    ...(permitted || excluded
      ? { nameConstraints: { ...(permitted ? { permitted } : {}), ...(excluded ? { excluded } : {}) } }
      : {}),
    ...(policies.length > 0 ? { certificatePolicies: policies } : {}),
    ...(kind === 'issuing' && draft.purposes.length > 0 ? { extKeyUsage: draft.purposes } : {}),
  };
}

export function settingsBody(draft: LimitsDraft): Record<string, unknown> {
  const settings = {
    ...addressesOf('crlUrls', draft.crlUrls),
    ...addressesOf('ocspUrls', draft.ocspUrls),
    ...addressesOf('caIssuersUrls', draft.caIssuersUrls),
    ...(draft.crlLifeDays.trim() === '' ? {} : { crlLifeDays: Number(draft.crlLifeDays) }),
  };
  return Object.keys(settings).length > 0 ? { settings } : {};
}

const addressesOf = (name: string, text: string) => (text.trim() === '' ? {} : { [name]: linesOf(text) });

function subtreesOf(lines: NameLines): Record<string, unknown> | null {
  const subtrees = Object.fromEntries(
    [
      ...(['dns', 'ip', 'email', 'uri'] as const).map((form) => [form, linesOf(lines[form])] as const),
      // A name that is half filled in goes as it is, for the server to refuse with words: without the gap it would mean another one.
      ['directoryName', lines.directoryName.filter((name) => name.some(({ value }) => value.trim() !== ''))] as const,
    ].filter(([, entries]) => entries.length > 0),
  );
  return Object.keys(subtrees).length > 0 ? subtrees : null;
}
