import { z } from 'zod';
import { calendarDate } from '../../../core/calendar-date.ts';
import { baseline, item, target } from '../model.ts';

/** Why a version was frozen. */
export const occasion = z.enum(['opened', 'closed', 'delivered', 'adopted']);
export type Occasion = z.output<typeof occasion>;

/** An objective as a version holds it: what was promised, without how it stands. */
export const promised = z.object({
  objective: z.string(),
  goal: z.string(),
  title: z.string(),
  measure: z.string(),
  covered: z.literal(true).optional(),
  agencies: z.array(z.string()).optional(),
  principles: z.array(z.string()),
  horizon: z.enum(['short', 'long']),
  nextCheck: calendarDate.nullable(),
  owner: z.string(),
  example: z.boolean(),
  baseline: baseline.nullable(),
  target: target.nullable(),
});

/** The words of a plan at a moment. Its hash is that of this, written as JSON with the fields in this order. */
export const versionContent = z.object({
  cycle: z.string(),
  title: z.string(),
  items: z.array(item),
  objectives: z.array(promised),
  origins: z
    .array(z.object({ item: z.string(), origin: z.string() }))
    .describe('items that others were merged into'),
});
export type VersionContent = z.output<typeof versionContent>;

export const versionLine = z.object({
  version: z.string().describe('its address for ever: /plan/versions/{version}'),
  cycle: z.string(),
  title: z.string(),
  phase: z.int().nullable(),
  occasion,
  frozenAt: z.string(),
  hash: z.string().describe('SHA-256 of the content'),
});
export type VersionLine = z.output<typeof versionLine>;

/** A phase: planned until it is opened, open until closed; comments are on time until its deadline. */
export const phase = z.object({
  phase: z.int(),
  name: z.string().nullable(),
  words: z.string().nullable().describe('what the plan says of it'),
  state: z.enum(['planned', 'open', 'closed']),
  openedAt: z.string().nullable(),
  commentsUntil: z.string().nullable().describe('the last instant at which a comment is on time'),
  takesComments: z.boolean(),
  closedAt: z.string().nullable(),
  focus: z.array(z.string()).describe('kinds of items on which comments are asked for'),
});
export type Phase = z.output<typeof phase>;

export const lastPhase = 3;

/** What a phase asks comments on, unless the office says otherwise when it opens it. */
export const focusOf: Readonly<Record<number, readonly string[]>> = {
  1: ['heading', 'principle', 'focal-point', 'goal'],
  2: ['action', 'step', 'objective'],
  3: ['heading', 'principle', 'focal-point', 'goal', 'action', 'step', 'objective', 'recommendation'],
};

/** The moves of a cycle. Each is legal only after the one before it. */
export const move = z.enum(['open phase', 'close phase', 'deliver draft', 'adopt']);

export const cycleView = z.object({
  cycle: z.string(),
  title: z.string(),
  state: z.enum(['drafting', 'in-force', 'replaced']),
  openedOn: calendarDate.nullable(),
  basedOn: z.string().nullable(),
  adopted: z.object({ on: calendarDate, example: z.boolean() }).nullable(),
  phases: z.array(phase),
  draftDelivered: calendarDate.nullable(),
  versions: z.array(versionLine),
  next: z
    .object({ move, phase: z.int().nullable(), blockers: z.array(z.string()) })
    .nullable()
    .describe('the next legal move and what still stands in its way'),
});
export type CycleView = z.output<typeof cycleView>;

/** A date of the plan's calendar. */
export const calendarEntry = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.enum(['law', 'phase', 'comments', 'meeting', 'hearing', 'round', 'version']),
  on: calendarDate,
  at: z.string().nullable().describe('the instant, for what has one'),
  href: z.string(),
  clause: z.string().nullable(),
  state: z.enum(['done', 'coming', 'late']),
  note: z.string().nullable(),
});
export type CalendarEntry = z.output<typeof calendarEntry>;

/** Words that stayed, went or came. */
export const segment = z.object({ kind: z.enum(['same', 'out', 'in']), text: z.string() });
export type Segment = z.output<typeof segment>;

export const change = z.enum(['same', 'moved', 'reworded', 'merged', 'new', 'dropped']);
export type Change = z.output<typeof change>;

const place = z.string().nullable().describe('what it stands under, in words');

export const compared = z.object({
  id: z.string(),
  kind: z.string(),
  change,
  moved: z.boolean().describe('it also has another number or place'),
  before: z
    .array(z.object({ id: z.string(), number: z.int().nullable(), words: z.string(), under: place }))
    .describe('one, or the several it was merged from'),
  after: z.object({ number: z.int().nullable(), words: z.string(), under: place }).nullable(),
  segments: z.array(segment).describe('of a text that was reworded'),
});
export type Compared = z.output<typeof compared>;
