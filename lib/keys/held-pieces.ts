import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { type OwnEntries, requireOwnEntries } from './hard-rules.ts';
import { HELD, REFUSED } from './piece-channel.ts';

/** A piece of long lists that the signer has looked at by itself. */
export interface HeldPiece extends OwnEntries {
  /** SHA-256 of the octets in lower-case hex, made here. */
  readonly name: string;
  readonly octets: Uint8Array;
}

/**
 * The signer's end of the piece channel. A piece comes as its length in four octets and its octets; the answer has 33
 * octets, in the order of the pieces: 0 and the SHA-256 when the piece is held, 1 and the SHA-256 when it was refused.
 * Nothing that is sent here is signed: a call has to name it, and is judged as a whole.
 */
export class HeldPieces {
  /** In the order of their last use. */
  readonly #held = new Map<string, HeldPiece & { usedAt: number }>();
  #octets = 0;
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    setInterval(() => this.dropIdle(), IDLE_MILLISECONDS / 4).unref();
  }

  serve(channel: Duplex): void {
    const reader = new PieceReader((octets) => channel.write(this.#take(octets)));
    channel.on('data', (chunk: Uint8Array) => {
      // What is no piece ends the channel: where the next one would begin is not known.
      if (!reader.read(chunk)) channel.destroy();
    });
    channel.on('error', () => channel.destroy());
  }

  /** A piece that is named is in use; undefined: it is not held, or not any more. */
  get(name: string): HeldPiece | undefined {
    const piece = this.#held.get(name);
    if (piece === undefined) return undefined;
    this.#held.delete(name);
    piece.usedAt = this.#now();
    this.#held.set(name, piece);
    return piece;
  }

  dropIdle(): void {
    for (const { name, usedAt } of this.#held.values()) if (this.#now() - usedAt > IDLE_MILLISECONDS) this.#drop(name);
  }

  #take(octets: Uint8Array): Uint8Array {
    const digest = createHash('sha256').update(octets).digest();
    const name = digest.toString('hex');
    if (this.get(name) === undefined) {
      try {
        const found = requireOwnEntries(octets);
        this.#held.set(name, { name, octets, ...found, usedAt: this.#now() });
        this.#octets += octets.length;
      } catch {
        return Buffer.concat([Uint8Array.of(REFUSED), digest]);
      }
      for (const oldest of this.#held.keys()) {
        if (this.#octets <= MOST_HELD_OCTETS) break;
        this.#drop(oldest);
      }
    }
    return Buffer.concat([Uint8Array.of(HELD), digest]);
  }

  #drop(name: string): void {
    this.#octets -= this.#held.get(name)?.octets.length ?? 0;
    this.#held.delete(name);
  }
}

/** Puts pieces together from what a stream hands over. */
class PieceReader {
  readonly #done: (octets: Uint8Array) => void;
  readonly #length = new Uint8Array(4);
  #lengthOctets = 0;
  #piece: Uint8Array | null = null;
  #at = 0;

  constructor(done: (octets: Uint8Array) => void) {
    this.#done = done;
  }

  /** False: this is no piece, or too long a one. */
  read(chunk: Uint8Array): boolean {
    for (let from = 0; from < chunk.length; ) {
      if (this.#piece === null) {
        this.#length[this.#lengthOctets] = chunk[from] as number;
        this.#lengthOctets += 1;
        from += 1;
        if (this.#lengthOctets < 4) continue;
        const length = Buffer.from(this.#length).readUInt32BE();
        if (length === 0 || length > MOST_PIECE_OCTETS) return false;
        this.#piece = new Uint8Array(length);
        this.#at = 0;
        continue;
      }
      const some = chunk.subarray(from, from + this.#piece.length - this.#at);
      this.#piece.set(some, this.#at);
      this.#at += some.length;
      from += some.length;
      if (this.#at < this.#piece.length) continue;
      const whole = this.#piece;
      this.#piece = null;
      this.#lengthOctets = 0;
      this.#done(whole);
    }
    return true;
  }
}

const MOST_PIECE_OCTETS = 2 * 1_048_576;
/** More than the longest list that is signed. */
export const MOST_HELD_OCTETS = 96 * 1_048_576;
/** As long as a long list that changes often is between two changes. */
const IDLE_MILLISECONDS = 3_600_000;
