import { z } from 'zod';
import type { BulkSelection } from '../../services/bulk-selection.ts';
import { certificateFilterFields, listRequest, revocationReason } from './requests.ts';

/** Acts on many certificates, and what they are about. */

const text = (max: number) => z.string().max(max);
const ids = z.array(text(64)).min(1).max(5_000);
/** As in the address of the list; what is left out does not narrow. */
const filter = z.strictObject(certificateFilterFields);
/** Those with these identifiers, or all that the filter finds. */
const selection = z.union([z.strictObject({ ids }), z.strictObject({ filter })], 'Give either ids or a filter.');
/** By filter with the number that was shown: another one is refused. */
const confirmedSelection = z.union(
  [z.strictObject({ ids }), z.strictObject({ filter, count: z.int().min(0).max(10_000_000) })],
  'Give either ids, or a filter with its count.',
);
const tags = z.array(text(200)).max(100);
const act = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('revoke'), reason: revocationReason, invalidityDate: z.iso.datetime().optional() }),
  z.strictObject({ kind: z.literal('hold') }),
  z.strictObject({ kind: z.literal('release') }),
  z.strictObject({ kind: z.literal('renew') }),
  z.strictObject({
    kind: z.literal('describe'),
    addTags: tags.optional(),
    removeTags: tags.optional(),
    owner: text(1_000).optional(),
  }),
]);

export const bulkPreviewRequest = z.strictObject({
  act: z.enum(['revoke', 'hold', 'release', 'renew', 'describe']),
  selection,
});
export const bulkActRequest = z.strictObject({ act, selection: confirmedSelection });
export const exportSelectionRequest = z.strictObject({
  /** `zip`: public files as PEM, at most 10,000 certificates; `csv`: the columns of the list. */
  format: z.enum(['zip', 'csv']),
  selection,
});

export function serviceSelection(given: z.infer<typeof confirmedSelection>): BulkSelection {
  return 'ids' in given ? given : { filter: listRequest(given.filter), count: given.count };
}
export function exportedSelection(given: z.infer<typeof selection>) {
  return 'ids' in given ? given : { filter: listRequest(given.filter) };
}

/** The name of a view, and what stands behind `?` in the address of the list. */
export const saveViewRequest = z.strictObject({ name: text(300), query: text(2_000) });
export const renameViewRequest = z.strictObject({ name: text(300) });
