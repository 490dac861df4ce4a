import { z } from 'zod';
import { calendarDate } from '../../core/calendar-date.ts';
import type { ItemKind } from './model.ts';

/** Words under `/plan/` that are pages. */
const addresses = new Set(
  'objectives comments versions compare timeline board progress compliance draft it recommended print'.split(
    ' ',
  ),
);

const id = z
  .string()
  .regex(/^[a-z0-9-]+$/, 'expected an id of small letters, digits and hyphens')
  .refine((value) => !addresses.has(value), 'this id is taken by an address');
const words = z.string().trim().min(1);
const number = z.int().min(1);

const objective = z.strictObject({
  id,
  goal: id,
  title: words,
  measure: z.string().regex(/^[a-z-]+\.[a-z-]+$/, 'expected a measure such as catalog.owner-named'),
  scope: z
    .strictObject({
      covered: z.literal(true).optional(),
      agencies: z.array(z.string()).optional(),
      datasets: z.array(z.string()).optional(),
    })
    .default({}),
  principles: z.array(id).default([]),
  baseline: z
    .strictObject({
      value: z.number(),
      on: calendarDate,
      source: z.string().optional(),
      example: z.boolean().default(false),
    })
    .optional(),
  target: z.strictObject({
    value: z.number(),
    unit: z.string().default('%'),
    by: calendarDate,
    direction: z.enum(['at-least', 'at-most']).default('at-least'),
    example: z.boolean().default(false),
  }),
  horizon: z.enum(['short', 'long']),
  nextCheck: calendarDate.optional(),
  owner: words,
  example: z.boolean().default(false),
});

/** A plan as written by hand. Two files are never needed: a new cycle is a new file. */
export const planFile = z
  .strictObject({
    cycle: z.strictObject({
      id,
      title: words,
      words,
      document: z.string().optional(),
      adopted: z.strictObject({ on: calendarDate, example: z.boolean().default(false) }),
      nextDue: calendarDate,
    }),
    act: z.strictObject({
      requirements: z.array(z.strictObject({ id, number, clause: z.string().optional(), words })),
      duties: z.array(z.strictObject({ id, clause: z.string().optional(), words })),
    }),
    process: z.array(z.strictObject({ id, name: words, words })),
    principles: z.array(
      z.strictObject({ id, words, principles: z.array(z.strictObject({ id, number, words })).min(1) }),
    ),
    focalPoints: z.array(z.strictObject({ id, number, name: words, words })),
    goals: z.array(z.strictObject({ id, number, words })).min(1),
    objectives: z.array(objective),
  })
  .superRefine((file, check) => {
    const fault = (path: (string | number)[], message: string) =>
      check.addIssue({ code: 'custom', path, message });
    const goals = new Set(file.goals.map((goal) => goal.id));
    const principles = new Set(
      file.principles.flatMap((heading) => heading.principles.map((line) => line.id)),
    );
    const twoYearsOn = `${Number(file.cycle.adopted.on.slice(0, 4)) + 2}${file.cycle.adopted.on.slice(4)}`;
    for (const [at, line] of file.objectives.entries()) {
      if (!goals.has(line.goal)) fault(['objectives', at, 'goal'], `${line.goal} is not a goal of this plan`);
      for (const [place, principle] of line.principles.entries())
        if (!principles.has(principle))
          fault(['objectives', at, 'principles', place], `${principle} is not a principle of this plan`);
      if (line.horizon === 'short' && line.target.by > twoYearsOn)
        fault(
          ['objectives', at, 'target', 'by'],
          `a short-term objective is due within two years of adoption, by ${twoYearsOn}`,
        );
    }
    for (const [at, goal] of file.goals.entries())
      if (!file.objectives.some((line) => line.goal === goal.id))
        fault(['goals', at], `the goal ${goal.id} has no objective`);
    const seen = new Set<string>();
    for (const item of itemsOf(file)) {
      if (seen.has(item.item)) fault([], `the id ${item.item} stands twice`);
      seen.add(item.item);
    }
  });
export type PlanFile = z.output<typeof planFile>;

/** Everything the plan says, one row an item, in the order in which a reader meets them. */
export function itemsOf(file: Omit<PlanFile, 'objectives' | 'cycle'>) {
  const row = (
    kind: ItemKind,
    line: { id: string; words: string; number?: number; name?: string; clause?: string },
    heading?: string,
  ) => ({
    item: line.id,
    kind,
    number: line.number ?? null,
    name: line.name ?? null,
    words: line.words,
    heading: heading ?? null,
    clause: line.clause ?? null,
    parent: null as string | null,
    details: null as string | null,
  });
  return [
    ...file.act.requirements.map((line) => row('requirement', line)),
    ...file.act.duties.map((line) => row('duty', line)),
    ...file.process.map((line) => row('phase', line)),
    ...file.principles.flatMap((heading) => [
      row('heading', heading),
      ...heading.principles.map((line) => row('principle', line, heading.id)),
    ]),
    ...file.focalPoints.map((line) => row('focal-point', line)),
    ...file.goals.map((line) => row('goal', line)),
  ];
}
