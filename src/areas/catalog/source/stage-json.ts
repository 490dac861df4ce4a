import { join } from 'node:path';
import { cutOff, damagedFile, noRows, tooManyColumns } from '../errors.ts';
import { cellOfJson, isNested, parseExactly } from './json-cells.ts';
import { type JsonOutline, walkJson } from './json-elements.ts';
import { columnCountLimit } from './limits.ts';
import { NormalisedFile } from './normalised-file.ts';
import { readLines } from './read-lines.ts';
import type { DelimitedText } from './stage-text.ts';
import { stageTexts } from './stage-texts.ts';
import type { Reading, StagedTable } from './staged-table.ts';

/** Names under which a JSON file keeps its rows, the likeliest first. */
const listNames = ['features', 'data', 'results', 'result', 'records', 'rows', 'items', 'value', 'values'];

/** One record of the file as its cells by column; a list gives its cells by place. */
type Cells = ReadonlyMap<string, unknown>;

/**
 * Reads a JSON list of objects (or the main list of one object, or GeoJSON) as a table, by way of a plain CSV beside
 * it. A column for every key met anywhere in the file, in order of appearance.
 */
export async function stageJson(text: DelimitedText, reading: Reading): Promise<StagedTable> {
  const from = text.hasMark ? 3 : 0;
  const outline = await walkJson(text.path, from, undefined, () => {}, reading);
  // The first line of NDJSON may be longer than what the format was told from.
  if (outline.severalObjects) return stageNdjson(text, reading);
  refuse(outline, reading);
  const list = mainList(outline);
  if (list === undefined) throw noRows.with({ file: reading.filename, columns: outline.members.size });
  const isGeo = list === 'features' && outline.members.get('type') === '"FeatureCollection"';
  const names = namesInMetadata(outline);
  const walk: Walk = (onCells) =>
    walkJson(
      text.path,
      from,
      list,
      async (element, at) => {
        let value: unknown;
        try {
          value = parseExactly(element.toString('utf8'));
        } catch (error) {
          throw damagedFile.with({ file: reading.filename, what: `its element ${at} is not JSON` }, error);
        }
        await onCells(isGeo ? featureCells(value) : recordCells(value, names), at);
      },
      {
        signal: reading.signal,
        onBytes: (done) => reading.progress('Reading records', done, text.bytes, 'bytes'),
      },
    ).then(() => {});
  return stageRecords(walk, reading, {
    mediaType: isGeo ? 'application/geo+json' : 'application/json',
    dialect: {
      format: isGeo ? 'GeoJSON' : 'JSON',
      encoding: text.encoding,
      ...(list === '' ? {} : { list }),
    },
    geometry: isGeo ? 'geometry' : undefined,
  });
}

/** One JSON value a line. A line that is none is set aside as a row that cannot be told apart. */
export async function stageNdjson(text: DelimitedText, reading: Reading): Promise<StagedTable> {
  const aside = await NormalisedFile.create(join(reading.workFolder, 'aside.csv'));
  const bad = new Set<number>();
  const walk: Walk = async (onCells) => {
    let row = 0;
    await readLines(text.path, text.hasMark ? 3 : 0, reading.signal, async (bytes, line) => {
      const record = bytes.toString('utf8').trim();
      if (record === '') return;
      row++;
      let cells: Cells;
      try {
        cells = recordCells(parseExactly(record), undefined);
      } catch {
        if (!bad.has(row)) aside.texts(row, [String(line), record, 'Not a JSON value.']);
        bad.add(row);
        return;
      }
      await onCells(cells, row);
    });
  };
  const staged = await stageRecords(walk, reading, {
    mediaType: 'application/x-ndjson',
    dialect: { format: 'NDJSON', encoding: text.encoding },
  }).finally(() => aside.close());
  if (bad.size === 0) return staged;
  return { ...staged, rowsIn: staged.rowsIn + bad.size, rowsQuarantined: bad.size, quarantine: aside };
}

/** Goes through all records, giving each its cells and its row number. Called twice. */
type Walk = (onCells: (cells: Cells, row: number) => Promise<void>) => Promise<void>;

async function stageRecords(
  walk: Walk,
  reading: Reading,
  as: Pick<StagedTable, 'mediaType' | 'dialect'> & { readonly geometry?: string },
): Promise<StagedTable> {
  const columns = new Map<string, { nested: number; filled: number }>();
  let records = 0;
  await walk(async (cells) => {
    records++;
    for (const [name, value] of cells) {
      let column = columns.get(name);
      if (column === undefined) {
        column = { nested: 0, filled: 0 };
        columns.set(name, column);
      }
      if (value === null || value === '') continue;
      column.filled++;
      if (isNested(value)) column.nested++;
    }
    if (columns.size > columnCountLimit) {
      throw tooManyColumns.with({ columns: columns.size, most: columnCountLimit });
    }
  });
  if (records === 0 || columns.size === 0)
    throw noRows.with({ file: reading.filename, columns: columns.size });
  const names = [...columns.keys()];
  return stageTexts(
    names,
    (onRow) =>
      walk((cells, row) =>
        onRow(
          row,
          names.map((name) => cellOfJson(cells.get(name))),
        ),
      ),
    reading,
    {
      ...as,
      preset: (at) => {
        const { nested, filled } = columns.get(names[at]!)!;
        if (nested === 0) return undefined;
        const type = names[at] === as.geometry ? 'geometry' : nested === filled ? 'json' : 'text';
        return { type, fits: filled, filled, notes: [] };
      },
    },
  );
}

function refuse(outline: JsonOutline, reading: Reading): void {
  if (outline.cutOff !== undefined) throw cutOff.with({ file: reading.filename, at: outline.cutOff });
  if (outline.broken !== undefined) throw damagedFile.with({ file: reading.filename, what: outline.broken });
}

function mainList({ lists }: JsonOutline): string | undefined {
  if (lists.has('')) return '';
  const filled = [...lists].filter(([, count]) => count > 0).map(([name]) => name);
  return listNames.find((name) => filled.includes(name)) ?? (filled.length === 1 ? filled[0] : undefined);
}

/** Cells of a record: of an object by key, of a list by place, of anything else under `value`. */
function recordCells(value: unknown, names: readonly string[] | undefined): Cells {
  if (Array.isArray(value)) {
    return new Map(value.map((cell, at) => [names?.[at] ?? `Column ${at + 1}`, cell as unknown]));
  }
  if (typeof value === 'object' && value !== null && !JSON.isRawJSON(value))
    return new Map(Object.entries(value));
  return new Map([['value', value]]);
}

function featureCells(value: unknown): Cells {
  const feature = (value ?? {}) as { id?: unknown; properties?: object | null; geometry?: unknown };
  const cells = new Map<string, unknown>();
  if (feature.id !== undefined) cells.set('id', feature.id);
  for (const [name, cell] of Object.entries(feature.properties ?? {})) cells.set(name, cell);
  cells.set('geometry', feature.geometry ?? null);
  return cells;
}

/** Socrata's export says the names of its columns in `meta.view.columns`. */
function namesInMetadata({ members }: JsonOutline): readonly string[] | undefined {
  try {
    const meta = JSON.parse(members.get('meta') ?? 'null') as {
      view?: { columns?: { name?: string }[] };
    } | null;
    return meta?.view?.columns?.map((column, at) => column.name ?? `Column ${at + 1}`);
  } catch {
    return undefined;
  }
}
