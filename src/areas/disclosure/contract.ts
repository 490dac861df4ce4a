import { z } from 'zod';
import { bytes, json, operation } from '../../core/operation.ts';
import { recordFileUnreadable } from '../../core/record-file.ts';
import { datasetRef } from '../catalog/model.ts';
import {
  alreadyDecided,
  badBudget,
  budgetSpent,
  cannotBeProtected,
  cellsDoNotAddUp,
  contradictoryRule,
  cyclicHierarchy,
  duplicateCell,
  failedItsTest,
  hierarchyLacksValue,
  hierarchyUnreadable,
  latticeTooLarge,
  missingMargin,
  noSuchColumn,
  noSuchIdentifiers,
  noSuchRecordFile,
  noSuchRelease,
  noSuchRuleSet,
  notACount,
  notForFigures,
  nothingHolds,
  notStillSafe,
  recordsUnreadable,
  releasedMeanwhile,
  reviewerNeeded,
  tableFileUnreadable,
  timeLimitReached,
  tooManyCells,
  tooManyKeys,
} from './errors.ts';

import {
  builtTable,
  columnJudgement,
  generalisationReport,
  outputVerdict,
  publishedTables,
  releaseStates,
  releaseView,
  riskReport,
} from './model.ts';

const badFile = [
  tableFileUnreadable,
  notACount,
  duplicateCell,
  cyclicHierarchy,
  contradictoryRule,
  tooManyCells,
];
const inline = z.record(z.string(), z.unknown());

export const protect = operation({
  name: 'disclosure.protect',
  method: 'POST',
  path: '/api/v1/disclosure/protect',
  access: 'operator',
  effect: 'read',
  summary: 'Blank what must not leave a file of tables, so that no outsider can work it out, and test it',
  description:
    'Reads {"hierarchies", "rule", "tables"} and answers the same with null for every blank; nothing in it tells ' +
    'small counts from their companions. An answer is given only when the attacker finds nothing in it.',
  input: z.object({
    file: z.string().optional().describe('the file of tables, JSON or the same compressed with gzip'),
    tables: inline.optional().describe('the same file as an object'),
    earlier: z
      .array(z.string())
      .optional()
      .describe('files released earlier about the same people: what they give away together is protected'),
    rules: z
      .array(z.string())
      .optional()
      .describe('rule sets by name or file; the strictest of each field governs'),
    rule: z.array(z.string()).optional().describe('fields in place of theirs, such as threshold=11,width=10'),
    on: z.iso.date().optional().describe('the day whose rules hold; today when left out'),
    explain: z
      .string()
      .optional()
      .describe('where to write the reason of each blank; for someone who may see the rows'),
    seconds: z
      .number()
      .min(1)
      .max(3600)
      .optional()
      .describe('limit for choosing blanks; past a third of it the cheapest found so far is made safe'),
  }),
  output: bytes('application/json'),
  errors: [
    ...badFile,
    recordFileUnreadable,
    cellsDoNotAddUp,
    missingMargin,
    noSuchRuleSet,
    cannotBeProtected,
    timeLimitReached,
    failedItsTest,
  ],
  positional: ['file', 'earlier'],
  paths: ['file', 'earlier', 'explain'],
});

export const explain = operation({
  name: 'disclosure.explain',
  method: 'POST',
  path: '/api/v1/disclosure/explain',
  access: 'operator',
  effect: 'read',
  summary: 'Say of each blank why it is one and how far an outsider gets; for someone who may see the rows',
  input: z.object({
    file: z.string().optional().describe('the file of tables, as counted'),
    tables: inline.optional().describe('the same file as an object'),
    earlier: z.array(z.string()).optional().describe('files released earlier about the same people'),
    rules: z.array(z.string()).optional().describe('rule sets by name or file'),
    rule: z.array(z.string()).optional().describe('fields in place of theirs'),
    on: z.iso.date().optional().describe('the day whose rules hold; today when left out'),
    seconds: z.number().min(1).max(3600).optional(),
  }),
  output: bytes('application/json'),
  errors: [
    ...badFile,
    recordFileUnreadable,
    cellsDoNotAddUp,
    missingMargin,
    noSuchRuleSet,
    cannotBeProtected,
    timeLimitReached,
    failedItsTest,
  ],
  positional: ['file', 'earlier'],
  paths: ['file', 'earlier'],
});

export const attack = operation({
  name: 'disclosure.attack',
  method: 'POST',
  path: '/api/v1/disclosure/attack',
  access: 'operator',
  effect: 'read',
  summary: 'Work out what an outsider can from published tables, all releases together',
  description:
    'Prints a line of JSON for each blank with the interval it must lie in. Ends with 0 when every one is wide enough, 1 when ' +
    'one is not, 2 when the numbers cannot all be true.',
  input: z.object({
    files: z.array(z.string()).optional().describe('the published files, in the order they were released'),
    releases: z.array(inline).optional().describe('the same files as objects'),
    rule: z.array(z.string()).optional().describe('fields in place of the files’ own rule, such as width=10'),
    seconds: z.number().min(1).max(3600).optional().describe('time limit; none when left out'),
  }),
  output: bytes('application/x-ndjson'),
  errors: badFile,
  positional: ['files'],
  paths: ['files'],
});

const badRecords = [noSuchRecordFile, recordsUnreadable, noSuchColumn];
const recordFile = z.string().describe('CSV or Parquet, one record a row');
const quasi = z
  .array(z.string().min(1))
  .min(1)
  .describe('columns by which somebody could be recognized (quasi-identifiers)');

export const risk = operation({
  name: 'disclosure.risk',
  method: 'POST',
  path: '/api/v1/disclosure/risk',
  access: 'operator',
  effect: 'read',
  summary: 'Measure how likely somebody is recognized in records: k, l, t, uniques, attackers’ chances',
  description: 'Works on files that you bring. No value of a record is in the answer.',
  input: z.object({
    file: recordFile,
    quasi,
    sensitive: z.array(z.string()).optional().describe('columns that nobody must learn of a person'),
    ordered: z
      .array(z.string())
      .optional()
      .describe('sensitive columns of numbers: t by ordered distance too'),
    weight: z.string().optional().describe('sampling weights, for individual risk (Benedetti and Franconi)'),
    population: z
      .string()
      .optional()
      .describe('a file of the whole population, for journalist risk and δ-presence'),
    missing: z
      .enum(['value', 'any'])
      .default('value')
      .describe('value: a missing one is one more value; any: it may be any value'),
    suda: z.boolean().optional().describe('special uniques (SUDA2) too'),
    l: z.int().min(2).max(1000).default(2).describe('the l of recursive (c, l)-diversity'),
    threshold: z.number().gt(0).max(1).default(0.2).describe('own risk above which a record is at risk'),
  }),
  output: json(riskReport),
  errors: [...badRecords, tooManyKeys],
  positional: ['file'],
  paths: ['file', 'population'],
});

export const datasetRisk = operation({
  name: 'disclosure.dataset-risk',
  method: 'POST',
  path: '/api/v1/disclosure/dataset-risk',
  access: 'analyst',
  effect: 'read',
  summary: 'Measure how likely somebody is recognized in a dataset by the fields named',
  input: z.object({
    dataset: datasetRef,
    quasi,
    sensitive: z.array(z.string()).optional().describe('fields that nobody must learn of a person'),
  }),
  output: json(riskReport),
  errors: [noSuchColumn],
  positional: ['dataset'],
});

export const generalise = operation({
  name: 'disclosure.generalise',
  method: 'POST',
  path: '/api/v1/disclosure/generalise',
  access: 'operator',
  effect: 'write',
  summary: 'Coarsen records by whole columns until they satisfy k, l or t, losing provably least',
  input: z.object({
    file: recordFile,
    quasi,
    hierarchies: z.string().describe('YAML: how each column becomes coarser; one left out goes whole'),
    sensitive: z.string().optional().describe('the column that l and t speak of'),
    k: z.int().min(1).default(5),
    l: z.int().min(2).optional().describe('distinct sensitive values in every class'),
    entropy_l: z.number().gt(1).optional().describe('entropy l-diversity'),
    t: z.number().gt(0).max(1).optional().describe('t-closeness by equal distance'),
    suppress: z.number().min(0).max(100).default(0).describe('per cent of records that may be left out'),
    metric: z.enum(['entropy', 'precision']).default('entropy').describe('what is lost, and is to be least'),
    to: z.string().optional().describe('where to write the coarser records, CSV'),
  }),
  output: json(generalisationReport),
  errors: [
    ...badRecords,
    recordFileUnreadable,
    hierarchyUnreadable,
    hierarchyLacksValue,
    latticeTooLarge,
    nothingHolds,
  ],
  positional: ['file'],
  paths: ['file', 'hierarchies', 'to'],
});

export const safeHarbor = operation({
  name: 'disclosure.safe-harbor',
  method: 'POST',
  path: '/api/v1/disclosure/safe-harbor',
  access: 'operator',
  effect: 'read',
  summary: 'Look at each column of a file as the HIPAA Safe Harbor rule would (45 CFR 164.514(b)(2))',
  input: z.object({
    file: recordFile,
    areas: z.string().optional().describe('YAML: three-digit ZIP areas of 20,000 people or fewer'),
  }),
  output: json(
    z.object({
      file: z.string(),
      passes: z.boolean(),
      columns: z.array(columnJudgement),
      citation: z.string(),
      areas_by: z.string(),
      remains: z.string(),
    }),
  ),
  errors: [...badRecords, recordFileUnreadable],
  positional: ['file'],
  paths: ['file', 'areas'],
});

export const check = operation({
  name: 'disclosure.check',
  method: 'POST',
  path: '/api/v1/disclosure/check',
  access: 'operator',
  effect: 'read',
  summary: 'Check a research output as ACRO does: cross-tables, statistics, models, survival tables',
  description: 'The answer is the evidence to keep: the rule, every cell that may not leave, and why.',
  input: z.object({
    file: recordFile,
    by: z.array(z.string()).optional().describe('columns that make the cells of the table'),
    value: z.string().optional().describe('the amount that is summed up in each cell'),
    statistic: z.enum(['count', 'sum', 'mean', 'median', 'std', 'min', 'max']).default('count'),
    observations: z.int().min(0).optional().describe('of a fitted model'),
    parameters: z.int().min(0).optional(),
    time: z.string().optional().describe('of a survival table: when each person left'),
    event: z.string().optional().describe('1 where it happened'),
    rules: z.array(z.string()).optional().describe('rule sets; research-outputs when left out'),
    rule: z.array(z.string()).optional().describe('fields in place of theirs'),
  }),
  output: json(outputVerdict),
  errors: [...badRecords, noSuchRuleSet, contradictoryRule, recordFileUnreadable],
  positional: ['file'],
  paths: ['file'],
});

const badTables = [
  ...badFile,
  recordFileUnreadable,
  cellsDoNotAddUp,
  missingMargin,
  noSuchRuleSet,
  cannotBeProtected,
  timeLimitReached,
  failedItsTest,
  releasedMeanwhile,
];
const withTables = releaseView.extend({ published: publishedTables });
const title = z.string().trim().min(3).max(200).describe('what the table shows, in a line');
const review = z.boolean().optional().describe('wait for a reviewer; otherwise the attacker’s test decides');

export const release = operation({
  name: 'disclosure.release',
  method: 'POST',
  path: '/api/v1/disclosure/releases',
  access: 'operator',
  effect: 'write',
  summary: 'Let tables leave: protect them against all released before, attack, decide, register',
  input: z.object({
    file: z.string().optional().describe('the file of tables'),
    tables: inline.optional().describe('the same as an object'),
    title,
    agencies: z
      .array(z.string())
      .optional()
      .describe('codes of the agencies whose data it is: their rules govern'),
    rules: z.array(z.string()).optional().describe('rule sets in place of theirs'),
    rule: z.array(z.string()).optional().describe('fields in place of the rule sets’ own'),
    vintage: z.string().max(80).optional().describe('which state of the data'),
    ground: z.string().optional().describe('id of the ground on which it leaves'),
    review,
    explain: z.string().optional().describe('where to write the reason of each blank'),
    seconds: z.number().min(1).max(3600).optional(),
  }),
  output: json(withTables),
  errors: badTables,
  positional: ['file'],
  paths: ['file', 'explain'],
});

const tableOf = {
  dataset: datasetRef,
  rows: z.string().min(1).describe('name of the field whose values make the rows'),
  columns: z.string().optional().describe('name of the field whose values make the columns'),
  join: z
    .int()
    .min(2)
    .max(100_000)
    .optional()
    .describe('put values with fewer people than this together as one'),
};

export const buildTable = operation({
  name: 'disclosure.build-table',
  method: 'POST',
  path: '/api/v1/disclosure/tables',
  access: 'analyst',
  effect: 'read',
  summary: 'Count a table of a dataset and see what of it could be printed, with the reason of each blank',
  input: z.object({
    ...tableOf,
    alternatives: z
      .boolean()
      .default(false)
      .describe('try other ways to make it safe, and say what each costs'),
  }),
  output: json(builtTable),
  errors: [...badTables, notForFigures],
  positional: ['dataset', 'rows', 'columns'],
});

export const releaseTable = operation({
  name: 'disclosure.release-table',
  method: 'POST',
  path: '/api/v1/disclosure/table-releases',
  access: 'analyst',
  effect: 'write',
  summary: 'Let a table of a dataset leave through the gate',
  input: z.object({ ...tableOf, title, review }),
  output: json(withTables),
  errors: [...badTables, notForFigures],
  positional: ['dataset', 'rows', 'columns'],
});

export const listReleases = operation({
  name: 'disclosure.list-releases',
  method: 'GET',
  path: '/api/v1/disclosure/releases',
  access: 'everyone',
  effect: 'read',
  summary: 'The register of releases, newest first; what waits or was refused for staff alone',
  input: z.object({
    universe: z.string().optional().describe('the people it is about: a dataset id, or a universe’s name'),
    state: z.enum(releaseStates).optional(),
    before: z.int().optional().describe('the `next` of the page before'),
    limit: z.int().min(1).max(500).default(100),
  }),
  output: json(z.object({ releases: z.array(releaseView), next: z.int().nullable() })),
  errors: [],
});

export const showRelease = operation({
  name: 'disclosure.show-release',
  method: 'GET',
  path: '/api/v1/disclosure/releases/{release}',
  access: 'everyone',
  effect: 'read',
  summary: 'One release with its tables as published and its proof',
  input: z.object({ release: z.string() }),
  output: json(withTables),
  errors: [noSuchRelease],
  positional: ['release'],
});

export const decideRelease = operation({
  name: 'disclosure.decide-release',
  method: 'POST',
  path: '/api/v1/disclosure/releases/{release}/decision',
  access: 'reviewer',
  effect: 'write',
  summary: 'Decide a release that waits; it is attacked again with all that has left since',
  input: z.object({
    release: z.string(),
    outcome: z.enum(['released', 'refused']),
    reviewer: z.string().trim().min(2).max(120).describe('who decides, by name'),
    reason: z.string().trim().min(3).max(2000),
    ground: z.string().optional(),
  }),
  output: json(releaseView),
  errors: [noSuchRelease, alreadyDecided, notStillSafe, reviewerNeeded],
  positional: ['release'],
});

const named = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/, 'letters, digits, dots, hyphens and underscores');

export const makeIdentifiers = operation({
  name: 'disclosure.make-identifiers',
  method: 'POST',
  path: '/api/v1/disclosure/identifiers',
  access: 'operator',
  effect: 'write',
  summary: 'Make research identifiers for one project’s one release, from random person numbers',
  description:
    'The column must hold random internal numbers. An identifier made from a Social Security number or anything about the person breaks 45 CFR 164.514(c) and 34 CFR 99.31(b)(2).',
  input: z.object({
    project: named,
    release: named,
    file: recordFile,
    person: z.string().describe('the column of random internal person numbers'),
    days: z
      .int()
      .min(1)
      .max(3650)
      .default(182)
      .describe('most days by which a person’s dates are moved, either way'),
    to: z.string().describe('where to write the crosswalk, CSV: it stays with the linkage unit'),
    extract: z
      .string()
      .optional()
      .describe('where to write the records with identifiers in place of persons, CSV'),
    dates: z
      .array(z.string())
      .optional()
      .describe('of the extract: columns of days, moved by each person’s own shift'),
    top: z
      .array(z.string())
      .optional()
      .describe('of the extract: numbers no higher than this, such as age=90'),
    keep: z.array(z.string()).optional().describe('of the extract: so many characters stay, such as zip=3'),
  }),
  output: json(z.object({ project: z.string(), release: z.string(), people: z.int() })),
  errors: [...badRecords, noSuchIdentifiers, contradictoryRule],
  positional: ['file'],
  paths: ['file', 'to', 'extract'],
});

export const destroyIdentifiers = operation({
  name: 'disclosure.destroy-identifiers',
  method: 'POST',
  path: '/api/v1/disclosure/identifiers/destruction',
  access: 'operator',
  effect: 'write',
  summary: 'Destroy the key of research identifiers, so that nobody can link them again, and prove it',
  input: z.object({ project: named, release: named }),
  output: json(
    z.object({
      project: z.string(),
      release: z.string(),
      destroyed_at: z.string(),
      proof: z.object({ key: z.string(), tried: z.string(), opened: z.boolean(), listed: z.boolean() }),
    }),
  ),
  errors: [noSuchIdentifiers],
});

const budget = z.object({
  dataset: z.string(),
  epsilon: z.string(),
  spent: z.string(),
  left: z.string(),
  releases: z.int(),
});
const epsilon = z.string().describe('such as 0.5 or 1/3, kept exactly');

export const openBudget = operation({
  name: 'disclosure.open-budget',
  method: 'POST',
  path: '/api/v1/disclosure/budgets',
  access: 'reviewer',
  effect: 'write',
  summary: 'Open the privacy budget of a dataset, once and for all',
  input: z.object({ dataset: datasetRef, epsilon, ground: z.string().trim().min(3).max(500) }),
  output: json(budget),
  errors: [badBudget],
  positional: ['dataset', 'epsilon'],
});

export const showBudget = operation({
  name: 'disclosure.show-budget',
  method: 'GET',
  path: '/api/v1/disclosure/budgets/{dataset}',
  access: 'everyone',
  effect: 'read',
  summary: 'What of a dataset’s privacy budget is spent, and what is left',
  input: z.object({ dataset: datasetRef }),
  output: json(budget),
  errors: [badBudget],
  positional: ['dataset'],
});

export const noisyCounts = operation({
  name: 'disclosure.noisy-counts',
  method: 'POST',
  path: '/api/v1/disclosure/noisy-counts',
  access: 'analyst',
  effect: 'write',
  summary: 'Count rows by values you name, with differential privacy, and charge the dataset’s budget',
  input: z.object({
    dataset: datasetRef,
    field: z.string(),
    values: z.array(z.string()).min(1).max(1000).describe('known beforehand: never read off the data'),
    epsilon,
    rows_per_person: z.int().min(1).max(1000).default(1).describe('most rows that one person has'),
  }),
  output: json(
    z.object({
      dataset: z.string(),
      epsilon: z.string(),
      left: z.string(),
      counts: z.array(z.object({ value: z.string(), count: z.number() })),
    }),
  ),
  errors: [badBudget, budgetSpent, notForFigures],
  positional: ['dataset', 'field'],
});

export const operations = {
  protect,
  explain,
  attack,
  risk,
  'dataset-risk': datasetRisk,
  generalise,
  'safe-harbor': safeHarbor,
  check,
  release,
  'build-table': buildTable,
  'release-table': releaseTable,
  'list-releases': listReleases,
  'show-release': showRelease,
  'decide-release': decideRelease,
  'make-identifiers': makeIdentifiers,
  'destroy-identifiers': destroyIdentifiers,
  'open-budget': openBudget,
  'show-budget': showBudget,
  'noisy-counts': noisyCounts,
};
