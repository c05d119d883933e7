import { encodePem } from '../pki/pem.ts';
import { chainPems, type KnownChains, startArchive } from './archive.ts';
import { authorise } from './authorise.ts';
import { type CertificateFilter, chosenCertificates, refuseSelection, walkFilter } from './bulk-selection.ts';
import { csvLines, writeCsv } from './bulk-table.ts';
import { type FileToHandOut, safeFileName } from './certificate-files.ts';
import { CSV_COLUMNS, certificateCsvLine, exportCertificates, type StreamToHandOut } from './export-certificates.ts';
import { certificateRows } from './list-certificates.ts';
import { othersTurn } from './others-turn.ts';
import type { Actor, ServiceContext } from './service-context.ts';

export type ExportSelection = { readonly ids: readonly string[] } | { readonly filter: CertificateFilter };

/** What is chosen, as the CSV of the list. Throws `validation-failed`. */
export async function exportSelectionCsv(
  context: ServiceContext,
  actor: Actor | null,
  selection: ExportSelection,
): Promise<StreamToHandOut> {
  authorise(actor, 'inventory.read');
  if ('filter' in selection) return exportCertificates(context, actor, selection.filter);
  const chosen = await chosenCertificates(context, selection.ids);
  const rowOf = await certificateRows(context);
  async function* parts(): AsyncGenerator<string> {
    yield csvLines([CSV_COLUMNS, ...chosen.map((certificate) => certificateCsvLine(rowOf(certificate)))]);
  }
  return { name: 'certificates.csv', mediaType: 'text/csv; charset=utf-8', parts: parts() };
}

/**
 * What is chosen as a zip of public files: leaf and fullchain of each, the roots, and a list; no keys. At most `MOST_FILES`
 * certificates. Throws `validation-failed`.
 */
export async function exportSelectionFiles(
  context: ServiceContext,
  actor: Actor | null,
  selection: ExportSelection,
): Promise<FileToHandOut> {
  authorise(actor, 'inventory.read');
  const ids: string[] = [];
  if ('ids' in selection) ids.push(...(await chosenCertificates(context, selection.ids)).map(({ id }) => id));
  else
    for await (const { items } of walkFilter(context, selection.filter, context.clock.now())) {
      ids.push(...items.map(({ id }) => id));
      if (ids.length > MOST_FILES)
        throw refuseSelection(
          `More than ${MOST_FILES.toLocaleString('en-GB')} certificates match; one archive takes no more. Narrow the filter, or take the CSV.`,
        );
    }
  if (ids.length === 0) throw refuseSelection('Nothing matches this filter, so there is nothing to download.');
  const archive = startArchive(context);
  const chains: KnownChains = new Map();
  const list: string[][] = [];
  for (let at = 0; at < ids.length; at += SLICE) {
    const slice = await context.store.certificatesById(ids.slice(at, at + SLICE));
    for (const [index, certificate] of slice.entries()) {
      if (index % BREATH === BREATH - 1) await othersTurn();
      const der = await context.store.certificateDer(certificate.id);
      // What was never signed has no file.
      if (!der) continue;
      const chain = await chainPems(context, chains, certificate.issuerId);
      const stem = `${safeFileName(certificate.displayName)}-${certificate.serialNumber.slice(-8)}`;
      const leaf = encodePem('CERTIFICATE', der);
      archive.add(`${stem}.pem`, leaf);
      archive.add(`${stem}-fullchain.pem`, leaf + chain.intermediates);
      list.push([
        stem,
        certificate.displayName,
        certificate.names.map(({ value }) => value).join(' '),
        certificate.serialNumber,
        certificate.notAfter.toISOString(),
        certificate.fingerprintSha256 ?? '',
      ]);
    }
  }
  const roots = [...new Set([...chains.values()].map(({ root }) => root))].filter(Boolean);
  for (const [at, root] of roots.entries()) archive.add(`trust-anchor${at === 0 ? '' : `-${at + 1}`}.pem`, root);
  archive.add('certificates.csv', writeCsv(['file', 'name', 'names', 'serial number', 'valid until', 'SHA-256'], list));
  return { name: 'certificates.zip', mediaType: 'application/zip', content: archive.finish() };
}

const MOST_FILES = 10_000;
const SLICE = 250;
/** Some milliseconds of packing. */
const BREATH = 20;
