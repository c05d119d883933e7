import type { Certificate } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { CertificateBrief } from '../domain/store.ts';
import { type CertificateListRequest, matching } from './list-certificates.ts';
import { othersTurn } from './others-turn.ts';
import type { ServiceContext } from './service-context.ts';

/** Certificates that are chosen one by one are at most so many; more are chosen by a filter. */
export const MOST_CHOSEN = 1_000;
/** What one act on many takes at most. */
export const MOST_IN_BULK = 100_000;

export type CertificateFilter = Omit<CertificateListRequest, 'sort' | 'limit' | 'cursor'>;

/** Which certificates an act on many is about: these, or all that a filter finds. */
export type BulkSelection =
  | { readonly ids: readonly string[] }
  | {
      readonly filter: CertificateFilter;
      /** How many the operator was told that they are: another number is a refusal. */
      readonly count: number;
    };

/**
 * Everything that the filter finds as of `now`, newest first (by their end where that is asked for), in slices by keyset. Each slice is what is committed when it is
 * read. `cursor`: where an earlier walk stopped.
 */
export async function* walkFilter(
  context: Pick<ServiceContext, 'store'>,
  filter: CertificateFilter,
  now: Date,
  cursor: string | null = null,
): AsyncGenerator<{ readonly items: readonly CertificateBrief[]; readonly next: string | null }> {
  // What ends in a time is read in the order of its end: any other one would sort all of it for each slice.
  const sort = filter.status === 'expiring' || filter.ends ? 'expiry' : 'newest';
  const query = { ...matching({ ...filter, sort }, now), limit: SLICE };
  for (let at = cursor; ; ) {
    const slice = await context.store.certificateBriefs({ ...query, cursor: at });
    yield slice;
    if (slice.next === null) return;
    at = slice.next;
    await othersTurn();
  }
}

/** Reads a selection in slices, at most one beyond `MOST_IN_BULK`. Throws `validation-failed` for identifiers that are none. */
export async function* walkSelection(
  context: Pick<ServiceContext, 'store' | 'clock'>,
  selection: BulkSelection,
): AsyncGenerator<readonly CertificateBrief[]> {
  if ('ids' in selection) {
    yield (await chosenCertificates(context, selection.ids)).map(briefOf);
    return;
  }
  let count = 0;
  for await (const { items } of walkFilter(context, selection.filter, context.clock.now())) {
    yield items;
    count += items.length;
    if (count > MOST_IN_BULK) return;
  }
}

/** Each once, in the order in which they were chosen. Throws `validation-failed`. */
export async function chosenCertificates(
  context: Pick<ServiceContext, 'store'>,
  ids: readonly string[],
): Promise<readonly Certificate[]> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) throw refuseSelection('No certificate is chosen. Choose at least one.');
  if (wanted.length > MOST_CHOSEN)
    throw refuseSelection(
      `${wanted.length} certificates are chosen one by one; at most ${MOST_CHOSEN} are taken. Choose all that match a filter instead.`,
    );
  const found = await context.store.certificatesById(wanted);
  if (found.length < wanted.length) {
    const known = new Set(found.map(({ id }) => id));
    const missing = wanted.find((id) => !known.has(id));
    throw refuseSelection(`There is no certificate "${missing}". Choose again from the list.`);
  }
  return found;
}

/** How many the filter finds now. Throws `validation-failed` for none and for too many, `conflict` when they are not `count`. */
export async function requireCount(
  context: Pick<ServiceContext, 'store' | 'clock'>,
  selection: Extract<BulkSelection, { count: number }>,
): Promise<void> {
  let count = 0;
  for await (const items of walkSelection(context, selection)) count += items.length;
  if (count === 0) throw refuseSelection('Nothing matches this filter, so there is nothing to do. Choose another one.');
  if (count > MOST_IN_BULK)
    throw refuseSelection(
      `More than ${MOST_IN_BULK.toLocaleString('en-GB')} certificates match, which is more than one act takes. Narrow the filter.`,
    );
  if (count !== selection.count) throw changedCount(selection.count, count);
}

export function changedCount(confirmed: number, now: number): CountersignError {
  const message = changedCountWords(confirmed, now);
  return new CountersignError('conflict', message, {
    fields: [{ field: 'selection.count', message, suggestion: String(now) }],
  });
}

export function changedCountWords(confirmed: number, now: number): string {
  const [was, is] = [confirmed, now].map((count) => count.toLocaleString('en-GB'));
  return `${is} certificates match now, not ${was} as when this was confirmed. Nothing was changed. Look at the list again, and confirm the new number.`;
}

export function briefOf(certificate: Certificate): CertificateBrief {
  const { id, issuerId, serialNumber, state, profile, displayName, notAfter, keyId } = certificate;
  return { id, issuerId, serialNumber, state, profile, displayName, notAfter, keyHeld: keyId !== null };
}

export function refuseSelection(message: string): CountersignError {
  return new CountersignError('validation-failed', message, { fields: [{ field: 'selection', message }] });
}

const SLICE = 500;
