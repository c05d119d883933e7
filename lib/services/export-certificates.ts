import { authorise } from './authorise.ts';
import { csvLines } from './bulk-table.ts';
import { type CertificateListRequest, certificateRows, matching } from './list-certificates.ts';
import { othersTurn } from './others-turn.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import type { CertificateRow } from './views.ts';

/** A file that is made while it is sent. */
export interface StreamToHandOut {
  readonly name: string;
  readonly mediaType: string;
  readonly parts: AsyncIterable<string>;
}

export type CertificateExportRequest = Omit<CertificateListRequest, 'limit' | 'cursor'>;

/**
 * All certificates that the filter finds, as CSV (RFC 4180) in the order of the list, a slice at a time: memory does not
 * grow with their number. Cells that a spreadsheet would take for a formula begin with an apostrophe. What is issued
 * meanwhile may be missing. Throws `validation-failed` for days that are none.
 */
export function exportCertificates(
  context: ServiceContext,
  actor: Actor | null,
  request: CertificateExportRequest,
): StreamToHandOut {
  authorise(actor, 'inventory.read');
  // Before the first octet is sent: what is wrong with the filter can still be answered.
  const query = matching(request, context.clock.now());
  return { name: 'certificates.csv', mediaType: 'text/csv; charset=utf-8', parts: csvParts(context, query) };
}

async function* csvParts(context: ServiceContext, query: ReturnType<typeof matching>): AsyncGenerator<string> {
  const rowOf = await certificateRows(context);
  yield csvLines([CSV_COLUMNS]);
  for (let cursor: string | null = null; ; ) {
    const page = await context.store.certificatePage({ ...query, limit: SLICE, cursor });
    const lines = page.items.map((certificate) => certificateCsvLine(rowOf(certificate)));
    if (lines.length > 0) yield csvLines(lines);
    if (page.next === null) return;
    cursor = page.next;
    await othersTurn();
  }
}

/** One line of it. */
export function certificateCsvLine({ certificate, status, issuerName }: CertificateRow): string[] {
  return [
    certificate.displayName,
    certificate.names.map(({ value }) => value).join(' '),
    issuerName,
    certificate.profile,
    status,
    certificate.notBefore.toISOString(),
    certificate.notAfter.toISOString(),
    certificate.serialNumber,
    certificate.fingerprintSha256 ?? '',
    certificate.keyAlgorithm,
    certificate.owner,
    certificate.revokedAt?.toISOString() ?? '',
    certificate.revocationReason ?? '',
    certificate.createdAt.toISOString(),
    certificate.createdBy,
  ];
}

const SLICE = 250;
export const CSV_COLUMNS = [
  'name',
  'names',
  'issuer',
  'profile',
  'status',
  'not_before',
  'not_after',
  'serial',
  'sha256',
  'key',
  'owner',
  'revoked_at',
  'revocation_reason',
  'created_at',
  'created_by',
];
