import type { Engine } from '../../../engine/engine.ts';
import type { Handler } from '../../handler.ts';
import { type FieldColumn, fieldName } from '../kinds/kind.ts';
import { readSources } from '../link-sources.ts';
import { columnOf, type TextColumn } from '../prepare/columns.ts';
import type { recogniseFields as op } from './contract.ts';
import { sourcesNamed } from './link-datasets.ts';
import type { RecognisedFields } from './model.ts';
import { type OpenSource, openSources, recordId } from './open-sources.ts';

/** What names and values of the columns tell; all columns of both datasets, in their order. */
export const recogniseFields: Handler<typeof op> = async (context, input) => {
  const opened = await openSources(context, await sourcesNamed(context, input));
  return { columns: await recognisedColumns(context.engine, opened) };
};

/** The columns that are compared when nobody says which, as `kind=column,…`; undefined when none is recognised. */
export async function fieldsOfSources(
  engine: Engine,
  opened: readonly OpenSource[],
): Promise<string | undefined> {
  const columns = await recognisedColumns(engine, opened);
  const fields = columns.flatMap(({ kind, column }) => (kind === null ? [] : [`${kind}=${column}`]));
  return fields.length === 0 ? undefined : fields.join(',');
}

async function recognisedColumns(
  engine: Engine,
  opened: readonly OpenSource[],
): Promise<RecognisedFields['columns']> {
  const { chosen, ignored, table } = await readSources(engine, {
    kind: opened.length === 2 ? 'link' : 'dedupe',
    files: opened.map(({ records }) => records),
    id: recordId,
    seed: 1,
  });
  const columns = [...new Set(opened.flatMap(({ records }) => records.columns))].filter(
    (column) => column !== recordId,
  );
  const has = (side: number, column: string) => opened[side]!.records.columns.includes(column);
  // What only one side tells cannot be compared with the other.
  const onBoth = (field: FieldColumn) =>
    opened.every((_, side) =>
      chosen.some((one) => familyOf(one) === familyOf(field) && has(side, one.column)),
    );
  // Days of two events, under two names, are no day of the person.
  const isEvent = ({ kind, column }: FieldColumn) =>
    kind === 'date' &&
    chosen.some((one) => one.kind === 'birth_date') &&
    opened.some((_, side) => !has(side, column));
  const unfit = (field: FieldColumn): string | undefined =>
    !onBoth(field)
      ? 'only one of the two datasets tells it'
      : isEvent(field)
        ? 'the day of an event; the other dataset calls it otherwise'
        : undefined;
  return columns.map((column) => {
    const found = chosen.find((one) => one.column === column);
    const because = found && unfit(found);
    const field = because === undefined ? found : undefined;
    return {
      column,
      sides: opened.flatMap((_, side) => (has(side, column) ? [side] : [])),
      few: isFew(columnOf(table, column)),
      kind: field === undefined ? null : fieldName(field),
      why: ignored.find((one) => one.column === column)?.why ?? because ?? null,
    };
  });
}

/** From two to a dozen values, each of many records on average. */
const isFew = (column: TextColumn | undefined): boolean => {
  const values = (column?.values.length ?? 0) - 1;
  return values >= 2 && values <= 12 && column!.codes.length >= 50 * values;
};

/** Kinds that are compared with each other: a street with a whole address, parts of a name with a whole one. */
const families: readonly (readonly string[])[] = [
  ['given_name', 'middle_name', 'family_name', 'full_name'],
  ['address', 'street', 'house_number'],
];
const familyOf = (field: FieldColumn): string =>
  families.find((one) => one.includes(fieldName(field)))?.[0] ?? fieldName(field);
