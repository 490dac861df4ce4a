import { z } from 'zod';
import { calendarDate } from './calendar-date.ts';
import { fieldClasses } from './decision.ts';

/** How we know it: read at its source, known but not checked there, or made up for the example. */
const standing = z.enum(['read', 'recalled', 'example']).default('recalled');

/** Holds from and to these days, both included; without one, ever since or still. */
const dated = { from: calendarDate.optional(), to: calendarDate.optional() };

const dataClass = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  name: z.string().min(1),
  says: z.string().min(1),
  /** Only a version of a dataset of such a class can be released. */
  open: z.boolean(),
  citation: z.string().optional(),
  standing,
  ...dated,
});

const elementClass = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  name: z.string().min(1),
  /** What it tells about a person: policies know these four. */
  class: z.enum(fieldClasses),
  citation: z.string().optional(),
  standing,
  ...dated,
});

const releaseGround = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  says: z.string().min(1),
  citation: z.string().optional(),
  standing,
  ...dated,
});

/** A way to what a protected dataset can tell, and how long it takes. */
const accessPath = z.strictObject({
  /** Ids of classes it is a way to. */
  for: z.array(z.string()).min(1),
  needs: z.string().min(1),
  gets: z.string().min(1),
  /** Business days within which half, and nine in ten, had what they asked for. Not known: left out. */
  days: z.strictObject({ half: z.int().min(0), nine: z.int().min(0) }).optional(),
  /** In words, where no count is known. */
  usual: z.string().optional(),
  source: z.string().min(1),
  standing,
  ...dated,
});

/** `classification.yaml` of a state. */
export const classificationFile = z.strictObject({
  classes: z.array(dataClass).min(2),
  elements: z.array(elementClass).min(1),
  grounds: z.array(releaseGround).min(1),
  paths: z.array(accessPath).default([]),
});
export type Classification = z.output<typeof classificationFile>;

const recordClass = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  title: z.string().min(1),
  /** How long a version is kept after it was loaded or superseded; permanent when left out. */
  keep: z
    .strictObject({
      for: z.string().regex(/^P(\d+[YMWD])+$/, 'expected a duration such as P3Y'),
      after: z.enum(['loaded', 'superseded']),
    })
    .optional(),
  disposal: z.enum(['destroy', 'archive']),
  citation: z.string().min(1),
  standing,
  ...dated,
});

/** `retention.yaml` of a state. */
export const retentionFile = z.strictObject({
  records: z.array(recordClass).min(1),
  /** How long backups of the key store are kept: until then a destroyed key may lie in one of them. */
  keyBackups: z.strictObject({
    days: z.int().min(0),
    citation: z.string().min(1),
    standing,
  }),
});
export type Retention = z.output<typeof retentionFile>;
export type RecordClass = Retention['records'][number];

/** What a state says that has no file of its own: open or not, and four kinds of field. */
export const plainClassification: Classification = Object.freeze(
  classificationFile.parse({
    classes: [
      { id: 'open', name: 'Open', says: 'Anyone may have it.', open: true },
      { id: 'protected', name: 'Protected', says: 'Its release would break a law or do harm.', open: false },
    ],
    elements: [
      { id: 'identifier', name: 'Identifier', class: 'identifier' },
      { id: 'quasi-identifier', name: 'Narrows a person down', class: 'quasi-identifier' },
      { id: 'sensitive', name: 'Sensitive', class: 'sensitive' },
      { id: 'plain', name: 'None of these', class: 'plain' },
    ],
    grounds: [
      { id: 'already-published', says: 'Its holder publishes it already' },
      { id: 'nothing-protected', says: 'It holds nothing that a law protects' },
      { id: 'protected-parts-removed', says: 'What a law protects was taken out of it' },
    ],
  }),
);

export const plainRetention: Retention = Object.freeze(
  retentionFile.parse({
    records: [
      {
        id: 'permanent',
        title: 'Kept for good',
        disposal: 'archive',
        citation: 'No schedule is in force here.',
      },
    ],
    keyBackups: { days: 30, citation: 'The deployment’s own choice.' },
  }),
);

/** Those of a list that are in force on a day. */
export const inForce = <T extends { readonly from?: string | undefined; readonly to?: string | undefined }>(
  list: readonly T[],
  on: string,
): T[] => list.filter(({ from, to }) => (from === undefined || from <= on) && (to === undefined || on <= to));
