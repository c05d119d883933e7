/** Reading JKS files. JDK, sun.security.provider.JavaKeyStore */
import { FieldReader, readDer, readOctetString } from '../der-reader.ts';
import { TAG } from '../der-writer.ts';
import { javaKeyStoreSeal, unprotectJavaKey } from '../java-key-store-protection.ts';
import { OID } from '../oids.ts';
import { PkiError } from '../types.ts';
import { readIdentifier } from './password-decryption.ts';
import { isPrivateKeyInfo, wrongPassword } from './private-key.ts';

export interface JavaKeyStoreItem {
  readonly alias: string;
  readonly createdAt: Date;
  /** One for a trusted certificate, the key's own first for a key. */
  readonly certificates: readonly Uint8Array[];
  /** Null for a trusted certificate. Opens the key under the first password that fits. Throws `bad-password`, `unsupported`. */
  readonly openKey: ((passwords: readonly string[]) => Uint8Array) | null;
}

export interface JavaKeyStore {
  readonly items: readonly JavaKeyStoreItem[];
  /** Whether the seal is right under one of the passwords. Certificates can be read without; then nothing shows a change. */
  readonly isSealedBy: (passwords: readonly string[]) => boolean;
}

/** Whether the octets begin like a JKS file, or like a JCEKS file, which is another format. */
export function javaKeyStoreKind(bytes: Uint8Array): 'jks' | 'jceks' | null {
  const magic = bytes.length < 4 ? 0 : Buffer.from(bytes.buffer, bytes.byteOffset, 4).readUInt32BE();
  return magic === 0xfeedfeed ? 'jks' : magic === 0xcececece ? 'jceks' : null;
}

/**
 * Reads a store of at most 16 MiB, version 1 or 2. Throws `malformed`, `too-large` over 10,000 entries or 100 certificates to a key, and
 * `unsupported` for JCEKS, whose keys are Java objects.
 */
export function readJavaKeyStore(bytes: Uint8Array): JavaKeyStore {
  if (javaKeyStoreKind(bytes) === 'jceks')
    throw new PkiError(
      'unsupported',
      'This is a JCEKS store, whose keys only Java can read. Convert it with `keytool -importkeystore -srckeystore FILE -srcstoretype JCEKS -destkeystore FILE.p12 -deststoretype PKCS12`.',
    );
  if (bytes.length > MAX_BYTES)
    throw new PkiError('too-large', `The key store has ${bytes.length} bytes; at most ${MAX_BYTES} are allowed.`);
  if (bytes.length < 32) throw damaged();
  const content = bytes.subarray(0, bytes.length - 20);
  const seal = Buffer.from(bytes.subarray(bytes.length - 20));
  const reader = new OctetReader(content);
  if (reader.u4() !== 0xfeedfeed) throw new PkiError('wrong-type', 'This is not a Java key store.');
  const version = reader.u4();
  if (version !== 1 && version !== 2)
    throw new PkiError('unsupported', `The Java key store has version ${version}; 1 and 2 can be read.`);
  const count = reader.u4();
  if (count > MAX_ENTRIES)
    throw new PkiError('too-large', `The key store has ${count} entries; at most ${MAX_ENTRIES} are allowed.`);
  const items: JavaKeyStoreItem[] = [];
  for (let index = 0; index < count; index += 1) items.push(readItem(reader, version));
  if (!reader.done) throw damaged();
  return {
    items,
    isSealedBy: (passwords) => passwords.some((password) => seal.equals(javaKeyStoreSeal(password, content))),
  };
}

function readItem(reader: OctetReader, version: number): JavaKeyStoreItem {
  const tag = reader.u4();
  const alias = reader.utf();
  const createdAt = reader.time();
  if (tag === 2) return { alias, createdAt, certificates: [readCertificate(reader, version)], openKey: null };
  if (tag !== 1) throw damaged();
  const info = reader.take(reader.u4());
  const count = reader.u4();
  if (count > MAX_CHAIN)
    throw new PkiError('too-large', `A key has ${count} certificates; at most ${MAX_CHAIN} are allowed.`);
  const certificates = Array.from({ length: count }, () => readCertificate(reader, version));
  return { alias, createdAt, certificates, openKey: (passwords) => openKey(info, passwords) };
}

function openKey(info: Uint8Array, passwords: readonly string[]): Uint8Array {
  const fields = new FieldReader(
    readDer(info, { maxBytes: 32_768, maxNodes: 50, noun: 'protected key' }),
    'EncryptedPrivateKeyInfo',
  );
  const { dotted } = readIdentifier(fields.take(TAG.sequence, 'encryptionAlgorithm'), 'encryptionAlgorithm');
  const data = readOctetString(fields.takeAny('encryptedData'), 'EncryptedPrivateKeyInfo.encryptedData');
  fields.finish();
  if (dotted !== OID.sunKeyProtector)
    throw new PkiError('unsupported', 'The key is protected in a way that only its own program can read.');
  for (const password of passwords) {
    const plain = unprotectJavaKey(data, password);
    if (plain !== null && isPrivateKeyInfo(plain)) return plain;
  }
  throw wrongPassword('key', passwords.length);
}

function readCertificate(reader: OctetReader, version: number): Uint8Array {
  if (version === 2 && reader.utf() !== 'X.509')
    throw new PkiError('unsupported', 'The key store holds a certificate that is not X.509.');
  return reader.take(reader.u4()).slice();
}

/** Big-endian fields one after the other; `malformed` where they end too early. */
class OctetReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get done(): boolean {
    return this.#at === this.#bytes.length;
  }

  take(length: number): Uint8Array {
    if (length > this.#bytes.length - this.#at) throw damaged();
    this.#at += length;
    return new Uint8Array(this.#bytes.buffer, this.#bytes.byteOffset + this.#at - length, length);
  }

  u4(): number {
    return Buffer.from(this.take(4)).readUInt32BE();
  }

  time(): Date {
    const milliseconds = Buffer.from(this.take(8)).readBigInt64BE();
    // ECMA-262 §21.4.1.1: beyond this a Date is none.
    if (milliseconds > 8_640_000_000_000_000n || milliseconds < -8_640_000_000_000_000n) throw damaged();
    return new Date(Number(milliseconds));
  }

  /** Modified UTF-8: as UTF-8, with surrogate halves one by one and NUL in two octets. JVM Specification §4.4.7 */
  utf(): string {
    const octets = this.take(Buffer.from(this.take(2)).readUInt16BE());
    let text = '';
    for (let at = 0; at < octets.length; ) {
      const first = octets[at] as number;
      const size = first < 0x80 ? 1 : (first & 0xe0) === 0xc0 ? 2 : (first & 0xf0) === 0xe0 ? 3 : 0;
      if (size === 0 || at + size > octets.length) throw damaged();
      let unit = size === 1 ? first : first & (size === 2 ? 0x1f : 0x0f);
      for (let index = 1; index < size; index += 1) {
        const next = octets[at + index] as number;
        if ((next & 0xc0) !== 0x80) throw damaged();
        unit = (unit << 6) | (next & 0x3f);
      }
      text += String.fromCharCode(unit);
      at += size;
    }
    return text;
  }
}

function damaged(): PkiError {
  return new PkiError('malformed', 'The Java key store is damaged or cut off. Use another copy of the file.');
}

/** The trust store of a JDK has 150 entries in 200 KiB. */
const MAX_BYTES = 16_777_216;
const MAX_ENTRIES = 10_000;
const MAX_CHAIN = 100;
