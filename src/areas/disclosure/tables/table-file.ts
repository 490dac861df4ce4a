import { z } from 'zod';
import { duplicateCell, notACount, tableFileUnreadable, tooManyCells } from '../errors.ts';
import { checkRule, type Rule, ruleSchema } from '../rules/rule.ts';
import { type Hierarchy, makeHierarchy, total } from './hierarchy.ts';

/** A file of tables, as it came in or as it leaves: `docs` of the format are in issue form on `parseTableFile`. */
export interface TableFile {
  readonly name: string;
  readonly hierarchies: ReadonlyMap<string, Hierarchy>;
  readonly rule: Rule;
  /** Codes by dimension that hold somebody though no cell carries them. */
  readonly unprinted?: Readonly<Record<string, readonly string[]>>;
  readonly tables: readonly Table[];
}

export interface Table {
  readonly name: string;
  readonly dims: readonly string[];
  /** Which people are counted. Cells of one universe and the same codes are the same figure in every table. */
  readonly universe: string;
  /** Which state of the data: a revised figure is another figure. */
  readonly vintage?: string;
  readonly figure: FigureKind;
  /** Of means and medians: places after the point that are printed. */
  readonly decimals?: number;
  /** Of means and medians: the least and most that one person's value can be, as everybody knows. */
  readonly each?: readonly [number, number];
  /** Dimensions of which only a part is asked for: their totals are left out on purpose. */
  readonly only?: readonly string[];
  readonly cells: readonly Cell[];
}

/**
 * Counts are whole numbers of people; a magnitude is an amount their answers add up to; a mean or a median is one of those
 * answers. Within a universe they are of the same people and the same measure.
 */
export type FigureKind = (typeof figureKinds)[number];
const figureKinds = ['count', 'magnitude', 'mean', 'median'] as const;

/** Whether a figure is one of those that do not add up. */
export const isAverage = (figure: FigureKind): boolean => figure === 'mean' || figure === 'median';

export interface Cell {
  /** Codes in the order of the table's dims. */
  readonly codes: readonly string[];
  /** Null where it is withheld. */
  readonly value: number | null;
  /** What is printed in place of a withheld value: it lies between these. */
  readonly bounds?: readonly [number, number];
  /** The value is printed as a multiple of this, at most one less than this away from the truth. */
  readonly rounded?: number;
  /** The value is printed with noise of at most this, by its cell key. */
  readonly noise?: number;
  /** The cell key, from 0 up to 1: the record keys of the people in it added up, whole numbers left out. Never printed. */
  readonly key?: number;
  /** Printed as a per cent of another cell, to so many decimals; a pair is a range that this per cent lies in. */
  readonly percent?: number | readonly [number, number];
  readonly decimals?: number;
  /** Printed as a rate: so many for each `per` of another cell. */
  readonly rate?: number;
  readonly per?: number;
  /** That other cell by its codes, or the dimension over whose total it is taken, or the number itself. */
  readonly of?: Readonly<Record<string, string>> | string | number;
  /** Of a magnitude, mean or median: how many contribute, and the largest contributions, largest first. */
  readonly contributors?: number;
  readonly largest?: readonly number[];
  /** Not to be printed, whatever the rule says. */
  readonly withhold?: boolean;
}

/** What one call takes together: past it the answer is to split. */
export const mostCells = 1_000_000;

const way = z.array(z.string());
const fileSchema = z.object({
  hierarchies: z.record(z.string(), z.record(z.string(), z.union([way, z.array(way)]))).default({}),
  rule: ruleSchema.default({}),
  unprinted: z.record(z.string(), way).optional(),
  tables: z
    .array(
      z.object({
        name: z.string().min(1),
        dims: z.array(z.string().min(1)).min(1),
        universe: z.string().default('all'),
        vintage: z.string().optional(),
        figure: z.enum(figureKinds).default('count'),
        decimals: z.int().min(0).max(12).optional(),
        each: z.tuple([z.number(), z.number()]).optional(),
        only: way.optional(),
        cells: z.array(z.unknown()),
      }),
    )
    .min(1),
});

const figures = new Set([
  'value',
  'bounds',
  'rounded',
  'noise',
  'key',
  'percent',
  'decimals',
  'rate',
  'per',
  'of',
  'contributors',
  'largest',
  'withhold',
]);

/**
 * Reads `{"hierarchies": {"town": {"Total": ["T1", "T2"]}}, "rule": {…}, "tables": [{"name", "dims", "universe",
 * "cells": [{"town": "T1", "value": 4}]}]}`. A list of lists cuts a code in several ways; a dimension left out of a cell
 * means its total. Each fault is named with its table and the number of its cell, from 1.
 */
export function parseTableFile(text: string, name: string): TableFile {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (cause) {
    throw tableFileUnreadable.with({ file: name, where: 'the whole file', problem: 'it is not JSON' }, cause);
  }
  const parsed = fileSchema.safeParse(read);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw tableFileUnreadable.with({
      file: name,
      where: issue.path.join('.') || 'the whole file',
      problem: issue.message,
    });
  }
  const { hierarchies, rule, unprinted, tables } = parsed.data;
  const cells = tables.reduce((sum, table) => sum + table.cells.length, 0);
  if (cells > mostCells) throw tooManyCells.with({ cells, limit: mostCells });
  const made = new Map(
    Object.entries(hierarchies).map(([dimension, codes]) => [
      dimension,
      readHierarchy(name, dimension, codes),
    ]),
  );
  return {
    name,
    hierarchies: made,
    rule: checkRule(rule, `in ${name}`),
    ...(unprinted === undefined ? {} : { unprinted }),
    tables: tables.map((table) => readTable(name, table, made)),
  };
}

function readHierarchy(
  file: string,
  dimension: string,
  codes: Readonly<Record<string, readonly string[] | readonly (readonly string[])[]>>,
): Hierarchy {
  const cuts = new Map<string, readonly (readonly string[])[]>();
  for (const [code, parts] of Object.entries(codes)) {
    const ways = (typeof parts[0] === 'string' || parts.length === 0 ? [parts] : parts) as string[][];
    for (const way of ways) {
      const twice = way.find((part, at) => way.indexOf(part) !== at);
      if (twice !== undefined)
        throw tableFileUnreadable.with({
          file,
          where: `hierarchies.${dimension}.${code}`,
          problem: `${twice} stands twice in one list`,
        });
    }
    cuts.set(
      code,
      ways.filter((way) => way.length > 0),
    );
  }
  return makeHierarchy(dimension, cuts);
}

type RawTable = z.output<typeof fileSchema>['tables'][number];

function readTable(file: string, table: RawTable, hierarchies: ReadonlyMap<string, Hierarchy>): Table {
  const seen = new Map<string, number>();
  const dims = new Set(table.dims);
  const repeated = table.dims.find((dim, at) => table.dims.indexOf(dim) !== at);
  const reserved = table.dims.find((dim) => figures.has(dim));
  const fault = (where: string, problem: string) =>
    tableFileUnreadable.with({ file, where: `table ${table.name}${where}`, problem });
  if (repeated !== undefined) throw fault('', `the dimension ${repeated} is named twice`);
  if (reserved !== undefined) throw fault('', `a dimension cannot be called ${reserved}`);
  const cells = table.cells.map((raw, at): Cell => {
    const where = `, cell ${at + 1}`;
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
      throw fault(where, 'it is not an object');
    const given = raw as Record<string, unknown>;
    for (const field of Object.keys(given)) {
      if (!dims.has(field) && !figures.has(field))
        throw fault(where, `${field} is neither a dimension of the table nor a field of a cell`);
    }
    const codes = table.dims.map((dim) => {
      const code = given[dim] ?? total;
      if (typeof code !== 'string') throw fault(where, `its ${dim} is not a text`);
      const known = hierarchies.get(dim);
      if (known !== undefined && !known.codes.has(code))
        throw fault(where, `its ${dim} is not in the hierarchy of ${dim}`);
      return code;
    });
    const key = codes.join('\u0000');
    const first = seen.get(key);
    if (first !== undefined)
      throw duplicateCell.with({
        file,
        cell: `${cellName(table.dims, codes)} in ${table.name}`,
        first: first + 1,
        second: at + 1,
      });
    seen.set(key, at);
    return { codes, ...readFigures(given, table, (problem, kind) => (kind ?? fault)(where, problem), file) };
  });
  const { name, dims: order, universe, vintage, figure, decimals, each, only } = table;
  if (!isAverage(figure) && (decimals !== undefined || each !== undefined))
    throw fault('', 'decimals and each belong to a table of means or medians');
  if (each !== undefined && each[0] >= each[1])
    throw fault('', 'its each is not a least and a greatest value');
  const stranger = only?.find((dim) => !dims.has(dim));
  if (stranger !== undefined) throw fault('', `its only names ${stranger}, which is no dimension of it`);
  return {
    name,
    dims: order,
    universe,
    ...(vintage === undefined ? {} : { vintage }),
    figure,
    ...(decimals === undefined ? {} : { decimals }),
    ...(each === undefined ? {} : { each }),
    ...(only === undefined ? {} : { only }),
    cells,
  };
}

type Figures = Omit<Cell, 'codes'>;
type Fault = (problem: string, kind?: (where: string, problem: string) => Error) => Error;

function readFigures(given: Record<string, unknown>, table: RawTable, fault: Fault, file: string) {
  const notCount = (where: string, problem: string) =>
    notACount.with({ file, where: `table ${table.name}${where}`, problem });
  const {
    value = null,
    bounds,
    rounded,
    noise,
    key,
    percent,
    decimals,
    rate,
    per,
    of,
    contributors,
    largest,
    withhold,
  } = given;
  const number = (what: unknown, name: string) => {
    if (typeof what !== 'number' || !Number.isFinite(what)) throw fault(`its ${name} is not a number`);
    return what;
  };
  if (value !== null) {
    number(value, 'value');
    if ((value as number) < 0) throw fault('its value is negative', notCount);
    if (table.figure === 'count' && !Number.isInteger(value))
      throw fault('its value is not a whole number', notCount);
    if (table.figure === 'count' && !Number.isSafeInteger(value))
      throw fault('its value is larger than can be counted exactly', notCount);
  }
  const out: { -readonly [Field in keyof Figures]: Figures[Field] } = { value: value as number | null };
  if (bounds !== undefined) {
    if (!Array.isArray(bounds) || bounds.length !== 2) throw fault('its bounds are not a pair of numbers');
    const [low, high] = bounds.map((bound) => number(bound, 'bounds')) as [number, number];
    if (low > high) throw fault('its bounds are the wrong way round');
    out.bounds = [low, high];
  }
  if (rounded !== undefined) {
    out.rounded = number(rounded, 'rounded');
    if (out.rounded < 1) throw fault('its rounded is not a base of 1 or more');
  }
  if (noise !== undefined) {
    out.noise = number(noise, 'noise');
    if (!Number.isInteger(out.noise) || out.noise < 1)
      throw fault('its noise is not a whole number of 1 or more');
  }
  if (key !== undefined) {
    out.key = number(key, 'key');
    if (out.key < 0 || out.key >= 1) throw fault('its key is not a number from 0 up to 1');
  }
  if (percent !== undefined) out.percent = readPercent(percent, number, fault);
  if (rate !== undefined) out.rate = number(rate, 'rate');
  if (per !== undefined) {
    out.per = number(per, 'per');
    if (out.per <= 0) throw fault('its per is not above 0');
  }
  if (rate !== undefined && per === undefined) throw fault('it prints a rate without saying per how many');
  if (percent !== undefined || rate !== undefined || of !== undefined) {
    out.decimals = decimals === undefined ? 0 : number(decimals, 'decimals');
    if (!Number.isInteger(out.decimals) || out.decimals < 0 || out.decimals > 12)
      throw fault('its decimals are not a count of 0 to 12');
    if (of === undefined)
      throw fault(`it prints a ${percent === undefined ? 'rate' : 'percent'} without saying of what`);
  }
  if (of !== undefined) {
    if (typeof of === 'string' && !table.dims.includes(of)) throw fault('its of names no dimension');
    const other = typeof of === 'object' && of !== null ? Object.entries(of) : [];
    if (!['string', 'number', 'object'].includes(typeof of) || of === null || Array.isArray(of))
      throw fault('its of is neither a dimension, a cell nor a number');
    if (other.some(([dim, code]) => !table.dims.includes(dim) || typeof code !== 'string'))
      throw fault('its of names a cell by what is no dimension of the table');
    out.of = of as NonNullable<Cell['of']>;
  }
  if (isAverage(table.figure) && [percent, rate, of, rounded, noise].some((field) => field !== undefined))
    throw fault(`a ${table.figure} is printed as it is, without percentages, rates or rounding`);
  if (contributors !== undefined) {
    out.contributors = number(contributors, 'contributors');
    if (!Number.isSafeInteger(out.contributors) || out.contributors < 0)
      throw fault('its contributors are not a count', notCount);
    if (out.contributors === 0 && isAverage(table.figure))
      throw fault(`it is a ${table.figure} of nobody: leave it out`);
  }
  if (largest !== undefined) {
    if (!Array.isArray(largest)) throw fault('its largest is not a list');
    out.largest = largest.map((amount) => number(amount, 'largest')).sort((a, b) => b - a);
  }
  if (withhold !== undefined) {
    if (typeof withhold !== 'boolean') throw fault('its withhold is neither true nor false');
    out.withhold = withhold;
  }
  return out;
}

/** One per cent, or the range one lies in. */
function readPercent(
  percent: unknown,
  number: (what: unknown, name: string) => number,
  fault: Fault,
): number | readonly [number, number] {
  if (!Array.isArray(percent)) return number(percent, 'percent');
  const [low, high] = percent.map((end) => number(end, 'percent'));
  if (percent.length !== 2 || low! > high!)
    throw fault('its percent is neither a number nor a least and a greatest one');
  return [low!, high!];
}

/** `town=T1, age=0-17`, the way messages name a cell; totals are left out. */
export function cellName(dims: readonly string[], codes: readonly string[]): string {
  const parts = dims.flatMap((dim, at) => (codes[at] === total ? [] : [`${dim}=${codes[at]}`]));
  return parts.length === 0 ? 'grand total' : parts.join(', ');
}
