import type { Duplex } from 'node:stream';

/**
 * The main process's end of the piece channel: long lists go to the signer as plain octets, beside the channel of
 * calls, which copies them several times. `HeldPieces` says what is written.
 */
export class PieceChannel {
  readonly #channel: Duplex;
  readonly #waiting: { resolve: (isHeld: boolean) => void; reject: (error: Error) => void }[] = [];
  #rest = Buffer.alloc(0);
  #ended = false;

  constructor(channel: Duplex) {
    this.#channel = channel;
    channel.on('data', (chunk: Buffer) => this.#read(chunk));
    channel.on('error', () => this.#end());
    channel.on('close', () => this.#end());
  }

  /** False: the signer refused the piece. Rejects when the signer is gone. */
  send(octets: Uint8Array): Promise<boolean> {
    return new Promise((resolve, reject) => {
      if (this.#ended) {
        reject(gone());
        return;
      }
      this.#waiting.push({ resolve, reject });
      const length = Buffer.alloc(4);
      length.writeUInt32BE(octets.length);
      this.#channel.write(length);
      this.#channel.write(octets);
    });
  }

  #read(chunk: Buffer): void {
    let rest = Buffer.concat([this.#rest, chunk]);
    for (; rest.length >= ANSWER_OCTETS; rest = rest.subarray(ANSWER_OCTETS))
      this.#waiting.shift()?.resolve(rest[0] === HELD);
    this.#rest = rest;
  }

  #end(): void {
    this.#ended = true;
    for (const { reject } of this.#waiting.splice(0)) reject(gone());
  }
}

function gone(): Error {
  return new Error('The signer is gone.');
}

export const HELD = 0;
export const REFUSED = 1;
export const ANSWER_OCTETS = 33;
/** Descriptor of the channel in the signer, behind standard input, output, errors and the channel of calls. */
export const PIECE_CHANNEL = 4;
