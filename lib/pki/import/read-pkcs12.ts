import {
  childrenOf,
  contentOf,
  type DerElement,
  encodingOf,
  FieldReader,
  readOctetString,
  readOid,
  readSmallInteger,
  unexpected,
  unwrapExplicit,
} from '../der-reader.ts';
import { TAG } from '../der-writer.ts';
import { stringText } from '../distinguished-name.ts';
import { OID, oidLabel } from '../oids.ts';
import { toHex } from '../serial-number.ts';
import { PkiError } from '../types.ts';
import { readContainer, readExplicitOctets, readImplicitOctets } from './lenient-der.ts';
import { type PasswordScheme, readPasswordScheme } from './password-decryption.ts';
import { type Pkcs12Mac, readPkcs12Mac } from './pkcs12-mac.ts';
import { isPrivateKeyInfo, wrongPassword } from './private-key.ts';
import { WorkBudget } from './work-budget.ts';

/** What one bag holds. `refused`: the reason, with the others still read. */
export type Pkcs12Value =
  | { readonly kind: 'privateKey'; readonly pkcs8Der: Uint8Array }
  | { readonly kind: 'certificate'; readonly der: Uint8Array }
  | { readonly kind: 'crl'; readonly der: Uint8Array }
  | { readonly kind: 'refused'; readonly what: string; readonly error: PkiError };

export type Pkcs12Entry = Pkcs12Value & {
  /** 1 for the first bag of the file. */
  readonly bag: number;
  readonly friendlyName: string | null;
  /** Hex; the same on a key and its certificate. */
  readonly localKeyId: string | null;
};

export interface Pkcs12File {
  /** The seal in words, or null when the file has none and a change would not be seen. */
  readonly seal: string | null;
  /** Every entry under the first password that opens the file; an absent and an empty password are tried as well. Throws `bad-password`, `malformed`, `too-large`. */
  readonly open: (passwords: readonly string[]) => readonly Pkcs12Entry[];
}

/**
 * Reads the outer structure of a file of at most 1 MiB, DER or BER, without deriving anything. Throws `malformed`, `unsupported` for files sealed
 * or encrypted with a public key, `too-large` for size, count of parts and rounds beyond the budget.
 *
 * ```
 * PFX ::= SEQUENCE { version INTEGER (3), authSafe ContentInfo, macData MacData OPTIONAL }
 * AuthenticatedSafe ::= SEQUENCE OF ContentInfo
 * ```
 * RFC 7292 §4
 */
export function readPkcs12(bytes: Uint8Array, budget: WorkBudget = new WorkBudget()): Pkcs12File {
  const fields = new FieldReader(readContainer(bytes, LIMITS), 'PFX');
  readVersion3(fields.takeAny('version'));
  const authSafe = readContentInfo(fields.takeAny('authSafe'));
  const mac = fields.done ? null : readPkcs12Mac(fields.take(TAG.sequence, 'macData'));
  fields.finish();
  if (authSafe.type !== OID.pkcs7Data)
    throw new PkiError('unsupported', 'The file is sealed with a public key. Export it again with a password.');
  const content = readExplicitOctets(authSafe.content, 'PFX.authSafe');
  if (mac !== null) budget.plan(mac.iterations);
  const safes = childrenOf(sequenceOf(readContainer(content, LIMITS), 'AuthenticatedSafe')).map((safe) =>
    readSafe(safe, budget),
  );
  return {
    seal: mac?.text ?? null,
    open: (passwords) => {
      const candidates = mac === null ? spellings(passwords) : [provePassword(mac, content, passwords, budget)].flat();
      return openSafes(safes, candidates, passwords.length, budget);
    },
  };
}

/** Bags in the clear, or encrypted ones that wait for the password. */
type Safe =
  | { readonly bags: readonly Bag[] }
  | { readonly scheme: PasswordScheme; readonly data: Uint8Array }
  | { readonly what: string; readonly error: PkiError };

/** One bag; `key` waits for the password. */
interface Bag {
  readonly value: Pkcs12Value | { readonly scheme: PasswordScheme; readonly data: Uint8Array };
  readonly friendlyName: string | null;
  readonly localKeyId: string | null;
}

function openSafes(
  safes: readonly Safe[],
  candidates: readonly string[],
  given: number,
  budget: WorkBudget,
): Pkcs12Entry[] {
  const bags = safes.flatMap((safe): readonly Bag[] => {
    if ('bags' in safe) return safe.bags;
    if ('error' in safe) return [{ value: { kind: 'refused', ...safe }, friendlyName: null, localKeyId: null }];
    const plain = decryptFirst(safe.scheme, safe.data, candidates, budget, isSafeContents);
    if (plain === null) throw wrongPassword('file', given);
    return readBags(plain, budget);
  });
  if (bags.length > MAX_BAGS) throw tooManyBags();
  return bags.map(({ value, friendlyName, localKeyId }, index) => ({
    ...('scheme' in value ? openKey(value, candidates, given, budget) : value),
    bag: index + 1,
    friendlyName,
    localKeyId,
  }));
}

function openKey(
  { scheme, data }: { scheme: PasswordScheme; data: Uint8Array },
  candidates: readonly string[],
  given: number,
  budget: WorkBudget,
): Pkcs12Value {
  const pkcs8Der = decryptFirst(scheme, data, candidates, budget, isPrivateKeyInfo);
  // Java lets a key have a password of its own inside the file.
  if (pkcs8Der === null) return { kind: 'refused', what: 'private key', error: wrongPassword('key', given) };
  return { kind: 'privateKey', pkcs8Der };
}

function decryptFirst(
  scheme: PasswordScheme,
  data: Uint8Array,
  candidates: readonly string[],
  budget: WorkBudget,
  isRight: (plain: Uint8Array) => boolean,
): Uint8Array | null {
  for (const password of candidates) {
    budget.spend(scheme.rounds);
    const plain = scheme.decrypt(data, password);
    if (plain !== null && isRight(plain)) return plain;
  }
  return null;
}

/** One wrong password in 256 leaves right padding; what is inside tells. */
function isSafeContents(octets: Uint8Array): boolean {
  try {
    return readContainer(octets, LIMITS).tag === TAG.sequence;
  } catch (error) {
    // Too many parts are no sign of a wrong password.
    return error instanceof PkiError && error.code === 'too-large';
  }
}

/** The spelling that the seal confirms and, for the parts that spell passwords otherwise, the plain one. */
function provePassword(
  mac: Pkcs12Mac,
  content: Uint8Array,
  passwords: readonly string[],
  budget: WorkBudget,
): string[] {
  for (const password of spellings(passwords)) {
    budget.spend(mac.rounds);
    if (mac.verify(password, content))
      return [password, ...passwords.filter((one) => asLatin1(one) === password && one !== password)];
  }
  throw wrongPassword('file', passwords.length);
}

/** OpenSSL before 1.1 took each octet of the UTF-8 password for one character. */
function spellings(passwords: readonly string[]): string[] {
  return [...new Set([...passwords.flatMap((password) => [password, asLatin1(password)]), ''])];
}

function asLatin1(password: string): string {
  return Buffer.from(password, 'utf8').toString('latin1');
}

function readSafe(element: DerElement, budget: WorkBudget): Safe {
  const { type, content } = readContentInfo(element);
  if (type === OID.pkcs7Data) return { bags: readBags(readExplicitOctets(content, 'SafeContents'), budget) };
  if (type !== OID.pkcs7EncryptedData)
    throw new PkiError(
      'unsupported',
      'Part of the file is encrypted with a public key. Export it again with a password.',
    );
  const encryptedData = new FieldReader(unwrapExplicit(content, 'EncryptedData'), 'EncryptedData');
  readSmallInteger(encryptedData.takeAny('version'), 'EncryptedData.version', 2);
  const info = new FieldReader(encryptedData.takeAny('encryptedContentInfo'), 'EncryptedContentInfo');
  readOid(info.takeAny('contentType'), 'EncryptedContentInfo.contentType');
  const algorithm = info.take(TAG.sequence, 'contentEncryptionAlgorithm');
  const data = readImplicitOctets(info.takeAny('encryptedContent'), 'EncryptedContentInfo.encryptedContent');
  info.finish();
  const scheme = schemeOrRefusal(algorithm, budget);
  return 'error' in scheme ? { what: 'encrypted part', ...scheme } : { scheme, data };
}

function schemeOrRefusal(algorithm: DerElement, budget: WorkBudget): PasswordScheme | { readonly error: PkiError } {
  try {
    const scheme = readPasswordScheme(algorithm);
    budget.plan(scheme.iterations);
    return scheme;
  } catch (error) {
    if (error instanceof PkiError && error.code === 'unsupported') return { error };
    throw error;
  }
}

function readBags(bytes: Uint8Array, budget: WorkBudget): Bag[] {
  return bagsOf(readContainer(bytes, LIMITS), budget);
}

/**
 * ```
 * SafeContents ::= SEQUENCE OF SafeBag
 * SafeBag ::= SEQUENCE { bagId OBJECT IDENTIFIER, bagValue [0] EXPLICIT ANY, bagAttributes SET OF Attribute OPTIONAL }
 * ```
 * SafeContents inside SafeContents are as deep as the gate lets a structure be. RFC 7292 §4.2
 */
function bagsOf(element: DerElement, budget: WorkBudget): Bag[] {
  return childrenOf(sequenceOf(element, 'SafeContents')).flatMap((bag) => {
    const fields = new FieldReader(bag, 'SafeBag');
    const bagId = readOid(fields.takeAny('bagId'), 'SafeBag.bagId');
    const value = unwrapExplicit(fields.take(0xa0, 'bagValue'), 'SafeBag.bagValue');
    const attributes = readAttributes(fields.optional(TAG.set));
    fields.finish();
    if (bagId === OID.safeContentsBag) return bagsOf(value, budget);
    return [{ value: readBagValue(bagId, value, budget), ...attributes }];
  });
}

function readBagValue(bagId: string, value: DerElement, budget: WorkBudget): Bag['value'] {
  switch (bagId) {
    case OID.keyBag:
      return { kind: 'privateKey', pkcs8Der: encodingOf(value).slice() };
    case OID.pkcs8ShroudedKeyBag: {
      const fields = new FieldReader(value, 'EncryptedPrivateKeyInfo');
      const scheme = schemeOrRefusal(fields.take(TAG.sequence, 'encryptionAlgorithm'), budget);
      const data = readOctetString(fields.takeAny('encryptedData'), 'EncryptedPrivateKeyInfo.encryptedData');
      fields.finish();
      return 'error' in scheme ? { kind: 'refused', what: 'private key', ...scheme } : { scheme, data };
    }
    case OID.certBag:
      return readTypedOctets(value, OID.x509Certificate, 'certificate');
    case OID.crlBag:
      return readTypedOctets(value, OID.x509Crl, 'crl');
    default:
      return {
        kind: 'refused',
        what: bagId === OID.secretBag ? 'secret' : 'unknown content',
        error: new PkiError(
          'unsupported',
          `The bag holds ${bagId === OID.secretBag ? 'a secret that is neither key nor certificate' : `content of the unknown type ${oidLabel(bagId)}`}.`,
        ),
      };
  }
}

/**
 * ```
 * CertBag ::= SEQUENCE { certId OBJECT IDENTIFIER, certValue [0] EXPLICIT OCTET STRING }
 * ```
 * CRLBag is the same. RFC 7292 §4.2.3, §4.2.4
 */
function readTypedOctets(value: DerElement, expected: string, kind: 'certificate' | 'crl'): Pkcs12Value {
  const fields = new FieldReader(value, 'CertBag');
  const type = readOid(fields.takeAny('certId'), 'CertBag.certId');
  const wrapper = fields.take(0xa0, 'certValue');
  fields.finish();
  if (type !== expected)
    return {
      kind: 'refused',
      what: kind,
      error: new PkiError('unsupported', 'The bag holds a certificate that is not X.509.'),
    };
  return { kind, der: readExplicitOctets(wrapper, 'CertBag.certValue').slice() };
}

function readAttributes(element: DerElement | null): { friendlyName: string | null; localKeyId: string | null } {
  let friendlyName: string | null = null;
  let localKeyId: string | null = null;
  for (const attribute of element === null ? [] : childrenOf(element)) {
    const fields = new FieldReader(attribute, 'PKCS12Attribute');
    const type = readOid(fields.takeAny('attrId'), 'PKCS12Attribute.attrId');
    const [value] = childrenOf(fields.take(TAG.set, 'attrValues'));
    fields.finish();
    if (value === undefined) continue;
    if (type === OID.friendlyName) friendlyName = stringText(value).slice(0, MAX_FRIENDLY_NAME);
    if (type === OID.localKeyId && value.tag === TAG.octetString)
      localKeyId = toHex(contentOf(value).subarray(0, MAX_KEY_ID));
  }
  return { friendlyName, localKeyId };
}

/**
 * ```
 * ContentInfo ::= SEQUENCE { contentType OBJECT IDENTIFIER, content [0] EXPLICIT ANY }
 * ```
 */
function readContentInfo(element: DerElement): { type: string; content: DerElement } {
  const fields = new FieldReader(element, 'ContentInfo');
  const type = readOid(fields.takeAny('contentType'), 'ContentInfo.contentType');
  const content = fields.take(0xa0, 'content');
  fields.finish();
  return { type, content };
}

function readVersion3(element: DerElement): void {
  if (readSmallInteger(element, 'PFX.version', 3) !== 3)
    throw new PkiError('unsupported', 'The file is a PFX of an old version. Only version 3 (PKCS#12) can be read.');
}

function sequenceOf(element: DerElement, structure: string): DerElement {
  if (element.tag !== TAG.sequence) throw unexpected(structure);
  return element;
}

function tooManyBags(): PkiError {
  return new PkiError(
    'too-large',
    `The file has more than ${MAX_BAGS.toLocaleString('en-US')} entries. Split it into several files.`,
  );
}

/** D28. 60,000 values are about 4,000 certificates, more than a file of 1 MiB holds. */
const LIMITS = { maxBytes: 1_048_576, maxNodes: 60_000, noun: 'PKCS#12 file' };
const MAX_BAGS = 5_000;
const MAX_FRIENDLY_NAME = 256;
const MAX_KEY_ID = 64;
