import { rename, writeFile } from 'node:fs/promises';
import { formatDelimitedRow } from '../../core/delimited-text.ts';
import { ident, join, sql } from '../../engine/sql.ts';
import type { Handler } from '../handler.ts';
import { contradictoryRule, noSuchIdentifiers } from './errors.ts';
import type {
  destroyIdentifiers as destroyOperation,
  makeIdentifiers as operation,
} from './identifiers/contract.ts';
import { dayShift } from './identifiers/recipe.ts';
import { releaseKey, researchId } from './identifiers/research-id.ts';
import { writeExtract } from './identifiers/write-extract.ts';
import { openRecords, requireColumns } from './microdata/record-file.ts';

/**
 * Writes the crosswalk of one project's one release: the internal person number, the research identifier, and how many days
 * to move each of the person's dates. The key is made at the first call and kept in the key store; later calls give the same.
 */
export const makeIdentifiers: Handler<typeof operation> = async (context, input) => {
  const { project, release } = input;
  const file = await openRecords(context.engine, input.file);
  const recipe = {
    person: input.person,
    dates: input.dates ?? [],
    top: limits('top', input.top ?? []),
    keep: limits('keep', input.keep ?? []),
  };
  requireColumns(file, [input.person, ...recipe.dates, ...recipe.top.keys(), ...recipe.keep.keys()]);
  const known = await context.store.read
    .selectFrom('disclosure_identifiers')
    .selectAll()
    .where('project', '=', project)
    .where('release', '=', release)
    .executeTakeFirst();
  if (known?.destroyed_at != null) throw noSuchIdentifiers.with({ project, release });
  const stored =
    known === undefined
      ? await context.vault.keys.make()
      : { id: known.key, key: await context.vault.keys.open(known.key) };
  const key = releaseKey(stored.key, project, release);
  const people = await context.engine.columns(
    sql`select distinct ${ident(input.person)}::varchar from ${file.relation} where ${ident(input.person)} is not null`,
    { step: 'people' },
  );
  const numbers = people[0]!.values.slice(1);
  const made = numbers.map((person) => [person, researchId(key, person), dayShift(key, person, input.days)]);
  // In the order of the new identifiers, so that a row's place says nothing of the person.
  made.sort((a, b) => (a[1]! < b[1]! ? -1 : 1));
  const lines = [['person', 'research_id', 'day_shift'], ...made].map(formatDelimitedRow);
  const temporary = `${input.to}.writing`;
  await writeFile(temporary, `${lines.join('\n')}\n`, { mode: 0o600 });
  await context.store.write(async (tx) => {
    await tx
      .insertInto('disclosure_identifiers')
      .values({ project, release, key: stored.id, people: numbers.length, made_at: context.clock.now() })
      .onConflict((conflict) =>
        conflict.columns(['project', 'release']).doUpdateSet({ people: numbers.length }),
      )
      .execute();
    context.audit.about({ detail: { project, release, people: numbers.length } });
  });
  await rename(temporary, input.to);
  if (input.extract !== undefined) {
    const all = await context.engine.columns(
      sql`select ${join(file.columns.map((name) => sql`${ident(name)}::varchar as ${ident(name)}`))} from ${file.relation}`,
      { step: 'records' },
    );
    const newOf = new Map(
      made.map(([person, id, days]) => [String(person), { id: String(id), days: Number(days) }]),
    );
    await writeExtract(input.extract, all, recipe, newOf);
  }
  return { project, release, people: numbers.length };
};

/** `age=90` as a column and its number. */
function limits(field: string, words: readonly string[]): Map<string, number> {
  return new Map(
    words.map((word) => {
      const [column = '', number = ''] = word.split('=');
      if (column === '' || number === '' || !Number.isFinite(Number(number)))
        throw contradictoryRule.with({
          rule: field,
          problem: `${word} is not a column, an equals sign and a number`,
        });
      return [column, Number(number)] as const;
    }),
  );
}

/** Ends linkability: the key is destroyed, and that it can be opened no more is tried and written down. */
export const destroyIdentifiers: Handler<typeof destroyOperation> = async (context, input) => {
  const { project, release } = input;
  const row = await context.store.read
    .selectFrom('disclosure_identifiers')
    .selectAll()
    .where('project', '=', project)
    .where('release', '=', release)
    .executeTakeFirst();
  if (row === undefined) throw noSuchIdentifiers.with({ project, release });
  await context.vault.keys.destroy(row.key);
  const opened = await context.vault.keys.open(row.key).then(
    () => true,
    () => false,
  );
  if (opened) throw new Error('a destroyed key could still be opened');
  const proof = {
    key: row.key,
    tried: context.clock.now(),
    opened,
    listed: await context.vault.keys.has(row.key),
  };
  const at = row.destroyed_at ?? context.clock.now();
  await context.store.write(async (tx) => {
    await tx
      .updateTable('disclosure_identifiers')
      .set({ destroyed_at: at, proof: JSON.stringify(proof) })
      .where('project', '=', project)
      .where('release', '=', release)
      .execute();
    context.audit.about({ detail: { project, release, key: row.key, destroyed: true } });
  });
  return { project, release, destroyed_at: at, proof };
};
