import { formatDelimitedRow } from '../../core/delimited-text.ts';
import type { ByteAnswer } from '../../core/operation.ts';
import { datasetOf, fieldsOf, promisedColumns, versionAt } from '../catalog/index.ts';
import type { Context, Handler } from '../handler.ts';
import type { downloadDictionary as asCsv, showDictionary as operation } from './contract.ts';
import type { DictionaryAnswer } from './model.ts';
import type { WhichVersion } from './open-version.ts';

/** What each field of a version means: its columns as they were then, described as they are described now. */
async function dictionaryOf(
  context: Context,
  input: WhichVersion & { readonly dataset: string },
): Promise<DictionaryAnswer> {
  // The record of a version, which anyone may see: nothing of its content.
  const dataset = await datasetOf(context.store.read, input.dataset);
  const version = await versionAt(context.store.read, dataset, {
    ...(input.version !== undefined && { version: input.version }),
    ...(input.as_of !== undefined && { asOf: input.as_of }),
  });
  const isOpen = version.release !== null;
  const described = new Map((await fieldsOf(context.store.read, dataset)).map((one) => [one.name, one]));
  const there = new Set(version.columns.map(({ name }) => name));
  const promised =
    version.state === 'current'
      ? await promisedColumns(context.store.read, dataset.id, context.clock.today())
      : [];
  return {
    dataset: dataset.publicId,
    title: dataset.title,
    version: version.number,
    owed: promised
      .filter(({ name }) => !there.has(name))
      .map(({ name, title, type, from, until }) => ({ name, title, type, now: from, until })),
    fields: version.columns.map((column) => ({
      name: column.name,
      title: described.get(column.name)?.title ?? column.title,
      description: described.get(column.name)?.description ?? null,
      type: column.type,
      filled: isOpen ? column.filled : null,
      rows: version.rowsStored,
      rejected: isOpen ? column.rejected : null,
      notes: isOpen ? [...column.notes] : [],
    })),
  };
}

export const showDictionary: Handler<typeof operation> = (context, input) => dictionaryOf(context, input);

const head = ['name', 'title', 'description', 'type', 'rows_with_a_value', 'rows', 'rejected_cells', 'notes'];

export const downloadDictionary: Handler<typeof asCsv> = async (context, input): Promise<ByteAnswer> => {
  const { dataset, version, fields, owed } = await dictionaryOf(context, input);
  const rows = fields[0]?.rows ?? null;
  const lines = fields.map((one) => [
    one.name,
    one.title,
    one.description,
    one.type,
    one.filled,
    one.rows,
    one.rejected,
    one.notes.join(' '),
  ]);
  const old = owed.map((one) => [one.name, one.title, owedWords(one), one.type, null, rows, null, '']);
  return {
    mediaType: 'text/csv; charset=utf-8',
    headers: { 'content-disposition': `attachment; filename="${dataset}-v${version}-dictionary.csv"` },
    body: `${[head, ...lines, ...old].map(formatDelimitedRow).join('\n')}\n`,
  };
};

/** What is said of a column that has gone or is called otherwise, for as long as it is answered. */
export const owedWords = ({ now, until }: Pick<DictionaryAnswer['owed'][number], 'now' | 'until'>): string =>
  now === null
    ? `Gone. It answers nothing, and is no longer asked for from ${until} on.`
    : `The old name of ${now}, answered until ${until}. Use ${now} in its place.`;
