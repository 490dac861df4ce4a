import { reconcile } from '../../core/dated-fact.ts';
import { newId } from '../../core/id.ts';
import { parseRecordFile } from '../../core/record-file.ts';
import type { Handler, Tx } from '../handler.ts';
import { readRecordUpload } from '../record-upload.ts';
import type { loadLaw as op } from './contract.ts';
import { type LawFile, lawFile } from './law-file.ts';

/**
 * Takes over one of a state's files of law. A record that differs from the file is superseded and written anew, so what
 * was known before can still be asked for; other files' records are not touched.
 */
export const loadLaw: Handler<typeof op> = async (context, input) => {
  const { text, name } = await readRecordUpload(context, input);
  const file = parseRecordFile(text, lawFile, name);
  const at = context.clock.now();
  return context.store.write(async (tx) => {
    await replaceHeads(tx, file, name);
    const sums = { added: 0, superseded: 0 };
    const tables: [LawTable, readonly object[]][] = [
      ['law_clause', clauseRows(file)],
      ['law_duty', dutyRows(file)],
      ['law_holiday', holidayRows(file)],
    ];
    for (const [table, rows] of tables) {
      const done = await takeOver(tx, table, rows, { at, file: name, id: () => newId(context.random) });
      sums.added += done.added;
      sums.superseded += done.superseded;
    }
    if (sums.added + sums.superseded > 0) await context.emit(tx, 'law-changed', { file: name });
    return {
      acts: file.acts.length,
      clauses: file.acts.reduce((sum, act) => sum + act.clauses.length, 0),
      duties: file.duties.length,
      holidays: file.holidays.length,
      ...sums,
    };
  });
};

type LawTable = 'law_clause' | 'law_duty' | 'law_holiday';

async function replaceHeads(tx: Tx, file: LawFile, name: string): Promise<void> {
  for (const { id, title, address, official = null, read: read_on = null, note = null } of file.sources) {
    const row = { title, address, official, read_on, note };
    await tx
      .insertInto('law_source')
      .values({ id, ...row })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
      .execute();
  }
  for (const [position, act] of file.acts.entries()) {
    const { id, citation, title, kind, address = null, from: valid_from = null } = act;
    const row = { citation, title, kind, file: name, position, address, valid_from };
    await tx
      .insertInto('law_act')
      .values({ id, ...row })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
      .execute();
  }
}

const dates = (line: { from?: string; to?: string }) => ({
  valid_from: line.from ?? null,
  valid_to: line.to ?? null,
});

const clauseRows = (file: LawFile) =>
  file.acts.flatMap((act) =>
    act.clauses.map((line, position) => ({
      clause: line.id,
      act: act.id,
      position,
      label: line.label,
      says: line.says,
      wording: line.wording,
      standing: line.standing,
      source: line.source ?? null,
      ...dates(line),
    })),
  );

/** A duty without a standing of its own has that of its clause. */
const dutyRows = (file: LawFile) => {
  const clauses = new Map(file.acts.flatMap((act) => act.clauses.map((line) => [line.id, line] as const)));
  return file.duties.map((line) => ({
    duty: line.id,
    clause: line.clause,
    title: line.title,
    bearer: line.bearer,
    rule: JSON.stringify(line.rule),
    standing: line.standing ?? clauses.get(line.clause)!.standing,
    source: line.source ?? null,
    note: line.note ?? null,
    ...dates(line),
  }));
};

const holidayRows = (file: LawFile) =>
  file.holidays.map((line) => ({
    holiday: line.id,
    name: line.name,
    rule: JSON.stringify(line.rule),
    standing: line.standing,
    source: line.source ?? null,
    ...dates(line),
  }));

async function takeOver<Row extends object>(
  tx: Tx,
  table: LawTable,
  wanted: readonly Row[],
  as: { readonly at: string; readonly file: string; readonly id: () => string },
): Promise<{ added: number; superseded: number }> {
  const fields = Object.keys(wanted[0] ?? {}) as (keyof Row)[];
  const known = await tx
    .selectFrom(table)
    .selectAll()
    .where('file', '=', as.file)
    .where('superseded_at', 'is', null)
    .execute();
  const { superseded, added } = reconcile(known, wanted, (fact) =>
    JSON.stringify(fields.map((field) => (fact as Row)[field])),
  );
  for (const row of superseded)
    await tx.updateTable(table).set({ superseded_at: as.at }).where('id', '=', row.id).execute();
  for (const row of added)
    await tx
      .insertInto(table)
      .values({ ...row, id: as.id(), recorded_at: as.at, file: as.file } as never)
      .execute();
  return { added: added.length, superseded: superseded.length };
}
