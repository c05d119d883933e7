/** Extensions of TLS messages, field by field. Each body has its form by the message it stands in. RFC 8446 §4.2 */
import { nameText } from '../path/path-certificate.ts';
import { PkiError } from '../types.ts';
import { EXTENSIONS, GROUPS, nameOf, POINT_FORMATS, PSK_MODES, SIGNATURE_SCHEMES, VERSIONS } from './registry.ts';
import { asciiText, hexText, type TlsReader } from './tls-reader.ts';

export type ExtensionPlace =
  | 'ClientHello'
  | 'ServerHello'
  | 'HelloRetryRequest'
  | 'EncryptedExtensions'
  | 'CertificateRequest'
  | 'Certificate'
  | 'NewSessionTicket';

/** What of the extensions decides how the rest is read. */
export interface ExtensionFacts {
  /** Of supported_versions in a ServerHello. */
  selectedVersion: number | null;
  serverName: string | null;
  /** Subjects of the authorities that a CertificateRequest names. */
  authorities: string[];
  selectedGroup: number | null;
  alpn: string | null;
}

export const noFacts = (): ExtensionFacts => ({
  selectedVersion: null,
  serverName: null,
  authorities: [],
  selectedGroup: null,
  alpn: null,
});

/** A vector of extensions with a length of two octets. Throws `malformed`. */
export function readExtensionList(reader: TlsReader, place: ExtensionPlace, facts: ExtensionFacts): void {
  reader.vector(2, 'extensions', (list) => {
    let count = 0;
    while (list.left > 0) {
      count += 1;
      list.group('extension', (extension) => {
        const type = extension.number(2, 'extension_type', (value) => nameOf(EXTENSIONS, value));
        let shown = '';
        extension.vector(2, 'extension_data', (body) => {
          shown = readBody(type, body, place, facts);
          return shown === '' ? undefined : shown;
        });
        const name = EXTENSIONS[type] ?? nameOf(EXTENSIONS, type);
        return shown === '' ? name : `${name}: ${shown}`;
      });
    }
    return counted(count, 'extension', 'extensions');
  });
}

/** Reads all of the body; what has no decoder is shown in hex. */
function readBody(type: number, body: TlsReader, place: ExtensionPlace, facts: ExtensionFacts): string {
  if (body.left === 0) return '';
  const text = DECODERS[type]?.(body, place, facts);
  if (text !== undefined) return text;
  return hexText(body.octets(body.left, 'data'));
}

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

type Decoder = (body: TlsReader, place: ExtensionPlace, facts: ExtensionFacts) => string | undefined;

const named = (names: Parameters<typeof nameOf>[0], number: number) => names[number] ?? nameOf(names, number);

/** A vector of numbers with names. */
function numbers(lengthOctets: number, octets: number, item: string, names: Parameters<typeof nameOf>[0]): Decoder {
  return (body) => {
    const shown: string[] = [];
    body.vector(lengthOctets, `${item}s`, (list) => {
      while (list.left > 0)
        shown.push(
          named(
            names,
            list.number(octets, item, (value) => nameOf(names, value, octets * 2)),
          ),
        );
      return shown.join(', ');
    });
    return shown.join(', ');
  };
}

const DECODERS: Readonly<Record<number, Decoder>> = {
  // RFC 6066 §3
  0: (body, _place, facts) => {
    const names: string[] = [];
    body.vector(2, 'server_name_list', (list) => {
      while (list.left > 0) {
        list.number(1, 'name_type', (value) => (value === 0 ? 'host_name (0)' : String(value)));
        names.push(asciiText(list.opaque(2, 'host_name', asciiText)));
      }
      return names.join(', ');
    });
    facts.serverName ??= names[0] ?? null;
    return names.join(', ');
  },
  // RFC 6066 §8
  5: (body, place) => {
    body.number(1, 'status_type', (value) => (value === 1 ? 'ocsp (1)' : String(value)));
    if (place === 'Certificate') {
      const response = body.opaque(3, 'response');
      return `OCSP response of ${response.length} octets`;
    }
    body.opaque(2, 'responder_id_list');
    body.opaque(2, 'request_extensions');
    return 'OCSP';
  },
  10: numbers(2, 2, 'named_group', GROUPS),
  11: numbers(1, 1, 'ec_point_format', POINT_FORMATS),
  13: numbers(2, 2, 'signature_algorithm', SIGNATURE_SCHEMES),
  // RFC 7301 §3.1
  16: (body, place, facts) => {
    const names: string[] = [];
    body.vector(2, 'protocol_name_list', (list) => {
      while (list.left > 0) names.push(asciiText(list.opaque(1, 'protocol_name', asciiText)));
      return names.join(', ');
    });
    if (place !== 'ClientHello') facts.alpn = names[0] ?? null;
    return names.join(', ');
  },
  35: (body) => `ticket of ${body.octets(body.left, 'ticket').length} octets`,
  41: (body, place) => {
    if (place !== 'ClientHello') return `identity ${body.number(2, 'selected_identity')}`;
    let count = 0;
    body.vector(2, 'identities', (list) => {
      for (; list.left > 0; count += 1) {
        list.opaque(2, 'identity');
        list.number(4, 'obfuscated_ticket_age');
      }
      return counted(count, 'identity', 'identities');
    });
    body.vector(2, 'binders', (list) => {
      while (list.left > 0) list.opaque(1, 'binder');
      return undefined;
    });
    return counted(count, 'identity', 'identities');
  },
  42: (body, place) =>
    place === 'NewSessionTicket' ? `up to ${body.number(4, 'max_early_data_size')} octets` : undefined,
  43: (body, place, facts) => {
    if (place === 'ClientHello') return numbers(1, 2, 'version', VERSIONS)(body, place, facts);
    facts.selectedVersion = body.number(2, 'selected_version', (value) => nameOf(VERSIONS, value));
    return named(VERSIONS, facts.selectedVersion);
  },
  44: (body) => `cookie of ${body.opaque(2, 'cookie').length} octets`,
  45: numbers(1, 1, 'ke_mode', PSK_MODES),
  47: (body, _place, facts) => {
    readAuthorities(body, facts);
    return facts.authorities.join(' · ');
  },
  50: numbers(2, 2, 'signature_algorithm', SIGNATURE_SCHEMES),
  51: (body, place, facts) => {
    const group = (reader: TlsReader) => reader.number(2, 'group', (value) => nameOf(GROUPS, value));
    if (place === 'HelloRetryRequest') {
      facts.selectedGroup = group(body);
      return named(GROUPS, facts.selectedGroup);
    }
    const shown: string[] = [];
    const entry = (reader: TlsReader) =>
      reader.group('key_share_entry', (inner) => {
        const chosen = group(inner);
        const key = inner.opaque(2, 'key_exchange');
        if (place === 'ServerHello') facts.selectedGroup = chosen;
        const text = `${named(GROUPS, chosen)}, ${key.length} octets`;
        shown.push(text);
        return text;
      });
    if (place === 'ServerHello') entry(body);
    else
      body.vector(2, 'client_shares', (list) => {
        while (list.left > 0) entry(list);
        return undefined;
      });
    return shown.join('; ');
  },
  65281: (body) => {
    body.opaque(1, 'renegotiated_connection');
    return 'first handshake';
  },
};

/** Distinguished names with two octets of length each, in a vector with two. RFC 8446 §4.2.4, RFC 5246 §7.4.4 */
export function readAuthorities(reader: TlsReader, facts: ExtensionFacts): void {
  reader.vector(2, 'certificate_authorities', (list) => {
    while (list.left > 0) facts.authorities.push(nameShown(list.opaque(2, 'distinguished_name', nameShown)));
    return facts.authorities.length === 0 ? 'none' : facts.authorities.join(' · ');
  });
}

/** Text of an encoded name; octets that are none in hex. */
export function nameShown(der: Uint8Array): string {
  try {
    return nameText(der);
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return hexText(der);
  }
}
