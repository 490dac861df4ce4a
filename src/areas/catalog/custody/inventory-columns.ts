import { type Cadence, cadences, type Dataset } from '../model.ts';
import type { AccessLevel, CustodyView } from './model.ts';
import { accessLevels } from './model.ts';

/** One asset as a row of the inventory says it. */
export interface InventoryAsset {
  readonly dataset: Dataset;
  readonly custody: CustodyView;
}

/** What a cell means, or what is wrong with it. */
export type CellReading<Value> = { readonly value: Value } | { readonly problem: string };

/** A column of the inventory workbook: what it is called, what it says of an asset, and how a cell is understood. */
export interface InventoryColumn {
  /** The statement it holds: of the dataset, or of its custody. */
  readonly key: string;
  readonly of: 'dataset' | 'custody';
  readonly head: string;
  /** What other workbooks call it. */
  readonly also: readonly string[];
  /** Said on the second sheet. */
  readonly help: string;
  readonly width: number;
  readonly write: (asset: InventoryAsset) => string;
  /** An empty cell is never asked: it takes the statement away. */
  readonly read: (cell: string) => CellReading<unknown>;
}

const asItIs = (most: number) => (cell: string) =>
  cell.length > most
    ? { problem: `is ${cell.length} characters long; at most ${most} can be kept` }
    : { value: cell };

const oneOf =
  <Word extends string>(words: readonly Word[]) =>
  (cell: string): CellReading<Word> => {
    const found = words.find((word) => word === cell.toLowerCase());
    return found === undefined ? { problem: `must be one of: ${words.join(', ')}` } : { value: found };
  };

const address = (cell: string): CellReading<string> =>
  /^https?:\/\/\S+$/.test(cell) && URL.canParse(cell)
    ? { value: cell }
    : { problem: 'must be an address that begins with https:// or http://' };

const year = (cell: string): CellReading<number> => {
  const value = Number(cell);
  return Number.isInteger(value) && value >= 1600 && value <= 2200
    ? { value }
    : { problem: 'must be a year such as 2019' };
};

const list = (text: string) => [...new Set(text.split(/[,;\n]/).map((part) => part.trim()))].filter(Boolean);

/** Headings of other inventories and of the portal's own metadata form, by our column. Compared without case and signs. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  title: ['Dataset title', 'Dataset name', 'Name', 'Data asset', 'Asset name'],
  description: ['Dataset description', 'Brief description', 'Summary'],
  agency: ['Agency name', 'Department', 'Agency code'],
  owner: ['Data owner', 'Dataset owner', 'Owner name'],
  contact: ['Contact email', 'Data owner email', 'Email'],
  cadence: ['Update frequency', 'Frequency', 'Frequency of update'],
  system: ['Source system', 'System name', 'Database'],
  format: ['File format', 'Data format'],
  years_from: ['Start year', 'From year'],
  years_to: ['End year', 'To year'],
  access_level: ['Access level', 'Classification', 'Public or protected', 'Public access level'],
  access_ground: ['Ground', 'Rights or restrictions', 'Reason protected', 'Legal restriction'],
  licence: ['Licence'],
  rights: ['Terms', 'Rights'],
  reasons: ['High value reason', 'Reason codes', 'Reason for high value', 'High value'],
  determined_by: ['Determiner', 'Determination made by'],
  determined_on: ['Determination date', 'Date determined'],
  tags: ['Tags', 'Keyword'],
  source_url: ['Source link', 'Source URL'],
  landing_page: ['Web page'],
  spatial: ['Geographic coverage', 'Geographic unit', 'Spatial coverage'],
};

const onDataset = (
  key: keyof Dataset & string,
  column: string,
  head: string,
  width: number,
  help: string,
  read: InventoryColumn['read'],
): InventoryColumn => ({
  key: column,
  of: 'dataset',
  head,
  width,
  help,
  read,
  also: otherNames[column] ?? [],
  write: ({ dataset }) => {
    const value = dataset[key];
    return Array.isArray(value) ? value.join(', ') : String(value ?? '');
  },
});

const onCustody = (
  key: keyof CustodyView & string,
  head: string,
  width: number,
  help: string,
  read: InventoryColumn['read'],
): InventoryColumn => ({
  key,
  of: 'custody',
  head,
  width,
  help,
  read,
  also: otherNames[key] ?? [],
  write: ({ custody }) => {
    const value = custody[key];
    return Array.isArray(value) ? value.join(', ') : String(value ?? '');
  },
});

/** The first column knows an asset again; an empty cell there is a new asset. */
export const idHead = 'Id';

/** Columns in the order in which the workbook has them. Import takes them in any order. */
export const inventoryColumns: readonly InventoryColumn[] = [
  onDataset('title', 'title', 'Title', 36, 'Required. What people call it.', asItIs(300)),
  onDataset(
    'description',
    'description',
    'Description',
    60,
    'What a row is about, in a sentence or two.',
    asItIs(20_000),
  ),
  onDataset('agency', 'agency', 'Agency', 12, 'Code or name of the agency that holds it.', asItIs(200)),
  onDataset('owner', 'owner', 'Owner', 24, 'Who decides about it and answers for it.', asItIs(200)),
  onDataset('contact', 'contact', 'Contact', 28, 'An email address for questions.', asItIs(200)),
  onDataset(
    'cadence',
    'cadence',
    'Updated',
    14,
    `How often: ${Object.keys(cadences).join(', ')}.`,
    oneOf(Object.keys(cadences) as Cadence[]),
  ),
  onCustody('system', 'System', 24, 'The system that holds it.', asItIs(200)),
  onCustody('format', 'Format', 18, 'How it is kept there: table, files, paper.', asItIs(200)),
  onCustody('years_from', 'First year', 10, 'The first year there is.', year),
  onCustody('years_to', 'Last year', 10, 'The last year there is; empty while there are new ones.', year),
  onCustody(
    'access_level',
    'Access',
    18,
    `Who may have it: ${accessLevels.join(', ')}.`,
    oneOf<AccessLevel>(accessLevels),
  ),
  onCustody('access_ground', 'Ground for that access', 36, 'The law or the reason.', asItIs(2000)),
  onDataset('licence', 'licence', 'License', 20, 'The licence of what is public.', asItIs(200)),
  onCustody('rights', 'Terms of use', 36, 'What one may do with it, and on which terms.', asItIs(2000)),
  onCustody('reasons', 'High value reasons', 18, 'Letters, with commas between: see below.', (cell) => ({
    value: list(cell.toUpperCase().replaceAll(' ', ',')),
  })),
  onCustody('determined_by', 'Determined by', 24, 'Who determined that it is of high value.', asItIs(200)),
  onCustody('determined_on', 'Determined on', 14, 'The day, as 2026-11-23.', (cell) =>
    /^\d{4}-\d{2}-\d{2}$/.test(cell) && !Number.isNaN(Date.parse(cell))
      ? { value: cell }
      : { problem: 'must be a day such as 2026-11-23' },
  ),
  onDataset('tags', 'tags', 'Keywords', 30, 'Words people look for it by, with commas between.', (cell) => ({
    value: list(cell),
  })),
  onDataset('sourceUrl', 'source_url', 'Source address', 36, 'Where it comes from.', address),
  onCustody('landing_page', 'Landing page', 36, 'Where it can be read about elsewhere.', address),
  onCustody('spatial', 'Places covered', 24, 'Such as: all towns.', asItIs(2000)),
];

/** What an empty cell says: lists become empty, years nothing, texts are taken away. */
export const emptied = ({ key }: InventoryColumn): unknown =>
  key === 'tags' || key === 'reasons' ? [] : key === 'years_from' || key === 'years_to' ? null : '';
