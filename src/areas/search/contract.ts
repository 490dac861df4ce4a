import { z } from 'zod';
import { json, operation } from '../../core/operation.ts';
import { hit, holder, searchKind, searchReach, understood } from './model.ts';

export const find = operation({
  name: 'search.find',
  method: 'GET',
  path: '/api/v1/search',
  access: 'everyone',
  effect: 'read',
  summary: 'Find datasets, fields, agencies, places and what the plan says, in plain words',
  description:
    'Words are found in any form, by their synonyms, and when they are mistyped. Best first, each hit with why it matched.',
  input: z.object({
    q: z.string().max(200).describe('what is looked for'),
    kind: searchKind.optional(),
    agency: z.string().max(40).optional().describe('only what this agency holds, by code'),
    reach: searchReach
      .optional()
      .describe('only what everyone may see, what one asks for, or what lies elsewhere'),
    exact: z.boolean().default(false).describe('only the words themselves, in any form'),
    limit: z.number().int().min(1).max(100).default(20),
    cursor: z
      .string()
      .regex(/^\d{1,6}$/, 'the `next` of the page before')
      .optional(),
  }),
  output: json(
    z.object({
      hits: z.array(hit),
      total: z.number().int(),
      kinds: z.array(z.object({ kind: searchKind, hits: z.number().int() })).describe('of all hits'),
      reaches: z.array(z.object({ reach: searchReach, hits: z.number().int() })),
      holders: z
        .array(z.object({ agency: z.string(), name: z.string(), hits: z.number().int() }))
        .describe('of all hits, the agency with most first'),
      understood: z.array(understood),
      next: z.string().nullable().describe('cursor of the next page'),
    }),
  ),
  errors: [],
  positional: ['q'],
});

export const findHolders = operation({
  name: 'search.find-holders',
  method: 'GET',
  path: '/api/v1/search/holders',
  access: 'everyone',
  effect: 'read',
  summary: 'Find which agencies hold a kind of field, under which names, years and terms',
  input: z.object({ q: z.string().min(1).max(200).describe('the field, in plain words: birth date') }),
  output: json(
    z.object({ holders: z.array(holder), fields: z.number().int(), understood: z.array(understood) }),
  ),
  errors: [],
  positional: ['q'],
});

export const operations = { find, 'find-holders': findHolders } as const;
