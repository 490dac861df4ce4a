/** A combination of key values as numbers (0 is missing), how many records have it, and the sum of their weights. */
export interface KeyClass {
  readonly key: readonly number[];
  readonly records: number;
  readonly weight: number;
}

/**
 * Class sizes where a missing value may be any value, as sdcMicro counts: two combinations match when they agree wherever
 * both are filled. Answers f and F by class. Golden case B3.
 */
export function wildcardClasses(classes: readonly KeyClass[]): { readonly f: number; readonly F: number }[] {
  const columns = classes[0]?.key.length ?? 0;
  const patternOf = (key: readonly number[]) =>
    key.reduce((set, code, at) => (code === 0 ? set | (1 << at) : set), 0);
  const byPattern = new Map<number, KeyClass[]>();
  for (const one of classes) {
    const pattern = patternOf(one.key);
    byPattern.set(pattern, [...(byPattern.get(pattern) ?? []), one]);
  }
  // By the columns two patterns both fill: the sums over one pattern's classes there.
  const sums = new Map<string, Map<string, { f: number; F: number }>>();
  const filledOf = (missing: number) => [...Array(columns).keys()].filter((at) => !((missing >> at) & 1));
  const sumsOver = (pattern: number, missing: number) => {
    const name = `${pattern}|${missing}`;
    const known = sums.get(name);
    if (known !== undefined) return known;
    const made = new Map<string, { f: number; F: number }>();
    const filled = filledOf(missing);
    for (const { key, records, weight } of byPattern.get(pattern)!) {
      const at = filled.map((column) => key[column]).join();
      const sum = made.get(at) ?? { f: 0, F: 0 };
      made.set(at, { f: sum.f + records, F: sum.F + weight });
    }
    sums.set(name, made);
    return made;
  };
  return classes.map(({ key }) => {
    const own = patternOf(key);
    let [f, F] = [0, 0];
    for (const pattern of byPattern.keys()) {
      const missing = own | pattern;
      const found = sumsOver(pattern, missing).get(
        filledOf(missing)
          .map((column) => key[column])
          .join(),
      );
      f += found?.f ?? 0;
      F += found?.F ?? 0;
    }
    return { f, F };
  });
}
