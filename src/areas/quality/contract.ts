import { z } from 'zod';
import { bytes, job, json, operation } from '../../core/operation.ts';
import { recordFileUnreadable } from '../../core/record-file.ts';
import { noSuchDataset, noSuchVersion, noVersionYet, versionWithdrawn } from '../catalog/errors.ts';
import { contentProtected, notInThisForm, versionDestroyed } from '../catalog/protection/errors.ts';
import * as failure from './errors.ts';
import {
  anomaly,
  check,
  criticalities,
  dataQuality,
  fieldProfile,
  issue,
  issueEvent,
  issueStates,
  metadataAccess,
  rule,
  ruleDefinition,
  suggestion,
  versionProfile,
} from './model.ts';

/** Of everything that shows or repeats what a version holds. */
const contentErrors = [contentProtected, notInThisForm, versionDestroyed];

const dataset = z.string().describe('Id of the dataset, such as abcd-1234');
const version = z
  .number()
  .int()
  .min(1)
  .optional()
  .describe('Number of the version; the current one when left out');
const datasetErrors = [noSuchDataset, noSuchVersion, noVersionYet, versionWithdrawn] as const;
const page = {
  limit: z.number().int().min(1).max(1000).default(100),
  cursor: z.string().optional(),
};

export const profileVersion = operation({
  name: 'quality.profile-version',
  method: 'POST',
  path: '/api/v1/datasets/{dataset}/profile',
  access: 'officer',
  about: { dataset: 'dataset' },
  effect: 'long',
  summary: 'Profile every column of a version again, and suggest rules for it',
  input: z.object({ dataset, version }),
  output: job(
    z.object({ dataset: z.string(), version: z.int(), rows: z.int(), fields: z.int(), suggestions: z.int() }),
  ),
  errors: datasetErrors,
  positional: ['dataset'],
});

export const showProfile = operation({
  name: 'quality.show-profile',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/profile',
  access: 'everyone',
  effect: 'read',
  summary:
    'Show what each column of a version holds: filled, distinct, range, commonest values, forms, spread',
  input: z.object({ dataset, version }),
  output: json(
    versionProfile.extend({
      dataset: z.string(),
      version: z.int(),
      profiledAt: z.string(),
      anomalies: z.array(anomaly),
    }),
  ),
  errors: [...datasetErrors, failure.notProfiled],
  positional: ['dataset'],
});

/** Counts and middle of one field in one version. */
const fieldInVersion = z.object({
  version: z.int(),
  loadedAt: z.string(),
  rows: z.int(),
  nulls: z.int(),
  distinct: z.int(),
  min: z.string().nullable(),
  median: z.string().nullable(),
  max: z.string().nullable(),
});

export const showFieldProfile = operation({
  name: 'quality.show-field-profile',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/fields/{field}/profile',
  access: 'everyone',
  effect: 'read',
  summary: 'Show what one column holds, in a version and over all versions',
  input: z.object({ dataset, field: z.string(), version }),
  output: json(
    z.object({
      dataset: z.string(),
      version: z.int(),
      profile: fieldProfile,
      /** Oldest first; at most the newest 100 versions. */
      history: z.array(fieldInVersion),
      anomalies: z.array(anomaly),
      rules: z.array(rule),
    }),
  ),
  errors: [...datasetErrors, failure.notProfiled, failure.fieldNotProfiled],
  positional: ['dataset', 'field'],
});

export const suggestRules = operation({
  name: 'quality.suggest-rules',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/rule-suggestions',
  access: 'everyone',
  effect: 'read',
  summary: 'List rules worth having for a dataset, each with what speaks for it and what fails today',
  input: z.object({ dataset, version }),
  output: json(z.object({ dataset: z.string(), version: z.int(), suggestions: z.array(suggestion) })),
  errors: [...datasetErrors, failure.notProfiled],
  positional: ['dataset'],
});

export const acceptRule = operation({
  name: 'quality.accept-rule',
  method: 'POST',
  path: '/api/v1/datasets/{dataset}/rules',
  access: 'officer',
  about: { dataset: 'dataset' },
  effect: 'write',
  summary:
    'Accept a suggested rule, or one of your own, into the data contract; it is checked on every version from now on',
  input: z.object({
    dataset,
    suggestion: z.string().optional().describe('Id of a suggestion; or give `rule`'),
    rule: ruleDefinition.optional().describe('The rule itself, as JSON'),
    tolerance: z.number().min(0).max(100).default(0).describe('Percent of the rows looked at that may fail'),
    criticality: z.enum(criticalities).default('normal'),
  }),
  output: json(rule),
  errors: [
    ...datasetErrors,

    failure.notProfiled,
    failure.noSuchSuggestion,
    failure.nothingToAccept,
    failure.ruleUnfit,
    failure.ruleExists,
  ],
  positional: ['dataset', 'suggestion'],
});

export const retireRule = operation({
  name: 'quality.retire-rule',
  method: 'POST',
  path: '/api/v1/datasets/{dataset}/rules/{rule}/retire',
  access: 'officer',
  about: { dataset: 'dataset' },
  effect: 'write',
  summary:
    'Take a rule out of the data contract, with a reason; its checks stay on record and its issue is closed',
  input: z.object({
    dataset,
    rule: z.string(),
    reason: z.string().trim().min(1, 'Say why, in a sentence').max(2_000),
  }),
  output: json(rule),
  errors: [...contentErrors, noSuchDataset, failure.noSuchRule, failure.ruleRetired],
  positional: ['dataset', 'rule'],
});

export const listRules = operation({
  name: 'quality.list-rules',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/rules',
  access: 'everyone',
  effect: 'read',
  summary: 'List the rules of a dataset\u2019s data contract',
  input: z.object({ dataset, retired: z.boolean().default(false).describe('Retired rules too') }),
  output: json(z.object({ dataset: z.string(), rules: z.array(rule) })),
  errors: [...contentErrors, noSuchDataset],
  positional: ['dataset'],
});

export const showRule = operation({
  name: 'quality.show-rule',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/rules/{rule}',
  access: 'everyone',
  effect: 'read',
  summary: 'Show a rule: what it found in each version, and its issue',
  input: z.object({ dataset, rule: z.string() }),
  output: json(
    z.object({
      dataset: z.string(),
      datasetTitle: z.string(),
      currentVersion: z.int().nullable(),
      rule,
      /** Newest version first, at most 100. */
      checks: z.array(check.omit({ rule: true })),
      issue: issue.nullable(),
    }),
  ),
  errors: [...contentErrors, noSuchDataset, failure.noSuchRule],
  positional: ['dataset', 'rule'],
});

export const checkVersion = operation({
  name: 'quality.check-version',
  method: 'POST',
  path: '/api/v1/datasets/{dataset}/checks',
  access: 'officer',
  about: { dataset: 'dataset' },
  effect: 'long',
  summary: 'Check a version against all accepted rules again',
  input: z.object({ dataset, version }),
  output: job(
    z.object({ dataset: z.string(), version: z.int(), passed: z.int(), failed: z.int(), notRun: z.int() }),
  ),
  errors: datasetErrors,
  positional: ['dataset'],
});

export const listChecks = operation({
  name: 'quality.list-checks',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/checks',
  access: 'everyone',
  effect: 'read',
  summary: 'List what each rule found in a version, failures first',
  input: z.object({ dataset, version }),
  output: json(
    z.object({
      dataset: z.string(),
      version: z.int().nullable(),
      checks: z.array(check),
      /** Accepted rules that have not been checked in this version yet. */
      waiting: z.array(rule),
    }),
  ),
  errors: [...datasetErrors],
  positional: ['dataset'],
});

export const listFailingRows = operation({
  name: 'quality.list-failing-rows',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/rules/{rule}/failing-rows',
  access: 'everyone',
  effect: 'read',
  summary: 'List the rows of a version that fail a rule, with their row numbers in the file',
  input: z.object({ dataset, rule: z.string(), version, ...page }),
  output: json(
    z.object({
      dataset: z.string(),
      version: z.int(),
      check,
      /** Column names, the row number first, then the fields the rule looks at, then the rest. */
      columns: z.array(z.string()),
      /** The same for people. */
      titles: z.array(z.string()),
      rows: z.array(z.array(z.string().nullable())),
      next: z.string().nullable(),
    }),
  ),
  errors: [...datasetErrors, failure.noSuchRule, failure.notChecked],
  positional: ['dataset', 'rule'],
});

export const downloadFailingRows = operation({
  name: 'quality.download-failing-rows',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/rules/{rule}/failing-rows.csv',
  access: 'everyone',
  effect: 'read',
  summary: 'Download every row of a version that fails a rule, as CSV with the row number first',
  input: z.object({ dataset, rule: z.string(), version }),
  output: bytes('text/csv'),
  errors: [...datasetErrors, failure.noSuchRule, failure.notChecked],
  positional: ['dataset', 'rule'],
});

export const listIssues = operation({
  name: 'quality.list-issues',
  method: 'GET',
  path: '/api/v1/issues',
  access: 'everyone',
  effect: 'read',
  summary: 'List data quality issues, those open longest first',
  input: z.object({
    dataset: z.string().optional(),
    agency: z.string().optional().describe('Code of the agency that holds the dataset'),
    state: z.enum([...issueStates, 'any']).default('open'),
    ...page,
  }),
  output: json(
    z.object({
      issues: z.array(issue),
      counts: z.object({ open: z.int(), closed: z.int(), dismissed: z.int() }),
      next: z.string().nullable(),
    }),
  ),
  errors: [...contentErrors, noSuchDataset],
});

export const showIssue = operation({
  name: 'quality.show-issue',
  method: 'GET',
  path: '/api/v1/issues/{issue}',
  access: 'everyone',
  effect: 'read',
  summary: 'Show an issue with its history',
  input: z.object({ issue: z.string() }),
  output: json(
    z.object({ issue, rule, history: z.array(issueEvent), checks: z.array(check.omit({ rule: true })) }),
  ),
  errors: [failure.noSuchIssue],
  positional: ['issue'],
});

export const commentIssue = operation({
  name: 'quality.comment-issue',
  method: 'POST',
  path: '/api/v1/issues/{issue}/comments',
  access: 'staff',
  effect: 'write',
  summary: 'Add a comment to an issue',
  input: z.object({ issue: z.string(), text: z.string().trim().min(1, 'Write the comment').max(5_000) }),
  output: json(issueEvent),
  errors: [failure.noSuchIssue],
  positional: ['issue', 'text'],
});

export const dismissIssue = operation({
  name: 'quality.dismiss-issue',
  method: 'POST',
  path: '/api/v1/issues/{issue}/dismiss',
  access: 'officer',
  about: { issue: 'issue' },
  effect: 'write',
  summary: 'Dismiss an issue with a reason; it opens again when more rows fail than today',
  input: z.object({
    issue: z.string(),
    reason: z.string().trim().min(1, 'Say why, in a sentence').max(2_000),
  }),
  output: json(issue),
  errors: [failure.noSuchIssue, failure.issueNotOpen],
  positional: ['issue', 'reason'],
});

export const showScore = operation({
  name: 'quality.show-score',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/quality',
  access: 'everyone',
  effect: 'read',
  summary:
    'Show a dataset\u2019s two scores, data quality by dimension and metadata and access, which are never mixed',
  input: z.object({ dataset, version }),
  output: json(
    z.object({
      dataset: z.string(),
      dataQuality,
      metadataAccess,
      /** Data quality of each checked version, oldest first. */
      history: z.array(
        z.object({ version: z.int(), score: z.number().nullable(), rules: z.int(), passing: z.int() }),
      ),
    }),
  ),
  errors: [...datasetErrors],
  positional: ['dataset'],
});

export const listAnomalies = operation({
  name: 'quality.list-anomalies',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/anomalies',
  access: 'everyone',
  effect: 'read',
  summary: 'List what is unlike the versions before, in plain sentences',
  input: z.object({ dataset, version }),
  output: json(z.object({ dataset: z.string(), version: z.int().nullable(), anomalies: z.array(anomaly) })),
  errors: [...datasetErrors],
  positional: ['dataset'],
});

export const exportContract = operation({
  name: 'quality.export-contract',
  method: 'GET',
  path: '/api/v1/datasets/{dataset}/contract.yaml',
  access: 'everyone',
  effect: 'read',
  summary: 'Download the data contract: fields and accepted rules, as ODCS 3.1 YAML',
  input: z.object({ dataset }),
  output: bytes('application/yaml'),
  errors: [...contentErrors, noSuchDataset],
  positional: ['dataset'],
});

export const importContract = operation({
  name: 'quality.import-contract',
  method: 'POST',
  path: '/api/v1/datasets/{dataset}/contract',
  access: 'officer',
  about: { dataset: 'dataset' },
  effect: 'write',
  summary:
    'Read a data contract (ODCS 3.1 YAML): its rules are accepted, all else is kept and exported again',
  input: z.object({
    dataset,
    text: z.string().max(8_000_000).optional().describe('The contract itself, in place of a file'),
    table: z
      .string()
      .optional()
      .describe('Which table of the contract this dataset is, when it describes several'),
    file: z.string().optional().describe('The YAML file'),
    path: z.string().optional().describe('The same, made absolute by the command line'),
    filename: z.string().optional(),
  }),
  output: json(
    z.object({
      dataset: z.string(),
      accepted: z.array(rule),
      /** Rules that were accepted already and stay. */
      unchanged: z.int(),
      /** Accepted before, and replaced or gone from the contract: now retired. */
      retired: z.int(),
      /** Entries that stay in the contract but are not run here. */
      kept: z.array(z.string()),
    }),
  ),
  errors: [
    ...datasetErrors,
    recordFileUnreadable,
    failure.contractUnreadable,
    failure.contractInvalid,
    failure.contractTableUnclear,
  ],
  upload: true,
  positional: ['dataset', 'file'],
});

export const operations = {
  'profile-version': profileVersion,
  'show-profile': showProfile,
  'show-field-profile': showFieldProfile,
  'suggest-rules': suggestRules,
  'accept-rule': acceptRule,
  'retire-rule': retireRule,
  'list-rules': listRules,
  'show-rule': showRule,
  'check-version': checkVersion,
  'list-checks': listChecks,
  'list-failing-rows': listFailingRows,
  'download-failing-rows': downloadFailingRows,
  'list-issues': listIssues,
  'show-issue': showIssue,
  'comment-issue': commentIssue,
  'dismiss-issue': dismissIssue,
  'show-score': showScore,
  'list-anomalies': listAnomalies,
  'export-contract': exportContract,
  'import-contract': importContract,
};
