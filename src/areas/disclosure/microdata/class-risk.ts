/** Classes by size: `classes` classes of `size` records each. */
export interface SizeCount {
  readonly size: number;
  readonly classes: number;
}

/** Risks that follow from the sizes of equivalence classes alone. Shares are of records, from 0 to 1. */
export interface ClassRisk {
  readonly records: number;
  readonly classes: number;
  /** Records in the smallest class: k-anonymity. */
  readonly k: number;
  readonly uniques: number;
  readonly unique_share: number;
  /** Mean records a class (records over classes): the AECS of pyCANON. ARX's counts suppressed records as a class of its own. */
  readonly average_class: number;
  /** An attacker who knows that somebody is in the file: 1 over the smallest class, and its mean over records. */
  readonly prosecutor_highest: number;
  /** An attacker after any match at all: classes over records. Equal to the mean prosecutor risk. */
  readonly marketer: number;
  /** Records whose own risk, 1 over their class, is above the threshold. */
  readonly at_risk: number;
  readonly at_risk_share: number;
}

/** Definitions as in El Emam, Guide to the De-Identification of Personal Health Information (2013), and ARX. */
export function classRisk(sizes: readonly SizeCount[], threshold: number): ClassRisk {
  const records = sizes.reduce((sum, { size, classes }) => sum + size * classes, 0);
  const classes = sizes.reduce((sum, one) => sum + one.classes, 0);
  const k = sizes.reduce((least, { size }) => Math.min(least, size), Number.POSITIVE_INFINITY);
  const uniques = sizes.find(({ size }) => size === 1)?.classes ?? 0;
  const atRisk = sizes
    .filter(({ size }) => 1 / size > threshold + 1e-12)
    .reduce((sum, { size, classes: many }) => sum + size * many, 0);
  return {
    records,
    classes,
    k,
    uniques,
    unique_share: uniques / records,
    average_class: records / classes,
    prosecutor_highest: 1 / k,
    marketer: classes / records,
    at_risk: atRisk,
    at_risk_share: atRisk / records,
  };
}

/**
 * Average equivalence class size in two meanings. ARX: all records over the kept classes, and one more when anything is
 * suppressed. pyCANON: the kept records over the kept classes.
 */
export const averageClassSizes = (kept: readonly SizeCount[], suppressed: number) => {
  const records = kept.reduce((sum, { size, classes }) => sum + size * classes, 0);
  const classes = kept.reduce((sum, one) => sum + one.classes, 0);
  return {
    arx: (records + suppressed) / (classes + (suppressed > 0 ? 1 : 0)),
    pycanon: records / classes,
  };
};

/**
 * Discernibility of ARX in two forms: every record of a kept class costs the class's size; a suppressed one costs all records,
 * or (monotone) what its class would.
 */
export function discernibility(classes: readonly SizeCount[], suppressedBelow: number) {
  const records = classes.reduce((sum, { size, classes: many }) => sum + size * many, 0);
  let [penalised, monotone] = [0, 0];
  for (const { size, classes: many } of classes) {
    monotone += size * size * many;
    penalised += (size < suppressedBelow ? size * records : size * size) * many;
  }
  return { penalised, monotone };
}
