import { reconcile } from '../../core/dated-fact.ts';
import { newId } from '../../core/id.ts';
import { parseRecordFile } from '../../core/record-file.ts';
import type { Handler, Tx } from '../handler.ts';
import { readRecordUpload } from '../record-upload.ts';
import { type AgenciesFile, agenciesFile } from './agencies-file.ts';
import type { loadAgencies as op } from './contract.ts';

/**
 * Takes over a state's file of agencies. Facts that differ from the file are superseded, never overwritten; what someone
 * has entered by hand stays, and a fact of the file that was corrected by hand does not come back.
 */
export const loadAgencies: Handler<typeof op> = async (context, input) => {
  const { text, name } = await readRecordUpload(context, input);
  const file = parseRecordFile(text, agenciesFile, name);
  const at = context.clock.now();
  return context.store.write(async (tx) => {
    await replaceLists(tx, file);
    const coverages = await takeOver(tx, 'agency_coverage', coverageRows(file), at, () =>
      newId(context.random),
    );
    const terms = await takeOver(tx, 'role_term', termRows(file), at, () => newId(context.random));
    const changed = [...new Set([...coverages.agencies, ...terms.agencies])];
    if (changed.length) await context.emit(tx, 'agencies-changed', { agencies: changed });
    return {
      agencies: file.agencies.length,
      people: file.people.length,
      added: coverages.added + terms.added,
      superseded: coverages.superseded + terms.superseded,
    };
  });
};

/** Names and titles, which have no dates of their own: the file's word stands. */
async function replaceLists(tx: Tx, file: AgenciesFile): Promise<void> {
  for (const { code, name, kind, head = null, head_contact = null } of file.agencies)
    await tx
      .insertInto('agency')
      .values({ code, name, kind, head, head_contact })
      .onConflict((conflict) => conflict.column('code').doUpdateSet({ name, kind, head, head_contact }))
      .execute();
  for (const { id, title, required, clause = null, does = null } of file.roles) {
    const row = { title, required: required === 'covered' ? 1 : 0, clause, does };
    await tx
      .insertInto('agency_role')
      .values({ id, ...row })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
      .execute();
  }
  for (const { id, name, example } of file.people) {
    const row = { name, example: example ? 1 : 0 };
    await tx
      .insertInto('person')
      .values({ id, ...row })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
      .execute();
  }
}

const coverageRows = (file: AgenciesFile) =>
  file.agencies.flatMap(({ code, coverage }) =>
    coverage.map((line) => ({
      agency: code,
      status: line.status,
      clause: line.clause ?? null,
      source: line.source ?? null,
      standing: line.standing,
      note: line.note ?? null,
      valid_from: line.from ?? null,
      valid_to: line.to ?? null,
    })),
  );

const termRows = (file: AgenciesFile) =>
  file.terms.map((line) => ({
    agency: line.agency,
    role: line.role,
    person: line.person,
    example: line.example ? 1 : 0,
    valid_from: line.from ?? null,
    valid_to: line.to ?? null,
  }));

async function takeOver<Row extends { agency: string }>(
  tx: Tx,
  table: 'agency_coverage' | 'role_term',
  wanted: readonly Row[],
  at: string,
  id: () => string,
): Promise<{ added: number; superseded: number; agencies: string[] }> {
  const fields = Object.keys(wanted[0] ?? {}) as (keyof Row)[];
  const known = (await tx.selectFrom(table).selectAll().where('origin', '=', 'file').execute()).filter(
    (row) => row.superseded_at === null || row.superseded_by === 'hand',
  );
  const changes = reconcile(known, wanted, (fact) =>
    JSON.stringify(fields.map((field) => (fact as Row)[field])),
  );
  const superseded = changes.superseded.filter((row) => row.superseded_at === null);
  for (const { id: old } of superseded)
    await tx
      .updateTable(table)
      .set({ superseded_at: at, superseded_by: 'file' })
      .where('id', '=', old)
      .execute();
  for (const row of changes.added)
    await tx
      .insertInto(table)
      .values({ ...row, id: id(), recorded_at: at, origin: 'file' } as never)
      .execute();
  return {
    added: changes.added.length,
    superseded: superseded.length,
    agencies: [...superseded, ...changes.added].map((row) => row.agency),
  };
}
