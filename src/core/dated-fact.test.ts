import { expect, test } from 'vitest';
import { holdsOn, knownAt, reconcile } from './dated-fact.ts';

test('both end days belong to the time in which a fact holds', () => {
  const fact = { valid_from: '2024-01-02', valid_to: '2024-03-31' };
  const days = ['2024-01-01', '2024-01-02', '2024-03-31', '2024-04-01'];
  expect(days.map((day) => holdsOn(fact, day))).toEqual([false, true, true, false]);
  expect(holdsOn({ valid_from: null, valid_to: null }, '1900-01-01')).toBe(true);
});

test('knowledge begins when recorded and ends when superseded', () => {
  const fact = { recorded_at: '2026-01-01T00:00:00.000Z', superseded_at: '2026-02-01T00:00:00.000Z' };
  expect(knownAt(fact)).toBe(false);
  expect(knownAt(fact, '2026-01-31T23:59:59.999Z')).toBe(true);
  expect(knownAt(fact, '2026-02-01T00:00:00.000Z')).toBe(false);
});

test('only what differs is touched', () => {
  const { superseded, added } = reconcile(['a', 'b'], ['b', 'c'], (fact) => fact);
  expect({ superseded, added }).toEqual({ superseded: ['a'], added: ['c'] });
});
