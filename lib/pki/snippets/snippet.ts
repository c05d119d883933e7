/** What a piece of configuration is made of, and the steps that all software has in common. Pure. */
import { shellWord } from './quote.ts';

export type SnippetSide = 'server' | 'client';

/** The files of one party as it downloads them, names only; all of them are made by `safeFileName` or fixed. */
export interface OwnFiles {
  readonly key: string;
  /** The certificate followed by its issuing authorities. */
  readonly fullChain: string;
  /** Stem for files that are made of these. */
  readonly base: string;
}

export interface SnippetFacts {
  /** Null at the client of a one-way connection, which presents nothing. */
  readonly own: OwnFiles | null;
  /** The root that the other side is verified against. */
  readonly anchor: string;
  /** The revocation lists of the other side's path, one PEM. */
  readonly crls: string;
  /** Where these lists are published. */
  readonly crlsUrl: string;
  /** The lists are not among the downloaded files: fetch them first. */
  readonly fetchFirst: boolean;
  /** The client proves itself too. */
  readonly mutual: boolean;
  /** Check revocation, where the software can. */
  readonly revocation: boolean;
  /** DNS names and addresses of the server, A-labels and canonical text; may hold a wildcard. */
  readonly hosts: readonly string[];
  /** Common name in the client's certificate: whom databases and brokers take it for. Any text. */
  readonly clientName: string;
  /** Common name in the server's certificate; any text. */
  readonly serverName: string;
}

/** What the reader does with a file: run it before, put it there, run it whenever lists change, or try by it. */
export type SnippetStep = 'prepare' | 'configuration' | 'users' | 'refresh' | 'try';

export interface SnippetFile {
  readonly step: SnippetStep;
  /** Where it goes, or what it is called; null for commands to run. */
  readonly path: string | null;
  readonly language: 'nginx' | 'shell' | 'yaml' | 'code' | 'settings' | 'sql';
  readonly text: string;
}

export interface RenderedSnippet {
  readonly files: readonly SnippetFile[];
  /** What this end verifies, one sentence. */
  readonly checked: string;
  /** What it does not, a plain sentence each. */
  readonly notChecked: readonly string[];
}

export interface Software {
  readonly id: string;
  readonly side: SnippetSide;
  readonly label: string;
  /** Whom it talks to: the other end is of the same family. */
  readonly family: 'http' | 'postgresql' | 'mysql' | 'redis' | 'amqp' | 'mqtt' | 'openvpn' | 'tcp';
  readonly render: (facts: SnippetFacts) => RenderedSnippet;
}

/** The name a client calls the server by: a wildcard stands for a host below it. */
export function hostOf({ hosts }: SnippetFacts): string {
  return (hosts[0] ?? 'localhost').replace(/^\*\./, 'www.');
}

/** The same in a URL: RFC 3986 §3.2.2 */
export function urlHostOf(facts: SnippetFacts): string {
  const host = hostOf(facts);
  return host.includes(':') ? `[${host}]` : host;
}

/** One line, several, or none. */
export type Line = string | false | null | readonly string[];

export const joined = (...lines: readonly Line[]): string =>
  lines.flatMap((line) => (line === false || line === null ? [] : line)).join('\n');

export interface Placement {
  readonly directory: string;
  /** Of the key: owner, group and mode, as the software reads it. */
  readonly key: { readonly owner: string; readonly group: string; readonly mode: string };
  /** Made of others, for software that wants them so. */
  readonly more?: readonly string[];
  /** The key is only needed in what `more` makes. */
  readonly withoutKey?: boolean;
}

/** Whether this server looks at lists: only where clients present something. */
export function serverChecksLists({ mutual, revocation }: SnippetFacts): boolean {
  return mutual && revocation;
}

/** Puts a server's files where its configuration names them. `lists`: it reads revocation lists. */
export function placeServerFiles(facts: SnippetFacts, placement: Placement, lists: boolean): SnippetFile {
  const { directory, key, more = [], withoutKey = false } = placement;
  const own = ownOf(facts);
  const open = [own.fullChain, ...(facts.mutual ? [facts.anchor] : []), ...(lists ? [facts.crls] : [])];
  return {
    step: 'prepare',
    path: null,
    language: 'shell',
    text: joined(
      '# As root, in the folder where the files were unpacked.',
      lists && facts.fetchFirst && fetchLists(facts, facts.crls),
      `install -d -m 0755 ${directory}`,
      !withoutKey && `install -m ${key.mode} -o ${key.owner} -g ${key.group} ${shellWord(own.key)} ${directory}/`,
      `install -m 0644 ${open.map(shellWord).join(' ')} ${directory}/`,
      more,
    ),
  };
}

/** What a client needs beside its downloaded files: nothing, the lists, or what `more` makes. */
export function prepareClient(facts: SnippetFacts, more: readonly string[], lists: boolean): SnippetFile[] {
  const own = facts.own ? [`chmod 0600 ${shellWord(facts.own.key)}`] : [];
  const fetch = lists && facts.fetchFirst ? [fetchLists(facts, facts.crls)] : [];
  const lines = [...own, ...fetch, ...more];
  return lines.length === 0
    ? []
    : [
        {
          step: 'prepare',
          path: null,
          language: 'shell',
          text: joined('# In the folder where the files were unpacked.', lines),
        },
      ];
}

/** Every day: replaces the lists in one move, so that nobody reads half of one, and has the software read them. */
export function refreshServer(facts: SnippetFacts, directory: string, reload: readonly string[]): SnippetFile {
  const target = `${directory}/${facts.crls}`;
  return {
    step: 'refresh',
    path: null,
    language: 'shell',
    text: joined(
      '# As root, every day: the lists end after a few days, and a revoked client is refused from the next fetch on.',
      'set -e',
      fetchLists(facts, `${target}.new`),
      `mv ${target}.new ${target}`,
      reload,
    ),
  };
}

export function refreshClient(facts: SnippetFacts, after: readonly string[] = []): SnippetFile {
  return {
    step: 'refresh',
    path: null,
    language: 'shell',
    text: joined(
      '# Every day: the lists end after a few days, and a revoked server is refused from the next fetch on.',
      'set -e',
      fetchLists(facts, `${facts.crls}.new`),
      `mv ${shellWord(`${facts.crls}.new`)} ${shellWord(facts.crls)}`,
      after,
    ),
  };
}

export function fetchLists(facts: SnippetFacts, target: string): string {
  return `curl -fsS -o ${shellWord(target)} ${shellWord(facts.crlsUrl)}`;
}

export function commands(step: SnippetStep, ...lines: readonly Line[]): SnippetFile {
  return { step, path: null, language: 'shell', text: joined(...lines) };
}

export function configuration(path: string, language: SnippetFile['language'], ...lines: readonly Line[]): SnippetFile {
  return { step: 'configuration', path, language, text: joined(...lines) };
}

/** A server always has files of its own. */
export function ownOf({ own }: SnippetFacts): OwnFiles {
  if (!own) throw new TypeError('This end presents no certificate.');
  return own;
}

/** What a server that can read lists checks, and what it leaves. */
export function serverWords(
  facts: SnippetFacts,
  more: { readonly lists: boolean; readonly notChecked?: readonly string[]; readonly path?: 'chain' | 'leaf' },
): Pick<RenderedSnippet, 'checked' | 'notChecked'> {
  if (!facts.mutual)
    return { checked: 'The server proves itself; it asks clients for no certificate.', notChecked: [NO_CLIENT] };
  return {
    checked: `Clients need a certificate below the root in ${facts.anchor}${
      more.lists
        ? more.path === 'leaf'
          ? ' that its issuer has not revoked'
          : ', and neither it nor an authority above it may be revoked'
        : ''
    }.`,
    notChecked: notCheckedOf(facts, more),
  };
}

export function clientWords(
  facts: SnippetFacts,
  more: { readonly lists: boolean; readonly notChecked?: readonly string[]; readonly name?: boolean },
): Pick<RenderedSnippet, 'checked' | 'notChecked'> {
  return {
    checked: `The server needs a certificate below the root in ${facts.anchor}${
      more.name === false ? '' : ' for the name it is called by'
    }${more.lists ? ', not revoked, nor an authority above it' : ''}.`,
    notChecked: notCheckedOf(facts, more),
  };
}

/** That lists are switched off is said only of software that would look at them. */
function notCheckedOf(
  { revocation }: SnippetFacts,
  more: { readonly lists: boolean; readonly notChecked?: readonly string[] },
): readonly string[] {
  const said = more.notChecked ?? [];
  const off = !more.lists && !revocation && !said.some((sentence) => sentence.startsWith('Revocation: '));
  return [...(off ? [OFF] : []), ...said];
}

const NO_CLIENT = 'Who the client is: it presents no certificate, so there is none to revoke.';
const OFF = 'Revocation: switched off above. A revoked certificate is accepted until it ends.';

/** For software that knows no revocation lists. */
export function neverLooks(software: string, other: SnippetSide): string {
  return `Revocation: ${software} never looks at it. A revoked ${other} is accepted until its certificate ends, so use short lifetimes, or put a proxy in front that checks.`;
}
