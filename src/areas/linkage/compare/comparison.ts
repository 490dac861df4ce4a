/**
 * How two records agree in one field. Level 0 means that one of them has no value; level 1 that they disagree; the highest
 * is the closest agreement.
 */
export interface Comparison {
  readonly name: string;
  readonly levels: readonly Level[];
  /** The level for two records. */
  compare(left: number, right: number): number;
  /**
   * How rare the value is that the last {@link compare} agreed on: `-log2` of the share of records that have it (of the
   * commoner of two that are close). Asked only for levels with `rarity`.
   */
  bits(): number;
  /** No value is rarer than this, in bits. */
  readonly mostBits?: number;
  /** What a call costs beside one of integers: cheap ones are asked first. */
  readonly cost?: number;
}

export interface Level {
  readonly label: string;
  /** Share of true pairs with both values that stand at this level, before the data has spoken. */
  readonly m: number;
  /** The same for two different persons of one household or family. */
  readonly kin?: number;
  /** Agreement on a rare value counts for more. */
  readonly rarity?: true;
  /** How parent and child of one name stand to each other. */
  readonly kinOfOneName?: true;
}

export const missing: Level = { label: 'missing', m: 0 };

/** Comparisons whose levels depend on one another are weighed together: each combination of levels has its own weight. */
export interface ComparisonGroup {
  readonly name: string;
  readonly comparisons: readonly Comparison[];
  /** What a whole household or the firms of one house share: an address, a telephone, a mailbox. */
  readonly shared?: true;
}
