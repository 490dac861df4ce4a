import type { Context } from '../handler.ts';
import type { OpenVersion } from './open-version.ts';
import { planQuery } from './plan-query.ts';
import { readPage } from './read-page.ts';
import { mostShown, shownCounts } from './shown-counts.ts';
import { parseParts } from './soql/parse-parameters.ts';

export interface CountAsked {
  /** SoQL of what is counted by. */
  readonly key: string;
  /** SoQL of the column itself. */
  readonly column: string;
  readonly field: { readonly name: string; readonly title: string };
  /** What the key cuts the field into; its own values when left out. */
  readonly period?: 'year' | 'month';
  readonly where?: string | undefined;
  readonly q?: string | undefined;
  readonly order: 'by key' | 'by count';
  readonly limit: number;
}

export interface Counted {
  readonly groups: readonly { readonly key: string | null; readonly count: number }[];
  readonly rows: number;
  readonly unknown: number;
  readonly distinct: number;
  readonly first: string | null;
  readonly last: string | null;
  /** Groups that the release gate holds back; they are left out. */
  readonly withheld: number;
  /** The release by which somebody who may see no row is shown these figures; none for whoever may see the rows. */
  readonly release: string | null;
}

/** May see figures and no row: what it is shown is a release to it. */
export const seesFiguresOnly = ({ content }: OpenVersion): boolean =>
  content.obligations.aggregateOnly || content.obligations.minimumCell > 0;

/** Rows counted by an expression, and the totals a sentence about them needs. Through SoQL, so through its cache too. */
export async function countBy(context: Context, open: OpenVersion, asked: CountAsked): Promise<Counted> {
  const { key, column, where, q, limit } = asked;
  const order = asked.order === 'by key' ? 'key' : 'n desc, key';
  const figuresOnly = seesFiguresOnly(open);
  const [groups, [totals]] = await Promise.all([
    rowsOf(
      context,
      open,
      { select: `${key} as key, count(*) as n`, group: 'key', order, where, search: q },
      figuresOnly ? mostShown + 1 : limit,
    ),
    rowsOf(
      context,
      open,
      {
        select: `count(*) as rows, count(${column}) as known, count(distinct ${key}) as groups, min(${column}) as first, max(${column}) as last`,
        where,
        search: q,
      },
      1,
    ),
  ]);
  const rows = Number(totals!['rows']);
  const counted = groups.map((one) => ({ key: textOrNull(one['key']), count: Number(one['n']) }));
  if (figuresOnly) return shownCounts(context, open, asked, counted, rows);
  return {
    withheld: 0,
    release: null,
    groups: counted,
    rows,
    unknown: rows - Number(totals!['known']),
    distinct: Number(totals!['groups']),
    first: textOrNull(totals!['first']),
    last: textOrNull(totals!['last']),
  };
}

const textOrNull = (value: unknown) => (value === null || value === undefined ? null : String(value));

async function rowsOf(
  context: Context,
  open: OpenVersion,
  parts: Parameters<typeof parseParts>[0],
  limit: number,
): Promise<Record<string, unknown>[]> {
  const page = await readPage(context, open, await planQuery(context, open, parseParts(parts)), {
    form: 'own',
    limit,
  });
  return JSON.parse(Buffer.from(page.json).toString());
}
