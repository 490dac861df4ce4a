import { showFigures } from '../disclosure/index.ts';
import type { Context } from '../handler.ts';
import type { CountAsked, Counted } from './count-by.ts';
import type { OpenVersion } from './open-version.ts';

/** More values than this make no table that a person reads, nor one that the gate settles while somebody waits. */
export const mostShown = 200;

/** As a table names rows that have no value. */
const noValue = '(blank)';

export interface GroupCount {
  readonly key: string | null;
  readonly count: number;
}

/**
 * Counts for whoever may see figures and no row: what the release gate lets out of them, registered before it is answered.
 * Of more values than make a table nothing is shown. Months stand with the years they make up, so that no later table of
 * years tells more than both together may.
 */
export async function shownCounts(
  context: Context,
  open: OpenVersion,
  asked: Pick<CountAsked, 'field' | 'period'>,
  groups: readonly GroupCount[],
  rows: number,
): Promise<Counted> {
  const { field, period } = asked;
  const shown = { rows, first: null, last: null };
  if (groups.length > mostShown)
    return { ...shown, groups: [], unknown: 0, distinct: 0, withheld: groups.length, release: null };
  const codeOf = ({ key }: GroupCount) =>
    key === null ? noValue : period === undefined ? key : key.slice(0, period === 'year' ? 4 : 7);
  const figures = await showFigures(context, {
    dataset: open.dataset,
    agency: open.dataset.agency,
    version: open.version.number,
    field: field.name,
    title: field.title,
    counts: new Map(groups.map((one) => [codeOf(one), one.count])),
    ...(period === 'month' ? { wholes: yearsOf(groups.map(codeOf)) } : {}),
  });
  const out = groups.flatMap((one) => {
    const count = figures.counts.get(codeOf(one));
    return count === null || count === undefined ? [] : [{ key: one.key, count }];
  });
  return {
    ...shown,
    groups: out,
    unknown: out.find(({ key }) => key === null)?.count ?? 0,
    distinct: out.filter(({ key }) => key !== null).length,
    withheld: groups.length - out.length,
    release: figures.release,
  };
}

const yearsOf = (months: readonly string[]) =>
  Object.fromEntries(
    [...new Set(months.filter((code) => code !== noValue).map((code) => code.slice(0, 4)))].map((year) => [
      year,
      months.filter((code) => code !== noValue && code.startsWith(year)),
    ]),
  );
