import { noSuchField } from '../catalog/errors.ts';
import type { Handler } from '../handler.ts';
import type { chartDataset as operation } from './contract.ts';
import { countBy, seesFiguresOnly } from './count-by.ts';
import { noDateField } from './errors.ts';
import { dateFieldOf, placeFieldOf } from './known-fields.ts';
import type { ChartAnswer } from './model.ts';
import { openVersion } from './open-version.ts';
import { isUnfinished, type Period, periodBefore, suitablePeriod, withGaps } from './periods.ts';
import { refuseInAddress } from './refuse-in-address.ts';
import { formatName } from './soql/format.ts';
import { foldName } from './soql/token.ts';

/** Rows by period or by group, ready to be drawn and to be put into a sentence. */
export const chartDataset: Handler<typeof operation> = async (context, input): Promise<ChartAnswer> => {
  const open = await openVersion(context, input.dataset, input, 'read-figures');
  // A filter would also let one person be counted apart.
  refuseInAddress(open, { where: input.where, q: input.q });
  const own =
    input.by === 'period'
      ? dateFieldOf(open)
      : (open.dataset.mainFilter ?? (await placeFieldOf(context, open)));
  const name = input.field ?? own;
  if (name === undefined) throw noDateField.with({ dataset: open.dataset.publicId });
  const field = open.version.columns.find((one) => foldName(one.name) === foldName(name));
  if (!field) throw noSuchField.with({ dataset: open.dataset.publicId, field: name });
  const column = formatName(foldName(field.name));
  const among = { column, field, where: input.where, q: input.q };
  const head = {
    dataset: open.dataset.publicId,
    version: open.version.number,
    field: field.name,
    field_title: field.title,
  };
  const isDate = field.type === 'date' || field.type === 'timestamp';
  if (input.by === 'group' || !isDate) {
    const counted = await countBy(context, open, {
      ...among,
      key: column,
      order: 'by count',
      limit: input.top + 1,
    });
    const points = counted.groups
      .flatMap(({ key, count }) => (key === null ? [] : [{ key, count }]))
      .slice(0, input.top);
    const shown = points.reduce((sum, one) => sum + one.count, 0);
    return {
      ...head,
      by: 'group',
      rows: counted.rows,
      unknown: counted.unknown,
      points,
      other: counted.release === null && counted.withheld === 0 ? counted.rows - counted.unknown - shown : 0,
      groups: counted.distinct,
      withheld: counted.withheld,
      release: counted.release,
      finding: {
        first: counted.first,
        last: counted.last,
        most: points[0] ?? null,
        change: null,
        unfinished: null,
      },
    };
  }
  const figuresOnly = seesFiguresOnly(open);
  const span = await countBy(context, open, {
    ...among,
    key: `date_trunc_y(${column})`,
    period: 'year',
    order: 'by key',
    limit: 5000,
  });
  // To whoever sees no row, years are shown: a table of days would be nothing but blanks.
  const period: Period = figuresOnly
    ? input.period === 'month'
      ? 'month'
      : 'year'
    : input.period !== 'auto'
      ? input.period
      : span.first !== null && span.last !== null
        ? suitablePeriod(span.first, span.last)
        : 'month';
  const units = { year: 'y', month: 'ym', day: 'ymd' } as const;
  const counted =
    period === 'year'
      ? span
      : await countBy(context, open, {
          ...among,
          key: `date_trunc_${units[period]}(${column})`,
          ...(period === 'month' ? { period } : {}),
          order: 'by key',
          limit: 50_000,
        });
  const known = counted.groups.flatMap(({ key, count }) =>
    key === null ? [] : [{ key: key.slice(0, 10), count }],
  );
  // A period that is withheld must not look as if it had no rows.
  const points = figuresOnly ? known : withGaps(known, period);
  return {
    ...head,
    by: period,
    rows: counted.rows,
    unknown: counted.unknown,
    points,
    other: 0,
    groups: points.length,
    withheld: counted.withheld,
    release: counted.release,
    finding: findingOf(points, period, counted.first, counted.last),
  };
};

function findingOf(
  points: readonly { key: string; count: number }[],
  period: Period,
  first: string | null,
  last: string | null,
): ChartAnswer['finding'] {
  const newest = points.at(-1);
  const unfinished = newest && last !== null && isUnfinished(newest.key, period, last) ? newest.key : null;
  const whole = points.filter((one) => one.key !== unfinished);
  const latest = whole.at(-1);
  const before = latest && points.find((one) => one.key === periodBefore(latest.key, period));
  const most = points.reduce<ChartAnswer['finding']['most']>(
    (best, one) => (best === null || one.count > best.count ? one : best),
    null,
  );
  return {
    first,
    last,
    most,
    change:
      latest && before
        ? { key: latest.key, count: latest.count, before_key: before.key, before: before.count }
        : null,
    unfinished,
  };
}
