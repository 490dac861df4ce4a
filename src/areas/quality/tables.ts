import { integer, optional, type RowOf, real, table, text } from '../../store/database.ts';
import type { Anomaly } from './anomaly.ts';
import type { Check } from './check.ts';
import type { IssueEvent, IssueState } from './issue.ts';
import type { Criticality, Rule, RuleKindName } from './rule.ts';

/** A version's profile: the counts; its values lie in the lake. */
export const qualityProfile = table(
  'quality_profile',
  {
    dataset: text(),
    version: integer(),
    rows: integer(),
    fields: integer(),
    file: text(),
    profiled_at: text(),
  },
  ['dataset', 'version'],
);

/** Counts of one field in one version, for plots of change. */
export const qualityField = table(
  'quality_field',
  {
    dataset: text(),
    version: integer(),
    field: text(),
    position: integer(),
    type: text(),
    rows: integer(),
    nulls: integer(),
    distinct_values: integer(),
  },
  ['dataset', 'version', 'field'],
);

export const qualityRule = table(
  'quality_rule',
  {
    id: text(),
    dataset: text(),
    kind: text<RuleKindName>(),
    /** `subjectOf` its definition: one accepted rule a subject. */
    subject: text(),
    /** JSON of its definition. */
    definition: text(),
    criticality: text<Criticality>(),
    tolerance: real(),
    state: text<Rule['state']>(),
    origin: text<Rule['origin']>(),
    /** JSON of the contract entry it came from. */
    entry: optional(text()),
    /** Where that entry stood in the contract's template; `declared` when a property itself declares it. */
    mark: optional(text()),
    accepted_at: text(),
    accepted_by: text(),
    retired_at: optional(text()),
    retired_by: optional(text()),
    retired_because: optional(text()),
  },
  ['id'],
);

/** What a rule found in a version: the newest check of each pair. */
export const qualityCheck = table(
  'quality_check',
  {
    dataset: text(),
    version: integer(),
    rule: text(),
    outcome: text<Check['outcome']>(),
    checked: integer(),
    failing: integer(),
    finding: text(),
    /** File of failing rows in the lake, relative to its root. */
    file: optional(text()),
    checked_at: text(),
  },
  ['dataset', 'version', 'rule'],
);

export const qualityIssue = table(
  'quality_issue',
  {
    id: text(),
    dataset: text(),
    rule: text(),
    state: text<IssueState>(),
    failing: integer(),
    version: integer(),
    opened_at: text(),
    opened_version: integer(),
    closed_at: optional(text()),
    reason: optional(text()),
  },
  ['id'],
);

export const qualityIssueEvent = table(
  'quality_issue_event',
  {
    issue: text(),
    number: integer(),
    at: text(),
    actor: text(),
    kind: text<IssueEvent['kind']>(),
    text: text(),
    version: optional(integer()),
    failing: optional(integer()),
  },
  ['issue', 'number'],
);

/** What an imported contract says besides its rules. */
export const qualityContract = table(
  'quality_contract',
  {
    dataset: text(),
    template: text(),
    table_name: optional(text()),
    imported_at: text(),
    imported_by: text(),
  },
  ['dataset'],
);

export const qualityAnomaly = table(
  'quality_anomaly',
  {
    dataset: text(),
    version: integer(),
    number: integer(),
    kind: text<Anomaly['kind']>(),
    field: optional(text()),
    sentence: text(),
  },
  ['dataset', 'version', 'number'],
);

export const tables = [
  qualityProfile,
  qualityField,
  qualityRule,
  qualityCheck,
  qualityIssue,
  qualityIssueEvent,
  qualityContract,
  qualityAnomaly,
] as const;

declare module '../../store/database.ts' {
  interface Database {
    quality_profile: RowOf<typeof qualityProfile>;
    quality_field: RowOf<typeof qualityField>;
    quality_rule: RowOf<typeof qualityRule>;
    quality_check: RowOf<typeof qualityCheck>;
    quality_issue: RowOf<typeof qualityIssue>;
    quality_issue_event: RowOf<typeof qualityIssueEvent>;
    quality_contract: RowOf<typeof qualityContract>;
    quality_anomaly: RowOf<typeof qualityAnomaly>;
  }
}
