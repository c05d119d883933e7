/** Reads TLS structures in the presentation language of RFC 8446 §3, and notes each field with its place. */
import { PkiError } from '../types.ts';

/** One decoded field. `offset` and `length` count octets in the message that it was read from, length prefixes included. */
export interface TlsField {
  readonly name: string;
  readonly value: string;
  readonly offset: number;
  readonly length: number;
  readonly fields: readonly TlsField[];
}

/** Takes fields from the front; never past `end`. Throws PkiError `malformed` for what does not fit and `too-large` after MAX_FIELDS fields. */
export class TlsReader {
  readonly data: Uint8Array;
  readonly end: number;
  readonly fields: TlsField[] = [];
  readonly #purse: { left: number };
  at: number;

  constructor(data: Uint8Array, start = 0, end = data.length, purse = { left: MAX_FIELDS }) {
    this.data = data;
    this.at = start;
    this.end = end;
    this.#purse = purse;
  }

  get left(): number {
    return this.end - this.at;
  }

  /** A number of 1 to 4 octets. */
  number(octets: number, name: string, show: (value: number) => string = String): number {
    const offset = this.#advance(octets, name);
    let value = 0;
    for (let index = 0; index < octets; index += 1) value = value * 256 + (this.data[offset + index] as number);
    this.#note({ name, value: show(value), offset, length: octets, fields: [] });
    return value;
  }

  /** Octets of a fixed length; shown as hex unless `show` says otherwise. */
  octets(length: number, name: string, show: (octets: Uint8Array) => string = hexText): Uint8Array {
    const offset = this.#advance(length, name);
    const octets = this.data.subarray(offset, offset + length);
    this.#note({ name, value: show(octets), offset, length, fields: [] });
    return octets;
  }

  /** Octets behind a length of 1 to 3 octets. */
  opaque(lengthOctets: number, name: string, show: (octets: Uint8Array) => string = hexText): Uint8Array {
    const offset = this.at;
    const length = this.#length(lengthOctets, name);
    const start = this.#advance(length, name);
    const octets = this.data.subarray(start, start + length);
    this.#note({ name, value: show(octets), offset, length: lengthOctets + length, fields: [] });
    return octets;
  }

  /** A vector: `read` takes all of it and may return how the whole is shown. */
  vector(lengthOctets: number, name: string, read: (inner: TlsReader) => string | undefined): void {
    const offset = this.at;
    const length = this.#length(lengthOctets, name);
    const start = this.#advance(length, name);
    const inner = new TlsReader(this.data, start, start + length, this.#purse);
    const text = read(inner);
    inner.finish(name);
    const value = text ?? `${length} octets`;
    this.#note({ name, value, offset, length: lengthOctets + length, fields: inner.fields });
  }

  /** What `read` takes, as one field with parts; `read` returns how the whole is shown. */
  group(name: string, read: (inner: TlsReader) => string): void {
    const inner = new TlsReader(this.data, this.at, this.end, this.#purse);
    const value = read(inner);
    this.#note({ name, value, offset: this.at, length: inner.at - this.at, fields: inner.fields });
    this.at = inner.at;
  }

  /** Throws `malformed` when something is left. */
  finish(name: string): void {
    if (this.left > 0) throw malformed(`${name} has ${this.left} octets behind its last field`);
  }

  #length(octets: number, name: string): number {
    const offset = this.#advance(octets, name);
    let value = 0;
    for (let index = 0; index < octets; index += 1) value = value * 256 + (this.data[offset + index] as number);
    return value;
  }

  #advance(octets: number, name: string): number {
    if (octets > this.left) throw malformed(`${name} needs ${octets} octets and ${this.left} are left`);
    const offset = this.at;
    this.at += octets;
    return offset;
  }

  #note(field: TlsField): void {
    this.#purse.left -= 1;
    if (this.#purse.left < 0) throw new PkiError('too-large', `A TLS message has more than ${MAX_FIELDS} fields.`);
    this.fields.push(field);
  }
}

/** The first 48 octets in hex; an ellipsis stands for the rest. */
export function hexText(octets: Uint8Array): string {
  if (octets.length === 0) return 'empty';
  const shown = Buffer.from(octets.subarray(0, 48)).toString('hex');
  return octets.length > 48 ? `${shown}… (${octets.length} octets)` : shown;
}

/** Printable ASCII as it is, else hex. */
export function asciiText(octets: Uint8Array): string {
  return octets.length > 0 && octets.length <= 300 && octets.every((octet) => octet > 0x1f && octet < 0x7f)
    ? Buffer.from(octets).toString('latin1')
    : hexText(octets);
}

function malformed(what: string): PkiError {
  return new PkiError('malformed', `The TLS message cannot be read: ${what}.`);
}

const MAX_FIELDS = 2_000;
