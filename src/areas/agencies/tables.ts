import { integer, optional, type RowOf, table, text } from '../../store/database.ts';
import type { CoverageStatus, Standing } from './model.ts';

/** What every dated fact carries: see `core/dated-fact.ts`. */
const dated = {
  valid_from: optional(text()),
  valid_to: optional(text()),
  recorded_at: text(),
  superseded_at: optional(text()),
  /** `file` when a state's file said so, `hand` when someone entered it. */
  origin: text<'file' | 'hand'>(),
  superseded_by: optional(text<'file' | 'hand'>()),
};

export const agency = table(
  'agency',
  {
    code: text(),
    name: text(),
    kind: text(),
    /** Title of the head, and the address that requests go to while the post of data officer is vacant. */
    head: optional(text()),
    head_contact: optional(text()),
  },
  ['code'],
);

export const agencyCoverage = table(
  'agency_coverage',
  {
    id: text(),
    agency: text(),
    status: text<CoverageStatus>(),
    clause: optional(text()),
    source: optional(text()),
    standing: text<Standing>(),
    note: optional(text()),
    ...dated,
  },
  ['id'],
);

export const agencyRole = table(
  'agency_role',
  {
    id: text(),
    title: text(),
    /** 1 where each covered agency must have one. */
    required: integer(),
    clause: optional(text()),
    does: optional(text()),
  },
  ['id'],
);

export const person = table('person', { id: text(), name: text(), example: integer() }, ['id']);

export const roleTerm = table(
  'role_term',
  { id: text(), agency: text(), role: text(), person: text(), example: integer(), ...dated },
  ['id'],
);

export const tables = [agency, agencyCoverage, agencyRole, person, roleTerm];

declare module '../../store/database.ts' {
  interface Database {
    agency: RowOf<typeof agency>;
    agency_coverage: RowOf<typeof agencyCoverage>;
    agency_role: RowOf<typeof agencyRole>;
    person: RowOf<typeof person>;
    role_term: RowOf<typeof roleTerm>;
  }
}
