/** Handshake messages and alerts, field by field. RFC 8446 §4, RFC 5246 §7.4, RFC 8422 §5 */
import { type PathCertificate, readPathCertificate } from '../path/path-certificate.ts';
import { PkiError } from '../types.ts';
import { type ExtensionFacts, nameShown, noFacts, readAuthorities, readExtensionList } from './decode-extensions.ts';
import {
  ALERT_LEVELS,
  ALERTS,
  CIPHER_SUITES,
  CLIENT_CERTIFICATE_TYPES,
  GROUPS,
  HANDSHAKE_TYPES,
  nameOf,
  SIGNATURE_SCHEMES,
  VERSIONS,
} from './registry.ts';
import { hexText, type TlsField, TlsReader } from './tls-reader.ts';

/** What is known of the session when a message is read. */
export interface SessionFacts {
  /** 0x0303 or 0x0304; null before the ServerHello. */
  readonly version: number | null;
  readonly cipherSuite: number | null;
}

export interface DecodedMessage {
  readonly name: string;
  /** One line: what matters most in it. */
  readonly summary: string;
  readonly fields: readonly TlsField[];
  readonly facts: MessageFacts;
  /** Why the fields end early; null when all was read. */
  readonly problem: string | null;
}

/** What other parts need of a message, by the message it is in. */
export interface MessageFacts extends ExtensionFacts {
  version: number | null;
  cipherSuite: number | null;
  random: Uint8Array | null;
  /** DER of each certificate as sent, leaf first. */
  certificates: Uint8Array[];
  signatureScheme: number | null;
  signature: Uint8Array | null;
  /** What a ServerKeyExchange signs besides both randoms. */
  signedParameters: Uint8Array | null;
}

/** One whole handshake message, its header of four octets included. Never throws for its content: what cannot be read is the `problem`. */
export function decodeHandshake(message: Uint8Array, session: SessionFacts): DecodedMessage {
  const facts = emptyFacts();
  const reader = new TlsReader(message);
  let name = 'Handshake message';
  let summary = '';
  try {
    const type = reader.number(1, 'msg_type', (value) => nameOf(HANDSHAKE_TYPES, value, 2));
    name = HANDSHAKE_TYPES[type] ?? `Handshake message ${type}`;
    reader.number(3, 'length', (value) => `${value} octets`);
    const body = new TlsReader(message, 4, message.length);
    try {
      const text = BODIES[type]?.(body, facts, session);
      if (text === undefined && body.left > 0) body.octets(body.left, 'data');
      body.finish(name);
      summary = text ?? '';
    } finally {
      reader.fields.push(...body.fields);
    }
    if (type === 2 && isRetry(facts.random)) name = 'HelloRetryRequest';
    return { name, summary, fields: reader.fields, facts, problem: null };
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return { name, summary, fields: reader.fields, facts, problem: error.message };
  }
}

/** RFC 8446 §6 */
export function decodeAlert(message: Uint8Array): DecodedMessage {
  const reader = new TlsReader(message);
  const facts = emptyFacts();
  try {
    const level = reader.number(1, 'level', (value) => nameOf(ALERT_LEVELS, value, 2));
    const description = reader.number(1, 'description', (value) => nameOf(ALERTS, value, 2));
    reader.finish('Alert');
    const name = ALERTS[description] ?? `alert ${description}`;
    return {
      name: `Alert: ${name}`,
      summary: `${ALERT_LEVELS[level] ?? `level ${level}`}, ${name} (${description})`,
      fields: reader.fields,
      facts,
      problem: null,
    };
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return { name: 'Alert', summary: '', fields: reader.fields, facts, problem: error.message };
  }
}

/** SHA-256 of "HelloRetryRequest" in place of the random. RFC 8446 §4.1.3 */
export function isRetry(random: Uint8Array | null): boolean {
  return random !== null && Buffer.from(random).toString('hex') === RETRY_RANDOM;
}
const RETRY_RANDOM = 'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c';

function emptyFacts(): MessageFacts {
  return {
    ...noFacts(),
    version: null,
    cipherSuite: null,
    random: null,
    certificates: [],
    signatureScheme: null,
    signature: null,
    signedParameters: null,
  };
}

type Body = (body: TlsReader, facts: MessageFacts, session: SessionFacts) => string | undefined;

const suite = (value: number) => nameOf(CIPHER_SUITES, value);
const shortSuite = (value: number) => CIPHER_SUITES[value] ?? suite(value);
const isThirteen = (session: SessionFacts) => session.version === 0x0304;

function readSigned(body: TlsReader, facts: MessageFacts): string {
  const scheme = body.number(2, 'algorithm', (value) => nameOf(SIGNATURE_SCHEMES, value));
  facts.signatureScheme = scheme;
  facts.signature = body.opaque(2, 'signature');
  return `${SIGNATURE_SCHEMES[scheme] ?? nameOf(SIGNATURE_SCHEMES, scheme)}, ${facts.signature.length} octets`;
}

const BODIES: Readonly<Record<number, Body>> = {
  1: (body, facts) => {
    body.number(2, 'legacy_version', (value) => nameOf(VERSIONS, value));
    facts.random = body.octets(32, 'random');
    body.opaque(1, 'legacy_session_id');
    let count = 0;
    body.vector(2, 'cipher_suites', (list) => {
      for (; list.left > 0; count += 1) list.number(2, 'cipher_suite', suite);
      return `${count} suites`;
    });
    body.opaque(1, 'legacy_compression_methods');
    if (body.left > 0) readExtensionList(body, 'ClientHello', facts);
    const suites = `offers ${count} cipher ${count === 1 ? 'suite' : 'suites'}`;
    return facts.serverName === null ? `${suites}, names no server` : `asks for ${facts.serverName}, ${suites}`;
  },
  2: (body, facts) => {
    const legacy = body.number(2, 'legacy_version', (value) => nameOf(VERSIONS, value));
    facts.random = body.octets(32, 'random');
    body.opaque(1, 'legacy_session_id_echo');
    facts.cipherSuite = body.number(2, 'cipher_suite', suite);
    body.number(1, 'legacy_compression_method');
    const retry = isRetry(facts.random);
    if (body.left > 0) readExtensionList(body, retry ? 'HelloRetryRequest' : 'ServerHello', facts);
    facts.version = facts.selectedVersion ?? legacy;
    const group = facts.selectedGroup === null ? '' : `, ${GROUPS[facts.selectedGroup] ?? facts.selectedGroup}`;
    return `${VERSIONS[facts.version] ?? facts.version}, ${shortSuite(facts.cipherSuite)}${group}`;
  },
  4: (body, facts, session) => {
    const lifetime = body.number(4, 'ticket_lifetime', (value) => `${value} s`);
    if (!isThirteen(session)) return `ticket of ${body.opaque(2, 'ticket').length} octets, ${lifetime} s`;
    body.number(4, 'ticket_age_add');
    body.opaque(1, 'ticket_nonce');
    const ticket = body.opaque(2, 'ticket');
    readExtensionList(body, 'NewSessionTicket', facts);
    return `ticket of ${ticket.length} octets, ${lifetime} s`;
  },
  8: (body, facts) => {
    readExtensionList(body, 'EncryptedExtensions', facts);
    return facts.alpn === null ? '' : `protocol ${facts.alpn}`;
  },
  11: (body, facts, session) => {
    const thirteen = isThirteen(session);
    if (thirteen) body.opaque(1, 'certificate_request_context');
    const subjects: string[] = [];
    body.vector(3, 'certificate_list', (list) => {
      while (list.left > 0)
        list.group('certificate_entry', (entry) => {
          subjects.push(readCertificateField(entry, facts) ?? 'octets that are no certificate');
          if (thirteen) readExtensionList(entry, 'Certificate', facts);
          return subjects.at(-1) as string;
        });
      return subjects.length === 0
        ? 'empty: no certificate'
        : `${subjects.length} ${subjects.length === 1 ? 'certificate' : 'certificates'}`;
    });
    return subjects.length === 0 ? 'empty: no certificate' : subjects.join(' ← ');
  },
  12: (body, facts, session) => {
    if (!/_ECDHE_/.test(CIPHER_SUITES[session.cipherSuite ?? 0] ?? '')) return undefined;
    const start = body.at;
    body.number(1, 'curve_type', (value) => (value === 3 ? 'named_curve (3)' : String(value)));
    const group = body.number(2, 'named_curve', (value) => nameOf(GROUPS, value));
    body.opaque(1, 'public');
    facts.selectedGroup = group;
    facts.signedParameters = body.data.subarray(start, body.at);
    return `${GROUPS[group] ?? group}, ${readSigned(body, facts)}`;
  },
  13: (body, facts, session) => {
    if (isThirteen(session)) {
      body.opaque(1, 'certificate_request_context');
      readExtensionList(body, 'CertificateRequest', facts);
    } else {
      body.vector(1, 'certificate_types', (list) => {
        while (list.left > 0) list.number(1, 'certificate_type', (value) => nameOf(CLIENT_CERTIFICATE_TYPES, value, 2));
        return undefined;
      });
      body.vector(2, 'supported_signature_algorithms', (list) => {
        while (list.left > 0) list.number(2, 'signature_algorithm', (value) => nameOf(SIGNATURE_SCHEMES, value));
        return undefined;
      });
      readAuthorities(body, facts);
    }
    return facts.authorities.length === 0 ? 'of any authority' : `of ${facts.authorities.join(' or ')}`;
  },
  14: () => '',
  15: (body, facts) => readSigned(body, facts),
  16: (body, _facts, session) => {
    if (!/_ECDHE_/.test(CIPHER_SUITES[session.cipherSuite ?? 0] ?? '')) return undefined;
    return `${body.opaque(1, 'ecdh_public').length} octets`;
  },
  20: (body) => `${body.octets(body.left, 'verify_data').length} octets`,
  22: (body) => {
    body.number(1, 'status_type', (value) => (value === 1 ? 'ocsp (1)' : String(value)));
    return `OCSP response of ${body.opaque(3, 'response').length} octets`;
  },
  24: (body) =>
    body.number(
      1,
      'request_update',
      (value) => ['update_not_requested (0)', 'update_requested (1)'][value] ?? `${value}`,
    ) === 1
      ? 'asks the other side for new keys too'
      : '',
};

/** Subject of a certificate, with its main fields shown; null for octets that are no certificate. */
function readCertificateField(entry: TlsReader, facts: MessageFacts): string | null {
  let subject: string | null = null;
  const der = entry.opaque(3, 'cert_data', (octets) => {
    const certificate = readOrNull(octets);
    if (certificate === null) return hexText(octets);
    subject = certificate.text();
    const [from, to] = [certificate.notBefore, certificate.notAfter].map((date) => date.toISOString().slice(0, 10));
    return `${subject}, issued by ${safeIssuer(certificate)}, valid ${from} to ${to}, ${octets.length} octets`;
  });
  facts.certificates.push(der);
  return subject;
}

function safeIssuer(certificate: PathCertificate): string {
  return certificate.isSelfIssued ? 'itself' : nameShown(certificate.issuerDer);
}

function readOrNull(der: Uint8Array): PathCertificate | null {
  try {
    const certificate = readPathCertificate(der);
    certificate.text();
    return certificate;
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return null;
  }
}
