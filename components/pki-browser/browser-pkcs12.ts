/** Packs key and certificates into a PKCS#12 file inside the browser. RFC 7292, RFC 8018 */
import { browserPkcs12Words } from './browser-pkcs12.words';
import {
  concat,
  context,
  contextPrimitive,
  integer,
  nullValue,
  type Octets,
  octetString,
  oid,
  sequence,
  set,
  tlv,
} from './der';

/**
 * AES-256-CBC under PBKDF2-HMAC-SHA-256, sealed with HMAC-SHA-256: OpenSSL 1.1, Java 8u301, NSS, Windows from 2019. Takes a second or two.
 * Throws a plain sentence for a password that has half of a surrogate pair.
 */
export async function packPkcs12(args: {
  readonly privateKey: Octets;
  /** The certificate first, then its issuers, nearest first. */
  readonly certificates: readonly Octets[];
  readonly password: string;
  readonly friendlyName: string;
  /** Fewer in tests only. */
  readonly rounds?: { readonly encryption: number; readonly seal: number };
}): Promise<Octets> {
  const words = browserPkcs12Words();
  const { certificates, password, rounds = ROUNDS } = args;
  const [leaf] = certificates;
  if (leaf === undefined) throw new Error(words.thereIsNoCertificateTo);
  if (!password.isWellFormed()) throw new Error(words.thePasswordHoldsHalfOf);
  const localKeyId = new Uint8Array(await crypto.subtle.digest('SHA-1', leaf));
  const attributes = set(
    attribute(OIDS.friendlyName, tlv(0x1e, utf16(args.friendlyName))),
    attribute(OIDS.localKeyId, octetString(localKeyId)),
  );
  const certBags = certificates.map((der, at) =>
    safeBag(
      OIDS.certBag,
      sequence(oid(OIDS.x509Certificate), context(0, octetString(der))),
      at === 0 ? attributes : new Uint8Array(),
    ),
  );
  const key = await encrypt(args.privateKey, password, rounds.encryption);
  const certs = await encrypt(sequence(...certBags), password, rounds.encryption);
  const keyBag = safeBag(OIDS.shroudedKeyBag, sequence(key.algorithm, octetString(key.encrypted)), attributes);
  const encryptedCerts = sequence(
    oid(OIDS.encryptedData),
    context(0, sequence(integer(0), sequence(oid(OIDS.data), certs.algorithm, contextPrimitive(0, certs.encrypted)))),
  );
  const content = sequence(encryptedCerts, dataInfo(sequence(keyBag)));
  return sequence(integer(3), dataInfo(content), await seal(content, password, rounds.seal));
}

/** PBES2: { pbes2, { { pbkdf2, { salt, rounds, 32, hmacWithSHA256 } }, { aes256-CBC, iv } } }. RFC 8018 appendix A.4 */
async function encrypt(
  data: Octets,
  password: string,
  rounds: number,
): Promise<{ algorithm: Octets; encrypted: Octets }> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(16));
  const secret = await crypto.subtle.importKey('raw', new TextEncoder().encode(password), 'PBKDF2', false, [
    'deriveKey',
  ]);
  const key = await crypto.subtle.deriveKey(
    { name: 'PBKDF2', salt, iterations: rounds, hash: 'SHA-256' },
    secret,
    { name: 'AES-CBC', length: 256 },
    false,
    ['encrypt'],
  );
  const derivation = sequence(
    oid(OIDS.pbkdf2),
    sequence(octetString(salt), integer(rounds), integer(32), sequence(oid(OIDS.hmacWithSha256), nullValue())),
  );
  return {
    algorithm: sequence(oid(OIDS.pbes2), sequence(derivation, sequence(oid(OIDS.aes256Cbc), octetString(iv)))),
    encrypted: new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-CBC', iv }, key, data)),
  };
}

/** MacData with HMAC-SHA-256 over the content. RFC 7292 §5.1 */
async function seal(content: Octets, password: string, rounds: number): Promise<Octets> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const raw = await macKey(password, salt, rounds);
  const key = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, content));
  return sequence(
    sequence(sequence(oid(OIDS.sha256), nullValue()), octetString(mac)),
    octetString(salt),
    integer(rounds),
  );
}

/** One block of SHA-256 is all the key there is to derive, so the addition between blocks never happens. RFC 7292 appendix B.2 */
async function macKey(password: string, salt: Uint8Array, rounds: number): Promise<Octets> {
  const diversifier = new Uint8Array(64).fill(3);
  let digest: Octets = concat(diversifier, fill(salt), fill(concat(utf16(password), Uint8Array.of(0, 0))));
  for (let round = 0; round < rounds; round += 1)
    digest = new Uint8Array(await crypto.subtle.digest('SHA-256', digest));
  return digest;
}

/** Again and again up to a whole number of blocks of 64 octets. */
function fill(octets: Uint8Array): Octets {
  const out = new Uint8Array(Math.ceil(octets.length / 64) * 64);
  return out.map((_, at) => octets[at % octets.length] as number);
}

function dataInfo(content: Uint8Array): Octets {
  return sequence(oid(OIDS.data), context(0, octetString(content)));
}

function safeBag(type: string, value: Uint8Array, attributes: Uint8Array): Octets {
  return sequence(oid(type), context(0, value), attributes);
}

function attribute(type: string, value: Uint8Array): Octets {
  return sequence(oid(type), set(value));
}

/** Most significant octet first. RFC 7292 appendix B.1 */
function utf16(text: string): Octets {
  const out = new Uint8Array(text.length * 2);
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    out[at * 2] = unit >> 8;
    out[at * 2 + 1] = unit & 0xff;
  }
  return out;
}

const OIDS = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certBag: '1.2.840.113549.1.12.10.1.3',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  friendlyName: '1.2.840.113549.1.9.20',
  localKeyId: '1.2.840.113549.1.9.21',
  pbes2: '1.2.840.113549.1.5.13',
  pbkdf2: '1.2.840.113549.1.5.12',
  hmacWithSha256: '1.2.840.113549.2.9',
  aes256Cbc: '2.16.840.1.101.3.4.1.42',
  sha256: '2.16.840.1.101.3.4.2.1',
} as const;

/** OWASP's figure for PBKDF2-HMAC-SHA-256; the seal as Java 17 writes it, as each of its rounds is a call of its own here. */
const ROUNDS = { encryption: 600_000, seal: 10_000 } as const;
