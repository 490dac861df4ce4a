import { createHash } from 'node:crypto';
import type { ByteAnswer } from '../../core/operation.ts';
import { openContent } from '../catalog/index.ts';
import type { Handler } from '../handler.ts';
import type { queryResource as operation } from './contract.ts';
import { lastRowOf } from './download-version.ts';
import { exportRows } from './export-rows.ts';
import { type FileForm, geojsonForm, sodaCsvForm, sodaJsonForm } from './file-form.ts';
import { type OpenVersion, openVersion } from './open-version.ts';
import { type PlannedQuery, planQuery } from './plan-query.ts';
import { readPage } from './read-page.ts';
import { refuseInAddress } from './refuse-in-address.ts';
import { sodaTypeOf } from './soda-type.ts';
import { parseParts } from './soql/parse-parameters.ts';
import { parseQuery } from './soql/parse-query.ts';
import { Source } from './soql/source.ts';
import type { Field } from './soql/stage.ts';
import type { Query } from './soql/tree.ts';
import { stillOpen } from './still-open.ts';
import { noteUse } from './usage.ts';

const defaultLimit = 1000;
/** Answers of up to this many rows are made in memory and kept; longer ones are written and sent in pieces. */
const longestPage = 5_000;

/** Rows in SODA's wire form, with the headers its clients read. */
export const queryResource: Handler<typeof operation> = async (context, input): Promise<ByteAnswer> => {
  const action = input.format === 'json' ? 'read-rows' : 'export-rows';
  const open = await openVersion(context, input.dataset, {}, action);
  refuseInAddress(open, {
    where: input.where,
    having: input.having,
    q: input.q,
    query: input.query,
    equals: input.equals,
  });
  const asked = askedOf(input);
  const planned = await planQuery(context, open, asked);
  noteUse(context, open.dataset.id, 'rows', planned.narrowedBy);
  const { fields } = planned.stage;
  const headers = headersOf(open, planned, input.format, fields);
  const { limit } = planned.stage;
  if (input.format === 'json' && limit !== undefined && limit <= BigInt(longestPage)) {
    const page = await readPage(context, open, planned, { form: 'soda', limit: Number(limit) });
    return { mediaType: sodaJsonForm.mediaType, headers, body: Buffer.concat([page.json, newLine]) };
  }
  // Rows beyond a page are a file of them, whatever the form.
  if (!open.content.isOpen) await openContent(context, open.version, 'export-rows');
  const form = formOf(input.format, fields);
  return {
    mediaType: form.mediaType,
    headers,
    body: exportRows({
      engine: planned.engine,
      queueOf: context.engine,
      folder: open.content.workFolder,
      stillOpen: stillOpen(context, open),
      stage: planned.stage,
      fromFiles: planned.fromFiles,
      oneThread: planned.oneThread,
      form:
        input.format === 'csv' && input.bom ? { ...form, head: (all) => `\uFEFF${form.head(all)}` } : form,
      lastRow: lastRowOf(open),
      signal: context.signal,
    }),
  };
};

type Input = Parameters<typeof queryResource>[1];

function askedOf(input: Input): { query: Query; source: Source } {
  if (input.query === undefined) {
    const { query, source } = parseParts({
      ...input,
      search: input.q,
      equals: Object.entries(input.equals ?? {}),
    });
    return { query: limited(query, BigInt(input.limit ?? defaultLimit), input.offset), source };
  }
  const source = new Source();
  const query = parseQuery(input.query, source);
  return { query: limited(query, undefined, undefined), source };
}

/** The limit of a query is its own, else the one given, else the default. */
function limited(query: Query, limit: bigint | undefined, offset: number | undefined): Query {
  if (query.kind === 'chain') return { ...query, right: limited(query.right, limit, offset) };
  if (query.kind !== 'select') return query;
  return {
    kind: 'select',
    select: {
      ...query.select,
      limit: query.select.limit ?? limit ?? BigInt(defaultLimit),
      ...(offset !== undefined && offset > 0 && { offset: BigInt(offset) }),
    },
  };
}

function formOf(format: Input['format'], fields: readonly Field[]): FileForm {
  if (format === 'csv') return sodaCsvForm;
  if (format === 'geojson') return geojsonForm(fields.find((one) => one.term.type === 'point'));
  return sodaJsonForm;
}

const newLine = Buffer.from('\n');

/** Above this a proxy may refuse a header: then it is left out, as SODA does. */
const longestHeader = 4096;

function headersOf(
  open: OpenVersion,
  planned: PlannedQuery,
  format: string,
  fields: readonly Field[],
): Record<string, string> {
  const names = asciiJson(fields.map((one) => one.name));
  const types = asciiJson(fields.map((one) => sodaTypeOf(one.term.type)));
  const loaded = new Date(open.version.loadedAt).toUTCString();
  const mark = createHash('sha256')
    .update(`${open.dataset.id}/${open.version.number}/${format}/${planned.canonical}`)
    .digest('hex')
    .slice(0, 24);
  return {
    ...(names.length + types.length <= longestHeader && { 'x-soda2-fields': names, 'x-soda2-types': types }),
    'x-soda2-data-out-of-date': 'false',
    'x-soda2-truth-last-modified': loaded,
    'x-soda2-secondary-last-modified': loaded,
    'last-modified': loaded,
    ...(planned.steady && { etag: `"${mark}"` }),
    'access-control-allow-origin': '*',
  };
}

/** A header holds ASCII only. */
const asciiJson = (value: unknown) =>
  JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
