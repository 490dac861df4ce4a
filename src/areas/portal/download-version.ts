import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { ByteAnswer } from '../../core/operation.ts';
import type { Context, Handler } from '../handler.ts';
import type { downloadCsv as csv, downloadJson as json, downloadParquet as parquet } from './contract.ts';
import { exportRows } from './export-rows.ts';
import { csvForm, displayForm, type FileForm, jsonForm, spreadsheetForm } from './file-form.ts';
import { type OpenVersion, openVersion } from './open-version.ts';
import { planQuery } from './plan-query.ts';
import { parseParts } from './soql/parse-parameters.ts';
import { stillOpen, whileOpen } from './still-open.ts';
import { noteUse } from './usage.ts';
import { versionOf } from './which-version.ts';
import { wholeParquet } from './whole-parquet.ts';

export const downloadCsv: Handler<typeof csv> = async (context, input) => {
  const forms = { programs: csvForm, spreadsheets: spreadsheetForm, display: displayForm };
  const name = input.for === 'spreadsheets' ? '-for-spreadsheets.csv' : '.csv';
  return whole(context, input, forms[input.for], name);
};

export const downloadJson: Handler<typeof json> = (context, input) =>
  whole(context, input, jsonForm, '.json');

async function whole(
  context: Context,
  input: { readonly dataset: string; readonly version: string },
  form: FileForm,
  ending: string,
): Promise<ByteAnswer> {
  const open = await openVersion(context, input.dataset, versionOf(input.version), 'export-rows');
  const { stage, fromFiles } = await planQuery(context, open, parseParts({}));
  noteUse(context, open.dataset.id, 'download');
  return {
    mediaType: form.mediaType,
    headers: headersOf(open, ending),
    body: exportRows({
      engine: context.engine,
      queueOf: context.engine,
      folder: open.content.workFolder,
      stillOpen: stillOpen(context, open),
      stage,
      fromFiles,
      form,
      lastRow: lastRowOf(open),
      signal: context.signal,
    }),
  };
}

/** Quarantined rows keep their numbers, so the last stored one is at most the number of rows that came in. */
export const lastRowOf = ({ version }: OpenVersion): number => version.rowsIn;

export const downloadParquet: Handler<typeof parquet> = async (context, input) => {
  const open = await openVersion(context, input.dataset, versionOf(input.version), 'export-rows');
  noteUse(context, open.dataset.id, 'download');
  const { path, bytes, release } = await wholeParquet(context, open);
  const file = createReadStream(path);
  file.once('close', release);
  return {
    mediaType: 'application/vnd.apache.parquet',
    headers: { ...headersOf(open, '.parquet'), 'content-length': String(bytes) },
    body: whileOpen(Readable.toWeb(file) as unknown as ReadableStream<Uint8Array>, stillOpen(context, open)),
  };
};

/** The name a browser saves it under, and marks by which a copy can be known to be still good: for ever. */
function headersOf({ dataset, version }: OpenVersion, ending: string): Record<string, string> {
  return {
    'content-disposition': `attachment; filename="${dataset.publicId}-v${version.number}${ending}"`,
    etag: `"${dataset.publicId}.${version.number}${ending}"`,
    'last-modified': new Date(version.loadedAt).toUTCString(),
    'access-control-allow-origin': '*',
  };
}
