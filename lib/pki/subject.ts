/** Distinguished names as structured attributes: what may be in one, and its text. Names are never made by splitting text. */
import { hasInvisible, quote } from './display-text.ts';
import { type DistinguishedName, type NameAttribute, PkiError } from './types.ts';

/**
 * Checks every attribute and returns the name unchanged. Throws `bad-name` for empty, over-long, invisible or misleading values and a wrong
 * country code. RFC 5280 §4.1.2.4 and appendix A.1 (upper bounds, in characters)
 */
export function parseDistinguishedName(attributes: DistinguishedName): DistinguishedName {
  if (attributes.length > MAX_ATTRIBUTES) {
    throw new PkiError(
      'too-large',
      `The subject has ${attributes.length} attributes; at most ${MAX_ATTRIBUTES} are allowed.`,
    );
  }
  const seen = new Set<string>();
  for (const attribute of attributes) {
    checkAttribute(attribute);
    if (SINGLE.has(attribute.type) && seen.has(attribute.type))
      throw bad(`${labelOf(attribute)} can be given only once.`);
    seen.add(attribute.type);
  }
  return attributes;
}

/** RFC 4514 text, most specific attribute first: `CN=api.lan,O=Acme`. Invisible characters stay as they are: escape for display. RFC 4514 §2 */
export function distinguishedNameText(dn: DistinguishedName): string {
  return [...dn]
    .reverse()
    .map(({ type, value }) => `${type}=${escapeValue(value)}`)
    .join(',');
}

function checkAttribute(attribute: NameAttribute): void {
  const { type, value } = attribute;
  const label = labelOf(attribute);
  if (!UPPER_BOUNDS.has(type) && !/^[0-2](?:\.(?:0|[1-9]\d{0,9})){1,20}$/.test(type)) {
    throw bad(`${quote(type)} is not a known attribute. Use one such as CN, O, OU, C, ST, L.`);
  }
  if (value.trim() === '') throw bad(`${label} is empty. Enter a value or leave the field out.`);
  if (type === 'C') checkCountry(value);
  if (hasInvisible(value))
    throw bad(`${label} ${quote(value)} holds an invisible or control character. Type it again.`);
  if (value.trim() !== value)
    throw bad(`${label} ${quote(value)} has spaces around it. Use \`${value.trim()}\`.`, value.trim());
  const limit = UPPER_BOUNDS.get(type) ?? 256;
  const length = [...value].length;
  if (length > limit) throw bad(`${label} has ${length} characters; at most ${limit} are allowed.`);
  if (type === 'serialNumber' && !/^[A-Za-z0-9 '()+,\-./:=?]+$/.test(value)) {
    throw bad(`${label} ${quote(value)}: only letters, digits, space and ' ( ) + , - . / : = ? are possible.`);
  }
  if ((type === 'DC' || type === 'emailAddress') && !/^[\x20-\x7e]+$/.test(value))
    throw bad(`${label} ${quote(value)}: only plain ASCII characters are possible.`);
}

function checkCountry(value: string): void {
  const upper = value.toUpperCase();
  if (upper === 'UK') throw bad(`${quote(value)} is not the ISO 3166 country code. Use \`GB\`.`, 'GB');
  if (/^[A-Z]{2}$/.test(value)) return;
  if (/^[A-Za-z]{2}$/.test(value))
    throw bad(`${quote(value)}: country codes are in capital letters. Use \`${upper}\`.`, upper);
  throw bad(`${quote(value)} is not an ISO 3166 country code. Use two capital letters, such as \`DE\`.`);
}

function escapeValue(value: string): string {
  // RFC 4514 §2.4: these anywhere, `#` and space in front, space at the end, NUL as hex.
  return value
    .replaceAll(/[\\",+;<>]/g, (character) => `\\${character}`)
    .replaceAll('\u0000', '\\00')
    .replace(/^[ #]/, (character) => `\\${character}`)
    .replace(/ $/, '\\ ');
}

function labelOf(attribute: NameAttribute): string {
  return LABELS.get(attribute.type) ?? attribute.type;
}

function bad(message: string, suggestion?: string): PkiError {
  return new PkiError('bad-name', message, suggestion === undefined ? {} : { suggestion });
}

/** More names nothing real and would only grow certificates. */
const MAX_ATTRIBUTES = 20;

const SINGLE = new Set(['CN', 'C', 'serialNumber']);

/** Characters at most: RFC 5280 appendix A.1; DC is a DNS label (RFC 1035 §2.3.4). */
const UPPER_BOUNDS: ReadonlyMap<string, number> = new Map([
  ['CN', 64],
  ['O', 64],
  ['OU', 64],
  ['C', 2],
  ['ST', 128],
  ['L', 128],
  ['serialNumber', 64],
  ['emailAddress', 255],
  ['DC', 63],
  ['UID', 256],
  ['STREET', 128],
  ['postalCode', 40],
  ['title', 64],
  ['SN', 40],
  ['GN', 64],
  ['organizationIdentifier', 256],
]);

const LABELS: ReadonlyMap<string, string> = new Map([
  ['CN', 'The common name'],
  ['O', 'The organization'],
  ['OU', 'The department'],
  ['C', 'The country'],
  ['ST', 'The state or province'],
  ['L', 'The place'],
  ['serialNumber', 'The serial number of the subject'],
  ['emailAddress', 'The e-mail address'],
  ['DC', 'The domain component'],
]);
