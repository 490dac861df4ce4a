import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRowsContext, type RowsContext } from '../../../test/rows-context.ts';
import { sql } from '../../engine/sql.ts';
import { chartDataset } from './chart-dataset.ts';
import { chartDataset as chart, mapDataset as map } from './contract.ts';
import { mapDataset } from './map-dataset.ts';
import { chartAnswer, mapAnswer } from './model.ts';
import { isUnfinished, nextPeriod, suitablePeriod, withGaps } from './periods.ts';

const place = (id: string, name: string, variants: string[], people?: number) => ({
  id,
  name,
  variants,
  codes: [],
  ...(people !== undefined && { population: { value: people, on: '2020-04-01', source: 'census' } }),
});

let context: RowsContext;
let deaths: string;
let days: string;
beforeAll(async () => {
  context = await openRowsContext({
    jurisdiction: {
      places: [
        place('ash', 'Ash', ['ash village'], 1000),
        place('birch', 'Birch Hill', [], 20_000),
        place('cedar', 'Cedar', ['birch hill'], 500),
        place('dogwood', 'Dogwood', []),
      ],
    },
  });
  // 12 in Ash under three spellings, 10 in Birch Hill, 3 in Cedar, 2 elsewhere, 1 unknown; 2019-01 to 2020-03, none in 2019-12.
  const line = (town: string | null, day: string, times: number) =>
    sql`select cast(${town} as varchar) as town, cast(${day} as date) as died_on, ${'x'}::varchar as note from range(${times})`;
  deaths = (
    await context.addVersion({
      rows: sql`${line('Ash', '2019-01-05', 6)} union all ${line(' ASH  Village', '2019-02-28', 4)} union all ${line('ash, Testonia', '2019-03-31', 2)} union all ${line('BIRCH HILL', '2019-11-30', 10)} union all ${line('Cedar', '2020-01-01', 3)} union all ${line('Nowhere', '2020-02-10', 2)} union all ${line(null, '2020-03-15', 1)}`,
      columns: [
        { name: 'note', type: 'text' },
        { name: 'town', type: 'text', title: 'Town of death' },
        { name: 'died_on', type: 'date', title: 'Date' },
      ],
    })
  ).publicId;
  days = (
    await context.addVersion({
      rows: sql`select date '2020-01-01' + (i % 20)::int as day, timestamp '2020-01-01 10:00:00' + to_days((i % 20)::int) as at from range(100) t(i)`,
      columns: [
        { name: 'day', type: 'date' },
        { name: 'at', type: 'timestamp' },
      ],
    })
  ).publicId;
});
afterAll(() => context.close());

const chartOf = async (input: object) =>
  chartAnswer.parse(await chartDataset(context, chart.input.parse({ dataset: deaths, ...input })));
const mapOf = async (input: object) =>
  mapAnswer.parse(await mapDataset(context, map.input.parse({ dataset: deaths, ...input })));

describe('a chart of a dataset', () => {
  test('by month of its one date, gaps as 0, and what a sentence needs', async () => {
    const answer = await chartOf({});
    expect(answer).toMatchObject({
      field: 'died_on',
      field_title: 'Date',
      by: 'month',
      rows: 28,
      unknown: 0,
      groups: 15,
    });
    expect(answer.points.map((one) => one.count)).toEqual([6, 4, 2, 0, 0, 0, 0, 0, 0, 0, 10, 0, 3, 2, 1]);
    expect(answer.points[0]!.key).toBe('2019-01-01');
    expect(answer.finding).toEqual({
      first: '2019-01-05',
      last: '2020-03-15',
      most: { key: '2019-11-01', count: 10 },
      // March 2020 ends on the 31st, the newest row is of the 15th: so February is the last whole month.
      change: { key: '2020-02-01', count: 2, before_key: '2019-02-01', before: 4 },
      unfinished: '2020-03-01',
    });
  });

  test('by year, narrowed', async () => {
    const answer = await chartOf({ period: 'year', where: "town = 'Ash'" });
    expect(answer.points).toEqual([{ key: '2019-01-01', count: 6 }]);
    expect(answer.finding.unfinished).toBe('2019-01-01');
  });

  test('by its largest groups, the rest as one', async () => {
    const answer = await chartOf({ by: 'group', field: 'town', top: 2 });
    expect(answer).toMatchObject({ by: 'group', rows: 28, unknown: 1, other: 11, groups: 6 });
    expect(answer.points).toEqual([
      { key: 'BIRCH HILL', count: 10 },
      { key: 'Ash', count: 6 },
    ]);
  });

  test('days when the span is short, also from moments', async () => {
    for (const field of ['day', 'at']) {
      const answer = await chartOf({ dataset: days, field });
      expect([answer.by, answer.points.length, answer.points[19]]).toEqual([
        'day',
        20,
        { key: '2020-01-20', count: 5 },
      ]);
    }
  });

  test('a field that is not there is named', async () => {
    await expect(chartOf({ field: 'nothing' })).rejects.toMatchObject({ code: 'catalog.no-such-field' });
  });
});

describe('a map of a dataset', () => {
  test('the field of places is found, spellings meet, names win over variants of others', async () => {
    const answer = await mapOf({});
    expect(answer).toMatchObject({ field: 'town', rows: 28, unknown: 1, unmatched: { rows: 2, values: 1 } });
    expect(answer.places).toEqual([
      { place: 'ash', name: 'Ash', count: 12, population: 1000, per_10000: 120, withheld: false },
      { place: 'birch', name: 'Birch Hill', count: 10, population: 20_000, per_10000: 5, withheld: false },
      { place: 'cedar', name: 'Cedar', count: 3, population: 500, per_10000: 60, withheld: false },
      { place: 'dogwood', name: 'Dogwood', count: 0, population: null, per_10000: null, withheld: false },
    ]);
    expect(answer.finding).toEqual({
      most: { place: 'ash', name: 'Ash', count: 12 },
      highest_rate: { place: 'ash', name: 'Ash', per_10000: 120 },
      // 25 rows for 21,500 people.
      per_10000: 11.6,
      population_on: '2020-04-01',
      smallest_count_for_rate: 10,
      places_without_rows: 1,
    });
  });

  test('narrowed, a place with few rows is not called the highest', async () => {
    const answer = await mapOf({ where: "died_on >= '2019-11-01'" });
    expect(answer.finding.highest_rate).toMatchObject({ place: 'birch' });
    expect(answer.finding.most).toMatchObject({ place: 'birch', count: 10 });
  });

  test('a dataset without places says so', async () => {
    await expect(mapOf({ dataset: days })).rejects.toMatchObject({ code: 'portal.no-place-field' });
  });
});

describe('periods', () => {
  test('leap days, years and lengths', () => {
    expect(nextPeriod('2020-01-01', 'month', 2)).toBe('2020-03-01');
    expect(nextPeriod('2020-02-29', 'day')).toBe('2020-03-01');
    expect(suitablePeriod('2020-01-01', '2020-03-31')).toBe('day');
    expect(suitablePeriod('2012-01-01', '2022-12-31T10:00:00')).toBe('month');
    expect(suitablePeriod('1990-01-01', '2022-12-31')).toBe('year');
    expect(isUnfinished('2020-02-01', 'month', '2020-02-28')).toBe(true);
    expect(isUnfinished('2020-02-01', 'month', '2020-02-29')).toBe(false);
    expect(
      withGaps(
        [
          { key: '2019-01-01', count: 1 },
          { key: '2021-01-01', count: 2 },
        ],
        'year',
      ),
    ).toEqual([
      { key: '2019-01-01', count: 1 },
      { key: '2020-01-01', count: 0 },
      { key: '2021-01-01', count: 2 },
    ]);
  });
});
