/** What is wrong with entries of a revocation list, of the whole list or a block of it. RFC 5280 §5.1.2.6, §5.3 */
import { scanEntries } from '../crl-entry-scan.ts';
import { contentOf, type DerElement, elementAt, encodingOf, readSmallInteger } from '../der-reader.ts';
import { TAG } from '../der-writer.ts';
import { extensionValue, type RawExtension, readExtensions } from '../extensions.ts';
import { OID } from '../oids.ts';
import { errorIf, type Fault, warningIf } from './lint.ts';

/** Each fault once, however many entries have it. `entries`: whole entries one after the other. Throws `malformed` for anything else. */
export function judgeEntries(entries: Uint8Array, isDelta: boolean): readonly Fault[] {
  const seen = new Set<EntryFault>();
  const judged = new Set<string>();
  const { count, reasonBits } = scanEntries(entries, (entry) => judgeEntry(entry, isDelta, seen, judged));
  if (count === 0) seen.add('empty');
  if (reasonBits & REMOVAL && !isDelta) seen.add('removal');
  return [...seen].flatMap((fault) => FAULTS[fault]);
}

/** The bit of removeFromCRL (8). */
const REMOVAL = 1 << 8;

type EntryFault = 'empty' | 'serial' | 'unspecified' | 'removal' | 'critical' | 'invalidity' | 'time';

function judgeEntry(entry: DerElement, isDelta: boolean, seen: Set<EntryFault>, judged: Set<string>): void {
  const serial = elementAt(entry.source, entry.contentStart);
  const content = contentOf(serial);
  if (((content[0] ?? 0x80) & 0x80) !== 0 || content.length > 20 || (content.length === 1 && content[0] === 0))
    seen.add('serial');
  const date = elementAt(entry.source, serial.end);
  // Up to 2049 in two digits: the century of the other type begins with 19 or is 2000 to 2049.
  if (date.tag === TAG.generalizedTime && Number(Buffer.from(contentOf(date).subarray(0, 4)).toString()) < 2050)
    seen.add('time');
  if (date.end >= entry.end) return;
  const extensions = elementAt(entry.source, date.end);
  // Long lists repeat the same few encodings; the bound keeps a hostile list from filling memory.
  const encoding = Buffer.from(encodingOf(extensions)).toString('latin1');
  if (judged.has(encoding)) return;
  if (judged.size < 1000) judged.add(encoding);
  for (const extension of readExtensions(extensions)) judgeExtension(extension, isDelta, seen);
}

function judgeExtension(extension: RawExtension, isDelta: boolean, seen: Set<EntryFault>): void {
  if (extension.critical && extension.oid !== OID.certificateIssuer) seen.add('critical');
  if (extension.oid === OID.reasonCode) {
    const code = readSmallInteger(extensionValue(extension), 'CRLReason', 10, TAG.enumerated);
    if (code === 0) seen.add('unspecified');
    if (code === 8 && !isDelta) seen.add('removal');
  }
  if (extension.oid === OID.invalidityDate && extensionValue(extension).tag !== TAG.generalizedTime)
    seen.add('invalidity');
}

const FAULTS: Readonly<Record<EntryFault, readonly Fault[]>> = {
  empty: errorIf(true, 'The list of revoked certificates is there but empty.', 'Leave revokedCertificates out.'),
  serial: errorIf(true, 'An entry has a serial number that is zero, negative or too long.', 'Correct the entry.'),
  time: errorIf(true, 'A revocation before 2050 is not given as UTCTime.', 'Encode the time by its year.'),
  unspecified: warningIf(true, 'An entry says "no reason" in so many words.', 'Leave the reason out.'),
  removal: errorIf(true, 'An entry is removed in a complete list.', 'Leave it out, or write a delta list.'),
  critical: errorIf(true, 'An entry has a critical extension that programs do not know.', 'Mark it not critical.'),
  invalidity: errorIf(true, 'An invalidity date is not GeneralizedTime.', 'Write it as GeneralizedTime.'),
};
