/**
 * How well columns tell records apart (Motwani and Xu 2007): distinction is the share of distinct combinations, separation the
 * share of pairs of records that differ. Golden case A13.
 */
export function columnPower(sizes: readonly { readonly size: number; readonly classes: number }[]) {
  const records = sizes.reduce((sum, { size, classes }) => sum + size * classes, 0);
  const classes = sizes.reduce((sum, one) => sum + one.classes, 0);
  const pairs = (n: number) => (n * (n - 1)) / 2;
  const alike = sizes.reduce((sum, { size, classes: many }) => sum + pairs(size) * many, 0);
  return { distinction: classes / records, separation: records < 2 ? 1 : 1 - alike / pairs(records) };
}
