/** PKCS#12 files with current algorithms: PBES2 with AES-256 and an HMAC-SHA-256 seal. RFC 7292, RFC 8018, RFC 9579 §1 */
import { createCipheriv, createHash, createHmac, hash, pbkdf2Sync } from 'node:crypto';
import { explicit, implicit, integer, nullValue, octetString, oid, sequence, set, TAG, tlv } from './der-writer.ts';
import { OID } from './oids.ts';
import { type CertificateDer, PkiError } from './types.ts';

/**
 * One file with key, certificate and chain, openable by OpenSSL 3, Java 17, NSS and Windows from 2019. The key and the certificates are encrypted
 * under one password with separate salts. Blocks for about a second at the default count: call it in a worker. Throws `bad-name` for a
 * password or friendly name that cannot be written as UTF-16. RFC 7292 §4, §5
 */
export function encodePkcs12(args: {
  readonly certificateDer: CertificateDer;
  /** Issuing authorities, nearest first. */
  readonly chain: readonly CertificateDer[];
  readonly privateKeyPkcs8: Uint8Array;
  readonly password: string;
  /** What trust stores show; Java uses it as the alias. */
  readonly friendlyName: string;
  readonly entropy: (octets: number) => Uint8Array;
  /** PBKDF2 rounds, default 600,000 (OWASP's figure for PBKDF2-HMAC-SHA-256). */
  readonly iterations?: number;
}): Uint8Array {
  const { certificateDer, chain, password, entropy, iterations = 600_000 } = args;
  const attributes = bagAttributes(args.friendlyName, createHash('sha1').update(certificateDer).digest());
  const keyBag = safeBag(
    OID.pkcs8ShroudedKeyBag,
    encryptedPrivateKeyInfo(args.privateKeyPkcs8, password, iterations, entropy),
    attributes,
  );
  const certBags = sequence(certBag(certificateDer, attributes), ...chain.map((issuer) => certBag(issuer, null)));
  const authenticatedSafe = sequence(
    encryptedContentInfo(certBags, password, iterations, entropy),
    dataContentInfo(sequence(keyBag)),
  );
  return sequence(integer(3), dataContentInfo(authenticatedSafe), macData(authenticatedSafe, password, entropy));
}

/**
 * ```
 * EncryptedPrivateKeyInfo ::= SEQUENCE { encryptionAlgorithm AlgorithmIdentifier, encryptedData OCTET STRING }
 * ```
 * RFC 5958 §3
 */
function encryptedPrivateKeyInfo(
  pkcs8: Uint8Array,
  password: string,
  iterations: number,
  entropy: (octets: number) => Uint8Array,
): Uint8Array {
  const { algorithm, encrypted } = encryptPbes2(pkcs8, password, iterations, entropy);
  return sequence(algorithm, octetString(encrypted));
}

/**
 * ```
 * ContentInfo ::= SEQUENCE { contentType encryptedData, content [0] EXPLICIT SEQUENCE { version INTEGER (0), encryptedContentInfo SEQUENCE {
 *   contentType data, contentEncryptionAlgorithm AlgorithmIdentifier, encryptedContent [0] IMPLICIT OCTET STRING } } }
 * ```
 * RFC 2315 §13, RFC 7292 §4.1
 */
function encryptedContentInfo(
  content: Uint8Array,
  password: string,
  iterations: number,
  entropy: (octets: number) => Uint8Array,
): Uint8Array {
  const { algorithm, encrypted } = encryptPbes2(content, password, iterations, entropy);
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
  const attribute = (type: string, value: Uint8Array) => sequence(oid(type), set(value));
  const keyId = attribute(OID.localKeyId, octetString(localKeyId));
  if (friendlyName === '') return set(keyId);
  return set(attribute(OID.friendlyName, tlv(TAG.bmpString, utf16(friendlyName))), keyId);
}

/**
 * ```
 * AlgorithmIdentifier { pbes2, SEQUENCE { keyDerivationFunc { pbkdf2, SEQUENCE { salt OCTET STRING, iterationCount INTEGER, keyLength INTEGER, prf } },
 *   encryptionScheme { aes256-CBC, iv OCTET STRING } } }
 * ```
 * The password is UTF-8 here, unlike in the seal. RFC 8018 appendix A.2, A.4
 */
function encryptPbes2(
  data: Uint8Array,
  password: string,
  iterations: number,
  entropy: (octets: number) => Uint8Array,
): { algorithm: Uint8Array; encrypted: Uint8Array } {
  const salt = takeEntropy(entropy, 16);
  const iv = takeEntropy(entropy, 16);
  const key = pbkdf2Sync(Buffer.from(password, 'utf8'), salt, iterations, 32, 'sha256');
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const encrypted = Buffer.concat([cipher.update(data), cipher.final()]);
  key.fill(0);
  const derivation = sequence(
    octetString(salt),
    integer(iterations),
    integer(32),
    sequence(oid(OID.hmacWithSha256), nullValue()),
  );
  const algorithm = sequence(
    oid(OID.pbes2),
    sequence(sequence(oid(OID.pbkdf2), derivation), sequence(oid(OID.aes256Cbc), octetString(iv))),
  );
  return { algorithm, encrypted };
}

/**
 * ```
 * MacData ::= SEQUENCE { mac SEQUENCE { digestAlgorithm AlgorithmIdentifier, digest OCTET STRING }, macSalt OCTET STRING, iterations INTEGER }
 * ```
 * RFC 7292 §4, §5.1
 */
function macData(content: Uint8Array, password: string, entropy: (octets: number) => Uint8Array): Uint8Array {
  const salt = takeEntropy(entropy, 16);
  const key = pkcs12Key(password, salt, MAC_ITERATIONS);
  const mac = createHmac('sha256', key).update(content).digest();
  key.fill(0);
  return sequence(
    sequence(sequence(oid(OID.sha256), nullValue()), octetString(mac)),
    octetString(salt),
    integer(MAC_ITERATIONS),
  );
}

/**
 * The 32-octet MAC key (ID 3) by the old PKCS#12 derivation with SHA-256; the password is UTF-16 with a final NUL. One round of output is enough,
 * so that the chaining of several blocks never happens. RFC 7292 appendix B.2
 */
function pkcs12Key(password: string, salt: Uint8Array, iterations: number): Uint8Array {
  const input = Buffer.concat([
    Buffer.alloc(BLOCK_OCTETS, 3),
    repeated(salt),
    repeated(Buffer.concat([utf16(password), Buffer.alloc(2)])),
  ]);
  let key: Buffer = hash('sha256', input, 'buffer');
  for (let round = 1; round < iterations; round += 1) key = hash('sha256', key, 'buffer');
  input.fill(0);
  return key;
}

/** The octets again and again, up to a whole number of digest blocks. RFC 7292 appendix B.2, steps 2 and 3 */
function repeated(octets: Uint8Array): Uint8Array {
  const out = Buffer.alloc(Math.ceil(octets.length / BLOCK_OCTETS) * BLOCK_OCTETS);
  for (let at = 0; at < out.length; at += 1) out[at] = octets[at % octets.length] as number;
  return out;
}

/** UTF-16, most significant octet first; astral characters as surrogate pairs, as all readers do. RFC 7292 appendix B.1 */
function utf16(text: string): Uint8Array {
  if (!text.isWellFormed()) throw new PkiError('bad-name', 'The text holds half of a surrogate pair. Enter it again.');
  return Buffer.from(text, 'utf16le').swap16();
}

function takeEntropy(entropy: (octets: number) => Uint8Array, octets: number): Uint8Array {
  const taken = entropy(octets);
  if (taken.length !== octets)
    throw new PkiError('malformed', `The source of randomness gave ${taken.length} octets in place of ${octets}.`);
  return taken;
}

/** Java 17 writes 10,000 and OpenSSL 3 writes 2,048; the password is the weakest part of the file, so it costs more here. */
const MAC_ITERATIONS = 100_000;
/** SHA-256's input block. */
const BLOCK_OCTETS = 64;
