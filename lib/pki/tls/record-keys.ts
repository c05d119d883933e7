/** Keys that protect records, from the secrets of a key log, and opening records with them. RFC 8446 §5.2, §7.1–7.3; RFC 5246 §5, §6.3; RFC 5288; RFC 7905 */
import { createDecipheriv, createHmac } from 'node:crypto';
import type { SuiteProtection } from './registry.ts';

/** Secrets by label and client random, as NSS key logs write them: `LABEL <client random, hex> <secret, hex>`. */
export class KeyLog {
  readonly #secrets = new Map<string, Uint8Array>();

  /** Lines that are no key log lines are skipped. */
  constructor(text: string) {
    for (const line of text.split('\n').slice(0, MAX_LINES)) {
      const match = /^([A-Z0-9_]{1,60}) ([0-9a-f]{64}) ((?:[0-9a-f]{2}){16,128})$/i.exec(line.trim());
      if (match === null) continue;
      const [, label, random, secret] = match as unknown as [string, string, string, string];
      this.#secrets.set(`${label.toUpperCase()} ${random.toLowerCase()}`, Buffer.from(secret, 'hex'));
    }
  }

  secret(label: string, clientRandom: Uint8Array): Uint8Array | null {
    return this.#secrets.get(`${label} ${Buffer.from(clientRandom).toString('hex')}`) ?? null;
  }
}

/** Opens the records of one direction and epoch, in order. */
export interface RecordOpener {
  /** Content type and plaintext, or null when the record does not open. `header`: its five octets. */
  open(header: Uint8Array, body: Uint8Array): { type: number; plaintext: Uint8Array } | null;
}

/** RFC 8446 §5.2: the nonce is the IV with the record's number in it; the true content type is the last octet that is not zero. */
export class Opener13 implements RecordOpener {
  readonly #protection: SuiteProtection;
  readonly #secret: Uint8Array;
  readonly #key: Uint8Array;
  readonly #iv: Uint8Array;
  #sequence = 0n;

  constructor(protection: SuiteProtection, secret: Uint8Array) {
    this.#protection = protection;
    this.#secret = secret;
    this.#key = expandLabel(protection.hash, secret, 'key', protection.keyOctets);
    this.#iv = expandLabel(protection.hash, secret, 'iv', 12);
  }

  open(header: Uint8Array, body: Uint8Array): { type: number; plaintext: Uint8Array } | null {
    const inner = openAead(this.#protection, this.#key, nonceOf(this.#iv, this.#sequence), header, body);
    if (inner === null) return null;
    this.#sequence += 1n;
    let end = inner.length;
    while (end > 0 && inner[end - 1] === 0) end -= 1;
    return end === 0 ? null : { type: inner[end - 1] as number, plaintext: inner.subarray(0, end - 1) };
  }

  /** The keys after a KeyUpdate. RFC 8446 §7.2 */
  next(): Opener13 {
    const { hash } = this.#protection;
    return new Opener13(this.#protection, expandLabel(hash, this.#secret, 'traffic upd', this.#secret.length));
  }
}

/** RFC 5288 §3 (explicit nonce of 8 octets), RFC 7905 §2; the additional data is number, type, version and length. RFC 5246 §6.2.3.3 */
export class Opener12 implements RecordOpener {
  readonly #protection: SuiteProtection;
  readonly #key: Uint8Array;
  readonly #iv: Uint8Array;
  #sequence = 0n;

  constructor(protection: SuiteProtection, key: Uint8Array, iv: Uint8Array) {
    this.#protection = protection;
    this.#key = key;
    this.#iv = iv;
  }

  open(header: Uint8Array, body: Uint8Array): { type: number; plaintext: Uint8Array } | null {
    const explicit = this.#iv.length === 4 ? 8 : 0;
    const length = body.length - explicit - TAG_OCTETS;
    if (length < 0) return null;
    const nonce = explicit ? Buffer.concat([this.#iv, body.subarray(0, explicit)]) : nonceOf(this.#iv, this.#sequence);
    const additional = Buffer.alloc(13);
    additional.writeBigUInt64BE(this.#sequence);
    additional.set(header.subarray(0, 3), 8);
    additional.writeUInt16BE(length, 11);
    const plaintext = openAead(this.#protection, this.#key, nonce, additional, body.subarray(explicit));
    if (plaintext === null) return null;
    this.#sequence += 1n;
    return { type: header[0] as number, plaintext };
  }
}

/** Openers of both directions of TLS 1.2. RFC 5246 §6.3 */
export function openers12(
  protection: SuiteProtection,
  masterSecret: Uint8Array,
  clientRandom: Uint8Array,
  serverRandom: Uint8Array,
): { client: Opener12; server: Opener12 } {
  const { keyOctets, hash, cipher } = protection;
  const ivOctets = cipher === 'chacha20-poly1305' ? 12 : 4;
  const seed = Buffer.concat([Buffer.from('key expansion'), serverRandom, clientRandom]);
  const block = pseudoRandom(hash, masterSecret, seed, 2 * (keyOctets + ivOctets));
  const ivs = 2 * keyOctets;
  return {
    client: new Opener12(protection, block.subarray(0, keyOctets), block.subarray(ivs, ivs + ivOctets)),
    server: new Opener12(protection, block.subarray(keyOctets, ivs), block.subarray(ivs + ivOctets)),
  };
}

/** P_hash. RFC 5246 §5 */
export function pseudoRandom(hash: string, secret: Uint8Array, seed: Uint8Array, octets: number): Uint8Array {
  const blocks: Uint8Array[] = [];
  let chained: Uint8Array = seed;
  for (let have = 0; have < octets; have += (blocks.at(-1) as Uint8Array).length) {
    chained = createHmac(hash, secret).update(chained).digest();
    blocks.push(createHmac(hash, secret).update(chained).update(seed).digest());
  }
  return Buffer.concat(blocks).subarray(0, octets);
}

/** HKDF-Expand-Label with an empty context, at most one block of the hash long. RFC 8446 §7.1, RFC 5869 §2.3 */
export function expandLabel(hash: string, secret: Uint8Array, label: string, octets: number): Uint8Array {
  const full = Buffer.from(`tls13 ${label}`);
  const info = Buffer.concat([Uint8Array.of(octets >> 8, octets & 255, full.length), full, Uint8Array.of(0, 1)]);
  return createHmac(hash, secret).update(info).digest().subarray(0, octets);
}

function nonceOf(iv: Uint8Array, sequence: bigint): Uint8Array {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(sequence, 4);
  for (const [index, octet] of iv.entries()) nonce[index] = (nonce[index] as number) ^ octet;
  return nonce;
}

function openAead(
  { cipher }: SuiteProtection,
  key: Uint8Array,
  nonce: Uint8Array,
  additional: Uint8Array,
  sealed: Uint8Array,
): Uint8Array | null {
  if (sealed.length < TAG_OCTETS) return null;
  const at = sealed.length - TAG_OCTETS;
  try {
    const decipher = createDecipheriv(cipher as 'aes-256-gcm', key, nonce, { authTagLength: TAG_OCTETS });
    decipher.setAAD(additional, { plaintextLength: at } as never);
    decipher.setAuthTag(sealed.subarray(at));
    return Buffer.concat([decipher.update(sealed.subarray(0, at)), decipher.final()]);
  } catch {
    // What does not open is not a fault of the reader: the record says so where it is shown.
    return null;
  }
}

const TAG_OCTETS = 16;
const MAX_LINES = 100;
