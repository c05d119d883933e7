/**
 * One function for each grammar that names and paths are written into. Each gives a token that its software reads back
 * as exactly the value, or throws `unsupported` with the reason: nothing is dropped, nothing breaks out.
 */
import { PkiError } from '../types.ts';

/** What no configuration file and no line of a terminal should hold, whatever its grammar. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/;

function refuse(value: string, what: string, grammar: string): never {
  throw new PkiError(
    'unsupported',
    `"${shown(value)}" cannot be written into ${grammar}, because it has ${what}. Issue a certificate with a plainer name for this software.`,
  );
}

/** For messages: signs that are not seen, as code points. */
function shown(value: string): string {
  return value.replace(new RegExp(CONTROL, 'g'), (sign) => `<U+${hex(sign.charCodeAt(0), 4).toUpperCase()}>`);
}

function plain(value: string, grammar: string): string {
  if (CONTROL.test(value)) refuse(value, 'line breaks or other control characters', grammar);
  // Half of a surrogate pair is no character.
  if (!value.isWellFormed()) refuse(value, 'half a character', grammar);
  return value;
}

/** POSIX shell: bare where nothing is special, else in single quotes, between which nothing is. */
export function shellWord(value: string): string {
  plain(value, 'a shell command');
  return /^[A-Za-z0-9_./:@=+-][A-Za-z0-9_./:@=+,%-]*$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}

/** nginx reads `$name` as a variable even between quotes, and has no escape for it. */
export function nginxWord(value: string): string {
  plain(value, 'a configuration of nginx');
  if (value.includes('$')) refuse(value, 'a "$", which is a variable there', 'a configuration of nginx');
  return /^[A-Za-z0-9_./:*[\]-]+$/.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
}

/** Apache puts in variables at `${`, and has no escape for it. */
export function apacheWord(value: string): string {
  const grammar = 'a configuration of Apache httpd';
  plain(value, grammar);
  if (/[$%]\{/.test(value)) refuse(value, '"${" or "%{", which is a variable there', grammar);
  return /^[A-Za-z0-9_./:*[\]-]+$/.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
}

/** HAProxy: nothing is special between single quotes. */
export function haproxyWord(value: string): string {
  plain(value, 'a configuration of HAProxy');
  return /^[A-Za-z0-9_./:*-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}

/** Caddyfile: `{…}` is a placeholder everywhere. */
export function caddyWord(value: string): string {
  plain(value, 'a Caddyfile');
  if (/[{}]/.test(value)) refuse(value, 'a brace, which is a placeholder there', 'a Caddyfile');
  return /^[A-Za-z0-9_./:*[\]-]+$/.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
}

/** A JSON string with ASCII only, which is one of YAML 1.2 and of JavaScript too. */
export function jsonString(value: string): string {
  plain(value, 'a string of JSON');
  return JSON.stringify(value).replace(/[\u0080-\uffff]/g, (unit) => `\\u${hex(unit.charCodeAt(0), 4)}`);
}

/** Java resolves `\uXXXX` before it reads anything else; what is left of a JSON string cannot end it. */
export function javaString(value: string): string {
  return jsonString(value);
}

/** Python, Go and C# write what lies above U+FFFF with eight digits. */
export function wideString(value: string): string {
  plain(value, 'a string of this language');
  return `"${value.replace(/["\\]/g, '\\$&').replace(/[\u{80}-\u{10ffff}]/gu, (sign) => {
    const point = sign.codePointAt(0) ?? 0;
    return point > 0xffff ? `\\U${hex(point, 8)}` : `\\u${hex(point, 4)}`;
  })}"`;
}

/** postgresql.conf: single quotes, in which `''` is one and a backslash escapes. */
export function postgresSetting(value: string): string {
  plain(value, 'postgresql.conf');
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

/** A field of pg_hba.conf or pg_ident.conf that is taken literally. */
export function postgresToken(value: string): string {
  const grammar = 'pg_ident.conf';
  plain(value, grammar);
  // `/` begins a pattern, `+` a group and `@` a file, between quotes too in some versions; a backslash asks for a group.
  if (/^[/+@]/.test(value) || value.includes('\\'))
    refuse(value, 'a "/", "+" or "@" at its start, or a backslash', grammar);
  return /^[A-Za-z][A-Za-z0-9_.-]*$/.test(value) && !/^(all|sameuser|samerole|samegroup|replication)$/i.test(value)
    ? value
    : `"${value.replaceAll('"', '""')}"`;
}

/** A value in a connection string of libpq. */
export function libpqValue(value: string): string {
  plain(value, 'a connection string of PostgreSQL');
  return /^[A-Za-z0-9_./:*-]+$/.test(value) ? value : `'${value.replace(/['\\]/g, '\\$&')}'`;
}

/** A string literal of MariaDB and MySQL, whichever way `NO_BACKSLASH_ESCAPES` stands. */
export function mysqlString(value: string): string {
  const grammar = 'a statement of MariaDB';
  plain(value, grammar);
  if (value.includes('\\'))
    refuse(value, 'a backslash, which means different things by a setting of the server', grammar);
  return `'${value.replaceAll("'", "''")}'`;
}

/** An identifier of PostgreSQL. */
export function postgresIdentifier(value: string): string {
  plain(value, 'a statement of PostgreSQL');
  if (Buffer.byteLength(value) > 63) refuse(value, 'more than 63 octets', 'the name of a user of PostgreSQL');
  return `"${value.replaceAll('"', '""')}"`;
}

/** The rest of a line, as Mosquitto and stunnel read it: no quotes exist, blanks at the ends are lost. */
export function restOfLine(value: string): string {
  const grammar = 'a line of this file';
  plain(value, grammar);
  if (value !== value.trim() || value === '') refuse(value, 'blanks at an end, or nothing at all', grammar);
  return value;
}

/** OpenVPN: double quotes with backslash escapes. */
export function openvpnWord(value: string): string {
  plain(value, 'a configuration of OpenVPN');
  return /^[A-Za-z0-9_./:-]+$/.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
