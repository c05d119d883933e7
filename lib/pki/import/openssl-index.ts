/** The files of an `openssl ca` folder: `index.txt`, `serial`, `crlnumber`. openssl-ca(1), apps/lib/apps.c, crypto/txt_db/txt_db.c */
import { timeValue } from '../der-reader.ts';
import { TAG } from '../der-writer.ts';
import { parseSerialNumber } from '../serial-number.ts';
import { PkiError, type RevocationReason, type SerialNumber } from '../types.ts';

export interface OpensslIndexEntry {
  /** 1 for the first line of the file. */
  readonly line: number;
  readonly status: 'valid' | 'revoked' | 'expired';
  readonly notAfter: Date;
  /** Null unless revoked. */
  readonly revocation: {
    readonly revokedAt: Date;
    readonly reason: RevocationReason;
    /** From `keyTime` and `CAkeyTime`. */
    readonly invalidityDate: Date | null;
  } | null;
  readonly serialNumber: SerialNumber;
  /** As it stands in the file; `readSlashName` parts it. For display; the certificate decides. */
  readonly subject: string;
}

export interface OpensslIndex {
  readonly entries: readonly OpensslIndexEntry[];
  /** Lines that could not be read, with the reason. */
  readonly refused: readonly { readonly line: number; readonly error: PkiError }[];
}

/** Whether a text looks like an index: its first line that is no comment has a status, tabs and a time. */
export function looksLikeOpensslIndex(text: string): boolean {
  const start = /^(?:#[^\n]*\n|[ \t\r]*\n)*/.exec(text.slice(0, 4096))?.[0].length ?? 0;
  return /^[VRE]\t\d{12,14}Z\t[^\t]*\t[0-9A-Fa-f]+\t/.test(text.slice(start, start + 512));
}

/**
 * Reads an index of at most 64 MiB and 1,000,000 lines; up to 1,000 lines that cannot be read do not spoil the others. Throws
 * `too-large`, and `malformed` for more of them.
 *
 * ```
 * status TAB expiry TAB [ revocation [ "," reason [ "," argument ] ] ] TAB serial TAB file TAB subject
 * ```
 */
export function readOpensslIndex(text: string): OpensslIndex {
  if (text.length > MAX_CHARACTERS)
    throw new PkiError('too-large', `The index has ${text.length} characters; at most ${MAX_CHARACTERS} are allowed.`);
  const entries: OpensslIndexEntry[] = [];
  const refused: { line: number; error: PkiError }[] = [];
  let line = 0;
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at);
    const stop = end < 0 ? text.length : end;
    const content = text.slice(at, text[stop - 1] === '\r' && stop > at ? stop - 1 : stop);
    at = stop + 1;
    line += 1;
    if (line > MAX_LINES)
      throw new PkiError('too-large', `The index has more than ${MAX_LINES.toLocaleString('en-US')} lines.`);
    if (content === '' || content.startsWith('#')) continue;
    try {
      entries.push(readLine(content, line));
    } catch (error) {
      if (!(error instanceof PkiError)) throw error;
      refused.push({ line, error });
      if (refused.length > MAX_REFUSED)
        throw new PkiError(
          'malformed',
          `More than ${MAX_REFUSED.toLocaleString('en-US')} lines of the index cannot be read, the first one is line ${refused[0]?.line}. It is damaged or of another type.`,
        );
    }
  }
  return { entries, refused };
}

/** The next number from a `serial` or `crlnumber` file: hexadecimal digits on one line. Throws `malformed`. */
export function readOpensslNumber(text: string): bigint {
  const digits = /^\s*([0-9A-Fa-f]{1,40})\s*$/.exec(text.slice(0, 100))?.[1];
  if (digits === undefined || text.length > 100)
    throw new PkiError('malformed', 'The file does not hold one hexadecimal number, as `serial` and `crlnumber` do.');
  return BigInt(`0x${digits}`);
}

/**
 * Attributes of a subject in its order, as far as the slash form tells them apart: `/C=DE/O=Acme/CN=a` with `\xHH` for octets that are not
 * printable. A slash inside a value is written bare, so only a slash with a type and `=` behind it begins an attribute. X509_NAME_oneline(3)
 */
export function readSlashName(text: string): { type: string; value: string }[] {
  const attributes: { type: string; value: string }[] = [];
  const starts = [...text.matchAll(/\/([A-Za-z][A-Za-z0-9-]{0,63}|\d{1,9}(?:\.\d{1,39}){1,30})=/g)];
  starts.forEach((start, index) => {
    const from = start.index + start[0].length;
    const value = text.slice(from, starts[index + 1]?.index ?? text.length);
    attributes.push({ type: start[1] as string, value: unescapeOctets(value) });
  });
  return attributes;
}

function readLine(content: string, line: number): OpensslIndexEntry {
  if (content.length > MAX_LINE) throw malformed(line, `it has more than ${MAX_LINE} characters`);
  const fields = splitFields(content);
  const [status, expiry, revocation, serial, , subject] = fields;
  if (fields.length !== 6) throw malformed(line, `it has ${fields.length} fields in place of 6`);
  const name = STATUSES.get(status ?? '');
  if (name === undefined) throw malformed(line, 'its status is not V, R or E');
  const notAfter = readTime(expiry ?? '', line, 'expiry');
  if ((name === 'revoked') !== (revocation !== ''))
    throw malformed(line, 'its status and its revocation time contradict each other');
  return {
    line,
    status: name,
    notAfter,
    revocation: name === 'revoked' ? readRevocation(revocation ?? '', line) : null,
    serialNumber: parseSerialNumber(serial ?? ''),
    subject: subject ?? '',
  };
}

/** Tabs part the fields; a backslash before a tab makes it part of one. crypto/txt_db/txt_db.c */
function splitFields(content: string): string[] {
  if (!content.includes('\\\t')) return content.split('\t');
  const fields: string[] = [];
  let field = '';
  for (let index = 0; index < content.length; index += 1) {
    const character = content[index] as string;
    if (character === '\\' && content[index + 1] === '\t') {
      field += '\t';
      index += 1;
    } else if (character === '\t') {
      fields.push(field);
      field = '';
    } else field += character;
  }
  return [...fields, field];
}

/** `230101000000Z`, `…,superseded`, `…,holdInstruction,1.2.840.10040.2.2`, `…,keyTime,20221231000000Z`. apps/lib/apps.c, unpack_revinfo */
function readRevocation(text: string, line: number): OpensslIndexEntry['revocation'] {
  const [time, reasonText, argument, ...more] = text.split(',');
  if (more.length > 0) throw malformed(line, 'its revocation has more than three parts');
  const revokedAt = readTime(time ?? '', line, 'revocation');
  const reason = reasonText === undefined ? 'unspecified' : REASONS.get(reasonText.toLowerCase());
  if (reason === undefined) throw malformed(line, 'its revocation reason is not one that OpenSSL has');
  const isKeyTime = reasonText?.toLowerCase().endsWith('keytime') ?? false;
  if (isKeyTime !== (argument !== undefined) && reasonText?.toLowerCase() !== 'holdinstruction')
    throw malformed(line, 'its revocation reason and its argument do not belong together');
  return { revokedAt, reason, invalidityDate: isKeyTime ? readTime(argument ?? '', line, 'key') : null };
}

function readTime(text: string, line: number, noun: string): Date {
  const octets = Buffer.from(text.slice(0, 16), 'latin1');
  const tag = text.length === 13 ? TAG.utcTime : TAG.generalizedTime;
  const milliseconds = text.length > 15 ? null : timeValue(octets, tag, 0, octets.length);
  if (milliseconds === null) throw malformed(line, `its ${noun} time is not YYMMDDHHMMSSZ or YYYYMMDDHHMMSSZ`);
  return new Date(milliseconds);
}

function unescapeOctets(value: string): string {
  if (/^[\x20-\x5b\x5d-\x7e]*$/.test(value)) return value;
  const octets = Buffer.from(
    value.replaceAll(/\\x([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
  const text = octets.toString('utf8');
  return text.includes('\ufffd') ? octets.toString('latin1') : text;
}

function malformed(line: number, what: string): PkiError {
  return new PkiError('malformed', `Line ${line} of the index cannot be read: ${what}.`);
}

/** D28, as for CRLs. */
const MAX_CHARACTERS = 67_108_864;
const MAX_LINES = 1_000_000;
/** Each keeps an error; a folder of a real authority has none. */
const MAX_REFUSED = 1_000;
/** A subject of 100 attributes of 64 characters, all escaped, stays below. */
const MAX_LINE = 32_768;
const STATUSES: ReadonlyMap<string, OpensslIndexEntry['status']> = new Map([
  ['V', 'valid'],
  ['R', 'revoked'],
  ['E', 'expired'],
]);
/** apps/lib/apps.c, crl_reasons; letter case differs between versions. `removeFromCRL` belongs to delta lists: the certificate was on hold. */
const REASONS: ReadonlyMap<string, RevocationReason> = new Map([
  ['unspecified', 'unspecified'],
  ['keycompromise', 'keyCompromise'],
  ['cacompromise', 'cACompromise'],
  ['affiliationchanged', 'affiliationChanged'],
  ['superseded', 'superseded'],
  ['cessationofoperation', 'cessationOfOperation'],
  ['certificatehold', 'certificateHold'],
  ['removefromcrl', 'certificateHold'],
  ['privilegewithdrawn', 'privilegeWithdrawn'],
  ['aacompromise', 'aACompromise'],
  ['holdinstruction', 'certificateHold'],
  ['keytime', 'keyCompromise'],
  ['cakeytime', 'cACompromise'],
]);
