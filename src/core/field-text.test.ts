import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fieldsFromText } from './field-text.ts';

const schema = z.object({
  n: z.number().optional(),
  flag: z.boolean().default(false),
  tags: z.array(z.string()).optional(),
  limits: z.array(z.number()).optional(),
  name: z.string(),
  about: z.object({ a: z.number() }).nullable().optional(),
  one: z
    .discriminatedUnion('kind', [z.object({ kind: z.literal('a') }), z.object({ kind: z.literal('b') })])
    .optional(),
});

describe('fieldsFromText', () => {
  it.each([
    ['a number', { n: '12.5' }, { n: 12.5 }],
    ['not a number is left for the schema to refuse', { n: '12 apples' }, { n: '12 apples' }],
    ['an empty number too', { n: '' }, { n: '' }],
    ['a flag named alone', { flag: '' }, { flag: true }],
    ['a flag said no to', { flag: 'no' }, { flag: false }],
    ['a list by commas', { tags: 'a, b,c' }, { tags: ['a', 'b', 'c'] }],
    ['a list repeated', { limits: ['1', '2'] }, { limits: [1, 2] }],
    ['digits that are a name stay text', { name: '06002' }, { name: '06002' }],
    ['the last of a repeated single', { name: ['a', 'b'] }, { name: 'b' }],
    ['an object as JSON', { about: '{"a":1}' }, { about: { a: 1 } }],
    ['one of several kinds as JSON', { one: '{"kind":"b"}' }, { one: { kind: 'b' } }],
    ['an unknown name is kept', { nope: 'x' }, { nope: 'x' }],
    ['nothing given', { n: undefined }, {}],
  ])('%s', (_, given, expected) => {
    expect(fieldsFromText(schema, given as never)).toEqual(expected);
  });
});
