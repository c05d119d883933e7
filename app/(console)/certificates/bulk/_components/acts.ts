export const BULK_ACTS = ['renew', 'describe', 'hold', 'release', 'revoke'] as const;
export type BulkActName = (typeof BULK_ACTS)[number];
