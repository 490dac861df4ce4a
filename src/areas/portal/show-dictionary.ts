import { formatDelimitedRow } from '../../core/delimited-text.ts';
import type { ByteAnswer } from '../../core/operation.ts';
import { datasetOf, fieldsOf, versionAt } from '../catalog/index.ts';
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
  return {
    dataset: dataset.publicId,
    title: dataset.title,
    version: version.number,
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
  const { dataset, version, fields } = await dictionaryOf(context, input);
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
  return {
    mediaType: 'text/csv; charset=utf-8',
    headers: { 'content-disposition': `attachment; filename="${dataset}-v${version}-dictionary.csv"` },
    body: `${[head, ...lines].map(formatDelimitedRow).join('\n')}\n`,
  };
};
