/** GeneralName ⇄ DER for the four forms that are issued; the others are read for people. RFC 5280 §4.2.1.6 */

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
import { ascii, implicit } from './der-writer.ts';
import { escapeInvisible } from './display-text.ts';
import { readName, stringText } from './distinguished-name.ts';
import { ipAddressOctets, ipAddressText } from './ip-address.ts';
import { distinguishedNameText, parseDnsName, parseEmailAddress, parseIpAddress, parseUri } from './names.ts';
import { oidLabel } from './oids.ts';
import { toHex } from './serial-number.ts';
import { type GeneralName, PkiError } from './types.ts';

/** A name in a form that is not issued, or not valid in its form, as text such as `UPN:alice@example.org`. */
export interface OtherGeneralName {
  readonly type: 'other';
  readonly value: string;
}

/**
 * ```
 * GeneralName ::= CHOICE {
 *   rfc822Name [1] IA5String, dNSName [2] IA5String, uniformResourceIdentifier [6] IA5String, iPAddress [7] OCTET STRING, … }
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
    default:
      throw new PkiError(
        'bad-name',
        `\`${generalNameElementText(element)}\` is in a form that is not issued here. Use DNS names, IP addresses, e-mail addresses or URIs.`,
      );
  }
}

/** The name, or its text as `other` when it is not valid or of another form; for reading what others issued. */
export function readGeneralName(element: DerElement): GeneralName | OtherGeneralName {
  try {
    return readIssuableName(element);
  } catch {
    return { type: 'other', value: generalNameElementText(element) };
  }
}

/** Text of any form, with a prefix that names it; invisible characters are escaped. Throws `malformed` for a tag that is no GeneralName. */
export function generalNameElementText(element: DerElement): string {
  switch (element.tag) {
    case 0xa0:
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
  const label = dotted === '1.3.6.1.4.1.311.20.2.3' ? 'UPN' : oidLabel(dotted);
  return `${label}:${escapeInvisible(stringText(unwrapExplicit(value, 'OtherName.value')))}`;
}

/** Text of an IA5String. Throws `bad-name` above ASCII: name rules would take Latin-1 for an international host name. */
function asciiText(element: DerElement): string {
  if (contentOf(element).some((octet) => octet > 0x7f)) {
    throw new PkiError(
      'bad-name',
      `\`${generalNameElementText(element)}\` is not plain ASCII. International host names are written as A-labels (\`xn--…\`).`,
    );
  }
  return octetText(element);
}

/** IA5String octets for people; above ASCII they appear as Latin-1. */
function octetText(element: DerElement): string {
  return Buffer.from(contentOf(element)).toString('latin1');
}

const EMAIL = 0x81;
const DNS = 0x82;
const DIRECTORY = 0xa4;
const URI = 0x86;
const IP = 0x87;
