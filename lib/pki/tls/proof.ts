/** Whether a side holds the key of the certificate it showed: its signature over this very handshake, checked again from the recorded octets. */
import { constants, createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { readPathCertificate } from '../path/path-certificate.ts';
import { PkiError } from '../types.ts';
import { isRetry } from './decode-message.ts';
import type { TlsMessage, TlsReading } from './read-transcript.ts';
import { protectionOf, SIGNATURE_SCHEMES } from './registry.ts';
import type { TlsEnd } from './transcript.ts';

export interface PossessionProof {
  /** `absent`: no message of this kind was sent. */
  readonly outcome: 'good' | 'bad' | 'absent';
  readonly evidence: string;
  readonly section: string;
  /** Position of the message that carries it. */
  readonly message: number | null;
}

/** RFC 8446 §4.4.3; RFC 5246 §7.4.3, §7.4.8; RFC 8422 §5.4 */
export function possessionProof(reading: TlsReading, side: TlsEnd): PossessionProof {
  const thirteen = reading.version === 0x0304;
  const name = thirteen || side === 'client' ? 'CertificateVerify' : 'ServerKeyExchange';
  const section = thirteen ? 'RFC 8446 §4.4.3' : side === 'client' ? 'RFC 5246 §7.4.8' : 'RFC 8422 §5.4';
  const at = reading.messages.findIndex((message) => message.from === side && message.name === name);
  const certificate = certificatesOf(reading, side)[0];
  const message = reading.messages[at];
  const { signature, signatureScheme } = message?.facts ?? {};
  if (!message || !certificate || !signature || signatureScheme == null)
    return { outcome: 'absent', evidence: `There is no ${name}.`, section, message: null };
  const data = signedData(reading, side, at);
  const scheme = SIGNATURE_SCHEMES[signatureScheme] ?? `0x${signatureScheme.toString(16)}`;
  const good = data !== null && isGood(certificate, signatureScheme, data, signature);
  const evidence = good
    ? `${name} is signed over this handshake with the certificate's key (${scheme}).`
    : `${name} is not a good signature of the certificate's key (${scheme}).`;
  return { outcome: good ? 'good' : 'bad', evidence, section, message: at };
}

/** DER as the side sent it, leaf first; empty when it sent none. */
export function certificatesOf(reading: TlsReading, side: TlsEnd): readonly Uint8Array[] {
  return (
    reading.messages.find((message) => message.from === side && message.name === 'Certificate')?.facts?.certificates ??
    []
  );
}

function signedData(reading: TlsReading, side: TlsEnd, at: number): Uint8Array | null {
  const before = reading.messages.slice(0, at).filter(({ kind }) => kind === 'handshake');
  if (reading.version === 0x0304) {
    const hash = protectionOf(reading.cipherSuite ?? 0)?.hash;
    if (hash === undefined) return null;
    const context = `TLS 1.3, ${side} CertificateVerify`;
    return Buffer.concat([Buffer.alloc(64, 0x20), Buffer.from(`${context}\0`), transcriptHash(before, hash)]);
  }
  if (side === 'client') return Buffer.concat(before.map(({ octets }) => octets));
  const random = (name: string) => before.find((message) => message.name === name)?.facts?.random;
  const [client, server] = [random('ClientHello'), random('ServerHello')];
  const parameters = reading.messages[at]?.facts?.signedParameters;
  return client && server && parameters ? Buffer.concat([client, server, parameters]) : null;
}

/** After a HelloRetryRequest the first ClientHello counts by its hash. RFC 8446 §4.4.1 */
function transcriptHash(messages: readonly TlsMessage[], hash: string): Uint8Array {
  const retried = messages.findIndex(({ facts }) => isRetry(facts?.random ?? null));
  const digest = createHash(hash);
  for (const [index, { octets }] of messages.entries()) {
    if (retried >= 0 && index < retried) {
      const first = createHash(hash).update(octets).digest();
      digest.update(Uint8Array.of(254, 0, 0, first.length)).update(first);
    } else digest.update(octets);
  }
  return digest.digest();
}

function isGood(certificate: Uint8Array, scheme: number, data: Uint8Array, signature: Uint8Array): boolean {
  try {
    const { spkiDer } = readPathCertificate(certificate);
    const key = createPublicKey({ key: Buffer.from(spkiDer), format: 'der', type: 'spki' });
    const how = SCHEMES[scheme];
    if (how === undefined || !how.keys.includes(key.asymmetricKeyType ?? '')) return false;
    return verify(how.digest, data, withPadding(key, how), signature);
  } catch (error) {
    // Octets that are no certificate, and keys that OpenSSL does not take.
    if (error instanceof PkiError || error instanceof Error) return false;
    throw error;
  }
}

function withPadding(key: KeyObject, { pss }: Scheme) {
  return pss ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST } : key;
}

interface Scheme {
  readonly keys: readonly string[];
  readonly digest: string | null;
  readonly pss: boolean;
}
const scheme = (keys: readonly string[], digest: string | null, pss = false): Scheme => ({ keys, digest, pss });
/** RFC 8446 §4.2.3, draft-ietf-tls-mldsa */
const SCHEMES: Readonly<Record<number, Scheme>> = {
  1025: scheme(['rsa'], 'sha256'),
  1281: scheme(['rsa'], 'sha384'),
  1537: scheme(['rsa'], 'sha512'),
  1027: scheme(['ec'], 'sha256'),
  1283: scheme(['ec'], 'sha384'),
  1539: scheme(['ec'], 'sha512'),
  2052: scheme(['rsa'], 'sha256', true),
  2053: scheme(['rsa'], 'sha384', true),
  2054: scheme(['rsa'], 'sha512', true),
  2055: scheme(['ed25519'], null),
  2057: scheme(['rsa-pss'], 'sha256', true),
  2058: scheme(['rsa-pss'], 'sha384', true),
  2059: scheme(['rsa-pss'], 'sha512', true),
  2308: scheme(['ml-dsa-44'], null),
  2309: scheme(['ml-dsa-65'], null),
  2310: scheme(['ml-dsa-87'], null),
};
