import { randomBytes } from 'node:crypto';
import type { Fraction } from './fraction.ts';

/** Whole bytes from the system's source; a test hands in others. */
export type Bytes = (count: number) => Uint8Array;

/**
 * Noise for counts, drawn exactly: Canonne, Kamath and Steinke, The Discrete Gaussian for Differential Privacy (2020),
 * algorithms 1 to 3. Whole numbers and system randomness throughout, so that nothing of the count shows in low bits.
 */
export class ExactNoise {
  readonly #bytes: Bytes;

  constructor(bytes: Bytes = (count) => randomBytes(count)) {
    this.#bytes = bytes;
  }

  /** Discrete Laplace: P(x) ∝ exp(−|x| / scale). With scale = sensitivity / ε a count is ε-differentially private. */
  laplace(scale: Fraction): bigint {
    const { top: t, bottom: s } = scale;
    for (;;) {
      const u = this.#below(t);
      if (!this.#bernoulliExp({ top: u, bottom: t })) continue;
      let v = 0n;
      while (this.#bernoulliExp({ top: 1n, bottom: 1n })) v++;
      const y = (u + t * v) / s;
      const negative = this.#below(2n) === 1n;
      if (negative && y === 0n) continue;
      return negative ? -y : y;
    }
  }

  /** Discrete Gaussian: P(x) ∝ exp(−x² / 2σ²), by its variance. With σ² = sensitivity² / 2ρ a count is ρ-zCDP. */
  gaussian(variance: Fraction): bigint {
    const { top: n, bottom: d } = variance;
    const t = floorRoot(n / d) + 1n;
    for (;;) {
      const y = this.laplace({ top: t, bottom: 1n });
      const size = y < 0n ? -y : y;
      // exp(−(|y| − σ²/t)² / 2σ²), over one denominator.
      const difference = size * d * t - n;
      if (this.#bernoulliExp({ top: difference * difference, bottom: 2n * n * d * t * t })) return y;
    }
  }

  /** Heads with the chance exp(−γ). */
  #bernoulliExp(gamma: Fraction): boolean {
    const { bottom } = gamma;
    let { top } = gamma;
    for (; top > bottom; top -= bottom) if (!this.#bernoulliExpSmall({ top: bottom, bottom })) return false;
    return this.#bernoulliExpSmall({ top, bottom });
  }

  /** The same for γ up to 1. */
  #bernoulliExpSmall({ top, bottom }: Fraction): boolean {
    for (let k = 1n; ; k++) if (this.#below(bottom * k) >= top) return k % 2n === 1n;
  }

  /** A whole number from 0 to below `end`, each alike: what does not fit evenly is drawn again. */
  #below(end: bigint): bigint {
    if (end <= 1n) return 0n;
    const bits = end.toString(2).length;
    const bytes = Math.ceil(bits / 8);
    const extra = BigInt(bytes * 8 - bits);
    for (;;) {
      const drawn = BigInt(`0x${Buffer.from(this.#bytes(bytes)).toString('hex')}`) >> extra;
      if (drawn < end) return drawn;
    }
  }
}

function floorRoot(n: bigint): bigint {
  if (n < 2n) return n;
  let root = 1n << BigInt(Math.ceil(n.toString(2).length / 2));
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
