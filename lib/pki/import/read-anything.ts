/** One file of unknown kind → what is in it, item by item, each with its value or the reason why there is none. */
import { type ParsedCertificate, parseCertificate } from '../certificate.ts';
import { type ParsedCertificationRequest, parseCertificationRequest } from '../certification-request.ts';
import { type ParsedCertificateList, parseCertificateList } from '../crl.ts';
import { parseOcspResponse } from '../ocsp-response.ts';
import { identifyKeyAlgorithm } from '../public-key.ts';
import { type CertificateListDer, type KeyAlgorithm, PkiError, type SubjectPublicKeyInfoDer } from '../types.ts';
import { hintFor, KIND_TEXT, PEM_KINDS } from './file-kinds.ts';
import { looksLikeOpensslIndex, type OpensslIndex, readOpensslIndex, readOpensslNumber } from './openssl-index.ts';
import { decryptPemBlock, type PemBlock, pemText, scanPem } from './pem-blocks.ts';
import {
  type ImportedPrivateKey,
  readEcParameters,
  readEncryptedPkcs8,
  readPkcs1,
  readPkcs8,
  readSec1,
} from './private-key.ts';
import { javaKeyStoreKind, readJavaKeyStore } from './read-java-key-store.ts';
import { readPkcs7 } from './read-pkcs7.ts';
import { readPkcs12 } from './read-pkcs12.ts';
import { type DerKind, sniffDer } from './sniff-der.ts';
import { WorkBudget } from './work-budget.ts';

export type RecognisedValue =
  | { readonly kind: 'certificate'; readonly certificate: ParsedCertificate }
  | { readonly kind: 'request'; readonly request: ParsedCertificationRequest }
  | { readonly kind: 'crl'; readonly crlDer: CertificateListDer; readonly crl: ParsedCertificateList }
  | { readonly kind: 'privateKey'; readonly key: ImportedPrivateKey }
  | {
      readonly kind: 'publicKey';
      readonly spkiDer: SubjectPublicKeyInfoDer;
      readonly keyAlgorithm: KeyAlgorithm | null;
    }
  | { readonly kind: 'ocspResponse'; readonly der: Uint8Array }
  | { readonly kind: 'opensslIndex'; readonly index: OpensslIndex }
  | { readonly kind: 'opensslNumber'; readonly use: 'serial' | 'crlNumber'; readonly next: bigint };

export interface FileItem {
  readonly fileName: string;
  /** In words: `certificate`, `encrypted private key (AES-256-CBC, …)`. */
  readonly what: string;
  /** `block 2`, `bag 3`, `entry "server"`, or `whole file`. */
  readonly where: string;
  /** The name that the file gives the item, or null. */
  readonly friendlyName: string | null;
  readonly state: 'recognised' | 'needs-password' | 'refused';
  /** Null unless recognised. */
  readonly value: RecognisedValue | null;
  /** Why it was refused or that its password is missing, else null. */
  readonly reason: PkiError | null;
  /** Plain sentences about what is weak or was left out. */
  readonly notes: readonly string[];
}

export interface FileToRead {
  readonly bytes: Uint8Array;
  /** For messages, and to tell `serial` from `crlnumber`. */
  readonly fileName: string;
  /** At most 10; each is tried where a password is needed. */
  readonly passwords?: readonly string[];
  /** Shared when several files are read for one request. */
  readonly budget?: WorkBudget;
}

/**
 * Everything in a file of at most 64 MiB: PEM with blocks of any kind, DER or bare base64 of one structure, PKCS#12, PKCS#7, JKS, `index.txt`,
 * `serial`, `crlnumber`. Never throws for content: what cannot be read is an item with its reason. Throws `too-large` for more than 10 passwords.
 * Derives keys from passwords, so call it in a worker. The caller overwrites the private keys in the items.
 */
export function readAnything(file: FileToRead): FileItem[] {
  const passwords = file.passwords ?? [];
  if (passwords.length > MAX_PASSWORDS)
    throw new PkiError('too-large', `${passwords.length} passwords; at most ${MAX_PASSWORDS} are tried at a time.`);
  const reader = new ItemReader(file.fileName, passwords, file.budget ?? new WorkBudget());
  return reader.read(file.bytes);
}

class ItemReader {
  readonly #fileName: string;
  readonly #passwords: readonly string[];
  readonly #budget: WorkBudget;
  #items: FileItem[] = [];

  constructor(fileName: string, passwords: readonly string[], budget: WorkBudget) {
    this.#fileName = fileName;
    this.#passwords = passwords;
    this.#budget = budget;
  }

  read(bytes: Uint8Array): FileItem[] {
    this.#attempt({ what: 'file', where: WHOLE }, () => this.#readFile(bytes));
    return this.#items;
  }

  #readFile(bytes: Uint8Array): void {
    if (bytes.length > MAX_FILE_BYTES)
      throw new PkiError('too-large', `The file has ${bytes.length} bytes; at most ${MAX_FILE_BYTES} are allowed.`);
    const baseName = (this.#fileName.split(/[\\/]/).at(-1) ?? '').toLowerCase();
    if (bytes.length === 0 && !baseName.startsWith('index.txt'))
      throw new PkiError('malformed', 'The file is empty. Export or copy it again.');
    // A DER SEQUENCE begins like the digit 0, but no DER is all text.
    const isBinary = bytes[0] === 0x30 && !isText(bytes.subarray(0, 64));
    if (javaKeyStoreKind(bytes) !== null) this.#readJavaKeyStore(bytes);
    else if (NUMBER_FILE.test(baseName) && bytes.length <= 100) this.#readNumber(bytes, baseName);
    else if (isBinary) this.#readDer(bytes, { what: 'file', where: WHOLE });
    else this.#readText(bytes);
  }

  #readText(bytes: Uint8Array): void {
    const text = pemText(bytes);
    const bare = bareBase64(text);
    if (text.includes('-----BEGIN ')) this.#readPem(text);
    else if (bytes.length === 0 || looksLikeOpensslIndex(text)) this.#readIndex(text);
    else if (bare !== null) this.#readDer(bare, { what: 'file', where: WHOLE });
    else throw new PkiError('wrong-type', hintFor(text));
  }

  #readPem(text: string): void {
    let curve: string | null = null;
    for (const block of scanPem(text)) {
      const place = {
        what: PEM_KINDS.get(block.label)?.what ?? 'block',
        where: `block ${block.number}`,
        friendlyName: block.friendlyName,
      };
      this.#attempt(place, () => {
        if (block.problem !== null) throw block.problem;
        if (block.label === 'EC PARAMETERS') curve = readEcParameters(block.der as Uint8Array);
        else this.#readBlock(block, place, curve);
      });
      if (block.label !== 'EC PARAMETERS') curve = null;
    }
    if (this.#items.length === 0) throw new PkiError('malformed', 'The file holds no complete PEM block.');
  }

  #readBlock(block: PemBlock, place: Place, curve: string | null): void {
    const kind = PEM_KINDS.get(block.label);
    if (kind === undefined)
      throw new PkiError('unsupported', `A block of the type "${block.label.slice(0, 40)}" is not known here.`);
    if (kind.refusal !== undefined) throw new PkiError('unsupported', kind.refusal);
    let der = block.der as Uint8Array;
    const notes: string[] = [];
    if (block.encryption !== null) {
      const isRight = (plain: Uint8Array) => isKind(plain, kind.kind);
      der = decryptPemBlock(block.encryption, der, this.#passwords, isRight);
      notes.push('The key is encrypted in an old way that holds off nobody for long.');
    }
    if (block.label === 'TRUSTED CERTIFICATE') {
      der = firstValue(der);
      notes.push("OpenSSL's trust settings behind the certificate were left out.");
    }
    const actual = sniffDer(der);
    if (actual !== kind.kind && !(kind.kind === 'pkcs7' && actual !== null))
      throw new PkiError(
        'wrong-type',
        `The block says ${kind.what}, but holds ${actual === null ? 'something else' : KIND_TEXT[actual]}.`,
      );
    this.#readKind(actual as DerKind, der, { ...place, notes }, curve);
  }

  #readDer(der: Uint8Array, place: Place): void {
    const kind = sniffDer(der);
    if (kind === null)
      throw new PkiError('wrong-type', 'The file is ASN.1, but no structure that is known here. It may be damaged.');
    this.#attempt({ ...place, what: KIND_TEXT[kind] }, () => this.#readKind(kind, der, place, null));
  }

  #readKind(kind: DerKind, der: Uint8Array, place: Place, curve: string | null): void {
    switch (kind) {
      case 'certificate':
        this.#add('certificate', place, { kind, certificate: parseCertificate(der) });
        break;
      case 'request':
        this.#add('certificate request', place, { kind, request: parseCertificationRequest(der) });
        break;
      case 'crl': {
        const crl = parseCertificateList(der);
        this.#add('revocation list', place, { kind, crlDer: der as CertificateListDer, crl });
        break;
      }
      case 'ocspResponse':
        parseOcspResponse(der);
        this.#add('OCSP response', place, { kind, der });
        break;
      case 'publicKey': {
        const keyAlgorithm = identifyKeyAlgorithm(der);
        this.#add('public key', place, { kind, spkiDer: der as SubjectPublicKeyInfoDer, keyAlgorithm });
        break;
      }
      case 'encryptedPkcs8':
        this.#readEncryptedKey(der, place);
        break;
      case 'pkcs7':
        this.#readPkcs7(der, place);
        break;
      case 'pkcs12':
        this.#readPkcs12(der, place);
        break;
      default:
        this.#addKey(place, readKey(kind, der, curve));
    }
  }

  #readEncryptedKey(der: Uint8Array, place: Place): void {
    const encrypted = readEncryptedPkcs8(der, this.#budget);
    const what = `encrypted private key (${encrypted.text})`;
    this.#attempt({ ...place, what }, () => {
      const key = readPkcs8(encrypted.open(this.#passwords));
      const notes = encrypted.legacy ? [LEGACY_NOTE] : [];
      this.#add(
        `private key, ${key.label}`,
        { ...place, notes: [...(place.notes ?? []), ...notes] },
        { kind: 'privateKey', key },
      );
    });
  }

  #readPkcs7(der: Uint8Array, place: Place): void {
    const contents = readPkcs7(der);
    const notes = [
      ...(contents.hasSignature ? ['The file is a signed message; its signature was not checked.'] : []),
      ...(contents.otherCount > 0 ? [`${contents.otherCount} certificates of other kinds were left out.`] : []),
    ];
    contents.certificates.forEach((certificate, index) => {
      const at = { ...place, where: within(place, `certificate ${index + 1}`), notes };
      this.#attempt({ ...at, what: 'certificate' }, () => this.#readKind('certificate', certificate, at, null));
    });
    contents.crls.forEach((crl, index) => {
      const at = { ...place, where: within(place, `revocation list ${index + 1}`), notes };
      this.#attempt({ ...at, what: 'revocation list' }, () => this.#readKind('crl', crl, at, null));
    });
    if (contents.certificates.length + contents.crls.length === 0)
      throw new PkiError('malformed', 'The PKCS#7 file holds no certificate.');
  }

  #readPkcs12(der: Uint8Array, place: Place): void {
    const file = readPkcs12(der, this.#budget);
    const notes = file.seal === null ? ['The file has no seal, so that a change in it would not be seen.'] : [];
    for (const entry of file.open(this.#passwords)) {
      const at = { where: within(place, `bag ${entry.bag}`), friendlyName: entry.friendlyName, notes };
      const what = entry.kind === 'refused' ? entry.what : BAG_TEXT[entry.kind];
      this.#attempt({ ...at, what }, () => {
        if (entry.kind === 'refused') throw entry.error;
        if (entry.kind === 'privateKey') this.#addKey(at, readPkcs8(entry.pkcs8Der));
        else this.#readKind(entry.kind, entry.der, at, null);
      });
    }
    if (this.#items.length === 0) throw new PkiError('malformed', 'The PKCS#12 file is empty.');
  }

  #readJavaKeyStore(bytes: Uint8Array): void {
    this.#attempt({ what: 'Java key store', where: WHOLE }, () => {
      const store = readJavaKeyStore(bytes);
      const notes = store.isSealedBy(this.#passwords)
        ? []
        : ['No given password confirms the seal of the store, so that a change in it would not be seen.'];
      for (const item of store.items) {
        const at = { where: `entry "${item.alias}"`, friendlyName: item.alias, notes };
        const { openKey } = item;
        if (openKey !== null)
          this.#attempt({ ...at, what: 'private key' }, () => this.#addKey(at, readPkcs8(openKey(this.#passwords))));
        item.certificates.forEach((certificate) => {
          this.#attempt({ ...at, what: 'certificate' }, () => this.#readKind('certificate', certificate, at, null));
        });
      }
      if (store.items.length === 0) throw new PkiError('malformed', 'The Java key store is empty.');
    });
  }

  #readIndex(text: string): void {
    const index = readOpensslIndex(text);
    const notes = index.refused.length > 0 ? [`${index.refused.length} lines of the index could not be read.`] : [];
    this.#add(
      `index of ${index.entries.length} certificates`,
      { where: WHOLE, notes },
      { kind: 'opensslIndex', index },
    );
  }

  #readNumber(bytes: Uint8Array, baseName: string): void {
    const use = baseName.startsWith('crlnumber') ? 'crlNumber' : 'serial';
    const what = use === 'crlNumber' ? 'next CRL number' : 'next serial number';
    this.#attempt({ what, where: WHOLE }, () =>
      this.#add(what, { where: WHOLE }, { kind: 'opensslNumber', use, next: readOpensslNumber(pemText(bytes)) }),
    );
  }

  #addKey(place: Place, key: ImportedPrivateKey): void {
    this.#add(`private key, ${key.label}`, place, { kind: 'privateKey', key });
  }

  #add(what: string, place: Place, value: RecognisedValue): void {
    this.#items.push(this.#item(what, place, 'recognised', value, null));
  }

  /** Runs a reader; what it refuses becomes an item in its place. */
  #attempt(place: Place & { readonly what: string }, read: () => void): void {
    try {
      read();
    } catch (error) {
      if (!(error instanceof PkiError)) throw error;
      const state = error.code === 'bad-password' ? 'needs-password' : 'refused';
      this.#items.push(this.#item(place.what, place, state, null, error));
    }
  }

  #item(
    what: string,
    place: Place,
    state: FileItem['state'],
    value: RecognisedValue | null,
    reason: PkiError | null,
  ): FileItem {
    const { where, friendlyName = null, notes = [] } = place;
    return { fileName: this.#fileName, what, where, friendlyName, state, value, reason, notes };
  }
}

function readKey(
  kind: Extract<DerKind, 'pkcs8' | 'sec1' | 'pkcs1' | 'dsaKey' | 'rsaPublicKey' | 'ecParameters'>,
  der: Uint8Array,
  curve: string | null,
): ImportedPrivateKey {
  switch (kind) {
    case 'pkcs8':
      return readPkcs8(der);
    case 'sec1':
      return readSec1(der, curve);
    case 'pkcs1':
      return readPkcs1(der);
    case 'dsaKey':
      throw new PkiError('unsupported', 'The key is for DSA, which certificates no longer use. Create a new key.');
    case 'rsaPublicKey':
      throw new PkiError(
        'unsupported',
        'This is a bare RSA public key. Convert it with `openssl rsa -RSAPublicKey_in -pubout`.',
      );
    case 'ecParameters':
      throw new PkiError('unsupported', 'This only names a curve; there is no key in it.');
  }
}

interface Place {
  readonly what?: string;
  readonly where: string;
  readonly friendlyName?: string | null;
  readonly notes?: readonly string[];
}

function within(place: Place, part: string): string {
  return place.where === WHOLE ? part : `${place.where}, ${part}`;
}

function isKind(der: Uint8Array, kind: DerKind): boolean {
  try {
    return sniffDer(der) === kind;
  } catch {
    return false;
  }
}

/** The certificate in front of OpenSSL's own trust settings. openssl-x509(1), "Trusted certificate" */
function firstValue(der: Uint8Array): Uint8Array {
  if (der[0] !== 0x30 || der[1] !== 0x82 || der.length < 4) return der;
  return der.subarray(0, 4 + ((der[2] as number) << 8) + (der[3] as number));
}

function isText(bytes: Uint8Array): boolean {
  return bytes.every((octet) => (octet >= 0x20 && octet < 0x7f) || octet === 0x0a || octet === 0x0d || octet === 0x09);
}

/** Octets of base64 without BEGIN and END, as copied from a form or a Kubernetes secret; null when the text is something else. */
function bareBase64(text: string): Uint8Array | null {
  if (text.length > MAX_BARE_BASE64) return null;
  const digits = text.replaceAll(/[\s\ufeff]/g, '');
  if (digits.length < 64 || digits.length % 4 !== 0) return null;
  const bytes = Buffer.from(digits, 'base64');
  return bytes.toString('base64') === digits ? new Uint8Array(bytes) : null;
}

const WHOLE = 'whole file';
const LEGACY_NOTE = 'The encryption is no longer safe. Do not keep the file.';
const NUMBER_FILE = /^(?:serial|crlnumber)(?:\.old|\.txt)?$|\.srl$/;
const BAG_TEXT = { privateKey: 'private key', certificate: 'certificate', crl: 'revocation list' } as const;
/** D28, the largest that is allowed for anything: a CRL. */
const MAX_FILE_BYTES = 67_108_864;
const MAX_PASSWORDS = 10;
/** 1 MiB of PKCS#12 in base64 with line ends. */
const MAX_BARE_BASE64 = 1_500_000;
