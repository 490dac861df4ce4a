import type { ColumnType } from '../../../core/column-type.ts';
import type { Jurisdiction } from '../../../core/jurisdiction.ts';
import type { Sql } from '../../../engine/sql.ts';
import type { Dimension } from '../dimension.ts';
import type { VersionProfile } from '../profile.ts';
import type { DefinitionOf, RuleDefinition, RuleKindName } from '../rule.ts';

/** The one form every kind of rule has; `rule-kinds.ts` lists them. */
export interface RuleKind<Kind extends RuleKindName = RuleKindName> {
  readonly kind: Kind;
  /** What a person picks it by. */
  readonly title: string;
  readonly dimension: Dimension;
  /** The rule as a sentence without a full stop. */
  readonly says: (definition: DefinitionOf<Kind>, words: Words) => string;
  /** How it is tested, or why it cannot be. */
  readonly test: (definition: DefinitionOf<Kind>, ground: Ground) => Test;
  /** Rules of this kind that the profile speaks for. The check then counts each over all rows. */
  readonly candidates?: (facts: Facts) => readonly Candidate[];
}

/** Names of things, for sentences. */
export interface Words {
  readonly field: (name: string) => string;
  readonly dataset: (id: string) => string;
  readonly jurisdiction: Jurisdiction;
}

/** What a rule stands on: one version's rows and what lies beside them. */
export interface Ground {
  /** A relation with the columns and `_row`. */
  readonly rows: Sql;
  readonly columns: ReadonlyMap<string, { readonly title: string; readonly type: ColumnType }>;
  /** `_row`, `column` of the cells that did not fit their type; null when there are none. */
  readonly rejectedCells: Sql | null;
  /** The rows of another dataset's current version, or null when there is no such dataset or field. */
  readonly keysOf: (dataset: string, key: string) => Sql | null;
  readonly jurisdiction: Jurisdiction;
  /** The day the version was loaded: what "today" means for it, so that a check repeats. */
  readonly asOf: string;
  /** A name for a temporary table of this rule's own. */
  readonly own: (name: string) => Sql;
}

export type Test = RowTest | VersionTest | { readonly scope: 'none'; readonly because: string };

/** Each row passes or fails by itself. */
export interface RowTest {
  readonly scope: 'row';
  /** Temporary tables to make first. */
  readonly before?: readonly Sql[];
  /** Which rows are judged: an expression that is never null. */
  readonly looksAt: Sql;
  /** Which of those fail: null counts as failing. */
  readonly fails: Sql;
}

/** The version passes or fails as a whole. */
export interface VersionTest {
  readonly scope: 'version';
  /** An aggregate over all rows. */
  readonly measure: Sql;
  readonly judge: (measured: string | null) => { readonly holds: boolean; readonly finding: string };
}

/** What candidates are drawn from. */
export interface Facts {
  readonly profile: VersionProfile;
  readonly jurisdiction: Jurisdiction;
  readonly asOf: string;
  /** Rows in each earlier version. */
  readonly rowsBefore: readonly number[];
  /** Keys of other datasets: fields with an accepted uniqueness rule. */
  readonly keys: readonly { readonly dataset: string; readonly title: string; readonly field: string }[];
}

export interface Candidate {
  readonly definition: RuleDefinition;
  /** What was seen, in words; told what the check found. */
  readonly evidence: (found: { checked: number; failing: number }) => string;
  /** Offered only when at most this share of the rows looked at fails. */
  readonly mostFailing: number;
  /** Order of offer: the higher, the more it is worth having. */
  readonly worth: number;
}

export const ruleKind = <Kind extends RuleKindName>(value: RuleKind<Kind>): RuleKind<Kind> =>
  Object.freeze(value);

export const cannot = (because: string): Test => ({ scope: 'none', because });

/** The column, or why there is none: a rule outlives the columns it names. */
export function columnOf(ground: Ground, field: string) {
  return ground.columns.get(field);
}
export const missing = (field: string): Test => cannot(`The field ${field} is not in this version.`);
