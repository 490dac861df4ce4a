/**
 * Finds words of a vocabulary that a mistyped one may have been meant to be: at most one slip in words of 4 to 7 letters,
 * two in longer ones (a letter wrong, missing, too many, or two exchanged).
 */
export class NearWords {
  readonly #byLength = new Map<number, { readonly word: string; readonly letters: number }[]>();
  readonly #known = new Set<string>();

  add(word: string): void {
    if (this.#known.has(word)) return;
    this.#known.add(word);
    const list = this.#byLength.get(word.length) ?? [];
    list.push({ word, letters: lettersIn(word) });
    this.#byLength.set(word.length, list);
  }

  /** The words nearest to this one, with the slips between them; all of the fewest slips. */
  near(word: string): readonly { readonly word: string; readonly slips: number }[] {
    const most = word.length < 4 || /\d/.test(word) ? 0 : word.length < 8 ? 1 : 2;
    const letters = lettersIn(word);
    let found: { word: string; slips: number }[] = [];
    let fewest = most;
    if (most === 0) return [];
    for (let length = word.length - most; length <= word.length + most; length++) {
      for (const one of this.#byLength.get(length) ?? []) {
        // A slip changes at most two letters of the set: most words are ruled out without being read.
        if (bitsIn(one.letters ^ letters) > 2 * fewest) continue;
        const slips = slipsBetween(one.word, word, fewest);
        if (slips > fewest) continue;
        if (slips < fewest) found = [];
        fewest = slips;
        found.push({ word: one.word, slips });
      }
    }
    // Few mistype the first letter: words that share it are meant first.
    const alike = found.filter((one) => one.word[0] === word[0]);
    return (alike.length > 0 ? alike : found).slice(0, 8);
  }
}

function lettersIn(word: string): number {
  let set = 0;
  for (let at = 0; at < word.length; at++) set |= 1 << (word.charCodeAt(at) & 31);
  return set;
}

function bitsIn(set: number): number {
  let bits = set - ((set >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** Optimal string alignment distance, given up past `most`. */
function slipsBetween(a: string, b: string, most: number): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row++) {
    const line = [row];
    let least = row;
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let slips = Math.min(above[column]! + 1, line[column - 1]! + 1, above[column - 1]! + (same ? 0 : 1));
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        slips = Math.min(slips, before[column - 2]! + 1);
      line.push(slips);
      least = Math.min(least, slips);
    }
    if (least > most) return most + 1;
    before = above;
    above = line;
  }
  return above[b.length]!;
}
