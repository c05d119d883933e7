/** Patterns for names in profiles: what an operator writes to allow, deny or require names, and whether a name falls under one. */
import { quote } from '../display-text.ts';
import { ipAddressOctets, ipAddressText, isIpv4Mapped } from '../ip-address.ts';
import { parseDnsName, parseEmailAddress, parseUserPrincipalName } from '../names.ts';
import { type GeneralName, PkiError } from '../types.ts';

export type NameKind = GeneralName['type'];

/**
 * The pattern in its one stored spelling. Throws `bad-name`.
 *
 * - `dns`: `api.lan` is that name, `.lan` (or `*.lan`) every name below `lan`.
 * - `ip`: an address or a network, `10.0.0.0/8`.
 * - `email` and `upn`: `alice@example.org`, `example.org` for everyone there, `.example.org` for every domain below.
 * - `uri`: `https:` for the scheme, `https://api.lan`, `https://.lan`, `spiffe://example.org/prod` with everything below it, `urn:uuid`.
 */
export function parseNamePattern(kind: NameKind, text: string): string {
  if (text.length > MOST_CHARACTERS) throw bad(`${quote(text)} is longer than ${MOST_CHARACTERS} characters.`);
  switch (kind) {
    case 'dns':
      return parseDomainPattern(text.replace(/^\*\./, '.'));
    case 'ip':
      return parseNetwork(text);
    case 'email':
      return text.includes('@') ? parseEmailAddress(text) : parseDomainPattern(text);
    case 'upn':
      return text.includes('@') ? parseUserPrincipalName(text) : parseDomainPattern(text);
    case 'uri':
      return parseUriPattern(text);
  }
}

/** Whether everything that `name` stands for falls under the stored pattern: a wildcard stands for each name one label deep. */
export function isCovered(name: GeneralName, pattern: string): boolean {
  switch (name.type) {
    case 'dns':
      return isDomainCovered(name.value, pattern);
    case 'ip':
      return isInNetwork(name.value, pattern);
    case 'email':
    case 'upn':
      if (pattern.includes('@')) return name.value === pattern;
      return isDomainCovered(name.value.slice(name.value.lastIndexOf('@') + 1), pattern);
    case 'uri':
      return isUriCovered(name.value, pattern);
  }
}

/** Whether anything that `name` stands for falls under the stored pattern; accounts and mailboxes without regard to case. */
export function isTouched(name: GeneralName, pattern: string): boolean {
  if (isCovered(name, pattern)) return true;
  if (name.type === 'dns' && name.value.startsWith('*.'))
    return !pattern.startsWith('.') && pattern.slice(pattern.indexOf('.') + 1) === name.value.slice(2);
  if ((name.type === 'email' || name.type === 'upn') && pattern.includes('@'))
    return name.value.toLowerCase() === pattern.toLowerCase();
  return false;
}

function parseDomainPattern(text: string): string {
  return text.startsWith('.') ? `.${parseDnsName(text.slice(1))}` : parseDnsName(text);
}

function isDomainCovered(domain: string, pattern: string): boolean {
  return pattern.startsWith('.') ? domain.length > pattern.length && domain.endsWith(pattern) : domain === pattern;
}

function parseNetwork(text: string): string {
  const [address = '', bits, ...more] = text.split('/');
  const octets = ipAddressOctets(address);
  if (octets === null || more.length > 0 || (bits !== undefined && !/^(?:0|[1-9]\d{0,2})$/.test(bits)))
    throw bad(`${quote(text)} is not a network. Use the form \`10.0.0.0/8\` or \`fd00::/8\`.`);
  if (isIpv4Mapped(octets)) throw bad(`${quote(text)} is an IPv4 address inside IPv6. Write the IPv4 network.`);
  const length = bits === undefined ? octets.length * 8 : Number(bits);
  if (length > octets.length * 8)
    throw bad(`${quote(text)}: the part behind \`/\` is at most ${octets.length * 8} for this kind of address.`);
  const base = octets.map((octet, at) => octet & maskOctet(at, length));
  const canonical = `${ipAddressText(base)}/${length}`;
  if (Buffer.compare(base, octets) !== 0)
    throw bad(`${quote(text)} names an address inside the network. Use \`${canonical}\`.`, canonical);
  return canonical;
}

function isInNetwork(address: string, network: string): boolean {
  const [base = '', bits = ''] = network.split('/');
  const [octets, expected] = [ipAddressOctets(address), ipAddressOctets(base)];
  if (octets === null || expected === null || octets.length !== expected.length) return false;
  return octets.every((octet, at) => (octet & maskOctet(at, Number(bits))) === expected[at]);
}

function maskOctet(at: number, length: number): number {
  return (0xff << (8 - Math.max(0, Math.min(8, length - at * 8)))) & 0xff;
}

function parseUriPattern(text: string): string {
  const scheme = /^([a-z]+):/i.exec(text)?.[1]?.toLowerCase() ?? '';
  const rest = text.slice(scheme.length + 1);
  if (!SCHEMES.includes(scheme)) throw bad(`${quote(text)}: begin with one of ${SCHEMES.join(':, ')}:.`);
  if (rest === '') return `${scheme}:`;
  if (scheme === 'urn') {
    if (!/^[a-z0-9][a-z0-9-]{0,30}[a-z0-9]$/i.test(rest))
      throw bad(`${quote(text)}: name the kind of URN, such as \`urn:uuid\`.`);
    return `urn:${rest.toLowerCase()}`;
  }
  const match = /^\/\/([^/?#@]+)(\/[A-Za-z0-9._/-]*)?$/.exec(rest);
  if (match === null) throw bad(`${quote(text)} is not a pattern for URIs. Use the form \`${scheme}://example.org\`.`);
  const [, host = '', path = ''] = match;
  if (path !== '' && scheme !== 'spiffe')
    throw bad(`${quote(text)}: only the path of a SPIFFE ID can be part of a pattern. Leave the path out.`);
  if (/\/\/|\/\.{1,2}(?:\/|$)/.test(path)) throw bad(`${quote(text)}: the path has an empty part or one of dots.`);
  return `${scheme}://${parseUriHost(scheme, host, text)}${path.replace(/\/$/, '')}`;
}

function parseUriHost(scheme: string, host: string, text: string): string {
  if (scheme !== 'spiffe') return ipAddressOctets(host) === null ? parseDomainPattern(host) : host;
  // SPIFFE-ID §2.1: a trust domain may hold underscores, which host names may not.
  if (!/^\.?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/.test(host))
    throw bad(`${quote(text)}: a trust domain has lower-case letters, digits, \`.\`, \`-\` and \`_\`.`);
  return host;
}

function isUriCovered(uri: string, pattern: string): boolean {
  const scheme = uri.slice(0, uri.indexOf(':')).toLowerCase();
  if (pattern === `${scheme}:`) return true;
  if (!pattern.startsWith(`${scheme}:`)) return false;
  if (scheme === 'urn') return uri.slice(4).split(':', 1)[0]?.toLowerCase() === pattern.slice(4);
  const [, authority = '', path = ''] = /^[^:]+:\/\/([^/?#]*)([^?#]*)/.exec(uri) ?? [];
  const [, host = '', below = ''] = /^[^:]+:\/\/([^/]*)(.*)$/.exec(pattern) ?? [];
  const named = authority.replace(/:\d{1,5}$/, '').toLowerCase();
  return isDomainCovered(named, host) && (below === '' || path === below || path.startsWith(`${below}/`));
}

function bad(message: string, suggestion?: string): PkiError {
  return new PkiError('bad-name', message, suggestion === undefined ? {} : { suggestion });
}

const SCHEMES: readonly string[] = ['https', 'http', 'spiffe', 'ldap', 'urn'];
/** The longest pattern is a SPIFFE ID with its path; 253 is the longest host name. */
const MOST_CHARACTERS = 512;
