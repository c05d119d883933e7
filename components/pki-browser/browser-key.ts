/** A key that is made in this tab and stays there: the server sees a request with its public half. WebCrypto, RFC 2986 */
import { bitString, context, integer, nullValue, type Octets, oid, pem, sequence, unsigned } from './der';

export const BROWSER_KEY_TYPES = ['P-256', 'P-384', 'RSA-2048', 'RSA-3072', 'RSA-4096', 'Ed25519'] as const;
export type BrowserKeyType = (typeof BROWSER_KEY_TYPES)[number];

export interface BrowserKey {
  readonly keyType: BrowserKeyType;
  /** PKCS#8. */
  readonly privateKey: Octets;
  /** PEM of a PKCS#10 request without names: those are given beside it. */
  readonly csr: string;
}

/** Whether this page may use WebCrypto: only over HTTPS or on this machine. */
export const canMakeKeys = (): boolean => typeof crypto !== 'undefined' && crypto.subtle !== undefined;

/** Makes a key and the request that proves its possession. Rejects where the browser has no keys of this type. */
export async function makeBrowserKey(keyType: BrowserKeyType): Promise<BrowserKey> {
  const { generate, sign, algorithm } = schemeOf(keyType);
  const pair = (await crypto.subtle.generateKey(generate, true, ['sign', 'verify'])) as CryptoKeyPair;
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey));
  // CertificationRequestInfo ::= SEQUENCE { version 0, subject empty, subjectPKInfo, attributes [0] empty }. RFC 2986 §4.1
  const info = sequence(integer(0), sequence(), spki, context(0));
  const signature = new Uint8Array(await crypto.subtle.sign(sign, pair.privateKey, info));
  const encoded = keyType.startsWith('P-') ? ecdsaSignature(signature) : signature;
  return {
    keyType,
    privateKey: new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey)),
    csr: pem('CERTIFICATE REQUEST', sequence(info, algorithm, bitString(encoded))),
  };
}

/** The types that this browser can make, found out by trying the one that not all have. */
export async function keyTypesHere(): Promise<readonly BrowserKeyType[]> {
  const withEd25519 = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']).then(
    () => true,
    () => false,
  );
  return BROWSER_KEY_TYPES.filter((keyType) => keyType !== 'Ed25519' || withEd25519);
}

interface Scheme {
  readonly generate: EcKeyGenParams | RsaHashedKeyGenParams | { readonly name: 'Ed25519' };
  readonly sign: EcdsaParams | { readonly name: string };
  /** AlgorithmIdentifier of the signature. RFC 5758 §3.2, RFC 4055 §5, RFC 8410 §3 */
  readonly algorithm: Octets;
}

function schemeOf(keyType: BrowserKeyType): Scheme {
  if (keyType === 'Ed25519')
    return { generate: { name: 'Ed25519' }, sign: { name: 'Ed25519' }, algorithm: sequence(oid('1.3.101.112')) };
  if (keyType === 'P-256' || keyType === 'P-384') {
    const [hash, signatureOid] = keyType === 'P-256' ? (['SHA-256', 2] as const) : (['SHA-384', 3] as const);
    return {
      generate: { name: 'ECDSA', namedCurve: keyType },
      sign: { name: 'ECDSA', hash },
      algorithm: sequence(oid(`1.2.840.10045.4.3.${signatureOid}`)),
    };
  }
  return {
    generate: {
      name: 'RSASSA-PKCS1-v1_5',
      modulusLength: Number(keyType.slice(4)),
      publicExponent: Uint8Array.of(1, 0, 1),
      hash: 'SHA-256',
    },
    sign: { name: 'RSASSA-PKCS1-v1_5' },
    algorithm: sequence(oid('1.2.840.113549.1.1.11'), nullValue()),
  };
}

/** ECDSA-Sig-Value ::= SEQUENCE { r INTEGER, s INTEGER }; WebCrypto gives both side by side. RFC 3279 §2.2.3 */
function ecdsaSignature(raw: Uint8Array): Octets {
  const half = raw.length / 2;
  return sequence(unsigned(raw.subarray(0, half)), unsigned(raw.subarray(half)));
}
