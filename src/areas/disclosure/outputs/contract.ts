import { z } from 'zod';
import { json, operation } from '../../../core/operation.ts';
import { recordFileUnreadable } from '../../../core/record-file.ts';
import { contradictoryRule, noSuchRuleSet, ruleUnreadable } from '../errors.ts';
import { badRecords, recordFile } from '../microdata/contract.ts';
import { outputVerdict } from '../model.ts';

export const check = operation({
  name: 'disclosure.check',
  method: 'POST',
  path: '/api/v1/disclosure/check',
  access: 'operator',
  effect: 'write',
  summary: 'Check a research output as ACRO does: cross-tables, statistics, models, survival tables',
  description:
    'The answer is the evidence: the rule, every cell that may not leave, and why. The verdict, the rule and the digest of the file are kept in the audit log.',
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
  errors: [...badRecords, noSuchRuleSet, contradictoryRule, ruleUnreadable, recordFileUnreadable],
  positional: ['file'],
  paths: ['file'],
});

export const outputOperations = {
  check,
};
