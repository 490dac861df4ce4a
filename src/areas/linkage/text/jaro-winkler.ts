/**
 * Jaro-Winkler similarity, 0 to 1, prefix weight 0.1 up to four letters and the boost only above 0.7 as Winkler has it
 * (Winkler 1990, "String comparator metrics and enhanced decision rules"). Golden values: the test beside.
 */
export function jaroWinkler(a: string, b: string): number {
  const jaro = jaroSimilarity(a, b);
  if (jaro <= 0.7) return jaro;
  const most = Math.min(4, a.length, b.length);
  let prefix = 0;
  while (prefix < most && a.charCodeAt(prefix) === b.charCodeAt(prefix)) prefix++;
  return jaro + prefix * 0.1 * (1 - jaro);
}

// Kept between calls: an allocation for each would cost more than the comparison.
const room = 64;
let usedA = new Uint8Array(room);
let usedB = new Uint8Array(room);

/** Jaro similarity: matches within half the longer length, less half the transpositions among them. */
export function jaroSimilarity(a: string, b: string): number {
  const lengthA = a.length;
  const lengthB = b.length;
  if (lengthA === 0 || lengthB === 0) return lengthA === lengthB ? 1 : 0;
  if (a === b) return 1;
  if (lengthA > usedA.length) usedA = new Uint8Array(lengthA * 2);
  if (lengthB > usedB.length) usedB = new Uint8Array(lengthB * 2);
  for (let at = 0; at < lengthA; at++) usedA[at] = 0;
  for (let at = 0; at < lengthB; at++) usedB[at] = 0;

  const reach = Math.max(0, (Math.max(lengthA, lengthB) >> 1) - 1);
  let matches = 0;
  for (let at = 0; at < lengthA; at++) {
    const letter = a.charCodeAt(at);
    const from = at > reach ? at - reach : 0;
    const to = Math.min(lengthB - 1, at + reach);
    for (let other = from; other <= to; other++) {
      if (usedB[other] === 0 && b.charCodeAt(other) === letter) {
        usedA[at] = 1;
        usedB[other] = 1;
        matches++;
        break;
      }
    }
  }
  if (matches === 0) return 0;
  let halfTransposed = 0;
  let other = 0;
  for (let at = 0; at < lengthA; at++) {
    if (usedA[at] === 0) continue;
    while (usedB[other] === 0) other++;
    if (a.charCodeAt(at) !== b.charCodeAt(other)) halfTransposed++;
    other++;
  }
  return (matches / lengthA + matches / lengthB + (matches - Math.floor(halfTransposed / 2)) / matches) / 3;
}
