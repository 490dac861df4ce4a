import { ident, join, sql } from '../../../engine/sql.ts';
import type { Context } from '../../handler.ts';
import type { LinkageReport } from '../model.ts';
import type { PairExplained } from './model.ts';
import { type OpenSource, recordId } from './open-sources.ts';

/** A record of a run: its source and its row there. */
export interface RecordRef {
  readonly side: number;
  readonly row: number;
}

/** The fields of some records as a person reads them, in the order asked for. */
export async function recordsShown(
  context: Context,
  { sources, report }: { readonly sources: readonly OpenSource[]; readonly report: LinkageReport },
  refs: readonly RecordRef[],
): Promise<PairExplained['records']> {
  const found = new Map<string, Record<string, string[]>>();
  for (const [side, source] of sources.entries()) {
    const rows = refs.filter((ref) => ref.side === side).map(({ row }) => row);
    if (rows.length === 0) continue;
    const fields = report.fields.filter(({ column }) => source.records.columns.includes(column));
    const answers = await context.engine.rows<Record<string, string | null>>(
      sql`SELECT ${ident(recordId)}::varchar AS record, ${join(
        fields.map(({ column }, at) => sql`${ident(column)}::varchar AS ${ident(`f${at}`)}`),
      )} FROM ${source.records.relation} WHERE ${ident(recordId)} IN (${join(rows.map((row) => sql`${row}`))})`,
      { step: 'records_shown', signal: context.signal },
    );
    for (const answer of answers) {
      const values: Record<string, string[]> = {};
      for (const [at, { field, kind }] of fields.entries()) {
        const value = answer[`f${at}`]?.trim();
        if (value) values[field] = [...(values[field] ?? []), secret.has(kind) ? ending(value) : value];
      }
      found.set(`${side} ${answer['record']}`, values);
    }
  }
  return refs.map(({ side, row }) => ({
    side,
    dataset: sources[side]!.publicId,
    title: sources[side]!.title,
    row,
    values: found.get(`${side} ${row}`) ?? {},
  }));
}

/** Numbers that open other doors are shown by their end: whether they differ is said in words. */
const secret = new Set(['ssn', 'national_id']);
const ending = (value: string) => (value.length <= 4 ? value : `ends ${value.slice(-4)}`);

/** Which of the recognised fields a comparison looked at. */
export const fieldsOfComparison = (name: string): readonly string[] =>
  (
    ({
      given_name: ['given_name', 'middle_name', 'full_name'],
      family_name: ['family_name', 'full_name'],
      address: ['address', 'house_number', 'street'],
      locality: ['town', 'zip'],
      coordinates: ['latitude', 'longitude'],
    }) as Readonly<Record<string, readonly string[]>>
  )[name] ?? [name];
