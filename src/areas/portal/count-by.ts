import type { Context } from '../handler.ts';
import type { OpenVersion } from './open-version.ts';
import { planQuery } from './plan-query.ts';
import { readPage } from './read-page.ts';
import { parseParts } from './soql/parse-parameters.ts';

export interface CountAsked {
  /** SoQL of what is counted by. */
  readonly key: string;
  /** SoQL of the column itself. */
  readonly column: string;
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
  /** Groups that count fewer rows than may be shown; they are left out. */
  readonly withheld: number;
  /** Every count is a multiple of this; none when counts are exact. */
  readonly roundedTo: number | null;
}

/**
 * For whoever may see figures only: a group of fewer rows than the least cell is left out, and every other count is a
 * multiple of it, so that no difference of two counts, of one answer or of several, tells a small one. The number of all
 * rows is no secret: it stands in the record.
 */
function coarseCounts(
  groups: readonly Record<string, unknown>[],
  rows: number,
  unknown: number,
  least: number,
): Counted {
  const coarse = (count: number) => (count < least ? 0 : Math.round(count / least) * least);
  const shown = groups.filter((one) => Number(one['n']) >= least);
  return {
    groups: shown.map((one) => ({ key: textOrNull(one['key']), count: coarse(Number(one['n'])) })),
    rows,
    unknown: coarse(unknown),
    distinct: shown.length,
    first: null,
    last: null,
    withheld: groups.length - shown.length,
    roundedTo: least,
  };
}

/** Rows counted by an expression, and the totals a sentence about them needs. Through SoQL, so through its cache too. */
export async function countBy(context: Context, open: OpenVersion, asked: CountAsked): Promise<Counted> {
  const { key, column, where, q, limit } = asked;
  const order = asked.order === 'by key' ? 'key' : 'n desc, key';
  const [groups, [totals]] = await Promise.all([
    rowsOf(
      context,
      open,
      { select: `${key} as key, count(*) as n`, group: 'key', order, where, search: q },
      limit,
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
  const { aggregateOnly, minimumCell } = open.content.obligations;
  if (aggregateOnly || minimumCell > 0) {
    const unknown = rows - Number(totals!['known']);
    return coarseCounts(groups, rows, unknown, Math.max(minimumCell, 1));
  }
  return {
    withheld: 0,
    roundedTo: null,
    groups: groups.map((one) => ({ key: textOrNull(one['key']), count: Number(one['n']) })),
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
  return JSON.parse(page.text);
}
