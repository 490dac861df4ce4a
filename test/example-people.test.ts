import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { examplePeople } from '../bin/example-people.ts';

const { participants, visits } = examplePeople();

it('the example’s people are invented: the generator gives the same files again, byte for byte', () => {
  for (const { file, text } of [participants, visits])
    expect(readFileSync(join(import.meta.dirname, '../examples/connecticut/data', file), 'utf8')).toBe(text);
});

it('no number in them was ever given to anyone, and many people are in both', () => {
  const numbers = participants.text.match(/\b\d{3}-\d\d-\d{4}\b/g) ?? [];
  expect(numbers.length).toBeGreaterThan(2_000);
  expect(numbers.filter((number) => !/^\d{3}-00-/.test(number))).toEqual([]);
  expect(visits.text).not.toMatch(/\b\d{3}-\d\d-\d{4}\b/);
  const served = new Set(participants.truth.values());
  const both = new Set([...visits.truth.values()].filter((person) => served.has(person)));
  expect(both.size).toBeGreaterThan(500);
});
