import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exampleState } from '../../../test/state-context.ts';
import { parseRecordFile } from '../../core/record-file.ts';
import { itemsOf, planFile } from './plan-file.ts';

/** The mark before a line of a list, from a private font. */
const bullet = '\uF0B7';
const oneLine = (text: string) => text.split(/\s+/).join(' ').trim();
const draft = oneLine(await readFile(join(exampleState, 'plan/draft-2018.txt'), 'utf8'));
const plan = parseRecordFile(
  await readFile(join(exampleState, 'plan/plan.yaml'), 'utf8'),
  planFile,
  'plan.yaml',
);
const items = itemsOf(plan);
const words = (kind: string) => items.filter((item) => item.kind === kind).map((item) => item.words);

test('every item says the words of the draft, letter by letter', () => {
  for (const item of items) expect(draft, item.item).toContain(item.words);
  for (const item of items.filter(({ kind }) => kind === 'focal-point'))
    expect(draft).toContain(`${item.name}: ${item.words}`);
});

test('no principle, focal point, goal or requirement of the draft is left out or cut short', () => {
  // Read from the draft's own marks: numbers before principles, names before focal points, lists of goals and duties.
  const between = (from: string, to: string) =>
    draft.slice(draft.indexOf(from) + from.length, draft.indexOf(to, draft.indexOf(from)));
  const headings = words('heading');
  const principles = between('Your feedback will help us improve them!', 'Focal Points The following');
  const numbered = plan.principles
    .flatMap((heading) => [
      heading.words,
      ...heading.principles.map((line) => `${line.number}. ${line.words}`),
    ])
    .join(' ');
  expect(oneLine(principles)).toBe(numbered);
  expect(headings).toHaveLength(3);
  expect(words('principle')).toHaveLength(12);

  const focal = between("we're focused on important areas!", 'Goals The state data plan');
  expect(oneLine(focal)).toBe(plan.focalPoints.map((line) => `${line.name}: ${line.words}`).join(' '));
  expect(words('focal-point')).toHaveLength(7);

  const listed = (text: string) => text.split(bullet).map(oneLine).filter(Boolean);
  expect(listed(between("make sure we're on the right track.", 'Feedback You can download'))).toEqual(
    words('goal'),
  );
  expect(words('goal')).toHaveLength(6);

  // The list of the act is one sentence: a comma, "and" or the full stop after an entry is not part of it.
  const act = listed(between('requires that the state data plan shall:', 'An initial draft'));
  expect(act.map((entry) => entry.replace(/(,|, and|\.)$/, ''))).toEqual(words('requirement'));
  expect(words('requirement')).toHaveLength(5);
});

test('each goal has an objective, and every id leads to one thing', () => {
  for (const goal of plan.goals)
    expect(
      plan.objectives.some((line) => line.goal === goal.id),
      goal.id,
    ).toBe(true);
  expect(new Set(items.map((item) => item.item)).size).toBe(items.length);
});

test('targets that were made up say so', () => {
  expect(plan.objectives.filter((line) => !line.target.example)).toEqual([]);
});
