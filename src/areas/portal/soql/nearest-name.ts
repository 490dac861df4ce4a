/** The name within two slips of the one asked for, if there is one, to suggest in an error. */
export function nearestName(asked: string, names: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.min(3, Math.ceil(asked.length / 2) + 1);
  for (const name of names) {
    if (Math.abs(name.length - asked.length) >= least) continue;
    const slips = editDistance(asked, name);
    if (slips < least) [best, least] = [name, slips];
  }
  return best;
}

/** Levenshtein distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
