/**
 * Names as people type them → names that may stand in a certificate, and back to text. Every refusal says what to type instead.
 * Nothing is trimmed or repaired silently: the same functions judge names inside requests, where each octet counts.
 */
import { domainToASCII, domainToUnicode } from 'node:url';
import { hasInvisible, quote } from './display-text.ts';
import { ipAddressOctets, ipAddressText, isIpv4Mapped } from './ip-address.ts';
import { type DnsName, type GeneralName, type IpAddress, PkiError } from './types.ts';

export { dnsNameConcerns, dnsNameUnicode } from './international-name.ts';
// Subjects are names too: one address for all of them; their rules have a file of their own for its size.
export { distinguishedNameText, parseDistinguishedName } from './subject.ts';

/** Host name or IP address of a server. Throws `bad-name`, with a suggestion where one is safe. */
export function parseServerName(text: string, options: { readonly allowWildcard?: boolean } = {}): GeneralName {
  refuseOtherForms(text);
  return looksLikeIpAddress(text)
    ? { type: 'ip', value: parseIpAddress(text) }
    : { type: 'dns', value: parseDnsName(text, options) };
}

/**
 * Name of a client: e-mail address (has `@`), user principal name (`upn:` in front), URI (`spiffe://`, `urn:`, `http://`, `https://`, `ldap://`),
 * else host name or IP address. Throws `bad-name`.
 */
export function parseClientName(text: string): GeneralName {
  if (/^upn:/i.test(text)) return { type: 'upn', value: parseUserPrincipalName(text.slice(4)) };
  if (/^(?:spiffe|https?|ldap):\/\//i.test(text) || /^urn:/i.test(text)) return { type: 'uri', value: parseUri(text) };
  if (/^[a-z][a-z0-9+.-]*:(?:\/\/|[^0-9a-f:])/i.test(text) && !text.startsWith('[')) {
    throw bad(`${quote(text)}: of URIs only spiffe://, urn:, http://, https:// and ldap:// are issued.`);
  }
  if (text.includes('@')) return { type: 'email', value: parseEmailAddress(text) };
  return parseServerName(text);
}

/** Host name as lower-case A-labels; the first label may be `*` where allowed. Throws `bad-name`. RFC 5280 §4.2.1.6, RFC 1034 §3.5, RFC 5890 */
export function parseDnsName(text: string, options: { readonly allowWildcard?: boolean } = {}): DnsName {
  refuseOtherForms(text);
  const lower = text.toLowerCase();
  const wildcard = checkWildcard(text, options.allowWildcard === true);
  const base = wildcard ? lower.slice(2) : lower;
  checkCharacters(text, wildcard ? text.slice(2) : text);
  const ascii = toAscii(text, base);
  const labels = ascii.split('.');
  for (const label of labels) checkLabel(text, label, ascii);
  const last = labels.at(-1) as string;
  if (looksNumeric(last)) {
    throw bad(
      labels.every(looksNumeric)
        ? `${quote(text)} is not a complete IP address. Write IPv4 as four numbers from 0 to 255, such as \`10.0.0.1\`.`
        : `${quote(text)}: the last part of a host name may not be a number.`,
    );
  }
  const name = wildcard ? `*.${ascii}` : ascii;
  // RFC 1035 §2.3.4: 255 octets on the wire are 253 characters of text.
  if (name.length > 253) throw bad(`${quote(text)}: the name has ${name.length} characters; at most 253 are allowed.`);
  return name as DnsName;
}

/** Canonical text of one IP address. Throws `bad-name` for networks, zones, octal or hexadecimal IPv4 and IPv4 inside IPv6. RFC 5952 */
export function parseIpAddress(text: string): IpAddress {
  refuseOtherForms(text);
  const octets = ipAddressOctets(text);
  if (octets === null) throw badIpAddress(text);
  if (isIpv4Mapped(octets)) {
    const plain = ipAddressText(octets.subarray(12)) as string;
    // Clients connect to the IPv4 address and compare four octets, so sixteen would never match.
    throw bad(`${quote(text)} is an IPv4 address inside IPv6. Use \`${plain}\`.`, plain);
  }
  return ipAddressText(octets) as IpAddress;
}

/** E-mail address with a plain ASCII local part; the domain in lower case. Throws `bad-name`. RFC 5280 §4.2.1.6, RFC 5321 §4.1.2 */
export function parseEmailAddress(text: string): string {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  if (
    at < 1 ||
    local.length > 64 ||
    text.length > 254 ||
    !/^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/.test(local)
  ) {
    throw bad(
      `${quote(text)} is not an e-mail address that can be issued. Use the form \`name@example.org\` in plain letters.`,
    );
  }
  try {
    return `${local}@${parseDnsName(text.slice(at + 1))}`;
  } catch (cause) {
    throw new PkiError(
      'bad-name',
      `${quote(text)}: the part behind @ is not a host name. Use the form \`name@example.org\`.`,
      { cause },
    );
  }
}

/**
 * User principal name: an account, `@` and the domain, which becomes lower-case A-labels; the account may hold letters of any script.
 * Throws `bad-name`. [MS-ADTS] §5.1.1.1.1
 */
export function parseUserPrincipalName(text: string): string {
  const at = text.lastIndexOf('@');
  const account = text.slice(0, at);
  // [MS-ADA3] userPrincipalName holds 1,024 characters; logon names are 64 at most in practice, and certificates stay small.
  if (
    at < 1 ||
    text.length > 256 ||
    hasInvisible(text) ||
    /["/\\[\]:;|=,+*?<>@\s]/.test(account) ||
    /^\.|\.$/.test(account)
  ) {
    throw bad(`${quote(text)} is not a user principal name. Use the form \`alice@corp.example\`.`);
  }
  try {
    return `${account}@${parseDnsName(text.slice(at + 1))}`;
  } catch (cause) {
    throw new PkiError(
      'bad-name',
      `${quote(text)}: the part behind @ is not a domain. Use the form \`alice@corp.example\`.`,
      { cause },
    );
  }
}

/** URI as it is, when its scheme is http, https, ldap, spiffe or urn and it names a host. Throws `bad-name`. RFC 5280 §4.2.1.6, RFC 3986 */
export function parseUri(text: string): string {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  if (text.length > 2048 || !/^[!#$%&'()*+,\-./0-9:;=?@A-Z[\]_a-z~]+$/.test(text)) {
    throw bad(`${quote(text)}: a URI has at most 2,048 characters, without spaces and in plain ASCII.`);
  }
  if (scheme === 'urn') {
    if (!/^urn:[a-z0-9][a-z0-9-]{0,30}[a-z0-9]:[^#?[\]]+$/i.test(text))
      throw bad(`${quote(text)} is not a URN. Use the form \`urn:uuid:…\`.`);
    return text;
  }
  if (scheme === 'spiffe') return parseSpiffeId(text);
  if (scheme !== 'http' && scheme !== 'https' && scheme !== 'ldap') {
    throw bad(`${quote(text)}: of URIs only spiffe://, urn:, http://, https:// and ldap:// are issued.`);
  }
  const authority = /^[a-z]+:\/\/([^/?#]*)(?:[/?#]|$)/i.exec(text)?.[1];
  if (!authority) throw bad(`${quote(text)}: the URI names no host.`);
  if (authority.includes('@')) throw bad(`${quote(text)}: a URI in a certificate may not carry a user name.`);
  const host = authority.replace(/:\d{1,5}$/, '');
  if (host.startsWith('[')) parseIpAddress(host.slice(1, -1));
  else if (looksLikeIpAddress(host)) parseIpAddress(host);
  else parseDnsName(host);
  return text;
}

/** One line for a name: `DNS:api.lan`, `IP:10.0.0.1`, `email:…`, `URI:…`, `UPN:…`. */
export function generalNameText(name: GeneralName): string {
  return `${GENERAL_NAME_PREFIXES[name.type]}:${name.value}`;
}

function parseSpiffeId(text: string): string {
  // SPIFFE-ID §2: trust domain of lower-case letters, digits, dot, dash, underscore; no port, user name, query or fragment; no empty or dot segments.
  const match = /^spiffe:\/\/([a-z0-9._-]{1,255})((?:\/[A-Za-z0-9._-]+)*)$/.exec(text);
  if (match === null || /\/\.{1,2}(?:\/|$)/.test(match[2] as string)) {
    throw bad(
      `${quote(text)} is not a SPIFFE ID. Use the form \`spiffe://example.org/service\` with a lower-case trust domain.`,
    );
  }
  return text;
}

/** Refuses what people paste in place of a name: URLs, networks, addresses with a port, and text with spaces. */
function refuseOtherForms(text: string): void {
  if (text.trim() === '') throw bad('The name is empty. Enter a host name such as `api.lan` or an IP address.');
  if (text.length > 4096) throw bad(`${quote(text)}: the name has ${text.length} characters; at most 253 are allowed.`);
  const suggest = (candidate: string, sentence: (host: string) => string, otherwise: string): PkiError => {
    const host = acceptable(candidate);
    return host === undefined ? bad(otherwise) : bad(sentence(host), host);
  };
  if (text.trim() !== text)
    throw suggest(
      text.trim(),
      (host) => `${quote(text)} has spaces around it. Use \`${host}\`.`,
      `${quote(text)} has spaces around it.`,
    );
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    const authority = (text.split('://', 2)[1] ?? '').split(/[/?#\\]/, 1)[0] ?? '';
    const host = withoutPort(authority.slice(authority.lastIndexOf('@') + 1));
    throw suggest(
      host,
      (name) => `${quote(text)} is a URL. Use the host name \`${name}\`.`,
      `${quote(text)} is a URL. Use its host name.`,
    );
  }
  const slash = text.indexOf('/');
  if (slash >= 0) {
    if (/^\d{1,3}$/.test(text.slice(slash + 1)) && looksLikeIpAddress(text.slice(0, slash))) {
      throw bad(`${quote(text)} is a network. Add single addresses, or use a host name.`);
    }
    throw suggest(
      text.slice(0, slash),
      (host) => `${quote(text)} has a path. Use the host name \`${host}\`.`,
      `${quote(text)}: host names may not contain \`/\`.`,
    );
  }
  if (text.includes('@'))
    throw bad(`${quote(text)} is an e-mail address. Enter a host name such as \`api.lan\` or an IP address.`);
  const host = withoutPort(text);
  if (host !== text) {
    throw suggest(
      host,
      (name) => `${quote(text)}: names in certificates have no port or brackets. Use \`${name}\`.`,
      `${quote(text)}: names in certificates have no port or brackets.`,
    );
  }
}

/** The candidate in its final form when it would be accepted as a server name, else nothing: a suggestion must work. */
function acceptable(candidate: string): string | undefined {
  try {
    return parseServerName(candidate, { allowWildcard: true }).value;
  } catch {
    return undefined;
  }
}

function withoutPort(text: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d{0,5})?$/.exec(text);
  if (bracketed) return bracketed[1] as string;
  // Two colons are IPv6, not a port.
  return text.replace(/^([^:]*):\d{0,5}$/, '$1');
}

function looksLikeIpAddress(text: string): boolean {
  return text.includes(':') || text.split('.').every(looksNumeric);
}

/** Decimal, octal or hexadecimal: what some resolver takes for a part of an IPv4 address. */
function looksNumeric(label: string): boolean {
  return /^(?:\d+|0x[0-9a-f]*)$/i.test(label);
}

function badIpAddress(text: string): PkiError {
  if (text.includes('%'))
    return bad(`${quote(text)}: a certificate cannot name a zone. Leave out the part from \`%\`.`);
  if (text.includes(':')) return bad(`${quote(text)} is not an IPv6 address. Use the form \`fd00::1\`.`);
  if (text.split('.').some((part) => /^0[0-9x]/i.test(part))) {
    return bad(
      `${quote(text)}: write IPv4 in decimal numbers without leading zeros, such as \`10.0.0.1\`. Programs read this form differently.`,
    );
  }
  return bad(
    `${quote(text)} is not a complete IP address. Write IPv4 as four numbers from 0 to 255, such as \`10.0.0.1\`.`,
  );
}

function checkWildcard(text: string, allowed: boolean): boolean {
  if (!text.includes('*')) return false;
  const rest = text.replace(/^(?:\*\.)+/, '');
  if (!text.startsWith('*.') || rest.includes('*') || rest === '' || text.startsWith('*.*')) {
    const base = rest.includes('*') ? rest.slice(rest.lastIndexOf('*') + 1).replace(/^[^.]*\./, '') : rest;
    const candidate = base === '' ? undefined : acceptable(`*.${base}`);
    const hint = candidate === undefined ? 'such as `*.home.lan`' : `\`${candidate}\``;
    const sentence = `${quote(text)}: only one \`*\`, as the whole first label${candidate === undefined ? `, ${hint}` : `: ${hint}`}.`;
    throw bad(sentence, candidate);
  }
  if (!allowed) throw bad(`${quote(text)} is a wildcard, which is not possible here. Add each host name.`);
  return true;
}

function checkCharacters(text: string, name: string): void {
  if (hasInvisible(name)) throw bad(`${quote(text)} holds an invisible or control character. Type the name again.`);
  if (name.includes('_')) {
    const candidate = acceptable(text.replaceAll('_', '-'));
    throw bad(
      `${quote(text)}: host names may not contain \`_\`; some clients refuse them.${candidate === undefined ? '' : ` Try \`${candidate}\`.`}`,
      candidate,
    );
  }
  const forbidden = [...name].find((character) => character < '\u0080' && !/[A-Za-z0-9.-]/.test(character));
  if (forbidden !== undefined)
    throw bad(`${quote(text)}: host names may not contain ${forbidden === ' ' ? 'spaces' : `\`${forbidden}\``}.`);
  if (name.endsWith('.')) {
    const candidate = acceptable(text.replace(/\.+$/, ''));
    throw bad(`${quote(text)}: leave out the dot at the end.`, candidate);
  }
}

/** A-labels of a lower-case name; checks that the Unicode form is valid, unmixed in direction, and round-trips. RFC 5891 §5, RFC 5893 §2 */
function toAscii(text: string, name: string): string {
  const plain = isAscii(name);
  if (plain && !/(?:^|\.)xn--/.test(name)) return name;
  const ascii = plain ? name : domainToASCII(name);
  const unicode = ascii === '' ? '' : domainToUnicode(ascii);
  const mixed = (plain ? unicode : name)
    .split('.')
    .some((label) => RIGHT_TO_LEFT.test(label) && LEFT_TO_RIGHT.test(label));
  if (mixed)
    throw bad(
      `${quote(text)} mixes right-to-left and left-to-right letters in one label, which can be shown in a misleading order.`,
    );
  if (
    unicode === '' ||
    /(?:^|\.)xn--/.test(unicode) ||
    domainToASCII(unicode) !== ascii ||
    unicode.split('.').some((label) => /^-|-$/.test(label))
  ) {
    throw bad(`${quote(text)} is not a valid international host name. Check its spelling.`);
  }
  return ascii;
}

function checkLabel(text: string, label: string, name: string): void {
  if (label === '')
    throw bad(
      `${quote(text)}: a part between two dots is empty.`,
      name === '' ? undefined : acceptable(name.replace(/^\.+/, '').replaceAll(/\.{2,}/g, '.')),
    );
  // RFC 1035 §2.3.4
  if (label.length > 63) throw bad(`${quote(text)}: one part has ${label.length} characters; at most 63 are allowed.`);
  if (label.startsWith('-') || label.endsWith('-'))
    throw bad(`${quote(text)}: no part of a host name may begin or end with \`-\`.`);
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) > 0x7f) return false;
  return true;
}

function bad(message: string, suggestion?: string): PkiError {
  return new PkiError('bad-name', message, suggestion === undefined ? {} : { suggestion });
}

const GENERAL_NAME_PREFIXES: Readonly<Record<GeneralName['type'], string>> = {
  dns: 'DNS',
  ip: 'IP',
  email: 'email',
  uri: 'URI',
  upn: 'UPN',
};

const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const LEFT_TO_RIGHT =
  /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Devanagari}]/u;
