import { expect, it } from 'vitest';
import { z } from 'zod';
import { inputError } from './request-errors.ts';

const said = (schema: z.ZodType, input: unknown): string =>
  inputError(schema.safeParse(input).error!).message;

it('says what to do, not what the validator found', () => {
  const schema = z.object({ title: z.string().min(1), source_url: z.union([z.literal(''), z.url()]) });
  expect(said(schema, { title: '', source_url: 'somewhere' })).toBe(
    'Title: write something. Source url: give a whole web address, such as https://example.org/data.',
  );
  expect(said(z.object({ limit: z.number().int().max(1000) }), { limit: 5000 })).toBe(
    'Limit: give a number of at most 1000.',
  );
  expect(said(z.object({ limit: z.number() }), { limit: 'ten' })).toBe('Limit: give a number.');
  expect(said(z.object({ dataset: z.string() }), {})).toBe('Dataset: this is missing.');
  expect(said(z.object({ state: z.enum(['active', 'retired']) }), { state: 'gone' })).toBe(
    'State: choose one of active, retired.',
  );
});

it('keeps the words that a schema brings itself', () => {
  const day = z.object({ from: z.string().regex(/^\d{4}$/, 'Write it as 2026-11-23') });
  expect(said(day, { from: 'soon' })).toBe('From: write it as 2026-11-23.');
});
