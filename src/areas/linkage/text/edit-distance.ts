/**
 * Whether one edit (a letter changed, added, lost, or two neighbours swapped) turns one text into the other. Equal texts
 * are not one edit apart. This is restricted Damerau-Levenshtein distance 1, without its table.
 */
export function isOneEdit(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  const more = long.length - short.length;
  if (more > 1) return false;
  let head = 0;
  while (head < short.length && short.charCodeAt(head) === long.charCodeAt(head)) head++;
  if (more === 1) return short.slice(head) === long.slice(head + 1);
  if (head === short.length) return false;
  if (short.slice(head + 1) === long.slice(head + 1)) return true;
  return (
    short.charCodeAt(head) === long.charCodeAt(head + 1) &&
    short.charCodeAt(head + 1) === long.charCodeAt(head) &&
    short.slice(head + 2) === long.slice(head + 2)
  );
}

let rows = [new Uint16Array(64), new Uint16Array(64), new Uint16Array(64)] as const;

/** Restricted Damerau-Levenshtein distance, or `most + 1` as soon as it is sure to be more than `most`. */
export function editDistance(a: string, b: string, most: number): number {
  const over = most + 1;
  if (Math.abs(a.length - b.length) > most) return over;
  if (b.length + 1 > rows[0].length) {
    const room = (b.length + 1) * 2;
    rows = [new Uint16Array(room), new Uint16Array(room), new Uint16Array(room)];
  }
  let [before, above, row] = rows as readonly [Uint16Array, Uint16Array, Uint16Array];
  for (let at = 0; at <= b.length; at++) above[at] = at;
  for (let i = 1; i <= a.length; i++) {
    row[0] = i;
    let least = i;
    const letter = a.charCodeAt(i - 1);
    for (let j = 1; j <= b.length; j++) {
      const same = letter === b.charCodeAt(j - 1);
      let cost = Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1)) {
        cost = Math.min(cost, before[j - 2]! + 1);
      }
      row[j] = cost;
      if (cost < least) least = cost;
    }
    if (least > most) return over;
    [before, above, row] = [above, row, before];
  }
  return Math.min(over, above[b.length]!);
}
