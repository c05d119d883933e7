/** A map that forgets: at most `most` values, the longest unused ones go first, half of them at a time. */
export class RecentlyUsed<Value> {
  readonly #most: number;
  readonly #kept = new Map<string, Value>();

  constructor(most: number) {
    this.#most = most;
  }

  get(name: string): Value | undefined {
    const value = this.#kept.get(name);
    if (value === undefined) return undefined;
    // Last in the order of the map is last to go.
    this.#kept.delete(name);
    this.#kept.set(name, value);
    return value;
  }

  set(name: string, value: Value): void {
    if (this.#kept.size >= this.#most) {
      let left = Math.ceil(this.#most / 2);
      for (const old of this.#kept.keys()) {
        if (left-- === 0) break;
        this.#kept.delete(old);
      }
    }
    this.#kept.set(name, value);
  }
}
