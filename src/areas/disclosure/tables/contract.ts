import { z } from 'zod';
import { bytes, operation } from '../../../core/operation.ts';
import { recordFileUnreadable } from '../../../core/record-file.ts';
import {
  cannotBeProtected,
  cellsDoNotAddUp,
  contradictoryRule,
  cyclicHierarchy,
  duplicateCell,
  failedItsTest,
  missingMargin,
  noSuchRuleSet,
  notACount,
  ruleUnreadable,
  tableFileUnreadable,
  timeLimitReached,
  tooManyCells,
} from '../errors.ts';

export const badFile = [
  tableFileUnreadable,
  notACount,
  duplicateCell,
  cyclicHierarchy,
  contradictoryRule,
  ruleUnreadable,
  tooManyCells,
];
export const inline = z.record(z.string(), z.unknown());

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

export const tableOperations = {
  protect,
  explain,
  attack,
};
