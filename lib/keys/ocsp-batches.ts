import type { StoredKey } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';

/** One response to be signed under one responder. */
export interface OcspSigning {
  readonly key: StoredKey;
  readonly responseDataDer: Uint8Array;
  readonly responderCertificateDer: Uint8Array;
}
/** For each in order: the signature, or why it was refused. */
export type OcspSignings = readonly (Uint8Array | string)[];

/**
 * Responses that are to be signed at about the same time go to the signer in one message: a message costs both sides
 * several times what a signature does. Each is still judged and refused by itself. While two messages are under way
 * further ones wait and make the next one larger, so nothing waits for company when there is none.
 */
export class OcspBatches {
  readonly #send: (batch: readonly OcspSigning[]) => Promise<OcspSignings>;
  readonly #waiting: Waiting[] = [];
  #underWay = 0;
  #isPlanned = false;

  constructor(send: (batch: readonly OcspSigning[]) => Promise<OcspSignings>) {
    this.#send = send;
  }

  sign(signing: OcspSigning): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ signing, resolve, reject });
      this.#plan();
    });
  }

  /** After what the event loop has at hand: requests that came together are all here by then. */
  #plan(): void {
    if (this.#isPlanned || this.#underWay >= MOST_UNDER_WAY || this.#waiting.length === 0) return;
    this.#isPlanned = true;
    setImmediate(() => {
      this.#isPlanned = false;
      const batch = this.#take();
      this.#underWay += 1;
      this.#settle(batch).finally(() => {
        this.#underWay -= 1;
        this.#plan();
      });
      this.#plan();
    });
  }

  /** The first in the queue and all others of its responder, in order. */
  #take(): readonly Waiting[] {
    const { key, responderCertificateDer } = (this.#waiting[0] as Waiting).signing;
    const batch: Waiting[] = [];
    for (let at = 0; at < this.#waiting.length && batch.length < MOST_IN_A_BATCH; ) {
      const { signing } = this.#waiting[at] as Waiting;
      if (signing.key === key && signing.responderCertificateDer === responderCertificateDer)
        batch.push(...this.#waiting.splice(at, 1));
      else at += 1;
    }
    return batch;
  }

  async #settle(batch: readonly Waiting[]): Promise<void> {
    try {
      const signings = await this.#send(batch.map(({ signing }) => signing));
      for (const [at, { resolve, reject }] of batch.entries()) {
        const signed = signings[at];
        if (signed instanceof Uint8Array) resolve(signed);
        else
          reject(new CountersignError('internal', signed ?? 'The signer left an answer out. Nothing was handed out.'));
      }
    } catch (error) {
      for (const { reject } of batch) reject(error as Error);
    }
  }
}

interface Waiting {
  readonly signing: OcspSigning;
  readonly resolve: (signature: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

const MOST_UNDER_WAY = 1;
/** A few milliseconds of signing; certificates wait behind it. */
const MOST_IN_A_BATCH = 64;
