/** Even steps of 1, 2, 2.5 or 5 times a power of ten, from zero, at most `most` of them above it. */
export function gridRules(top: number, most = 3): readonly number[] {
  if (!(top > 0)) return [0];
  const power = 10 ** Math.floor(Math.log10(top / most));
  const fits = (step: number) => Math.floor((top / step) * 1.001) <= most;
  const step = [0.5, 1, 2, 2.5, 5, 10].map((factor) => factor * power).find(fits) ?? top;
  const rules: number[] = [];
  for (let value = 0; value <= top * 1.001; value += step) rules.push(Number(value.toPrecision(12)));
  return rules;
}

/** Moves labels apart along one axis so that none is nearer than `gap` to the next; order and bounds are kept. */
export function spread(wanted: readonly number[], gap: number, low: number, high: number): number[] {
  const order = wanted.map((_, at) => at).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const placed = [...wanted];
  let floor = low;
  for (const at of order) {
    placed[at] = Math.max(placed[at] ?? 0, floor);
    floor = (placed[at] ?? 0) + gap;
  }
  let ceiling = high;
  for (const at of order.toReversed()) {
    placed[at] = Math.min(placed[at] ?? 0, ceiling);
    ceiling = (placed[at] ?? 0) - gap;
  }
  return placed;
}
