import type { AuthoritySettings, CrlKind } from '../domain/entities.ts';
import type { SerialNumber } from '../pki/types.ts';

/** Which lists an authority publishes, by its settings. Shard 0 is the whole list; it is always there. */
export interface CrlScope {
  readonly kind: CrlKind;
  readonly shard: number;
}
export const WHOLE_LIST: CrlScope = { kind: 'complete', shard: 0 };
export const DELTA_LIST: CrlScope = { kind: 'delta', shard: 0 };

/** More would be more requests than a thousand lists of a thousand entries save. */
export const MOST_SHARDS = 1_000;

/** All lists, the whole one first and the delta last: a delta names the number of a whole list that exists. */
export function listsOf(settings: AuthoritySettings): readonly CrlScope[] {
  const shards = shardsOf(settings);
  return [
    WHOLE_LIST,
    ...Array.from({ length: shards }, (_, at): CrlScope => ({ kind: 'complete', shard: at + 1 })),
    ...(settings.deltaCrlHours === undefined ? [] : [DELTA_LIST]),
  ];
}

/** The lists that a change of these certificates is seen on first: the delta when there is one, else the whole list; and their parts. */
export function listsAfterChange(
  settings: AuthoritySettings,
  serialNumbers: readonly SerialNumber[],
): readonly CrlScope[] {
  const shards = shardsOf(settings);
  const touched = shards === 0 ? [] : [...new Set(serialNumbers.map((serial) => shardOf(serial, shards)))];
  return [
    settings.deltaCrlHours === undefined ? WHOLE_LIST : DELTA_LIST,
    ...touched.sort((a, b) => a - b).map((shard): CrlScope => ({ kind: 'complete', shard })),
  ];
}

/** 0 when the list is not divided. */
export function shardsOf({ crlShards = 1 }: AuthoritySettings): number {
  return crlShards > 1 ? crlShards : 0;
}

/** The part, from 1, that a certificate belongs to for good. The last digits of a serial are random (RFC 5280 §4.1.2.2 asks for 64 random bits). */
export function shardOf(serialNumber: SerialNumber, shards: number): number {
  return (Number.parseInt(serialNumber.slice(-8), 16) % shards) + 1;
}

/** The end of a list's address below `/crl/`: `ID.crl`, `ID-3.crl`, `ID-delta.crl`. */
export function listName(authorityId: string, { kind, shard }: CrlScope): string {
  return `${authorityId}${shard === 0 ? '' : `-${shard}`}${kind === 'delta' ? '-delta' : ''}`;
}

/** Whole days and hours within these bounds, and a division that stays: certificates name their part for as long as they live. */
export function refuseCrlSettings(
  before: AuthoritySettings,
  after: AuthoritySettings,
  errors: { add(field: string, message: string, suggestion?: string): void },
): void {
  const whole = (value: number | undefined, least: number, most: number) =>
    value === undefined || (Number.isInteger(value) && value >= least && value <= most);
  if (!whole(after.crlLifeDays, 1, 365))
    errors.add('crlLifeDays', 'A CRL lives 1 to 365 whole days. Choose 7 when nothing speaks for another number.', '7');
  if (!whole(after.deltaCrlHours, 1, 168))
    errors.add('deltaCrlHours', 'A delta CRL lives 1 to 168 whole hours. Choose 24, or leave it out for none.', '24');
  if (!whole(after.crlShards, 1, MOST_SHARDS))
    errors.add('crlShards', `A CRL is divided into at most ${MOST_SHARDS} parts; 1 leaves it whole.`, '1');
  else if (shardsOf(before) > 0 && shardsOf(after) !== shardsOf(before))
    errors.add(
      'crlShards',
      `Certificates that were issued name one of ${shardsOf(before)} parts. The division cannot be changed any more.`,
      String(shardsOf(before)),
    );
}
