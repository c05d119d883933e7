import type { Certificate, ProfileName } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { CertificateQuery } from '../domain/store.ts';
import { authorise } from './authorise.ts';
import { revokedAbove } from './issuer.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { daysLeft, EXPIRING_DAYS, shownStatus } from './shown-status.ts';
import type { CertificateListView, CertificateRow } from './views.ts';

export interface CertificateListRequest {
  readonly text?: string | undefined;
  readonly status?: 'valid' | 'expiring' | 'expired' | 'held' | 'revoked' | undefined;
  readonly use?: keyof typeof PROFILES_OF_USE | undefined;
  readonly issuerId?: string | undefined;
  readonly tag?: string | undefined;
  /** Only those that end on these days (UTC), both included; instead of `status`: `2026-12-01`. */
  readonly ends?: { readonly firstDay: string; readonly lastDay: string } | undefined;
  /** `no`: only those that no certificate in force has replaced. */
  readonly replaced?: 'no' | undefined;
  /** Only those that were revoked on these days (UTC), both included; instead of `status`. */
  readonly revoked?: { readonly firstDay: string; readonly lastDay: string } | undefined;
  /** `hide`: without those that ended more than 30 days ago. */
  readonly old?: 'hide' | undefined;
  readonly sort?: 'newest' | 'expiry' | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** One page of the inventory, filtered and searched by the database. Throws `validation-failed` for a cursor that is not ours. */
export async function listCertificates(
  context: ServiceContext,
  actor: Actor | null,
  request: CertificateListRequest,
): Promise<CertificateListView> {
  authorise(actor, 'inventory.read');
  const now = context.clock.now();
  const query: CertificateQuery = {
    ...matching(request, now),
    limit: request.limit ?? 50,
    cursor: request.cursor ?? null,
  };
  const [page, counts, rowOf] = await Promise.all([
    context.store.certificatePage(query),
    context.store.certificateCounts(now),
    certificateRows(context),
  ]);
  return { items: page.items.map(rowOf), next: page.next, previous: page.previous, counts };
}

/** What the database is asked for, without the place in the list. */
export function matching(
  request: Omit<CertificateListRequest, 'limit' | 'cursor'>,
  now: Date,
): Omit<CertificateQuery, 'limit' | 'cursor'> {
  const text = request.text?.trim() ? searchText(request.text.trim()) : undefined;
  return {
    ...(text === undefined ? {} : { text }),
    ...(request.status ? { status: request.status } : {}),
    ...(request.use ? { profiles: PROFILES_OF_USE[request.use] } : {}),
    ...(request.issuerId ? { issuerId: request.issuerId } : {}),
    ...(request.tag?.trim() ? { tag: request.tag.trim().toLowerCase() } : {}),
    now,
    expiringDays: EXPIRING_DAYS,
    ...(request.ends ? endingBetween(request.ends, now) : {}),
    ...(request.old === 'hide' ? { endsAfter: new Date(now.getTime() - EXPIRING_DAYS * DAY_MS) } : {}),
    ...(request.replaced === 'no' ? { unreplaced: true } : {}),
    ...(request.revoked ? { status: 'revoked' as const, revokedBetween: wholeDays(request.revoked) } : {}),
    sort: request.sort ?? (request.ends ? 'expiry' : 'newest'),
  };
}

/**
 * "Expiring" as seen from the second before the first day: what ends from then on until the last day is over. From days
 * that have begun only what still lives is meant.
 */
function endingBetween(days: NonNullable<CertificateListRequest['ends']>, now: Date) {
  const { from: begin, to } = wholeDays(days);
  const [first, over] = [begin.getTime(), to.getTime()];
  const from = now.getTime() > first && now.getTime() <= over ? now.getTime() : first - 1_000;
  return { status: 'expiring' as const, now: new Date(from), expiringDays: (over - from) / DAY_MS };
}

/** From the beginning of the first day to the end of the last one. Throws `validation-failed`. */
function wholeDays({ firstDay, lastDay }: NonNullable<CertificateListRequest['ends']>): { from: Date; to: Date } {
  const [first, last] = [Date.parse(firstDay), Date.parse(lastDay)];
  if (Number.isNaN(first) || Number.isNaN(last) || last < first)
    throw new CountersignError(
      'validation-failed',
      'The days must be two dates such as 2026-12-01, the earlier one first.',
    );
  return { from: new Date(first), to: new Date(last + DAY_MS - 1) };
}

/** Turns certificates into rows with their issuer's name, reading the authorities once. */
export async function certificateRows(context: ServiceContext): Promise<(certificate: Certificate) => CertificateRow> {
  const now = context.clock.now();
  const authorities = await context.store.authorities();
  const names = new Map(authorities.map((authority) => [authority.id, authority.name]));
  const underRevoked = new Set(
    authorities.filter((authority) => revokedAbove(authorities, authority.id)).map(({ id }) => id),
  );
  return (certificate) => ({
    certificate,
    status: shownStatus(certificate, now),
    daysLeft: daysLeft(certificate, now),
    issuerName: names.get(certificate.issuerId) ?? certificate.issuerId,
    issuerRevoked: underRevoked.has(certificate.issuerId),
  });
}

/** A pasted serial or fingerprint loses colons, spaces and 0x; anything else is a lower-case part of a name. */
export function searchText(text: string): string {
  const hex = text.replace(/^0x/i, '').replace(/[:\s]/g, '').toLowerCase();
  const isPairs = /^[0-9a-f]{2}([:\s][0-9a-f]{2}){2,}$/i.test(text);
  const isLong = /^[0-9a-f]{8,}$/.test(hex) && /[:\s]|^0x|^[0-9a-f]{16,}$/i.test(text);
  return isPairs || isLong ? hex : text.toLowerCase();
}

const DAY_MS = 86_400_000;
const PROFILES_OF_USE = {
  server: ['tlsServer', 'tlsPeer'],
  client: ['tlsClient', 'tlsPeer'],
  mail: ['smime'],
  code: ['codeSigning'],
  authority: ['rootAuthority', 'issuingAuthority'],
  responder: ['ocspResponder'],
} as const satisfies Record<string, readonly ProfileName[]>;
