import { z } from 'zod';
import { json, operation } from '../../../core/operation.ts';
import { datasetRef } from '../../catalog/model.ts';
import { badBudget, budgetSpent, notForFigures } from '../errors.ts';

const budget = z.object({
  dataset: z.string(),
  epsilon: z.string(),
  spent: z.string(),
  left: z.string(),
  delta: z.string().nullable().describe('of (ε, δ)-privacy, for Gaussian noise; null where none is promised'),
  left_delta: z.string().nullable(),
  releases: z.int(),
});
const epsilon = z.string().describe('such as 0.5 or 1/3, kept exactly');
const delta = z.string().describe('such as 1/1000000, kept exactly; less than one in the number of people');

export const openBudget = operation({
  name: 'disclosure.open-budget',
  method: 'POST',
  path: '/api/v1/disclosure/budgets',
  access: 'reviewer',
  effect: 'write',
  summary: 'Open the privacy budget of a dataset, once and for all',
  input: z.object({
    dataset: datasetRef,
    epsilon,
    delta: delta.optional(),
    ground: z.string().trim().min(3).max(500),
  }),
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
    mechanism: z
      .enum(['laplace', 'gaussian'])
      .default('laplace')
      .describe('laplace: ε-private; gaussian: (ε, δ)-private, with fewer large errors'),
    delta: delta.optional().describe('for gaussian noise: what of the budget’s δ this answer takes'),
    rows_per_person: z.int().min(1).max(1000).default(1).describe('most rows that one person has'),
  }),
  output: json(
    z.object({
      dataset: z.string(),
      epsilon: z.string(),
      left: z.string(),
      mechanism: z.enum(['laplace', 'gaussian']),
      counts: z.array(z.object({ value: z.string(), count: z.number() })),
    }),
  ),
  errors: [badBudget, budgetSpent, notForFigures],
  positional: ['dataset', 'field'],
});

export const privacyOperations = {
  'open-budget': openBudget,
  'show-budget': showBudget,
  'noisy-counts': noisyCounts,
};
