/** From a pasted error to its likely causes. Pure: the same text gives the same answer in the same order. */

import { PkiError } from '../types.ts';
import { CAUSE_IDS, type CauseId } from './causes.ts';
import { KNOWN_MESSAGES } from './messages.ts';

export interface ExplainedCause {
  readonly id: CauseId;
  /** Larger is likelier; only the order counts. */
  readonly score: number;
}

export interface MatchedMessage {
  readonly id: string;
  readonly program: string;
  /** The line it was found in, from 1, and the line itself, at most 300 characters. */
  readonly line: number;
  readonly excerpt: string;
}

export interface ErrorFacts {
  /** Lower case, without a port; the names a client dialled and a certificate has. */
  readonly hosts: readonly string[];
  /** Of the first address that was dialled; null: none is named. */
  readonly port: number | null;
  /** Hex without colons, lower case. */
  readonly serialNumbers: readonly string[];
  readonly fingerprints: readonly string[];
  /** Common names of issuers. */
  readonly issuers: readonly string[];
}

export interface Explanation {
  readonly causes: readonly ExplainedCause[];
  readonly matched: readonly MatchedMessage[];
  readonly facts: ErrorFacts;
}

/**
 * At most MAX_TEXT characters. Throws PkiError `too-large`, and `wrong-type` for what holds a secret: a private key, session secrets, a
 * password in a URL or a header. Neither message repeats it.
 */
export function explainError(text: string): Explanation {
  if (text.length > MAX_TEXT)
    throw new PkiError('too-large', `This is longer than ${MAX_TEXT} characters. Paste the lines around the error.`);
  refuseSecrets(text);
  const lines = cleanLines(text);
  const matched: MatchedMessage[] = [];
  const scores = new Map<CauseId, number>();
  for (const { id, program, pattern, causes, weight } of KNOWN_MESSAGES) {
    const at = lines.findIndex((line) => pattern.test(line));
    if (at < 0) continue;
    matched.push({ id, program, line: at + 1, excerpt: (lines[at] as string).slice(0, MAX_EXCERPT) });
    for (const [place, cause] of causes.entries())
      scores.set(cause, (scores.get(cause) ?? 0) + weight * (PLACES[place] ?? 1));
  }
  const causes = [...scores]
    .map(([id, score]) => ({ id, score }))
    .sort((one, other) => other.score - one.score || CAUSE_IDS.indexOf(one.id) - CAUSE_IDS.indexOf(other.id));
  matched.sort((one, other) => one.line - other.line);
  return { causes, matched, facts: factsOf(lines) };
}

/** What must not be pasted anywhere is not read any further. */
function refuseSecrets(text: string): void {
  const found = SECRETS.find(({ pattern }) => pattern.test(text));
  if (found)
    throw new PkiError(
      'wrong-type',
      `This holds ${found.what}. Nothing of it was kept. Paste the error only; ${found.advice}`,
    );
}

const SECRETS: readonly { readonly pattern: RegExp; readonly what: string; readonly advice: string }[] = [
  {
    pattern: /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----/,
    what: 'a private key',
    advice: 'and replace that key if it was pasted elsewhere, too.',
  },
  // Base64 of PKCS#8 and of keys in their own forms, without the lines around it.
  {
    pattern: /(?:^|[^A-Za-z0-9+/])(?:MI(?:IEv|IJQ|IEo|IEp|IJK|IG[2-5])[A-Za-z0-9+/]{2}IBAD|MIGHAgEAMB|MC4CAQAwBQYDK2V)/,
    what: 'what looks like a private key',
    advice: 'and replace that key if it was pasted elsewhere, too.',
  },
  {
    pattern:
      /^[ \t]{0,20}(?:CLIENT_RANDOM|(?:CLIENT|SERVER)_(?:HANDSHAKE_)?TRAFFIC_SECRET\w{0,4}|EXPORTER_SECRET) [0-9a-f]{64} /im,
    what: 'secrets of a session (a key log)',
    advice: 'and keep key logs to yourself.',
  },
  {
    pattern: /\bauthorization:\s{0,5}(?:basic|bearer)\s{1,5}\S{6}/i,
    what: 'an authorization header',
    advice: 'and withdraw that token or password.',
  },
  {
    pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@]{1,100}:[^\s/@]{1,200}@/i,
    what: 'a password in a URL',
    advice: 'without user and password.',
  },
];

/** Without control characters and colour codes; long lines are cut, and so are long texts. */
function cleanLines(text: string): readonly string[] {
  return text.split(/\r\n|\r|\n/, MAX_LINES).map((line) =>
    line
      .slice(0, MAX_LINE)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: terminals put them there
      .replace(/\u001b\[[0-9;]{0,20}[A-Za-z]/g, '')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, ' '),
  );
}

function factsOf(lines: readonly string[]): ErrorFacts {
  const dialled = lines.flatMap(dialledIn);
  const ports = dialled.flatMap(({ port }) => (port !== null && port >= 1 && port <= 65_535 ? [port] : []));
  const all = (pattern: RegExp) =>
    lines.flatMap((line) => [...line.matchAll(pattern)].map((match) => match[1] ?? match[0]));
  return {
    hosts: some(dialled.map(({ host }) => host).filter(isHost)),
    port: ports[0] ?? null,
    serialNumbers: some(
      all(SERIALS)
        .map((serial) => plainHex(serial).replace(/^00(?=.)/, ''))
        .filter((hex) => hex.length >= 8),
    ),
    fingerprints: some(all(FINGERPRINTS).map(plainHex)),
    issuers: some(all(ISSUERS).map((name) => name.trim())),
  };
}

interface Dialled {
  readonly host: string;
  readonly port: number | null;
}

/** Whatever stands where hosts stand; what is none is left out later. */
function dialledIn(line: string): readonly Dialled[] {
  const found = [URLS, ...HOSTS].flatMap((pattern) =>
    [...line.matchAll(pattern)].map(([, host = '', port]) => ({
      host,
      port: port === undefined ? null : Number(port),
    })),
  );
  const listed = [...line.matchAll(NAME_LISTS)].flatMap(([, list = '']) => list.split(/[,\s]+/));
  return [...found, ...listed.map((host) => ({ host, port: null }))].map(({ host, port }) => ({
    host: host
      .toLowerCase()
      .replace(/\.$/, '')
      .replace(/^\[|\]$/g, ''),
    port,
  }));
}

/** The first of each, in the order of the text. */
const some = (found: readonly string[]): readonly string[] => [...new Set(found)].slice(0, MOST);
const plainHex = (text: string): string => text.replace(/[:\s]/g, '').toLowerCase();

/** A name with a dot, an address, or `localhost`; files and classes look like names, too. */
function isHost(name: string): boolean {
  if (name.length > 253 || /\.(?:c|go|py|js|mjs|ts|java|pem|crt|key|conf|log|html|lang|net\.ssl|exe|dll)$/.test(name))
    return false;
  if (/^(?:sun|java|javax|jdk|org\.apache|system\.net|node:|_ssl)\b/.test(name)) return false;
  return (
    name === 'localhost' ||
    /^[0-9a-f:]*:[0-9a-f:.]*$/.test(name) ||
    /^(?:\*\.)?[a-z0-9_-]{1,63}(?:\.[a-z0-9-]{1,63}){1,10}$/.test(name)
  );
}

const URLS =
  /\b(?:https|wss|ldaps|postgres|postgresql|imaps|smtps):\/\/(\[[0-9a-f:.]{2,45}\]|[a-z0-9._-]{1,253})(?::(\d{1,5}))?/gi;
const HOSTS: readonly RegExp[] = [
  /(?:connect to|connecting to|Failed to connect to|resolve host:?|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|target host name|hostname|host name|name matching|valid for|Host:|, not|dial tcp|servername|server name|certificate of|does not match|UnknownHostException:|server at) ['"‘“]?([a-z0-9._-]{3,253})['"’”]?(?:(?:,? port |:)(\d{1,5}))?/gi,
  /\bDNS:([a-z0-9.*_-]{1,253})/gi,
];
const NAME_LISTS = /valid for ([a-z0-9.*_, -]{3,500}), not /gi;
const SERIALS = /\bserial(?:\s?number)?\s{0,3}[:=]?\s{0,3}(?:0x)?((?:[0-9a-f]{2}[:\s]?){4,20})/gi;
const FINGERPRINTS = /\b[0-9a-f]{64}\b|\b(?:[0-9a-f]{2}:){31}[0-9a-f]{2}\b/gi;
const ISSUERS = /\bissuer\b[^\n]{0,200}?\bCN\s?=\s?([^,/\n"']{1,100})/gi;

/** What a cause counts by its place in a row. */
const PLACES = [4, 2, 1];
/** What is read of one paste. */
export const MAX_TEXT = 200_000;
const MAX_LINES = 4_000;
const MAX_LINE = 2_000;
const MAX_EXCERPT = 300;
const MOST = 10;
