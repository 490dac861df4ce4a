/** An answer this large is kept only when it is asked for a second time: most are never asked for again. */
const largeBytes = 256 * 1024;
/** Keys of large answers that are remembered for that. */
const mostRemembered = 256;

/**
 * Answers by their key, the least recently used thrown out when their sizes pass the limit. A version never changes, so
 * an answer from it never goes stale; the key holds everything else that could change it.
 */
export class AnswerCache<T> {
  readonly #entries = new Map<string, { readonly value: T; readonly bytes: number }>();
  readonly #askedOnce = new Set<string>();
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): T | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  /** An answer larger than an eighth of the whole is not kept: it would push out too much. */
  set(key: string, value: T, bytes: number): void {
    const cost = bytes + key.length * 2 + 100;
    if (cost > this.#maxBytes / 8) return;
    if (bytes >= largeBytes && !this.#askedOnce.delete(key)) {
      this.#askedOnce.add(key);
      const [oldest] = this.#askedOnce;
      if (this.#askedOnce.size > mostRemembered) this.#askedOnce.delete(oldest!);
      return;
    }
    this.#drop(key);
    this.#entries.set(key, { value, bytes: cost });
    this.#bytes += cost;
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
  }
}
