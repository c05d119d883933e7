/** BER to DER for files that old programs wrote with indefinite lengths and strings in pieces. ITU-T X.690 §8.1.3, §8.7.3 */
import { headerLength, TAG, writeHeader } from '../der-writer.ts';
import { PkiError } from '../types.ts';

export interface BerLimits {
  /** Most octets of the input. */
  readonly maxBytes: number;
  /** Most values, end-of-contents marks included. */
  readonly maxNodes: number;
  /** What the file is called in messages. */
  readonly noun: string;
}

/**
 * The same value with definite, minimal lengths and every universal string in one piece. Nothing else is changed: the order of sets and the
 * content of primitive values stay, so that what was signed as DER keeps its octets, and the strict reader still judges the result. A string in
 * pieces under an implicit tag cannot be told from a structure; its pieces stay inside. One loop, no recursion. Throws `malformed`, `too-large`,
 * and `unsupported` for a BIT STRING in pieces. ITU-T X.690 §8.1.3
 */
export function berToDer(bytes: Uint8Array, limits: BerLimits): Uint8Array {
  if (bytes.length > limits.maxBytes)
    throw new PkiError(
      'too-large',
      `The ${limits.noun} has ${bytes.length} bytes; at most ${limits.maxBytes} are allowed.`,
    );
  const converter = new Converter(bytes, limits);
  return converter.convert();
}

/** Octets of an OCTET STRING under an implicit tag `[0]`: primitive, or in pieces as BER allows. ITU-T X.690 §8.7.3 */
export function joinPieces(pieces: readonly { readonly tag: number; readonly content: Uint8Array }[]): Uint8Array {
  for (const piece of pieces)
    if (piece.tag !== TAG.octetString)
      throw new PkiError('malformed', 'A string in pieces holds something that is not a piece. The file is damaged.');
  return new Uint8Array(Buffer.concat(pieces.map((piece) => piece.content)));
}

interface Frame {
  readonly tag: number;
  /** Offset of its last octet plus one, or infinity while the length is indefinite. */
  readonly end: number;
  /** Index of the chunk that its header goes into; -1 for the file itself. */
  readonly headerIndex: number;
  /** Whether the contents are pieces of one string. */
  readonly collapse: boolean;
  contentLength: number;
}

class Converter {
  readonly #bytes: Uint8Array;
  readonly #limits: BerLimits;
  readonly #chunks: Uint8Array[] = [];
  readonly #frames: Frame[] = [
    { tag: 0, end: Number.POSITIVE_INFINITY, headerIndex: -1, collapse: false, contentLength: 0 },
  ];
  #at = 0;
  #nodes = 0;

  constructor(bytes: Uint8Array, limits: BerLimits) {
    this.#bytes = bytes;
    this.#limits = limits;
  }

  convert(): Uint8Array {
    const root = this.#frames[0] as Frame;
    do {
      this.#readValue();
      this.#closeFinished();
    } while (this.#frames.length > 1);
    if (this.#at !== this.#bytes.length) throw this.#malformed('bytes follow after its end');
    const out = new Uint8Array(root.contentLength);
    let at = 0;
    for (const chunk of this.#chunks) {
      out.set(chunk, at);
      at += chunk.length;
    }
    return out;
  }

  #readValue(): void {
    this.#nodes += 1;
    if (this.#nodes > this.#limits.maxNodes)
      throw new PkiError(
        'too-large',
        `The ${this.#limits.noun} has more than ${this.#limits.maxNodes} parts, which no real one has.`,
      );
    const frame = this.#frames.at(-1) as Frame;
    const tag = this.#octet();
    if ((tag & 0x1f) === 0x1f) throw this.#malformed('a tag number above 30');
    const length = this.#length(tag);
    if (tag === 0) {
      if (length !== 0 || frame.end !== Number.POSITIVE_INFINITY || frame.headerIndex < 0)
        throw this.#malformed('an end mark where nothing is open');
      this.#close();
      return;
    }
    if (frame.collapse && (tag & ~CONSTRUCTED) !== frame.tag)
      throw this.#malformed('a string whose pieces are of another type');
    if (tag & CONSTRUCTED) this.#open(tag, length, frame);
    else this.#copy(tag, length, frame);
  }

  #open(tag: number, length: number | null, parent: Frame): void {
    const end = length === null ? Number.POSITIVE_INFINITY : this.#at + length;
    if (length !== null && end > Math.min(parent.end, this.#bytes.length)) throw this.#malformed('it ends too early');
    if (this.#frames.length > MAX_DEPTH)
      throw new PkiError('too-large', `The ${this.#limits.noun} is nested deeper than ${MAX_DEPTH} levels.`);
    const isString = (tag & 0xc0) === 0 && tag !== TAG.sequence && tag !== TAG.set;
    if (isString && tag === (TAG.bitString | CONSTRUCTED))
      throw new PkiError(
        'unsupported',
        `The ${this.#limits.noun} has a bit string in pieces, which no known program writes.`,
      );
    this.#frames.push({
      tag: isString ? tag & ~CONSTRUCTED : tag,
      end,
      headerIndex: this.#chunks.length,
      collapse: isString,
      contentLength: 0,
    });
    this.#chunks.push(EMPTY);
  }

  #copy(tag: number, length: number | null, frame: Frame): void {
    if (length === null) throw this.#malformed('a simple value of indefinite length');
    const end = this.#at + length;
    if (end > Math.min(frame.end, this.#bytes.length)) throw this.#malformed('it ends too early');
    if (!frame.collapse) {
      const header = headerOf(tag, length);
      this.#chunks.push(header);
      frame.contentLength += header.length;
    }
    this.#chunks.push(this.#bytes.subarray(this.#at, end));
    frame.contentLength += length;
    this.#at = end;
  }

  #closeFinished(): void {
    for (;;) {
      const frame = this.#frames.at(-1) as Frame;
      if (frame.headerIndex < 0 || this.#at !== frame.end) return;
      this.#close();
    }
  }

  #close(): void {
    const frame = this.#frames.pop() as Frame;
    const parent = this.#frames.at(-1) as Frame;
    // A piece inside a piece adds its octets only.
    const header = parent.collapse ? EMPTY : headerOf(frame.tag, frame.contentLength);
    this.#chunks[frame.headerIndex] = header;
    parent.contentLength += header.length + frame.contentLength;
  }

  #octet(): number {
    const octet = this.#bytes[this.#at];
    if (octet === undefined) throw this.#malformed('it ends too early');
    this.#at += 1;
    return octet;
  }

  /** Null for an indefinite length. */
  #length(tag: number): number | null {
    const first = this.#octet();
    if (first < 0x80) return first;
    if (first === 0x80) {
      if ((tag & CONSTRUCTED) === 0) throw this.#malformed('a simple value of indefinite length');
      return null;
    }
    const octets = first & 0x7f;
    // Eight octets exceed any file; writers that reserve room use four.
    if (octets > 8) throw this.#malformed('a length that no file can have');
    let length = 0;
    for (let index = 0; index < octets; index += 1) length = length * 256 + this.#octet();
    return length;
  }

  #malformed(what: string): PkiError {
    return new PkiError(
      'malformed',
      `The ${this.#limits.noun} is not valid BER: ${what} (at byte ${this.#at}). It may be damaged or of another type.`,
    );
  }
}

function headerOf(tag: number, contentLength: number): Uint8Array {
  const header = new Uint8Array(headerLength(contentLength));
  writeHeader(header, 0, tag, contentLength);
  return header;
}

const CONSTRUCTED = 0x20;
const EMPTY = new Uint8Array(0);
/** The strict reader's ceiling; what is deeper would be refused there. */
const MAX_DEPTH = 32;
