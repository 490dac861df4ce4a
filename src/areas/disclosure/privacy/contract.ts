import { z } from 'zod';
import { json, operation } from '../../../core/operation.ts';
import { datasetRef } from '../../catalog/model.ts';
import { badBudget, budgetSpent, notForFigures } from '../errors.ts';

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

export const privacyOperations = {
  'open-budget': openBudget,
  'show-budget': showBudget,
  'noisy-counts': noisyCounts,
};
