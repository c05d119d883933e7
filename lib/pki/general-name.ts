/** GeneralName ⇄ DER for the five forms that are issued; the others are read for people. RFC 5280 §4.2.1.6 */

import {
  childrenOf,
  contentOf,
  type DerElement,
  encodingOf,
  oidText,
  readOid,
  unexpected,
  unwrapExplicit,
} from './der-reader.ts';
import { ascii, explicit, implicit, oid, TAG, utf8 } from './der-writer.ts';
import { escapeInvisible, quote } from './display-text.ts';
import { readName, stringText } from './distinguished-name.ts';
import { ipAddressOctets, ipAddressText } from './ip-address.ts';
import {
  distinguishedNameText,
  parseDnsName,
  parseEmailAddress,
  parseIpAddress,
  parseUri,
  parseUserPrincipalName,
} from './names.ts';
import { OID, oidLabel } from './oids.ts';
import { toHex } from './serial-number.ts';
import { type GeneralName, type NameDer, PkiError } from './types.ts';

/** A directory name in the subjectAltName of a certificate that others issued: RFC 4514 text with invisible characters escaped, and the encoded Name. */
export interface DirectoryGeneralName {
  readonly type: 'directoryName';
  readonly value: string;
  readonly nameDer: NameDer;
}

/** A name in another form that is not issued, or not valid in its form, as text such as `RID:1.2.3`. */
export interface OtherGeneralName {
  readonly type: 'other';
  readonly value: string;
}

/** Everything that reading a certificate may give; only a GeneralName can be issued. */
export type ReadGeneralName = GeneralName | DirectoryGeneralName | OtherGeneralName;

/**
 * ```
 * GeneralName ::= CHOICE {
 *   otherName [0] IMPLICIT SEQUENCE { type-id OBJECT IDENTIFIER, value [0] EXPLICIT ANY }, rfc822Name [1] IA5String, dNSName [2] IA5String, uniformResourceIdentifier [6] IA5String, iPAddress [7] OCTET STRING, … }
 * ```
 * Throws `bad-name` for what does not fit its form. RFC 5280 §4.2.1.6
 */
export function encodeGeneralName(name: GeneralName): Uint8Array {
  switch (name.type) {
    case 'email':
      return implicit(1, ascii(name.value));
    case 'dns':
      return implicit(2, ascii(name.value));
    case 'uri':
      return implicit(6, ascii(name.value));
    case 'upn':
      return implicit(0, concatenated(oid(OID.userPrincipalName), explicit(0, utf8(name.value))), true);
    case 'ip': {
      const octets = ipAddressOctets(name.value);
      if (octets === null)
        throw new PkiError('bad-name', 'The IP address is not valid. Use the form `10.0.0.1` or `fd00::1`.');
      return implicit(7, octets);
    }
  }
}

/** The name as it could be issued: in canonical form. Throws `bad-name` for invalid names and forms that are not issued. */
export function readIssuableName(element: DerElement): GeneralName {
  switch (element.tag) {
    case EMAIL:
      return { type: 'email', value: parseEmailAddress(asciiText(element)) };
    case DNS:
      return { type: 'dns', value: parseDnsName(asciiText(element), { allowWildcard: true }) };
    case URI:
      return { type: 'uri', value: parseUri(asciiText(element)) };
    case IP: {
      const text = ipAddressText(contentOf(element));
      if (text === null) {
        throw new PkiError(
          'bad-name',
          `An IP address has 4 or 16 octets; this one has ${contentOf(element).length}. Networks cannot be certified: add single addresses.`,
        );
      }
      return { type: 'ip', value: parseIpAddress(text) };
    }
    case OTHER: {
      const account = userPrincipalNameOf(element);
      if (account !== null) return { type: 'upn', value: parseUserPrincipalName(account) };
      throw notIssued(element);
    }
    default:
      throw notIssued(element);
  }
}

/** The name, or its text as `other` when it is not valid or of another form; for reading what others issued. Throws `malformed`. */
export function readGeneralName(element: DerElement): ReadGeneralName {
  if (element.tag === DIRECTORY) {
    const name = unwrapExplicit(element, 'directoryName');
    return {
      type: 'directoryName',
      value: escapeInvisible(distinguishedNameText(readName(name))),
      nameDer: encodingOf(name).slice() as NameDer,
    };
  }
  try {
    return readIssuableName(element);
  } catch {
    return { type: 'other', value: generalNameElementText(element) };
  }
}

/** Text of any form, with a prefix that names it; invisible characters are escaped. Throws `malformed` for a tag that is no GeneralName. */
export function generalNameElementText(element: DerElement): string {
  switch (element.tag) {
    case OTHER:
      return otherNameText(element);
    case EMAIL:
      return `email:${escapeInvisible(octetText(element))}`;
    case DNS:
      return `DNS:${escapeInvisible(octetText(element))}`;
    case DIRECTORY:
      return `DirName:${escapeInvisible(distinguishedNameText(readName(unwrapExplicit(element, 'directoryName'))))}`;
    case URI:
      return `URI:${escapeInvisible(octetText(element))}`;
    case IP:
      return `IP:${ipAddressText(contentOf(element)) ?? toHex(contentOf(element))}`;
    case 0x88:
      return `RID:${oidText(contentOf(element))}`;
    case 0xa3:
    case 0xa5:
      return `${element.tag === 0xa3 ? 'X400' : 'EDI'}:${toHex(encodingOf(element))}`;
    default:
      throw unexpected('GeneralName');
  }
}

/**
 * ```
 * OtherName ::= SEQUENCE { type-id OBJECT IDENTIFIER, value [0] EXPLICIT ANY }
 * ```
 */
function otherNameText(element: DerElement): string {
  const [typeId, value] = childrenOf(element);
  if (typeId === undefined || value === undefined) throw unexpected('OtherName');
  const dotted = readOid(typeId, 'OtherName.type-id');
  const label = dotted === OID.userPrincipalName ? 'UPN' : oidLabel(dotted);
  return `${label}:${escapeInvisible(stringText(unwrapExplicit(value, 'OtherName.value')))}`;
}

/** Text of a user principal name, or null for another otherName or string type. */
function userPrincipalNameOf(element: DerElement): string | null {
  const [typeId, value, ...more] = childrenOf(element);
  if (typeId === undefined || value?.tag !== 0xa0 || more.length > 0) return null;
  if (readOid(typeId, 'OtherName.type-id') !== OID.userPrincipalName) return null;
  const text = unwrapExplicit(value, 'OtherName.value');
  return text.tag === TAG.utf8String ? stringText(text) : null;
}

function notIssued(element: DerElement): PkiError {
  return new PkiError(
    'bad-name',
    `${quote(generalNameElementText(element))} is in a form that is not issued here. Use DNS names, IP addresses, e-mail addresses, URIs or user principal names.`,
  );
}

function concatenated(first: Uint8Array, second: Uint8Array): Uint8Array {
  const out = new Uint8Array(first.length + second.length);
  out.set(first);
  out.set(second, first.length);
  return out;
}

/** Text of an IA5String. Throws `bad-name` above ASCII: name rules would take Latin-1 for an international host name. */
function asciiText(element: DerElement): string {
  if (contentOf(element).some((octet) => octet > 0x7f)) {
    throw new PkiError(
      'bad-name',
      `${quote(generalNameElementText(element))} is not plain ASCII. International host names are written as A-labels (\`xn--…\`).`,
    );
  }
  return octetText(element);
}

/** IA5String octets for people; above ASCII they appear as Latin-1. */
function octetText(element: DerElement): string {
  return Buffer.from(contentOf(element)).toString('latin1');
}

const OTHER = 0xa0;
const EMAIL = 0x81;
const DNS = 0x82;
const DIRECTORY = 0xa4;
const URI = 0x86;
const IP = 0x87;
