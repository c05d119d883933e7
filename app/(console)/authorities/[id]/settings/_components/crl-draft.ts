import type { AuthorityDetailView } from '@/lib/services/views';

/** What is typed about the lists, as text where a number is typed. */
export interface CrlDraft {
  readonly lifeDays: string;
  readonly delta: boolean;
  readonly deltaHours: string;
  readonly divided: boolean;
  readonly shards: string;
}

export function crlDraftOf({ node, crlLifeDays, crlParts }: AuthorityDetailView): CrlDraft {
  const { deltaCrlHours } = node.authority.settings;
  return {
    lifeDays: String(crlLifeDays),
    delta: deltaCrlHours !== undefined,
    deltaHours: String(deltaCrlHours ?? 24),
    divided: crlParts !== null,
    shards: String(crlParts?.count ?? 16),
  };
}

/** The part of the request; null goes back to the program's default, which is neither delta nor parts. */
export function crlSettingsOf(draft: CrlDraft) {
  return {
    crlLifeDays: Number(draft.lifeDays),
    deltaCrlHours: draft.delta ? Number(draft.deltaHours) : null,
    crlShards: draft.divided ? Number(draft.shards) : null,
  };
}
