import { type DatedFact, holdsOn } from '../../core/dated-fact.ts';
import type { Reader } from '../handler.ts';
import type { Holiday } from './business-days.ts';
import { type Clause, type Duty, dueRule, holidayRule } from './model.ts';

/** The acts by id, in the order of the files and of each file. */
export async function readActs(reader: Reader) {
  const rows = await reader.selectFrom('law_act').selectAll().orderBy('file').orderBy('position').execute();
  return new Map(rows.map((row) => [row.id, row]));
}

type ClauseRow = DatedFact & {
  clause: string;
  act: string;
  label: string;
  says: string;
  wording: 'quoted' | 'summary';
  standing: Clause['standing'];
  source: string | null;
};

/** A stored clause as the contract says it. */
export const clauseOf = (row: ClauseRow, citation: string): Clause => ({
  clause: row.clause,
  act: row.act,
  citation: /^\(/.test(row.label) ? `${citation} ${row.label}` : `${citation}, ${row.label}`,
  label: row.label,
  says: row.says,
  wording: row.wording,
  standing: row.standing,
  source: row.source,
  from: row.valid_from,
  to: row.valid_to,
});

/** The duties known now; those in force on a date when one is given. */
export async function readDuties(reader: Reader, on?: string): Promise<Duty[]> {
  const rows = await reader.selectFrom('law_duty').selectAll().where('superseded_at', 'is', null).execute();
  return rows
    .filter((row) => on === undefined || holdsOn(row, on))
    .map((row) => ({
      duty: row.duty,
      clause: row.clause,
      title: row.title,
      bearer: row.bearer,
      rule: dueRule.parse(JSON.parse(row.rule)),
      standing: row.standing,
      source: row.source,
      note: row.note,
      from: row.valid_from,
      to: row.valid_to,
    }));
}

/** The days on which offices are closed, as known now. */
export async function readHolidays(reader: Reader): Promise<Holiday[]> {
  const rows = await reader
    .selectFrom('law_holiday')
    .selectAll()
    .where('superseded_at', 'is', null)
    .execute();
  return rows.map((row) => ({
    name: row.name,
    rule: holidayRule.parse(JSON.parse(row.rule)),
    valid_from: row.valid_from,
    valid_to: row.valid_to,
  }));
}

/** Citations by clause id, as known now. */
export async function readCitations(reader: Reader): Promise<Map<string, string>> {
  const acts = await readActs(reader);
  const rows = await reader.selectFrom('law_clause').selectAll().where('superseded_at', 'is', null).execute();
  return new Map(rows.map((row) => [row.clause, clauseOf(row, acts.get(row.act)!.citation).citation]));
}
