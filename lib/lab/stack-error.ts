/** What an error of the TLS stack means, by its code, by what the client offered and by what the server was told. */
import type { LabSetup } from '../domain/lab.ts';
import { parseCertificate } from '../pki/certificate.ts';
import { readSubjectPublicKeyInfo } from '../pki/public-key.ts';
import type { TlsReading } from '../pki/tls/read-transcript.ts';
import type { TlsField } from '../pki/tls/tls-reader.ts';
import type { TlsEnd } from '../pki/tls/transcript.ts';

export interface StackFinding {
  readonly code: string;
  readonly stackCode: string;
  readonly verdict: string;
  readonly fix: string;
  /** The other side ended it; this one was told, or only noticed. */
  readonly isOther: boolean;
}

export function explainStackError(error: unknown, side: TlsEnd, setup: LabSetup, reading: TlsReading): StackFinding {
  const stackCode = codeOf(error);
  const other = side === 'client' ? 'server' : 'client';
  if (/ALERT/.test(stackCode) || CLOSED.has(stackCode)) {
    const alert = reading.messages.find(({ kind, from }) => kind === 'alert' && from === other);
    const verdict = alert
      ? `The ${other} ended the handshake with the alert ${alert.name.replace('Alert: ', '')}.`
      : `The ${other} closed the connection during the handshake.`;
    return { code: 'closed', stackCode, verdict, fix: '', isOther: true };
  }
  return { stackCode, isOther: false, ...explain(stackCode, side, setup, reading) };
}

function explain(stackCode: string, side: TlsEnd, setup: LabSetup, reading: TlsReading) {
  switch (stackCode) {
    case 'ERR_OSSL_X509_KEY_VALUES_MISMATCH':
      return {
        code: 'key-mismatch',
        verdict: `The ${side} does not start: its key does not belong to its certificate.`,
        fix: 'Install the key that was made with this certificate, or have the certificate issued again for this key.',
      };
    case 'ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE':
      return {
        code: 'no-certificate',
        verdict: 'The server asked for a certificate; the client sent an empty list.',
        fix: 'Give the client its certificate and key.',
      };
    case 'ERR_SSL_UNSUPPORTED_PROTOCOL':
    case 'ERR_SSL_VERSION_TOO_LOW':
    case 'ERR_SSL_WRONG_SSL_VERSION':
      return {
        code: 'no-common-version',
        verdict: `They share no version: the client offers ${offered(reading, 'supported_versions') || range(setup.client)}, the server takes ${range(setup.server)}.`,
        fix: 'Let both sides speak TLS 1.3, or at least TLS 1.2.',
      };
    case 'ERR_SSL_NO_SUITABLE_SIGNATURE_ALGORITHM':
      return signatureFinding(setup, reading);
    case 'ERR_SSL_NO_SUITABLE_GROUPS':
    case 'ERR_SSL_NO_SUITABLE_KEY_SHARE':
      return groupFinding(setup, reading);
    case 'ERR_SSL_NO_SHARED_CIPHER':
      // TLS 1.2 says the same when the suites are common but nothing that they need is.
      if (!canSignFor(setup, reading)) return signatureFinding(setup, reading);
      if (setup.server.groups !== undefined && !sharesGroup(setup, reading)) return groupFinding(setup, reading);
      return {
        code: 'no-common-cipher',
        verdict: `They share no cipher suite: the client offers ${offeredSuites(reading)}, the server takes ${setup.server.ciphers ?? 'its usual ones'}.`,
        fix: 'Allow one suite on both sides; the defaults of current software always have one in common.',
      };
    default:
      return {
        code: 'stack-refused',
        verdict: `OpenSSL refuses: ${stackCode
          .replace(/^ERR_(SSL|OSSL)_/, '')
          .toLowerCase()
          .replaceAll('_', ' ')}.`,
        fix: '',
      };
  }
}

function signatureFinding(setup: LabSetup, reading: TlsReading) {
  return {
    code: 'no-common-signature',
    verdict: `The client takes only the signatures ${offered(reading, 'signature_algorithms')}; the key of the server is ${keyOf(setup)} and makes none of them.`,
    fix: 'Allow signatures of that kind on the client, or give the server a second certificate with a key the client takes.',
  };
}

function groupFinding(setup: LabSetup, reading: TlsReading) {
  return {
    code: 'no-common-group',
    verdict: `They share no key exchange: the client offers ${offered(reading, 'supported_groups')}, the server takes ${setup.server.groups ?? 'its usual ones'}.`,
    fix: 'Allow X25519 or P-256 on both sides.',
  };
}

/** What an extension of the ClientHello says in one line; empty without it. */
function offered(reading: TlsReading, name: string): string {
  const hello = reading.messages.find((message) => message.name === 'ClientHello');
  const list = hello?.fields.find((field) => field.name === 'extensions');
  const found = list?.fields.find(({ value }) => value.startsWith(`${name}: `));
  return found?.value.slice(name.length + 2) ?? '';
}

function offeredSuites(reading: TlsReading): string {
  const hello = reading.messages.find((message) => message.name === 'ClientHello');
  const list = hello?.fields.find((field) => field.name === 'cipher_suites');
  return (list?.fields ?? [])
    .map(({ value }: TlsField) => value.replace(/ \(0x.*$/, ''))
    .filter((name) => !name.endsWith('SCSV'))
    .slice(0, 4)
    .join(', ');
}

function keyOf(setup: LabSetup): string {
  const [leaf] = setup.server.identity.certificateChain;
  if (!leaf) return 'unknown';
  return readSubjectPublicKeyInfo(parseCertificate(leaf).spkiDer).keyAlgorithm;
}

/** Whether the client takes some signature that the server's key can make. */
function canSignFor(setup: LabSetup, reading: TlsReading): boolean {
  const schemes = offered(reading, 'signature_algorithms');
  if (schemes === '') return true;
  const key = keyOf(setup);
  const wanted = key.startsWith('RSA')
    ? 'rsa_'
    : key.startsWith('P-')
      ? 'ecdsa_'
      : key.toLowerCase().replaceAll('-', '');
  return schemes.split(', ').some((scheme) => scheme.startsWith(wanted));
}

function sharesGroup(setup: LabSetup, reading: TlsReading): boolean {
  const names: Readonly<Record<string, string>> = { 'P-256': 'secp256r1', 'P-384': 'secp384r1', 'P-521': 'secp521r1' };
  const taken = (setup.server.groups ?? '').split(':').map((name) => (names[name] ?? name).toLowerCase());
  return offered(reading, 'supported_groups')
    .split(', ')
    .some((group) => taken.includes(group.toLowerCase()));
}

function range({ minVersion, maxVersion }: LabSetup['client']): string {
  const words = { 'TLSv1.2': 'TLS 1.2', 'TLSv1.3': 'TLS 1.3' } as const;
  const [from, to] = [words[minVersion ?? 'TLSv1.2'], words[maxVersion ?? 'TLSv1.3']];
  return from === to ? from : `${from} and ${to}`;
}

function codeOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message ?? 'UNKNOWN';
}

const CLOSED: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ERR_SSL_UNEXPECTED_EOF_WHILE_READING']);
