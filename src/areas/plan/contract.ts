import { z } from 'zod';
import { calendarDate } from '../../core/calendar-date.ts';
import { bytes, job, json, operation } from '../../core/operation.ts';
import { recordFileUnreadable } from '../../core/record-file.ts';
import { recordUploadInput } from '../record-upload.ts';
import { operations as accessPlanOperations } from './access-plan/contract.ts';
import { operations as boardOperations } from './board/contract.ts';
import { operations as commentOperations } from './comments/contract.ts';
import { operations as complianceOperations } from './compliance/contract.ts';
import { operations as cycleOperations } from './cycle/contract.ts';
import { operations as dutyOperations } from './duties/contract.ts';
import { noPlan, noSuchItem, noSuchObjective, nothingCounts } from './errors.ts';
import { operations as inventoryOperations } from './inventory/contract.ts';
import { cycle, item, objective, record, scale, view } from './model.ts';
import { operations as printOperations } from './print/contract.ts';
import { operations as progressOperations } from './progress/contract.ts';
import { operations as shareOperations } from './share/contract.ts';
import { operations as textOperations } from './text/contract.ts';

const tally = z.object({ met: z.int(), track: z.int(), risk: z.int(), late: z.int(), unknown: z.int() });

/** How it stood: on a day, by what was known at an instant. */
const asOf = {
  on: calendarDate.optional().describe('as it stood on that day; today when left out'),
  known_at: z.iso.datetime().optional().describe('by the values known at this instant; all when left out'),
};

export const showPlan = operation({
  name: 'plan.show-plan',
  method: 'GET',
  path: '/api/v1/plan',
  access: 'everyone',
  effect: 'read',
  summary: 'Show the plan: its words, item by item, and how its objectives stand',
  input: z.object({}),
  output: json(
    z.object({ cycle, items: z.array(item), objectives: z.array(objective), tally, on: calendarDate }),
  ),
  errors: [noPlan],
});

export const showItem = operation({
  name: 'plan.show-item',
  method: 'GET',
  path: '/api/v1/plan/items/{item}',
  access: 'everyone',
  effect: 'read',
  summary:
    'Show one item of the plan, in its own words, with the objectives that advance it and how its text changed',
  input: z.object({
    item: z.string().describe('an id; of one that was merged, the item it was merged into answers'),
    cycle: z.string().optional().describe('the plan in force when left out'),
  }),
  output: json(
    item.extend({
      cycle,
      headingWords: z.string().nullable(),
      objectives: z.array(objective),
      history: z.array(
        z.object({ words: z.string(), knownFrom: z.string(), knownTo: z.string().nullable() }),
      ),
    }),
  ),
  errors: [noPlan, noSuchItem],
  positional: ['item'],
});

export const listObjectives = operation({
  name: 'plan.list-objectives',
  method: 'GET',
  path: '/api/v1/objectives',
  access: 'everyone',
  effect: 'read',
  summary: 'List the objectives with baseline, value, target and status, today or as of any date',
  input: z.object({
    goal: z.string().optional(),
    horizon: z.enum(['short', 'long']).optional(),
    ...asOf,
  }),
  output: json(z.object({ objectives: z.array(objective), tally, on: calendarDate })),
  errors: [],
});

export const showObjective = operation({
  name: 'plan.show-objective',
  method: 'GET',
  path: '/api/v1/objectives/{objective}',
  access: 'everyone',
  effect: 'read',
  summary: 'Show one objective: its values over time, its target, and how it stands and why',
  input: z.object({
    objective: z.string(),
    ...asOf,
  }),
  output: json(
    objective.extend({
      goalWords: z.string(),
      values: z.array(
        z.object({
          on: calendarDate,
          knownAt: z.string(),
          value: z.number().nullable(),
          numerator: z.int().nullable(),
          denominator: z.int().nullable(),
          reason: z.string().nullable(),
        }),
      ),
      reported: z
        .array(
          z.object({
            on: calendarDate,
            agency: z.string().nullable(),
            value: z.number(),
            source: z.string(),
            by: z.string(),
            example: z.boolean(),
            differs: z.boolean().describe('from the value counted on that day or last before it'),
          }),
        )
        .describe('figures that people gave; they never replace a counted one'),
    }),
  ),
  errors: [noSuchObjective],
  positional: ['objective'],
});

export const listObjectiveRecords = operation({
  name: 'plan.list-objective-records',
  method: 'GET',
  path: '/api/v1/objectives/{objective}/records',
  access: 'everyone',
  effect: 'read',
  summary: 'List the records behind a figure: those that count, those that do not, or all; counted now',
  input: z.object({
    objective: z.string(),
    view: view.default('missing'),
    agency: z.string().optional(),
    contains: z.string().max(200).optional(),
    offset: z.int().min(0).default(0),
    limit: z.int().min(1).max(1000).default(100),
  }),
  output: json(
    z.object({
      numerator: z.int(),
      denominator: z.int(),
      value: z.number().nullable(),
      scale,
      countedAt: z.string(),
      total: z.int().describe('records in this view, after the filters'),
      agencies: z
        .array(z.object({ agency: z.string(), numerator: z.int(), denominator: z.int() }))
        .describe('the same figure by agency'),
      records: z.array(record),
    }),
  ),
  errors: [noSuchObjective, nothingCounts],
  positional: ['objective'],
});

export const downloadObjectiveRecords = operation({
  name: 'plan.download-objective-records',
  method: 'GET',
  path: '/api/v1/objectives/{objective}/records.csv',
  access: 'everyone',
  effect: 'read',
  summary: 'Download the records behind a figure as CSV: its column `counts` adds up to the numerator',
  input: z.object({
    objective: z.string(),
    view: view.default('denominator'),
    agency: z.string().optional(),
  }),
  output: bytes('text/csv'),
  errors: [noSuchObjective, nothingCounts],
  positional: ['objective'],
});

export const recompute = operation({
  name: 'plan.recompute',
  method: 'POST',
  path: '/api/v1/plan/recompute',
  access: 'staff',
  effect: 'long',
  summary: "Measure every objective again and keep today's values; earlier values stay",
  input: z.object({}),
  output: job(z.object({ measured: z.int(), changed: z.int(), unknown: z.int() })),
  errors: [],
});

export const loadPlan = operation({
  name: 'plan.load-plan',
  method: 'POST',
  path: '/api/v1/plan/load',
  access: 'operator',
  effect: 'write',
  summary: "Take over a state's plan; loading the same file again changes nothing",
  input: recordUploadInput.extend({
    draft: z
      .boolean()
      .optional()
      .describe('as a draft to be taken through its phases, whatever day the file names'),
  }),
  output: json(z.object({ items: z.int(), objectives: z.int(), added: z.int(), superseded: z.int() })),
  errors: [recordFileUnreadable],
  upload: true,
  positional: ['file'],
  audited: ['draft'],
});

export const operations = {
  'show-plan': showPlan,
  'show-item': showItem,
  'list-objectives': listObjectives,
  'show-objective': showObjective,
  'list-objective-records': listObjectiveRecords,
  'download-objective-records': downloadObjectiveRecords,
  recompute,
  'load-plan': loadPlan,
  ...cycleOperations,
  ...textOperations,
  ...commentOperations,
  ...boardOperations,
  ...progressOperations,
  ...dutyOperations,
  ...printOperations,
  ...complianceOperations,
  ...accessPlanOperations,
  ...inventoryOperations,
  ...shareOperations,
};
