import { integer, optional, type RowOf, table, text } from '../../store/database.ts';
import type { Standing } from '../agencies/model.ts';
import { lawObstacle } from './obstacles/tables.ts';

/** What every dated record carries: see `core/dated-fact.ts`. `file` is the state file it came from. */
const dated = {
  valid_from: optional(text()),
  valid_to: optional(text()),
  recorded_at: text(),
  superseded_at: optional(text()),
  file: text(),
};

export const lawSource = table(
  'law_source',
  {
    id: text(),
    title: text(),
    address: text(),
    official: optional(text()),
    read_on: optional(text()),
    note: optional(text()),
  },
  ['id'],
);

export const lawAct = table(
  'law_act',
  {
    id: text(),
    citation: text(),
    title: text(),
    kind: text(),
    /** The state file it came from, and its place there. */
    file: text(),
    position: integer(),
    address: optional(text()),
    valid_from: optional(text()),
  },
  ['id'],
);

export const lawClause = table(
  'law_clause',
  {
    id: text(),
    clause: text(),
    act: text(),
    /** Place among the clauses of its act. */
    position: integer(),
    label: text(),
    says: text(),
    wording: text<'quoted' | 'summary'>(),
    standing: text<Standing>(),
    source: optional(text()),
    ...dated,
  },
  ['id'],
);

export const lawDuty = table(
  'law_duty',
  {
    id: text(),
    duty: text(),
    clause: text(),
    title: text(),
    bearer: text(),
    /** JSON of a due rule. */
    rule: text(),
    standing: text<Standing>(),
    source: optional(text()),
    note: optional(text()),
    ...dated,
  },
  ['id'],
);

export const lawHoliday = table(
  'law_holiday',
  {
    id: text(),
    holiday: text(),
    name: text(),
    /** JSON of a holiday rule. */
    rule: text(),
    standing: text<Standing>(),
    source: optional(text()),
    ...dated,
  },
  ['id'],
);

/** Things that happened and that start a clock: a draft received. */
export const lawEvent = table(
  'law_event',
  { id: text(), event: text(), on_date: text(), recorded_at: text() },
  ['id'],
);

export const tables = [lawSource, lawAct, lawClause, lawDuty, lawHoliday, lawEvent, lawObstacle];

declare module '../../store/database.ts' {
  interface Database {
    law_source: RowOf<typeof lawSource>;
    law_act: RowOf<typeof lawAct>;
    law_clause: RowOf<typeof lawClause>;
    law_duty: RowOf<typeof lawDuty>;
    law_holiday: RowOf<typeof lawHoliday>;
    law_event: RowOf<typeof lawEvent>;
  }
}
