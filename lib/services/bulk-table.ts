import { parse } from 'csv-parse/sync';
import { CountersignError, type FieldError } from '../domain/errors.ts';
import type { IssueCertificateRequest } from './decide-certificate.ts';

/**
 * The table that a bulk issuance reads: CSV with a header (RFC 4180; comma, semicolon or tab), or JSON as an array of
 * objects. A mapping says which column is which field; cells stay text until a row becomes a request.
 */

export const BULK_FIELDS = [
  'names',
  'profile',
  'commonName',
  'organisation',
  'organisationalUnit',
  'country',
  'validityDays',
  'keyAlgorithm',
  'csr',
  'owner',
  'notes',
  'tags',
] as const;
export type BulkField = (typeof BULK_FIELDS)[number];
/** Column name to field; columns that are not in it are ignored. */
export type BulkMapping = Readonly<Record<string, BulkField>>;

export interface BulkTable {
  readonly columns: readonly string[];
  /** Cells as text, in the order of `columns`. */
  readonly rows: readonly (readonly string[])[];
}

/** One row as a request, with what is said about the certificate. Fields that are empty are absent. */
export interface BulkRow {
  /** What is no text in it; the row is refused. */
  readonly faults: readonly FieldError[];
  readonly request: Omit<IssueCertificateRequest, 'profile'> & { readonly profile?: string | undefined };
  readonly owner?: string;
  readonly notes?: string;
  readonly tags?: readonly string[];
}

/** The goal of the product is 10,000 at once; more is several files. */
export const MOST_ROWS = 10_000;
const MOST_COLUMNS = 100;

/** Throws `validation-failed` at `content` with the line where it stops being a table. */
export function readBulkTable(format: 'csv' | 'json', content: string): BulkTable {
  const table = format === 'csv' ? readCsv(content) : readJson(content);
  if (table.rows.length === 0) throw refuse('The table has no rows. Add one line for each certificate.');
  if (table.rows.length > MOST_ROWS)
    throw refuse(`The table has ${table.rows.length} rows; at most ${MOST_ROWS} are issued at once. Split it.`);
  if (table.columns.length > MOST_COLUMNS)
    throw refuse(`The table has ${table.columns.length} columns; at most ${MOST_COLUMNS} are read. Leave some out.`);
  return table;
}

/** Which columns are what, by the names people give them. */
export function suggestMapping(columns: readonly string[]): BulkMapping {
  const mapping: Record<string, BulkField> = {};
  const taken = new Set<BulkField>();
  for (const column of columns) {
    const plain = column.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
    const field = BULK_FIELDS.find((one) => one.toLowerCase() === plain || SYNONYMS[one].includes(plain));
    if (field && (!taken.has(field) || field === 'names')) {
      mapping[column] = field;
      taken.add(field);
    }
  }
  return mapping;
}

/** Throws `validation-failed` at `mapping` for a column or field that is not there. */
export function checkMapping(table: BulkTable, mapping: BulkMapping): void {
  for (const column of Object.keys(mapping))
    if (!table.columns.includes(column))
      throw refuse(`The table has no column "${column}". It has ${table.columns.join(', ')}.`, 'mapping');
  const fields = Object.values(mapping);
  if (!fields.includes('names') && !fields.includes('csr') && !fields.includes('commonName'))
    throw refuse('No column says who the certificates are for. Map one to names, common name or request.', 'mapping');
  for (const field of BULK_FIELDS)
    if (field !== 'names' && fields.filter((one) => one === field).length > 1)
      throw refuse(`Two columns are mapped to ${field}. Choose one.`, 'mapping');
}

/** One row under the mapping. Several names stand in one cell, separated by spaces, commas or semicolons, or in several columns. */
export function toBulkRow(table: BulkTable, mapping: BulkMapping, cells: readonly string[]): BulkRow {
  const values = new Map<BulkField, string>();
  const names: string[] = [];
  const faults: FieldError[] = [];
  for (const [at, column] of table.columns.entries()) {
    const field = mapping[column];
    const cell = (cells[at] ?? '').trim();
    if (!field || cell === '') continue;
    if (!cell.isWellFormed() || cell.includes('\0'))
      faults.push({
        field,
        message: `The cell "${column}" holds half of a surrogate pair or a NUL, which is no text. Enter it again.`,
      });
    if (field === 'names') names.push(...cell.split(/[\s,;|]+/).filter(Boolean));
    else values.set(field, cell);
  }
  const subject = {
    commonName: values.get('commonName'),
    organisation: values.get('organisation'),
    organisationalUnit: values.get('organisationalUnit'),
    country: values.get('country'),
  };
  const days = values.get('validityDays');
  return {
    faults,
    request: {
      profile: values.get('profile'),
      ...(names.length > 0 || !values.has('csr') ? { names } : {}),
      ...(Object.values(subject).some((value) => value !== undefined) ? { subject } : {}),
      ...(days === undefined ? {} : { validityDays: Number(days) }),
      ...(values.has('keyAlgorithm')
        ? { keyAlgorithm: values.get('keyAlgorithm') as IssueCertificateRequest['keyAlgorithm'] }
        : {}),
      ...(values.has('csr') ? { csr: values.get('csr') } : {}),
    },
    ...(values.has('owner') ? { owner: values.get('owner') as string } : {}),
    ...(values.has('notes') ? { notes: values.get('notes') as string } : {}),
    ...(values.has('tags') ? { tags: (values.get('tags') as string).split(/[\s,;|]+/).filter(Boolean) } : {}),
  };
}

/** CSV with a header, CRLF, and cells that a spreadsheet must not run as formulas made harmless. RFC 4180 */
export function writeCsv(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return csvLines([columns, ...rows]);
}

/** Lines of such a file, for one that is made a piece at a time. */
export function csvLines(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(text: string): string {
  // OWASP: a leading apostrophe keeps =, +, -, @, tab and CR from starting a formula.
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n;]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function readCsv(content: string): BulkTable {
  const firstLine = content.slice(0, content.search(/[\r\n]|$/));
  const delimiter = [',', ';', '\t'].reduce((best, one) =>
    firstLine.split(one).length > firstLine.split(best).length ? one : best,
  );
  let records: string[][];
  try {
    records = parse(content, {
      bom: true,
      delimiter,
      skip_empty_lines: true,
      relax_column_count: false,
      max_record_size: 100_000,
      to: MOST_ROWS + 2,
    });
  } catch (error) {
    throw refuse(
      `The CSV cannot be read: ${(error as Error).message}. Each line needs as many cells as the header; cells with commas or line breaks stand in double quotes.`,
    );
  }
  const [header, ...rows] = records;
  if (!header) throw refuse('The file is empty. Its first line names the columns.');
  const columns = header.map((name) => name.trim());
  const twice = columns.find((name, at) => columns.indexOf(name) !== at);
  if (twice !== undefined) throw refuse(`Two columns are called "${twice}". Give each its own name.`);
  if (columns.includes('')) throw refuse('A column has no name. The first line names every column.');
  return { columns, rows };
}

function readJson(content: string): BulkTable {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    throw refuse(`The JSON cannot be read: ${(error as Error).message}.`);
  }
  if (!Array.isArray(value)) throw refuse('The JSON is not an array. Write one object for each certificate.');
  if (value.length > MOST_ROWS)
    throw refuse(`The table has ${value.length} rows; at most ${MOST_ROWS} are issued at once. Split it.`);
  const columns: string[] = [];
  for (const [at, row] of value.entries()) {
    if (row === null || typeof row !== 'object' || Array.isArray(row))
      throw refuse(`Entry ${at + 1} of the JSON is not an object.`);
    for (const name of Object.keys(row)) if (!columns.includes(name)) columns.push(name);
    if (columns.length > MOST_COLUMNS) throw refuse(`The JSON has more than ${MOST_COLUMNS} different members.`);
  }
  return {
    columns,
    rows: value.map((row, at) =>
      columns.map((name) => cellText((row as Record<string, unknown>)[name], `Entry ${at + 1}, "${name}"`)),
    ),
  };
}

function cellText(value: unknown, where: string): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value) && value.every((part) => typeof part === 'string')) return value.join(' ');
  throw refuse(`${where} is neither text, a number nor a list of texts.`);
}

function refuse(message: string, field = 'content'): CountersignError {
  return new CountersignError('validation-failed', message, { fields: [{ field, message }] });
}

const SYNONYMS: Readonly<Record<BulkField, readonly string[]>> = {
  names: [
    'name',
    'san',
    'sans',
    'subjectaltname',
    'subjectaltnames',
    'dns',
    'dnsname',
    'dnsnames',
    'host',
    'hostname',
    'hosts',
    'fqdn',
    'ip',
    'ipaddress',
    'email',
    'mail',
    'emailaddress',
    'uri',
    'upn',
    'domain',
    'domains',
  ],
  profile: ['type', 'use', 'usage', 'template', 'kind'],
  commonName: ['cn'],
  organisation: ['o', 'org', 'organization', 'company'],
  organisationalUnit: ['ou', 'organizationalunit', 'department'],
  country: ['c', 'countrycode'],
  validityDays: ['days', 'validity', 'lifetime'],
  keyAlgorithm: ['key', 'keytype', 'algorithm'],
  csr: ['request', 'pkcs10', 'certificaterequest'],
  owner: ['responsible', 'contact', 'team'],
  notes: ['note', 'comment', 'comments', 'remark', 'description'],
  tags: ['tag', 'label', 'labels'],
};
