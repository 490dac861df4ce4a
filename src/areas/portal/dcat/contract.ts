import { z } from 'zod';
import { bytes, json, operation } from '../../../core/operation.ts';

const form = z.enum(['1.1', '3.0']).default('3.0').describe('of DCAT-US');
const base = z
  .string()
  .max(300)
  .regex(/^https?:\/\/[^/\s]+$/, 'an address without a path, such as https://data.example.gov')
  .describe('where the addresses in it begin');

export const showCatalogue = operation({
  name: 'portal.show-catalogue',
  method: 'GET',
  path: '/api/v1/catalogue',
  access: 'everyone',
  effect: 'read',
  summary: 'Show all datasets as a DCAT-US catalogue, as /data.json and /data3.json serve it',
  description:
    'Every record is valid by GSA’s schema; one that would not be is left out, and `portal check-catalogue` tells what it lacks.',
  input: z.object({ form, base }),
  output: bytes('application/json'),
  errors: [],
});

export const checkCatalogue = operation({
  name: 'portal.check-catalogue',
  method: 'GET',
  path: '/api/v1/catalogue/check',
  access: 'everyone',
  effect: 'read',
  summary: 'Check the record of every dataset, or of one, against GSA’s schema of DCAT-US',
  input: z.object({
    form,
    dataset: z.string().max(40).optional(),
    base: base.default('https://data.example.gov'),
  }),
  output: json(
    z.object({
      form: z.enum(['1.1', '3.0']),
      records: z.number().int(),
      valid: z.number().int(),
      faults: z
        .array(z.object({ dataset: z.string(), title: z.string(), faults: z.array(z.string()) }))
        .describe('datasets left out, with what to correct'),
    }),
  ),
  errors: [],
});

export const dcatOperations = { 'show-catalogue': showCatalogue, 'check-catalogue': checkCatalogue } as const;
