import type { KeyObject } from 'node:crypto';
import type { OpenCeremony, WireKey } from './signer-protocol.ts';

/** Long enough to sign what was prepared; a forgotten ceremony does not leave a root online overnight. */
export const CEREMONY_SECONDS = 900;

/** Keys that came in a sealed file and are held in memory for a while. Nothing of them is ever written. */
export class Ceremonies {
  readonly #open = new Map<
    string,
    { readonly key: KeyObject; readonly spkiSha256: string; readonly endsAt: number; readonly timer: NodeJS.Timeout }
  >();

  /** Begun again, it lasts its full time again. */
  begin({ id, spkiSha256 }: Pick<WireKey, 'id' | 'spkiSha256'>, key: KeyObject): void {
    this.end(id);
    const timer = setTimeout(() => this.end(id), CEREMONY_SECONDS * 1_000);
    timer.unref();
    this.#open.set(id, { key, spkiSha256, endsAt: seconds() + CEREMONY_SECONDS, timer });
  }

  end(keyId: string): void {
    clearTimeout(this.#open.get(keyId)?.timer);
    this.#open.delete(keyId);
  }

  endAll(): void {
    for (const keyId of [...this.#open.keys()]) this.end(keyId);
  }

  /** The key while its ceremony lasts. Timers run late on a machine that was asleep, so the time is looked at again. */
  key({ id, spkiSha256 }: Pick<WireKey, 'id' | 'spkiSha256'>): KeyObject | null {
    const open = this.#open.get(id);
    if (!open || open.spkiSha256 !== spkiSha256) return null;
    if (open.endsAt > seconds()) return open.key;
    this.end(id);
    return null;
  }

  list(): readonly OpenCeremony[] {
    return [...this.#open].flatMap(([keyId, { endsAt }]) => {
      const secondsLeft = Math.floor(endsAt - seconds());
      return secondsLeft > 0 ? [{ keyId, secondsLeft }] : [];
    });
  }
}

/** Of a clock that nobody can set. */
function seconds(): number {
  return performance.now() / 1_000;
}
