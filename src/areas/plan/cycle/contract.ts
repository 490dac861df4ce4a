import { z } from 'zod';
import { calendarDate } from '../../../core/calendar-date.ts';
import { bytes, json, operation } from '../../../core/operation.ts';
import {
  clockBehind,
  cycleClosed,
  illegalMove,
  noPlan,
  noSuchCycle,
  noSuchItem,
  noSuchVersion,
  notReady,
  unfit,
} from '../errors.ts';
import { itemKind } from '../model.ts';
import { calendarEntry, change, compared, cycleView, versionContent, versionLine } from './model.ts';

const cycleId = z.string().regex(/^[a-z0-9-]{4,40}$/, 'expected an id such as 2027-2028');

export const openCycle = operation({
  name: 'plan.open-cycle',
  method: 'POST',
  path: '/api/v1/plan/cycles',
  access: 'office',
  effect: 'write',
  summary:
    'Open the next planning cycle: it begins with the words of the plan in force, each under its lasting id',
  input: z.object({
    cycle: cycleId,
    title: z.string().trim().min(3),
    due: calendarDate.optional().describe('when the final plan is due; by the law when left out'),
  }),
  output: json(cycleView),
  errors: [noPlan, illegalMove],
  positional: ['cycle', 'title'],
  audited: ['cycle', 'due'],
});

export const listCycles = operation({
  name: 'plan.list-cycles',
  method: 'GET',
  path: '/api/v1/plan/cycles',
  access: 'everyone',
  effect: 'read',
  summary: 'List the planning cycles, newest first, with their phases and frozen versions',
  input: z.object({}),
  output: json(z.object({ cycles: z.array(cycleView) })),
  errors: [],
});

export const showCycle = operation({
  name: 'plan.show-cycle',
  method: 'GET',
  path: '/api/v1/plan/cycles/{cycle}',
  access: 'everyone',
  effect: 'read',
  summary: 'Show one cycle: its phases, versions, and the next move with what stands in its way',
  input: z.object({ cycle: z.string() }),
  output: json(cycleView),
  errors: [noSuchCycle],
  positional: ['cycle'],
});

export const openPhase = operation({
  name: 'plan.open-phase',
  method: 'POST',
  path: '/api/v1/plan/cycles/{cycle}/phases',
  access: 'office',
  effect: 'write',
  summary: 'Put the text out for comment: freezes it as a version and opens the form until the deadline',
  input: z.object({
    cycle: z.string(),
    phase: z.int().min(1).max(3),
    comments_until: calendarDate.describe(
      "comments are on time to the end of that day in the state's time zone",
    ),
    focus: z.array(itemKind.or(z.literal('objective'))).optional(),
  }),
  output: json(cycleView),
  errors: [noSuchCycle, illegalMove, cycleClosed, clockBehind, unfit],
  positional: ['cycle', 'phase'],
  audited: ['cycle', 'phase', 'comments_until', 'focus'],
});

export const closePhase = operation({
  name: 'plan.close-phase',
  method: 'POST',
  path: '/api/v1/plan/cycles/{cycle}/phases/{phase}/close',
  access: 'office',
  effect: 'write',
  summary: 'Close a phase after its deadline: freezes the text that came of it',
  input: z.object({ cycle: z.string(), phase: z.int() }),
  output: json(cycleView),
  errors: [noSuchCycle, illegalMove, cycleClosed, clockBehind, notReady],
  positional: ['cycle', 'phase'],
  audited: ['cycle', 'phase'],
});

export const deliverDraft = operation({
  name: 'plan.deliver-draft',
  method: 'POST',
  path: '/api/v1/plan/cycles/{cycle}/deliver',
  access: 'office',
  effect: 'write',
  summary: "Hand the draft to the advisory board: freezes it and starts the board's clock",
  input: z.object({ cycle: z.string() }),
  output: json(cycleView),
  errors: [noSuchCycle, illegalMove, cycleClosed, clockBehind],
  positional: ['cycle'],
  audited: ['cycle'],
});

export const adoptPlan = operation({
  name: 'plan.adopt',
  method: 'POST',
  path: '/api/v1/plan/cycles/{cycle}/adopt',
  access: 'office',
  effect: 'write',
  summary: 'Adopt and publish the plan: refused while anything the law asks for is missing',
  input: z.object({ cycle: z.string(), example: z.boolean().default(false).describe('a made-up adoption') }),
  output: json(cycleView),
  errors: [noSuchCycle, illegalMove, cycleClosed, clockBehind, notReady],
  positional: ['cycle'],
  audited: ['cycle', 'example'],
});

export const showVersion = operation({
  name: 'plan.show-version',
  method: 'GET',
  path: '/api/v1/plan/versions/{version}',
  access: 'everyone',
  effect: 'read',
  summary: 'Show a frozen version of the plan with its content hash',
  input: z.object({ version: z.string() }),
  output: json(versionLine.extend({ content: versionContent })),
  errors: [noSuchVersion],
  positional: ['version'],
});

export const compareVersions = operation({
  name: 'plan.compare-versions',
  method: 'GET',
  path: '/api/v1/plan/compare',
  access: 'everyone',
  effect: 'read',
  summary: 'Compare two versions item by item: moved, merged, reworded, dropped, new',
  input: z.object({
    from: z.string().optional().describe('a version; the plan adopted before `to` when left out'),
    to: z
      .string()
      .optional()
      .describe('a version, or `draft-` and a cycle for the words as drafted now; the newest when left out'),
  }),
  output: json(
    z.object({
      from: versionLine,
      to: versionLine,
      counts: z.record(change, z.int()),
      items: z.array(compared),
    }),
  ),
  errors: [noSuchVersion, noPlan],
});

export const showCalendar = operation({
  name: 'plan.show-calendar',
  method: 'GET',
  path: '/api/v1/plan/calendar',
  access: 'everyone',
  effect: 'read',
  summary:
    "List the plan's dates: what the law makes due, phases, deadlines for comment, meetings and rounds",
  input: z.object({
    from: calendarDate.optional().describe('the first of January before the cycle began when left out'),
    to: calendarDate.optional(),
  }),
  output: json(z.object({ from: calendarDate, to: calendarDate, entries: z.array(calendarEntry) })),
  errors: [],
});

export const calendarFeed = operation({
  name: 'plan.calendar-feed',
  method: 'GET',
  path: '/api/v1/plan/calendar.ics',
  access: 'everyone',
  effect: 'read',
  summary: 'The same dates as a calendar feed (iCalendar, RFC 5545)',
  input: z.object({
    base: z
      .string()
      .max(300)
      .regex(/^https?:\/\/[^/\s]+$/, 'an address without a path')
      .optional()
      .describe('address of this server: each date then leads to its page'),
  }),
  output: bytes('text/calendar'),
  errors: [],
});

const node = z.object({
  id: z.string(),
  kind: z.string(),
  words: z.string(),
  href: z.string(),
});

export const trace = operation({
  name: 'plan.trace',
  method: 'GET',
  path: '/api/v1/plan/trace/{id}',
  access: 'everyone',
  effect: 'read',
  summary: 'Walk from an item up to goal and clause of law, or from a clause down to actions and data',
  input: z.object({
    id: z.string().describe('an item, an objective or a clause'),
    cycle: z.string().optional(),
  }),
  output: json(z.object({ node, up: z.array(node), down: z.array(node) })),
  errors: [noPlan, noSuchItem],
  positional: ['id'],
});

export const listOrphans = operation({
  name: 'plan.list-orphans',
  method: 'GET',
  path: '/api/v1/plan/orphans',
  access: 'everyone',
  effect: 'read',
  summary:
    'List what leads nowhere: an action without a principle, a principle without a clause, a clause without an item',
  input: z.object({ cycle: z.string().optional() }),
  output: json(z.object({ orphans: z.array(node.extend({ missing: z.string() })) })),
  errors: [noPlan, noSuchCycle],
});

export const operations = {
  'open-cycle': openCycle,
  'list-cycles': listCycles,
  'show-cycle': showCycle,
  'open-phase': openPhase,
  'close-phase': closePhase,
  'deliver-draft': deliverDraft,
  adopt: adoptPlan,
  'show-version': showVersion,
  'compare-versions': compareVersions,
  'show-calendar': showCalendar,
  'calendar-feed': calendarFeed,
  trace,
  'list-orphans': listOrphans,
};
