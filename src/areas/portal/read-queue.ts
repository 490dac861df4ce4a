import { tooBusy } from './errors.ts';

/** How many statements run at once, and how many may wait. */
export interface ReadLimits {
  readonly running: number;
  readonly waiting: number;
}

/**
 * Keeps a small server small: a few statements run, a bounded number wait in the order they came, and the next is told
 * to come back (503) instead of making everyone slower.
 */
export class ReadQueue {
  readonly #limits: ReadLimits;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(limits: ReadLimits) {
    this.#limits = limits;
  }

  async run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.#enter(signal);
    try {
      return await work();
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }

  async #enter(signal: AbortSignal | undefined): Promise<void> {
    if (this.#running < this.#limits.running) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.length >= this.#limits.waiting) throw tooBusy.with({ waiting: this.#waiting.length });
    await new Promise<void>((resolve, reject) => {
      const start = () => {
        signal?.removeEventListener('abort', leave);
        this.#running += 1;
        resolve();
      };
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(start), 1);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiting.push(start);
    });
  }
}
