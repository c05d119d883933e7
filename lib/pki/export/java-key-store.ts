/** JKS files for Java 8 and older programs; newer ones read PKCS#12. JDK, sun.security.provider.JavaKeyStore */
import { nullValue, octetString, oid, sequence } from '../der-writer.ts';
import { javaKeyStoreSeal, protectJavaKey } from '../java-key-store-protection.ts';
import { OID } from '../oids.ts';
import { type Entropy, takeEntropy } from '../password-encryption.ts';
import { type CertificateDer, PkiError } from '../types.ts';

export type JavaKeyStoreEntry =
  | { readonly kind: 'trusted'; readonly alias: string; readonly certificateDer: CertificateDer }
  | {
      readonly kind: 'key';
      readonly alias: string;
      readonly privateKeyPkcs8: Uint8Array;
      /** The key's own certificate first. */
      readonly chain: readonly CertificateDer[];
    };

/**
 * A key or trust store of version 2. The key's password is the store's: Java's TLS knows no other. The protection is weak (SHA-1, one round), so
 * the password has to be long. Throws `bad-name` for an alias of more than 65,535 octets or half of a surrogate pair.
 *
 * ```
 * magic u4 (feedfeed), version u4 (2), count u4, entries, SHA-1 seal of 20 octets
 * entry ::= tag u4 (1 key, 2 trusted), alias UTF, time u8 (milliseconds), [ key: length u4, EncryptedPrivateKeyInfo, count u4 ], { "X.509" UTF, length u4, Certificate }…
 * ```
 */
export function encodeJavaKeyStore(args: {
  readonly entries: readonly JavaKeyStoreEntry[];
  readonly password: string;
  /** Shown by `keytool` as the creation date. */
  readonly createdAt: Date;
  readonly entropy: Entropy;
}): Uint8Array {
  const parts: Uint8Array[] = [u4(0xfeedfeed), u4(2), u4(args.entries.length)];
  for (const entry of args.entries) {
    parts.push(u4(entry.kind === 'key' ? 1 : 2), utf(entry.alias.toLowerCase()), u8(args.createdAt.getTime()));
    if (entry.kind === 'trusted') {
      parts.push(...certificateParts(entry.certificateDer));
      continue;
    }
    const protectedKey = protectJavaKey(entry.privateKeyPkcs8, args.password, takeEntropy(args.entropy, 20));
    const info = sequence(sequence(oid(OID.sunKeyProtector), nullValue()), octetString(protectedKey));
    parts.push(u4(info.length), info, u4(entry.chain.length), ...entry.chain.flatMap(certificateParts));
  }
  const content = Buffer.concat(parts);
  return new Uint8Array(Buffer.concat([content, javaKeyStoreSeal(args.password, content)]));
}

function certificateParts(certificateDer: CertificateDer): Uint8Array[] {
  return [utf('X.509'), u4(certificateDer.length), certificateDer];
}

/** Java's modified UTF-8 with its length: NUL takes two octets, and each half of a surrogate pair three. JVM Specification §4.4.7 */
function utf(text: string): Uint8Array {
  const octets: number[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit >= 0x01 && unit <= 0x7f) octets.push(unit);
    else if (unit <= 0x7ff) octets.push(0xc0 | (unit >> 6), 0x80 | (unit & 0x3f));
    else octets.push(0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f));
  }
  if (octets.length > 0xffff)
    throw new PkiError('bad-name', 'The alias is longer than a Java key store can hold. Shorten it.');
  return Uint8Array.from([octets.length >> 8, octets.length & 0xff, ...octets]);
}

function u4(value: number): Uint8Array {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(value);
  return out;
}

function u8(value: number): Uint8Array {
  const out = Buffer.alloc(8);
  out.writeBigInt64BE(BigInt(value));
  return out;
}
