/** What each message is for, in one plain paragraph, and where the standard describes it. */

export interface Meaning {
  readonly text: string;
  readonly section: string;
}

/** By the message's name; alerts by theirs. `isThirteen`: TLS 1.3 has its own sections. */
export function meaningOf(name: string, isThirteen: boolean): Meaning {
  if (name.startsWith('Alert: ')) {
    const alert = name.slice('Alert: '.length);
    return {
      text: ALERTS[alert] ?? 'The sender ends the connection, or is about to.',
      section: isThirteen ? 'RFC 8446 §6' : 'RFC 5246 §7.2',
    };
  }
  const [text, thirteen, twelve] = MESSAGES[name] ?? OTHER;
  return { text, section: isThirteen ? thirteen : twelve };
}

type Entry = readonly [text: string, thirteen: string, twelve: string];
const OTHER: Entry = ['These octets have no name here.', 'RFC 8446 §5', 'RFC 5246 §6'];

const MESSAGES: Readonly<Record<string, Entry>> = {
  ClientHello: [
    'The client begins: which versions, cipher suites, key exchanges and signatures it can do, and in server_name which host it wants. None of it is secret. In TLS 1.3 it already holds a share of the key exchange, so that the answer can be encrypted.',
    'RFC 8446 §4.1.2',
    'RFC 5246 §7.4.1.2',
  ],
  HelloRetryRequest: [
    'The client guessed a key exchange that the server does not take. The server names one that it does, and the client says hello again with a share for it. It costs one round trip.',
    'RFC 8446 §4.1.4',
    'RFC 8446 §4.1.4',
  ],
  ServerHello: [
    'The server has chosen: one version, one cipher suite and, in TLS 1.3, its half of the key exchange. From here on both sides of TLS 1.3 can compute keys, and everything that follows is encrypted.',
    'RFC 8446 §4.1.3',
    'RFC 5246 §7.4.1.3',
  ],
  EncryptedExtensions: [
    'Answers to what the client asked for that need not be readable on the wire, such as the application protocol. The first message under the new keys.',
    'RFC 8446 §4.3.1',
    'RFC 8446 §4.3.1',
  ],
  CertificateRequest: [
    'This makes it mutual: the server asks for a certificate, and names the authorities whose clients it accepts. A client picks its certificate by this list, and one that finds none often sends an empty answer.',
    'RFC 8446 §4.3.2',
    'RFC 5246 §7.4.4',
  ],
  Certificate: [
    'The chain of the sender, its own certificate first and each followed by the one that signed it. The root is left out: the other side must have it already, or it trusts nothing. An empty list means that there is no certificate.',
    'RFC 8446 §4.4.2',
    'RFC 5246 §7.4.2',
  ],
  CertificateStatus: [
    'An OCSP response that the server brings along, so that the client need not ask the authority whether the certificate is revoked.',
    'RFC 6066 §8',
    'RFC 6066 §8',
  ],
  CertificateVerify: [
    'A signature over this very handshake with the key of the certificate just shown. A certificate is public and anybody can show it; only its holder can sign this.',
    'RFC 8446 §4.4.3',
    'RFC 5246 §7.4.8',
  ],
  ServerKeyExchange: [
    'The server’s half of the key exchange, signed with the key of its certificate: in TLS 1.2 this signature is the proof that the server holds that key.',
    'RFC 8422 §5.4',
    'RFC 8422 §5.4',
  ],
  ServerHelloDone: [
    'The server has said all it has to say for now; it is the client’s turn.',
    'RFC 5246 §7.4.5',
    'RFC 5246 §7.4.5',
  ],
  ClientKeyExchange: [
    'The client’s half of the key exchange. With it both sides can compute the keys.',
    'RFC 8422 §5.7',
    'RFC 8422 §5.7',
  ],
  Finished: [
    'A code over all messages so far, made with the new keys. When both agree on it, nobody in the middle has changed any of them.',
    'RFC 8446 §4.4.4',
    'RFC 5246 §7.4.9',
  ],
  NewSessionTicket: [
    'Lets the client come back later without showing certificates again. Neither side checks certificates then, so a revocation in between goes unnoticed until the ticket ends.',
    'RFC 8446 §4.6.1',
    'RFC 5077 §3.3',
  ],
  KeyUpdate: ['The sender goes on with fresh keys from here.', 'RFC 8446 §4.6.3', 'RFC 8446 §4.6.3'],
  HelloRequest: [
    'The server asks the client to begin a new handshake on this connection.',
    'RFC 5246 §7.4.1.1',
    'RFC 5246 §7.4.1.1',
  ],
  ChangeCipherSpec: [
    'In TLS 1.2: what I send from now on is encrypted. In TLS 1.3 it means nothing and is sent so that old equipment on the way takes the connection for one of TLS 1.2.',
    'RFC 8446 §5, §D.4',
    'RFC 5246 §7.1',
  ],
  'Application data': [
    'What the connection is for, here five octets each way. In TLS 1.3 a client may send it before the server has looked at its certificate.',
    'RFC 8446 §5.2',
    'RFC 5246 §10',
  ],
  'Encrypted record': [
    'A record that was not opened: its keys are not among the secrets of this run.',
    'RFC 8446 §5.2',
    'RFC 5246 §6.2.3',
  ],
};

const ALERTS: Readonly<Record<string, string>> = {
  close_notify:
    'The sender has nothing more to say: an orderly end. Without it, the other side cannot tell the end from a cut.',
  handshake_failure:
    'No agreement: no common cipher suite, signature or key exchange, or, in TLS 1.2, no client certificate where one is demanded.',
  bad_certificate: 'The certificate is broken, or not for the name that was dialled, or not valid yet.',
  unsupported_certificate: 'The certificate is of a kind or for a use that does not fit here.',
  certificate_revoked: 'The issuer has revoked the certificate.',
  certificate_expired: 'The certificate, or one above it, is past its end.',
  certificate_unknown: 'The certificate is not acceptable for some other reason.',
  unknown_ca:
    'No path leads from the certificate to a trusted root: the root is not installed, or an intermediate was not sent. Both look the same from here.',
  decrypt_error:
    'A signature or a Finished does not fit: the key is not that of the certificate, or a message was changed.',
  protocol_version: 'No common version of TLS.',
  certificate_required:
    'The server demands a client certificate and got an empty list. In TLS 1.3 it comes after the client thinks that all is well.',
  unrecognized_name: 'The server does not serve the name in server_name.',
};
