/** Writing PKCS#12 files: current algorithms, the newer PBMAC1 seal, and the old ones for old destinations. RFC 7292, RFC 8018, RFC 9579 */
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { explicit, implicit, integer, nullValue, octetString, oid, sequence, set, TAG, tlv } from './der-writer.ts';
import { OID } from './oids.ts';
import {
  type Entropy,
  encryptPbes2,
  encryptTripleDes,
  type PasswordEncrypted,
  PBKDF2_ITERATIONS,
  pbkdf2Identifier,
  takeEntropy,
} from './password-encryption.ts';
import { derivePkcs12Key, pkcs12Password, utf16 } from './pkcs12-key-derivation.ts';
import type { CertificateDer } from './types.ts';

/**
 * `modern`: PBES2 with AES-256 under an HMAC-SHA-256 seal; OpenSSL 1.1, Java 8u301, NSS, Windows from 2019. `pbmac1`: the same with the seal of
 * RFC 9579, which OpenSSL reads from 3.4 on and older programs refuse. `legacy`: triple DES and SHA-1, weak, read by everything.
 */
export type Pkcs12Protection = 'modern' | 'pbmac1' | 'legacy';

/**
 * One file with key, certificate and chain. The key and the certificates are encrypted under one password with separate salts. Blocks for about a
 * second at the default count: call it in a worker. Throws `bad-name` for a password or friendly name that cannot be written as UTF-16.
 * RFC 7292 §4, §5
 */
export function encodePkcs12(args: {
  readonly certificateDer: CertificateDer;
  /** Issuing authorities, nearest first. */
  readonly chain: readonly CertificateDer[];
  readonly privateKeyPkcs8: Uint8Array;
  readonly password: string;
  /** What trust stores show; Java uses it as the alias. */
  readonly friendlyName: string;
  readonly entropy: Entropy;
  /** Default `modern`. */
  readonly protection?: Pkcs12Protection;
  /** Rounds for key and certificates: default 600,000 (OWASP's figure for PBKDF2-HMAC-SHA-256), 50,000 for `legacy`. */
  readonly iterations?: number;
}): Uint8Array {
  const { certificateDer, chain } = args;
  const encrypt = encrypter(args);
  const attributes = bagAttributes(args.friendlyName, createHash('sha1').update(certificateDer).digest());
  const keyBag = safeBag(OID.pkcs8ShroudedKeyBag, encryptedPrivateKeyInfo(encrypt(args.privateKeyPkcs8)), attributes);
  const certBags = sequence(certBag(certificateDer, attributes), ...chain.map((issuer) => certBag(issuer, null)));
  const authenticatedSafe = sequence(encryptedContentInfo(encrypt(certBags)), dataContentInfo(sequence(keyBag)));
  return sealed(authenticatedSafe, args);
}

/**
 * A trust store for Java: certificates only, each marked as trusted, without which `keytool` and Java's TLS see no entry. Aliases are written in
 * lower case, as `keytool` compares them. Throws `bad-name` as above.
 */
export function encodePkcs12TrustStore(args: {
  readonly certificates: readonly { readonly alias: string; readonly certificateDer: CertificateDer }[];
  readonly password: string;
  readonly entropy: Entropy;
  readonly protection?: Pkcs12Protection;
  readonly iterations?: number;
}): Uint8Array {
  const bags = args.certificates.map(({ alias, certificateDer }) => certBag(certificateDer, trustedAttributes(alias)));
  const authenticatedSafe = sequence(encryptedContentInfo(encrypter(args)(sequence(...bags))));
  return sealed(authenticatedSafe, args);
}

interface ProtectionOptions {
  readonly password: string;
  readonly entropy: Entropy;
  readonly protection?: Pkcs12Protection;
  readonly iterations?: number;
}

function encrypter(args: ProtectionOptions): (data: Uint8Array) => PasswordEncrypted {
  return args.protection === 'legacy'
    ? (data) => encryptTripleDes(data, args.password, args.iterations ?? LEGACY_ITERATIONS, args.entropy)
    : (data) => encryptPbes2(data, args.password, args.iterations ?? PBKDF2_ITERATIONS, args.entropy);
}

/**
 * ```
 * PFX ::= SEQUENCE { version INTEGER (3), authSafe ContentInfo, macData MacData OPTIONAL }
 * ```
 * RFC 7292 §4
 */
function sealed(authenticatedSafe: Uint8Array, options: ProtectionOptions): Uint8Array {
  const { protection, password, entropy } = options;
  // No seal costs an attacker more than the content does.
  const iterations = Math.min(options.iterations ?? MAC_ITERATIONS, MAC_ITERATIONS);
  const seal =
    protection === 'pbmac1'
      ? pbmac1Data(authenticatedSafe, password, iterations, entropy)
      : macData(authenticatedSafe, password, protection === 'legacy' ? 'sha1' : 'sha256', iterations, entropy);
  return sequence(integer(3), dataContentInfo(authenticatedSafe), seal);
}

/**
 * ```
 * EncryptedPrivateKeyInfo ::= SEQUENCE { encryptionAlgorithm AlgorithmIdentifier, encryptedData OCTET STRING }
 * ```
 * RFC 5958 §3
 */
function encryptedPrivateKeyInfo({ algorithm, encrypted }: PasswordEncrypted): Uint8Array {
  return sequence(algorithm, octetString(encrypted));
}

/**
 * ```
 * ContentInfo ::= SEQUENCE { contentType encryptedData, content [0] EXPLICIT SEQUENCE { version INTEGER (0), encryptedContentInfo SEQUENCE {
 *   contentType data, contentEncryptionAlgorithm AlgorithmIdentifier, encryptedContent [0] IMPLICIT OCTET STRING } } }
 * ```
 * RFC 2315 §13, RFC 7292 §4.1
 */
function encryptedContentInfo({ algorithm, encrypted }: PasswordEncrypted): Uint8Array {
  const encryptedData = sequence(integer(0), sequence(oid(OID.pkcs7Data), algorithm, implicit(0, encrypted)));
  return sequence(oid(OID.pkcs7EncryptedData), explicit(0, encryptedData));
}

/**
 * ```
 * ContentInfo ::= SEQUENCE { contentType data, content [0] EXPLICIT OCTET STRING }
 * ```
 */
function dataContentInfo(content: Uint8Array): Uint8Array {
  return sequence(oid(OID.pkcs7Data), explicit(0, octetString(content)));
}

/**
 * ```
 * SafeBag ::= SEQUENCE { bagId OBJECT IDENTIFIER, bagValue [0] EXPLICIT ANY, bagAttributes SET OF Attribute OPTIONAL }
 * ```
 * RFC 7292 §4.2
 */
function safeBag(bagId: string, value: Uint8Array, attributes: Uint8Array | null): Uint8Array {
  return sequence(oid(bagId), explicit(0, value), attributes ?? new Uint8Array(0));
}

/**
 * ```
 * CertBag ::= SEQUENCE { certId OBJECT IDENTIFIER, certValue [0] EXPLICIT OCTET STRING }
 * ```
 * RFC 7292 §4.2.3
 */
function certBag(certificateDer: CertificateDer, attributes: Uint8Array | null): Uint8Array {
  return safeBag(OID.certBag, sequence(oid(OID.x509Certificate), explicit(0, octetString(certificateDer))), attributes);
}

/** friendlyName and localKeyId; the same localKeyId on key and certificate is what makes readers pair them. RFC 7292 §4.2, RFC 2985 §5.5 */
function bagAttributes(friendlyName: string, localKeyId: Uint8Array): Uint8Array {
  const keyId = attribute(OID.localKeyId, octetString(localKeyId));
  if (friendlyName === '') return set(keyId);
  return set(friendlyNameAttribute(friendlyName), keyId);
}

/** Trusted for every purpose, in the form that Java writes. JDK 8 and later, sun.security.pkcs12.PKCS12KeyStore */
function trustedAttributes(alias: string): Uint8Array {
  return set(friendlyNameAttribute(alias.toLowerCase()), attribute(OID.trustedKeyUsage, oid(OID.anyExtendedKeyUsage)));
}

function friendlyNameAttribute(friendlyName: string): Uint8Array {
  return attribute(OID.friendlyName, tlv(TAG.bmpString, utf16(friendlyName)));
}

function attribute(type: string, value: Uint8Array): Uint8Array {
  return sequence(oid(type), set(value));
}

/**
 * ```
 * MacData ::= SEQUENCE { mac SEQUENCE { digestAlgorithm AlgorithmIdentifier, digest OCTET STRING }, macSalt OCTET STRING, iterations INTEGER }
 * ```
 * RFC 7292 §4, §5.1
 */
function macData(
  content: Uint8Array,
  password: string,
  digest: 'sha1' | 'sha256',
  iterations: number,
  entropy: Entropy,
): Uint8Array {
  const salt = takeEntropy(entropy, 16);
  const octets = digest === 'sha1' ? 20 : 32;
  const key = derivePkcs12Key({
    digest,
    purpose: 3,
    password: pkcs12Password(password),
    salt,
    iterations,
    octets,
  });
  const mac = createHmac(digest, key).update(content).digest();
  key.fill(0);
  return sequence(
    sequence(sequence(oid(OID[digest]), nullValue()), octetString(mac)),
    octetString(salt),
    integer(iterations),
  );
}

/**
 * ```
 * DigestInfo { { pbmac1, PBMAC1-params ::= SEQUENCE { keyDerivationFunc AlgorithmIdentifier, messageAuthScheme AlgorithmIdentifier } }, digest }
 * ```
 * The password is UTF-8 without a NUL; macSalt and iterations are there for the syntax only. RFC 9579 §4, RFC 8018 appendix A.5
 */
function pbmac1Data(content: Uint8Array, password: string, iterations: number, entropy: Entropy): Uint8Array {
  const salt = takeEntropy(entropy, 16);
  const key = pbkdf2Sync(Buffer.from(password, 'utf8'), salt, iterations, 32, 'sha256');
  const mac = createHmac('sha256', key).update(content).digest();
  key.fill(0);
  const algorithm = sequence(
    oid(OID.pbmac1),
    sequence(pbkdf2Identifier(salt, iterations, 32), sequence(oid(OID.hmacWithSha256), nullValue())),
  );
  return sequence(sequence(algorithm, octetString(mac)), octetString(takeEntropy(entropy, 16)), integer(1));
}

/** Java 17 writes 10,000 and OpenSSL 3 writes 2,048; the password is the weakest part of the file, so it costs more here. */
const MAC_ITERATIONS = 100_000;
/** What Java writes for key and certificates of such files; more only costs time, SHA-1 and triple DES stay weak. */
const LEGACY_ITERATIONS = 50_000;
