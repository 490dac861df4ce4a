import { z } from 'zod';
import { calendarDate } from '../../../core/calendar-date.ts';
import { bytes, json, operation } from '../../../core/operation.ts';
import { recordFileUnreadable } from '../../../core/record-file.ts';
import {
  alreadyDecided,
  cannotBeProtected,
  cellsDoNotAddUp,
  failedItsTest,
  missingMargin,
  noSuchRelease,
  noSuchRuleSet,
  notStillSafe,
  releasedMeanwhile,
  reviewerNeeded,
  timeLimitReached,
} from '../errors.ts';
import { publishedTables, releaseStates, releaseView } from '../model.ts';
import { badFile, inline } from '../tables/contract.ts';

export const badTables = [
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
export const withTables = releaseView.extend({ published: publishedTables });
export const title = z.string().trim().min(3).max(200).describe('what the table shows, in a line');
export const review = z
  .boolean()
  .optional()
  .describe('wait for a reviewer; otherwise the attacker’s test decides');

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

const filters = {
  universe: z.string().optional().describe('the people it is about: a dataset id, or a universe’s name'),
  state: z.enum(releaseStates).optional(),
  contains: z.string().max(200).optional().describe('words of the title, large and small letters alike'),
  from: calendarDate.optional().describe('asked for on this day or later'),
  to: calendarDate.optional().describe('asked for on this day or before'),
};

export const listReleases = operation({
  name: 'disclosure.list-releases',
  method: 'GET',
  path: '/api/v1/disclosure/releases',
  access: 'everyone',
  effect: 'read',
  summary: 'The register of releases, newest first; what waits or was refused for staff alone',
  input: z.object({
    ...filters,
    before: z.int().optional().describe('the `next` of the page before'),
    limit: z.int().min(1).max(500).default(100),
  }),
  output: json(z.object({ releases: z.array(releaseView), next: z.int().nullable() })),
  errors: [],
});

export const downloadReleases = operation({
  name: 'disclosure.download-releases',
  method: 'GET',
  path: '/api/v1/disclosure/releases.csv',
  access: 'everyone',
  effect: 'read',
  summary: 'Download the register of releases as CSV, newest first, with the same filters',
  input: z.object(filters),
  output: bytes('text/csv'),
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
    reviewer: z
      .string()
      .trim()
      .min(2)
      .max(120)
      .optional()
      .describe('from the command line: who decides, by name; whoever is signed in decides in their own'),
    reason: z.string().trim().min(3).max(2000),
    ground: z.string().optional(),
  }),
  output: json(releaseView),
  errors: [noSuchRelease, alreadyDecided, notStillSafe, reviewerNeeded],
  positional: ['release'],
});

export const releaseOperations = {
  release,
  'list-releases': listReleases,
  'download-releases': downloadReleases,
  'show-release': showRelease,
  'decide-release': decideRelease,
};
