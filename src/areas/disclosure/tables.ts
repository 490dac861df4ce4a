import { integer, optional, type RowOf, sequence, table, text } from '../../store/database.ts';
import type { ReleaseState } from './model.ts';

/** The register of releases: what may leave or has left, by the people it is about. Never changed once decided. */
export const disclosureRelease = table(
  'disclosure_release',
  {
    /** Rises with each release: whoever protects against the register says how far they read it. */
    sequence: sequence(),
    id: text(),
    title: text(),
    /** Whose figures: `sets of people`, as JSON. */
    universes: text(),
    /** Internal id of the dataset the figures were counted from; none for a file of tables that was brought. */
    dataset: optional(text()),
    version: optional(integer()),
    /** Dimensions of its tables, as JSON. */
    variables: text(),
    vintage: optional(text()),
    state: text<ReleaseState>(),
    /** The file of published tables: what the public gets, blanks alike. */
    published: text(),
    sha256: text(),
    cells: integer(),
    blanks: integer(),
    /** JSON: the governing rule and whose each field is. */
    rule: text(),
    /** JSON: what the attacker found. */
    proof: text(),
    asked_by: text(),
    asked_at: text(),
    purpose: optional(text()),
    reviewer: optional(text()),
    decided_by: optional(text()),
    decided_at: optional(text()),
    reason: optional(text()),
    /** The release decision it rests on. */
    decision: optional(text()),
    /** Null: for everyone. `figures`: shown to those who may see figures of the dataset and no row, and to nobody else. */
    audience: optional(text<'figures'>()),
    /** What was asked, as JSON: the same question of the same version is answered by the same release. */
    question: optional(text()),
  },
  ['sequence'],
);

/** Which universes a release speaks of, for finding those about the same people. */
export const disclosureUniverse = table('disclosure_universe', { universe: text(), release: text() }, [
  'universe',
  'release',
]);

/** What a dataset may still give away under differential privacy: amounts are exact fractions, as text. */
export const disclosureBudget = table(
  'disclosure_budget',
  {
    dataset: text(),
    epsilon: text(),
    spent: text(),
    opened_by: text(),
    opened_at: text(),
    ground: text(),
    /** For Gaussian noise; none where only pure ε-privacy is promised. */
    delta: optional(text()),
    spent_delta: optional(text()),
  },
  ['dataset'],
);

export const disclosureSpending = table(
  'disclosure_spending',
  {
    sequence: sequence(),
    dataset: text(),
    version: integer(),
    epsilon: text(),
    mechanism: text<'laplace' | 'gaussian'>(),
    /** JSON: the noisy counts that were given. */
    answer: text(),
    spent_by: text(),
    spent_at: text(),
    delta: optional(text()),
  },
  ['sequence'],
);

/** Keys of research identifiers, one a project and release. The key itself lies in the key store. */
export const disclosureIdentifiers = table(
  'disclosure_identifiers',
  {
    project: text(),
    release: text(),
    key: text(),
    people: integer(),
    made_at: text(),
    destroyed_at: optional(text()),
    /** JSON: what shows that the key can no longer be opened. */
    proof: optional(text()),
  },
  ['project', 'release'],
);

/** An expert's determination that the risk is very small (45 CFR 164.514(b)(1)): never changed, followed by another. */
export const disclosureDetermination = table(
  'disclosure_determination',
  {
    id: text(),
    dataset: text(),
    version: integer(),
    expert: text(),
    qualification: text(),
    recipient: text(),
    controls: text(),
    method: text(),
    result: text(),
    outcome: text<'very-small' | 'not-very-small'>(),
    /** JSON: the risk report the determination rests on. */
    measured: text(),
    review_by: text(),
    recorded_by: text(),
    recorded_at: text(),
  },
  ['id'],
);

export const tables = [
  disclosureRelease,
  disclosureUniverse,
  disclosureBudget,
  disclosureSpending,
  disclosureIdentifiers,
  disclosureDetermination,
];

declare module '../../store/database.ts' {
  interface Database {
    disclosure_release: RowOf<typeof disclosureRelease>;
    disclosure_universe: RowOf<typeof disclosureUniverse>;
    disclosure_budget: RowOf<typeof disclosureBudget>;
    disclosure_spending: RowOf<typeof disclosureSpending>;
    disclosure_identifiers: RowOf<typeof disclosureIdentifiers>;
    disclosure_determination: RowOf<typeof disclosureDetermination>;
  }
}
