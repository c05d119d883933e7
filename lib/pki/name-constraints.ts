/**
 * Name constraints: ASN.1 ⇄ plain data, whether names stay inside them, and what they say in plain words. RFC 5280 §4.2.1.10
 *
 * Where the standards leave room, the narrow reading counts: a dNSName constraint has no leading dot, a mask is contiguous, and a form that
 * cannot be compared refuses every certificate that carries it.
 */
import {
  childrenOf,
  contentOf,
  type DerElement,
  encodingOf,
  FieldReader,
  integerValue,
  readDer,
  unexpected,
  unwrapExplicit,
} from './der-reader.ts';
import { ascii, explicit, implicit, sequence } from './der-writer.ts';
import { comparableRdns, decodeName } from './distinguished-name.ts';
import { ipAddressOctets, ipAddressText } from './ip-address.ts';
import { distinguishedNameText } from './subject.ts';
import { type DistinguishedName, type NameDer, PkiError } from './types.ts';

/** One subtree of names. Host names are in lower case. */
export type Subtree =
  /** The host and everything below it; `""` is every host. */
  | { readonly form: 'dns'; readonly base: string }
  /** A mailbox `a@b`, all mailboxes at a host `b`, or at the hosts below a domain `.b`; `""` is every mailbox. */
  | { readonly form: 'email'; readonly base: string }
  /** URIs at a host `b`, or at the hosts below a domain `.b`; `""` is every host. */
  | { readonly form: 'uri'; readonly base: string }
  /** 4 or 16 octets each. */
  | { readonly form: 'ip'; readonly address: Uint8Array; readonly mask: Uint8Array }
  /** Names that begin with the RDNs of this one. */
  | { readonly form: 'directory'; readonly nameDer: NameDer; readonly rdns: readonly string[] }
  | { readonly form: UncomparedForm; readonly generalNameDer: Uint8Array };

/** Forms that this program does not compare; a constraint on one refuses each certificate that carries it. */
export type UncomparedForm = 'otherName' | 'x400Address' | 'ediPartyName' | 'registeredID';
export type ConstrainedForm = Subtree['form'];

export interface NameConstraints {
  readonly permitted: readonly Subtree[];
  readonly excluded: readonly Subtree[];
}

/**
 * ```
 * NameConstraints ::= SEQUENCE { permittedSubtrees [0] GeneralSubtrees OPTIONAL, excludedSubtrees [1] GeneralSubtrees OPTIONAL }
 * GeneralSubtrees ::= SEQUENCE SIZE (1..MAX) OF GeneralSubtree
 * GeneralSubtree ::= SEQUENCE { base GeneralName, minimum [0] BaseDistance DEFAULT 0, maximum [1] BaseDistance OPTIONAL }
 * ```
 * The value of the extension as an element that passed the gate. Throws `malformed` for an empty sequence, a minimum other than 0, a maximum, a
 * mask that is not contiguous and a base that is not in its form's syntax. RFC 5280 §4.2.1.10
 */
export function readNameConstraints(value: DerElement): NameConstraints {
  const fields = new FieldReader(value, 'NameConstraints');
  const permitted = fields.optional(0xa0);
  const excluded = fields.optional(0xa1);
  fields.finish();
  // RFC 5280 §4.2.1.10: the extension must not be an empty sequence.
  if (permitted === null && excluded === null) throw unexpected('NameConstraints');
  return {
    permitted: permitted === null ? [] : readSubtrees(permitted),
    excluded: excluded === null ? [] : readSubtrees(excluded),
  };
}

/** The same from octets, at most 64 KiB. Throws `malformed` and `too-large` as well. */
export function parseNameConstraints(der: Uint8Array): NameConstraints {
  return readNameConstraints(readDer(der, { maxBytes: 65_536, noun: 'extension "Name constraints"' }));
}

/** The value of the extension; see `readNameConstraints` for its shape. Throws `malformed` when there is no subtree at all. */
export function encodeNameConstraints({ permitted, excluded }: NameConstraints): Uint8Array {
  if (permitted.length === 0 && excluded.length === 0)
    throw new PkiError('malformed', 'Name constraints permit or exclude at least one subtree of names. Add one.');
  return sequence(
    ...(permitted.length === 0 ? [] : [explicit(0, ...permitted.map(encodeSubtree))]),
    ...(excluded.length === 0 ? [] : [explicit(1, ...excluded.map(encodeSubtree))]),
  );
}

/**
 * A subtree as people type it: `dns` `corp.lan`; `email` `a@b`, `b` or `.b`; `uri` `b` or `.b`; `ip` `10.0.0.0/8` or `fd00::/8`, a single address
 * stands for itself. Throws `bad-name`. For directory names see `directorySubtree`.
 */
export function parseSubtree(form: 'dns' | 'email' | 'uri' | 'ip', text: string): Subtree {
  if (form === 'ip') return parseNetwork(text);
  const base = form === 'email' ? lowerHost(text) : text.toLowerCase();
  if (base === '' || !isSubtreeBase(form, base))
    throw new PkiError('bad-name', `\`${text.slice(0, 80)}\` is not a name constraint of this form. ${EXPECTED[form]}`);
  return { form, base };
}

/** The subtree of all directory names that begin with this one. */
export function directorySubtree(nameDer: NameDer): Subtree {
  return { form: 'directory', nameDer, rdns: comparableRdns(nameDer) };
}

/** One plain sentence for each form and direction, such as "DNS names: only api.lan and names below it." */
export function explainNameConstraints({ permitted, excluded }: NameConstraints): string[] {
  const lines: string[] = [];
  for (const form of Object.keys(FORM_NOUNS) as ConstrainedForm[]) {
    const only = permitted.filter((subtree) => subtree.form === form).map((subtree) => subtreeWords(subtree, 'and'));
    const never = excluded.filter((subtree) => subtree.form === form).map((subtree) => subtreeWords(subtree, 'or'));
    if (only.length > 0) lines.push(`${FORM_NOUNS[form]}: only ${only.join('; ')}.`);
    if (never.length > 0) lines.push(`${FORM_NOUNS[form]}: never ${never.join('; ')}.`);
  }
  return lines;
}

/**
 * Text of one subtree, for messages: `api.lan`, `10.0.0.0/8`, `C=DE, O=Acme`. A directory name begins where the encoding and
 * the forms begin, with the most general attribute; RFC 4514 §2.1 writes whole names the other way round.
 */
export function subtreeText(subtree: Subtree): string {
  switch (subtree.form) {
    case 'dns':
    case 'email':
    case 'uri':
      return subtree.base === '' ? 'any name' : subtree.base;
    case 'ip':
      return `${ipAddressText(subtree.address)}/${prefixLength(subtree.mask)}`;
    case 'directory':
      return subtree.rdns.length === 0 ? 'any name' : beginningText(decodeName(subtree.nameDer));
    default:
      return `any ${subtree.form}`;
  }
}

/** Attributes from the most general on, each escaped as RFC 4514 §2.4 says. */
function beginningText(dn: DistinguishedName): string {
  return dn.map((attribute) => distinguishedNameText([attribute])).join(', ');
}

/** Whether text is a host name of letters, digits and dashes (RFC 1034 §3.5), in any case, without dot at either end. The last label is no number. */
export function isHostName(text: string): boolean {
  if (text.length === 0 || text.length > 253) return false;
  const labels = text.split('.');
  return labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(labels.at(-1) as string);
}

function readSubtrees(list: DerElement): Subtree[] {
  const subtrees = childrenOf(list).map(readSubtree);
  if (subtrees.length === 0) throw unexpected('GeneralSubtrees');
  return subtrees;
}

function readSubtree(element: DerElement): Subtree {
  const fields = new FieldReader(element, 'GeneralSubtree');
  const base = fields.takeAny('base');
  const minimum = fields.optional(0x80);
  const maximum = fields.optional(0x81);
  fields.finish();
  // RFC 5280 §4.2.1.10: minimum is zero and maximum absent in every name form. An explicit zero is only bad style.
  if (maximum !== null || (minimum !== null && integerValue(contentOf(minimum)) !== 0n))
    throw new PkiError('malformed', 'A name constraint has a minimum or maximum distance, which may not be used.');
  return readBase(base);
}

function readBase(base: DerElement): Subtree {
  switch (base.tag) {
    case 0x81:
      return readTextBase('email', base);
    case 0x82:
      return readTextBase('dns', base);
    case 0x86:
      return readTextBase('uri', base);
    case 0x87:
      return readNetwork(contentOf(base));
    case 0xa4:
      return directorySubtree(encodingOf(unwrapExplicit(base, 'directoryName')) as NameDer);
    case 0xa0:
    case 0xa3:
    case 0xa5:
    case 0x88:
      return { form: UNCOMPARED_TAGS[base.tag], generalNameDer: encodingOf(base).slice() };
    default:
      throw unexpected('GeneralSubtree.base');
  }
}

function readTextBase(form: 'dns' | 'email' | 'uri', element: DerElement): Subtree {
  const text = Buffer.from(contentOf(element)).toString('latin1');
  const base = form === 'email' ? lowerHost(text) : text.toLowerCase();
  if (!isSubtreeBase(form, base))
    throw new PkiError(
      'malformed',
      `A name constraint of the form ${FORM_NOUNS[form]} has a base that is no such name.`,
    );
  return { form, base };
}

/** Names without a dot such as `gov` are fine: a constraint may name a top-level domain. */
function isSubtreeBase(form: 'dns' | 'email' | 'uri', base: string): boolean {
  if (base === '') return true;
  if (form === 'dns') return isHostName(base);
  const at = base.lastIndexOf('@');
  if (form === 'email' && at >= 0) return LOCAL_PART.test(base.slice(0, at)) && isHostName(base.slice(at + 1));
  return isHostName(base.startsWith('.') ? base.slice(1) : base);
}

/** 8 octets for IPv4 and 32 for IPv6: address, then mask. RFC 5280 §4.2.1.10, RFC 4632 §3.1 */
function readNetwork(octets: Uint8Array): Subtree {
  const half = octets.length / 2;
  const mask = octets.slice(half);
  if ((half !== 4 && half !== 16) || prefixLength(mask) === null)
    throw new PkiError(
      'malformed',
      'A name constraint for IP addresses is not a network: it has 8 or 32 octets with a mask of ones followed by zeros.',
    );
  return { form: 'ip', address: octets.slice(0, half), mask };
}

function parseNetwork(text: string): Subtree {
  const [addressText = '', prefixText, ...more] = text.split('/');
  const address = ipAddressOctets(addressText);
  const bits = prefixText === undefined ? (address?.length ?? 0) * 8 : Number(prefixText);
  if (
    address === null ||
    more.length > 0 ||
    (prefixText !== undefined && !/^(?:0|[1-9]\d{0,2})$/.test(prefixText)) ||
    bits > address.length * 8
  )
    throw new PkiError('bad-name', `\`${text.slice(0, 80)}\` is not a network. ${EXPECTED.ip}`);
  const mask = address.map((_, index) => 0xff & (0xff00 >> Math.min(8, Math.max(0, bits - index * 8))));
  return { form: 'ip', address: address.map((octet, index) => octet & (mask[index] as number)), mask };
}

/** Count of leading ones, or null when a one follows a zero. */
function prefixLength(mask: Uint8Array): number | null {
  const bits = Array.from(mask, (octet) => octet.toString(2).padStart(8, '0')).join('');
  return /^1*0*$/.test(bits) ? bits.lastIndexOf('1') + 1 : null;
}

/** The local part of a mailbox keeps its case; hosts don't have one. RFC 5321 §2.4 */
function lowerHost(text: string): string {
  const at = text.lastIndexOf('@');
  return text.slice(0, at + 1) + text.slice(at + 1).toLowerCase();
}

function encodeSubtree(subtree: Subtree): Uint8Array {
  return sequence(encodeBase(subtree));
}

function encodeBase(subtree: Subtree): Uint8Array {
  switch (subtree.form) {
    case 'email':
      return implicit(1, ascii(subtree.base));
    case 'dns':
      return implicit(2, ascii(subtree.base));
    case 'uri':
      return implicit(6, ascii(subtree.base));
    case 'ip':
      return implicit(7, Uint8Array.of(...subtree.address, ...subtree.mask));
    case 'directory':
      return explicit(4, subtree.nameDer);
    default:
      return subtree.generalNameDer;
  }
}

function subtreeWords(subtree: Subtree, joint: 'and' | 'or'): string {
  const text = subtreeText(subtree);
  if (subtree.form === 'dns' && subtree.base !== '') return `${text} ${joint} names below it`;
  if (subtree.form === 'directory' && subtree.rdns.length > 0) return `those that begin with ${text}`;
  if (subtree.form === 'email' && subtree.base !== '' && !subtree.base.includes('@'))
    return subtree.base.startsWith('.') ? `addresses at hosts below ${text.slice(1)}` : `addresses at ${text}`;
  if (subtree.form === 'uri' && subtree.base !== '')
    return subtree.base.startsWith('.') ? `hosts below ${text.slice(1)}` : `the host ${text}`;
  return text;
}

const UNCOMPARED_TAGS: Readonly<Record<0xa0 | 0xa3 | 0xa5 | 0x88, UncomparedForm>> = {
  [0xa0]: 'otherName',
  [0xa3]: 'x400Address',
  [0xa5]: 'ediPartyName',
  [0x88]: 'registeredID',
};
const FORM_NOUNS: Readonly<Record<ConstrainedForm, string>> = {
  dns: 'DNS names',
  ip: 'IP addresses',
  email: 'E-mail addresses',
  uri: 'URIs',
  directory: 'Subjects',
  otherName: 'Other names',
  x400Address: 'X.400 addresses',
  ediPartyName: 'EDI party names',
  registeredID: 'Registered IDs',
};
const EXPECTED = {
  dns: 'Use a domain such as `corp.lan`, without a dot at the front: it covers the names below it.',
  email: 'Use `name@example.org`, a host `example.org`, or `.example.org` for the hosts below it.',
  uri: 'Use a host `example.org`, or `.example.org` for the hosts below it.',
  ip: 'Use the form `10.0.0.0/8` or `fd00::/8`.',
} as const;
/** RFC 1034 §3.5, RFC 1123 §2.1 */
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
/** Dot-atom of RFC 5321 §4.1.2; quoted local parts have several spellings and are not compared. */
const LOCAL_PART = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
