import { nameColumns } from '../source/column-names.ts';
import { columnsMissing } from './errors.ts';
import type { DescribedField, SheetProblem } from './model.ts';
import { saysNothing, typeWritten } from './type-written.ts';
import { findTable, type Sheet } from './workbook.ts';
import { yearsWritten } from './years-written.ts';

/** Fields of one asset of a dictionary: a programme of a holder. */
export interface DictionaryAsset {
  /** As written; empty when the file names none. */
  readonly holder: string;
  readonly program: string;
  readonly fields: readonly (DescribedField & { readonly source: string })[];
}

export interface Dictionary {
  readonly assets: readonly DictionaryAsset[];
  readonly elements: number;
  readonly problems: readonly SheetProblem[];
  /** It holds nothing but the example of the form. */
  readonly blank: boolean;
}

const columns = {
  holder: ['Agency', 'Organization', 'Holder', 'Department'],
  program: ['Program', 'System', 'Dataset', 'Table', 'Source'],
  category: ['Data Category', 'Category', 'Group'],
  title: ['Data Element Name', 'Element', 'Element Name', 'Field', 'Field Name', 'Column', 'Name'],
  description: ['Data Element Definition', 'Definition', 'Description', 'Meaning'],
  type: ['Data Type', 'Type', 'Format'],
  years: ['Years Available', 'Years', 'Period', 'Availability'],
} as const;
type Column = keyof typeof columns;

/**
 * Reads the data dictionary in a workbook: a table with one element a row, in whichever sheet and order of columns. What
 * was written is kept beside what was understood; what was not understood is a notice with its row, and only a row
 * without a name is left out. Throws `catalog.columns-missing`.
 */
export function readDictionary(sheets: readonly Sheet[], file: string): Dictionary {
  const assets = new Map<string, { holder: string; program: string; fields: Element[] }>();
  const problems: SheetProblem[] = [];
  let elements = 0;
  let found = false;
  let isTemplate = true;
  for (const sheet of sheets) {
    const table = findTable<Column>(sheet, columns);
    if (table?.at.title === undefined) continue;
    found = true;
    const cell = (row: readonly string[], column: Column) => row[table.at[column] ?? -1] ?? '';
    for (const [at, row] of sheet.rows.entries()) {
      if (at <= table.head || row.every((text) => text === '')) continue;
      elements += 1;
      if (!/^template$/i.test(sheet.name)) isTemplate = false;
      const element = readElement(
        (column) => cell(row, column),
        { file, sheet: sheet.name, row: at + 1 },
        problems,
      );
      if (element === undefined) continue;
      const holder = cell(row, 'holder');
      const program = nothing(cell(row, 'program')) ? '' : cell(row, 'program');
      const key = `${holder}\n${program}`.toLowerCase();
      const asset = assets.get(key) ?? { holder, program, fields: [] };
      asset.fields.push(element);
      assets.set(key, asset);
    }
  }
  if (!found) throw columnsMissing.with({ file, missing: ['Data Element Name', 'Agency'] });
  return {
    assets: [...assets.values()].map((asset) => ({ ...asset, fields: named(asset.fields, problems) })),
    elements,
    problems: problems.sort((a, b) => a.row - b.row),
    // The form as it is handed out has one row, its example.
    blank: elements === 0 || (elements === 1 && isTemplate),
  };
}

type Place = { readonly file: string; readonly sheet: string; readonly row: number };
type Element = Omit<DescribedField, 'name'> & { readonly source: string; readonly place: Place };

const nothing = (text: string) => saysNothing(text);

function readElement(
  cell: (column: Column) => string,
  place: Place,
  problems: SheetProblem[],
): Element | undefined {
  const say = (column: string, problem: string, kind: SheetProblem['kind'] = 'notice') =>
    problems.push({ sheet: place.sheet, row: place.row, column, problem, kind });
  const title = cell('title').replace(/\s+/g, ' ');
  if (title === '') {
    say('Data Element Name', 'The element has no name, so it was left out.', 'error');
    return undefined;
  }
  const type = cell('type');
  const understood = typeWritten(type);
  if (nothing(type)) say('Data Type', 'No type is given.');
  else if (understood === null) say('Data Type', `“${brief(type)}” is no type that is known.`);
  const years = cell('years');
  const span = nothing(years) ? null : yearsWritten(years);
  if (nothing(years)) say('Years Available', 'No years are given.');
  else if (span === null) say('Years Available', `No years can be read from “${brief(years)}”.`);
  if (cell('description') === '') say('Data Element Definition', 'Nothing says what it means.');
  return {
    title,
    category: cell('category') || null,
    description: cell('description') || null,
    type: understood,
    type_written: nothing(type) ? null : type,
    years_from: span?.from ?? null,
    years_to: span?.to ?? null,
    years_written: nothing(years) ? null : years,
    source: `${place.file}, ${place.sheet}, row ${place.row}`,
    place,
  };
}

/** One name a field: those that share one are told apart by their category, and one said twice alike counts once. */
function named(
  elements: readonly Element[],
  problems: SheetProblem[],
): (DescribedField & { source: string })[] {
  const alike = Map.groupBy(elements, ({ title }) => title.toLowerCase());
  const kept: Element[] = [];
  for (const element of elements) {
    const same = kept.find((one) => saidAlike(one) === saidAlike(element));
    if (same === undefined) kept.push(element);
    else
      problems.push({
        sheet: element.place.sheet,
        row: element.place.row,
        column: 'Data Element Name',
        problem: `The same element stands in row ${same.place.row}; that one was taken.`,
        kind: 'notice',
      });
  }
  const titles = kept.map((one) =>
    alike.get(one.title.toLowerCase())!.some(({ category }) => category !== one.category) && one.category
      ? `${one.title} (${one.category})`
      : one.title,
  );
  const names = nameColumns(titles).map(({ name }) => name);
  return kept.map(({ place: _, ...element }, at) => ({ ...element, title: titles[at]!, name: names[at]! }));
}

/** All that is said of an element but where. */
function saidAlike({ source: _, place: __, ...said }: Element): string {
  return JSON.stringify({ ...said, title: said.title.toLowerCase() });
}

const brief = (text: string) => (text.length <= 60 ? text : `${text.slice(0, 58)} …`).replaceAll('\n', ' ');
