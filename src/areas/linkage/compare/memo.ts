/** Few values have few pairs: what is remembered of them needs little room, and making it no time. */
const roomFor = (values: number): number => Math.max(6, Math.ceil(Math.log2(Math.max(2, values))) + 4);

/**
 * Remembers the answer for pairs of values. Direct-mapped: a newer pair takes the place of an older one, so it never grows.
 * Symmetric: (a, b) and (b, a) are one pair.
 */
export function memoised(
  of: (a: number, b: number) => number,
  sizeLog2 = 16,
  values = 2 ** 30,
): (a: number, b: number) => number {
  const bits = Math.min(sizeLog2, roomFor(values));
  const mask = (1 << bits) - 1;
  const low = new Int32Array(mask + 1);
  const high = new Int32Array(mask + 1);
  const answers = new Uint8Array(mask + 1);
  return (a, b) => {
    const [x, y] = a < b ? [a, b] : [b, a];
    const slot = (Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b)) >>> (32 - bits);
    if (low[slot] === x && high[slot] === y) return answers[slot]!;
    const answer = of(x, y);
    low[slot] = x;
    high[slot] = y;
    answers[slot] = answer;
    return answer;
  };
}
