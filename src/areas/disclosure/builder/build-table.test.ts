import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRowsContext, type RowsContext } from '../../../../test/rows-context.ts';
import { testDecide } from '../../../../test/test-policies.ts';
import { operatorActor } from '../../../core/access.ts';
import { newId } from '../../../core/id.ts';
import type { Jurisdiction } from '../../../core/jurisdiction.ts';
import { type Sql, sql } from '../../../engine/sql.ts';
import { attackReleases } from '../attack/attack-releases.ts';
import { buildTable, releaseTable } from '../build-table.ts';
import { datasetRisk } from '../dataset-risk.ts';
import { recordDetermination as determinationOperation } from '../determination/contract.ts';
import { datasetRisk as riskOperation } from '../microdata/contract.ts';
import { listDeterminations, recordDetermination } from '../record-determination.ts';
import { parseTableFile } from '../tables/table-file.ts';
import { buildTable as buildOperation, releaseTable as releaseOperation } from './contract.ts';

describe('a table of a dataset', () => {
  let context: RowsContext;
  let dataset: string;
  beforeAll(async () => {
    context = { ...(await openRowsContext()), actor: operatorActor };
    // Four towns of 3, 7, 60 and 130 people; every third is a woman.
    const added = await context.addVersion({
      rows: sql`select case when i < 3 then 'A' when i < 10 then 'B' when i < 70 then 'C' else 'D' end as town,
        case when i % 3 = 0 then 'f' else 'm' end as sex, (i % 50)::varchar as age from range(200) t(i)`,
      columns: [
        { name: 'town', type: 'text' },
        { name: 'sex', type: 'text' },
        { name: 'age', type: 'text' },
      ],
    });
    dataset = added.publicId;
  });
  afterAll(() => context.close());
  const build = (input: object) =>
    buildTable(context, buildOperation.input.parse({ dataset, rows: 'town', ...input }));

  it('is protected before anybody sees it, and says why each blank is one', async () => {
    const built = await build({ columns: 'sex', alternatives: true });
    const cell = (row: string, column: string) =>
      built.cells.find((one) => one.row === row && one.column === column)!;
    expect(cell('', '').value).toBe(200);
    expect(cell('A', '')).toMatchObject({ value: null, reason: 'small' });
    expect(cell('D', 'm').interval === null || cell('D', 'm').value !== null).toBe(true);
    expect(built.cells.filter(({ value }) => value !== null && value > 0 && value < 11)).toEqual([]);
    expect(JSON.stringify(built.published)).not.toMatch(/companion|small/);
    expect(built.alternatives.map(({ way }) => way)).toEqual([
      'blanks',
      'joined',
      'rounding',
      'cell-key',
      'coded-percentages',
      'fewer-columns',
      'fewer-rows',
    ]);
  });

  it('puts small values together when asked', async () => {
    const built = await build({ join: 11 });
    expect(built.rows.values).toEqual(['A + B', 'C', 'D']);
    expect(built.cells.find(({ row }) => row === 'A + B')).toMatchObject({ value: null });
  });

  it('is made coarser when asked, and a finer table released later is tested with it', async () => {
    const own = await context.addVersion({
      rows: sql`select (20 + i % 60)::varchar as age, 'x' || (i % 3)::varchar as mark from range(600) t(i)`,
      columns: [
        { name: 'age', type: 'text' },
        { name: 'mark', type: 'text' },
      ],
    });
    const ask = { dataset: own.publicId, title: 'Ages' };
    const coarse = await releaseTable(context, releaseOperation.input.parse({ ...ask, rows: 'age:10' }));
    expect(coarse.blanks).toBe(0);
    // Counted out, not taken from the data: the band of the twenties names ten ages.
    expect((coarse.published as { hierarchies: unknown }).hierarchies).toMatchObject({
      age: { '20 to 29': Array.from({ length: 10 }, (_, at) => String(20 + at)) },
    });
    const fine = await buildTable(
      context,
      buildOperation.input.parse({ dataset: own.publicId, rows: 'age', alternatives: true }),
    );
    expect(fine.earlier).toEqual([{ release: coarse.release, title: 'Ages' }]);
    expect(fine.alternatives).toContainEqual(
      expect.objectContaining({ way: 'coarser', holds: true, asked: { rows: 'age:10' } }),
    );
    const files = [coarse.published, fine.published].map((one, at) =>
      parseTableFile(JSON.stringify(one), `table ${at}`),
    );
    expect((await attackReleases(files)).outcome).toBe('safe');
    await expect(build({ rows: 'town:10' })).rejects.toMatchObject({ code: 'disclosure.not-for-figures' });
  });

  it('is rounded or perturbed when asked: no blank, and no outsider gets closer than the rule allows', async () => {
    for (const way of ['rounding', 'cell-key'] as const) {
      const built = await build({ columns: 'sex', way });
      expect(built).toMatchObject({ way, blanks: 0 });
      expect(built.moved).toBeGreaterThan(0);
      const again = await build({ columns: 'sex', way });
      expect(again.published).toEqual(built.published);
      // A total of one part is the same people, and so the same figure.
      expect(built.cells.every(({ value }) => value === 0 || value! >= 11)).toBe(true);
      const report = await attackReleases([parseTableFile(JSON.stringify(built.published), 'published')]);
      expect(report.outcome).toBe('safe');
      expect(report.lines.every(({ width }) => width === null || width >= 10)).toBe(true);
    }
  });

  it('prints percentages as ranges when asked, coarser for smaller groups, in place of the counts', async () => {
    const built = await build({ columns: 'sex', way: 'coded-percentages' });
    const cell = (row: string, column: string) =>
      built.cells.find((one) => one.row === row && one.column === column)!;
    expect(cell('D', '').value).toBe(130);
    // 43 of 130 women are 33 %, between 30 and 34: no count stands beside it.
    expect(cell('D', 'f').value).toBeNull();
    const [low, high] = cell('D', 'f').percent!;
    expect(low).toBeLessThanOrEqual(33);
    expect(high).toBeGreaterThanOrEqual(33);
    expect(cell('A', 'f').percent).toBeUndefined();
    expect(built.whose['percent_codes']).toMatch(/Department of Education .*not checked/);
    const report = await attackReleases([parseTableFile(JSON.stringify(built.published), 'published')]);
    expect(report.outcome).toBe('safe');
    expect(report.lines.every(({ width }) => width === null || width >= 10)).toBe(true);
    const offered = (await build({ columns: 'sex', alternatives: true })).alternatives;
    expect(offered.find(({ way }) => way === 'coded-percentages')).toMatchObject({
      holds: true,
      cost: expect.stringContaining('ranges'),
    });
  });

  it('leaves through the gate, and later ones are tested with it', async () => {
    const release = (input: object) =>
      releaseTable(
        context,
        releaseOperation.input.parse({ dataset, rows: 'town', title: 'Towns', ...input }),
      );
    const first = await release({ join: 11 });
    const second = await release({ columns: 'sex' });
    expect(second.proof.together).toEqual([first.release]);
    const files = [first, second].map((one) => parseTableFile(JSON.stringify(one.published), one.release));
    expect((await attackReleases(files)).outcome).toBe('safe');
    expect(second).toMatchObject({ dataset, version: 1, vintage: 'version 1', state: 'released' });
  });

  it('counts a part of the people when asked, tested with tables of all of them', async () => {
    const before = await build({ where: ['sex=f'] });
    expect(before.filters).toEqual([{ field: 'sex', title: 'sex', values: ['f'] }]);
    expect(before.cells.find(({ row }) => row === '')!.value).toBe(67);
    expect(before.published).toMatchObject({
      hierarchies: { sex: { Total: ['f', 'not f'] } },
      tables: [{ dims: ['town', 'sex'], only: ['sex'] }],
    });
    await expect(build({ where: ['town=A'] })).rejects.toMatchObject({ code: 'disclosure.not-for-figures' });
    await expect(build({ where: ['sex'] })).rejects.toMatchObject({ code: 'disclosure.not-for-figures' });
  });

  it('finds what a filter and the whole give away together: those who are left out', async () => {
    // 55 of the 60 in C and 125 of the 130 in D are of this age or that: the rest are five.
    const own = await context.addVersion({
      rows: sql`select case when i < 60 then 'C' else 'D' end as town,
        case when i in (1, 2, 3, 4, 5, 61, 62, 63, 64, 65) then 'old' else 'young' end as age from range(190) t(i)`,
      columns: [
        { name: 'town', type: 'text' },
        { name: 'age', type: 'text' },
      ],
    });
    const ask = (input: object) =>
      releaseTable(
        context,
        releaseOperation.input.parse({ dataset: own.publicId, rows: 'town', title: 'Towns', ...input }),
      );
    const all = await ask({});
    expect(all.blanks).toBe(0);
    // 55 and 125 are no small counts, and yet 60 − 55 and 130 − 125 are.
    const young = await ask({ where: ['age=young'] }).catch((error) => error);
    if (young instanceof Error) expect(young).toMatchObject({ code: 'disclosure.cannot-be-protected' });
    else {
      expect(young.blanks).toBeGreaterThan(1);
      const files = [all, young].map((one) => parseTableFile(JSON.stringify(one.published), one.release));
      expect((await attackReleases(files)).outcome).toBe('safe');
    }
    const naive = parseTableFile(
      JSON.stringify({
        ...(await buildTable(
          context,
          buildOperation.input.parse({ dataset: own.publicId, rows: 'town' }),
        ).then(({ published }) => published)),
        hierarchies: { town: { Total: ['C', 'D'] }, age: { Total: ['young', 'not young'] } },
        unprinted: { age: ['not young'] },
        tables: [
          {
            name: 't',
            dims: ['town', 'age'],
            universe: own.publicId,
            only: ['age'],
            cells: [
              { town: 'C', age: 'young', value: 55 },
              { town: 'D', age: 'young', value: 125 },
              { age: 'young', value: 180 },
            ],
          },
        ],
      }),
      'naive',
    );
    const found = await attackReleases([parseTableFile(JSON.stringify(all.published), 'all'), naive]);
    expect(found.outcome).toBe('unsafe');
    expect(found.lines.filter(({ verdict }) => verdict === 'unsafe').map(({ kind }) => kind)).toContain(
      'unprinted',
    );
  });

  it('offers percentages of places put together by region, tried like every other way', async () => {
    const jurisdiction: Jurisdiction = {
      ...context.jurisdiction,
      places: ['A', 'B', 'C', 'D'].map((name) => ({
        id: name.toLowerCase(),
        name,
        variants: [],
        codes: [],
      })),
      regions: [
        { id: 'east', name: 'East', kind: 'planning-region', places: ['a', 'c'] },
        { id: 'west', name: 'West', kind: 'planning-region', places: ['b', 'd'] },
      ],
    };
    const own = await context.addVersion({
      rows: sql`select ['A', 'B', 'C', 'D'][1 + i % 4] as town, case when i % 3 = 0 then 'f' else 'm' end as sex from range(600) t(i)`,
      columns: [
        { name: 'town', type: 'text' },
        { name: 'sex', type: 'text' },
      ],
    });
    const ask = (input: object) =>
      buildTable(
        { ...context, jurisdiction },
        buildOperation.input.parse({ dataset: own.publicId, ...input }),
      );
    const percents = { way: 'coded-percentages', holds: true, cost: expect.stringContaining('ranges') };
    const { alternatives } = await ask({
      rows: 'town:planning-region',
      columns: 'sex',
      alternatives: true,
    });
    expect(alternatives.find(({ way }) => way === 'coded-percentages')).toMatchObject(percents);
    const built = await ask({ rows: 'sex', columns: 'town:planning-region', way: 'coded-percentages' });
    expect(built.cells.some(({ percent }) => percent !== undefined)).toBe(true);
  });

  it('shows no field that names people, as rows, columns or filter, while its rows are protected', async () => {
    const own = await context.addVersion({
      rows: sql`select 'N' || (i % 4)::varchar as name, case when i % 3 = 0 then 'f' else 'm' end as sex from range(400) t(i)`,
      columns: [
        { name: 'name', type: 'text' },
        { name: 'sex', type: 'text' },
      ],
    });
    const decide = testDecide(context);
    const ask = (input: object) =>
      buildTable({ ...context, decide }, buildOperation.input.parse({ dataset: own.publicId, ...input }));
    expect((await ask({ rows: 'name' })).rows.values).toEqual(['N0', 'N1', 'N2', 'N3']);
    await context.store.write(async (tx) => {
      await tx
        .updateTable('dataset_version')
        .set({ release: null })
        .where('dataset', '=', own.dataset)
        .execute();
      await tx
        .insertInto('classification')
        .values({
          id: newId(),
          dataset: own.dataset,
          field: 'name',
          class: 'identifier',
          ground: 'It names people',
          citation: null,
          decided_by: 'test',
          valid_from: '2026-11-01',
          recorded_at: '2026-11-01T12:00:00.000Z',
          superseded_at: null,
        })
        .execute();
    });
    expect((await ask({ rows: 'sex' })).rows.values).toEqual(['f', 'm']);
    for (const input of [
      { rows: 'name' },
      { rows: 'sex', columns: 'name' },
      { rows: 'sex', where: ['name=N1'] },
    ]) {
      const error: unknown = await ask(input).catch((thrown) => thrown);
      expect(error).toMatchObject({
        code: 'disclosure.not-for-figures',
        message: expect.stringContaining('its values name people'),
      });
      expect(JSON.stringify(error)).not.toContain('N1');
    }
  });

  it('puts no list of people together: values that mostly belong to few are refused, others are not', async () => {
    const add = (values: Sql) =>
      context.addVersion({
        rows: sql`select ${values} as code from range(900) t(i)`,
        columns: [{ name: 'code', type: 'text' }],
      });
    const ask = async (values: Sql) =>
      buildTable(
        context,
        buildOperation.input.parse({ dataset: (await add(values)).publicId, rows: 'code', join: 11 }),
      );
    // 300 values of three people each; and 250 values, nearly everybody behind ten of them.
    await expect(ask(sql`'c' || (i % 300)::varchar`)).rejects.toMatchObject({
      code: 'disclosure.not-for-figures',
      message: expect.stringContaining('most of its values belong to a few people each'),
    });
    const built = await ask(sql`case when i < 250 then 'c' || i::varchar else 'd' || (i % 10)::varchar end`);
    expect(built.rows.values).toHaveLength(11);
  });

  it('refuses fields that make no groups', async () => {
    await expect(build({ rows: 'nothing' })).rejects.toMatchObject({ code: 'disclosure.not-for-figures' });
    await expect(build({ columns: 'town' })).rejects.toMatchObject({ code: 'disclosure.not-for-figures' });
  });

  it('keeps an expert’s determination with the risk as measured, never changed but followed by another', async () => {
    const said = {
      expert: 'E. Expert',
      qualification: 'Twenty years of disclosure control',
      recipient: 'The research centre',
      controls: 'Agreement 7, secure room',
      method: 'Class sizes by the fields named',
      result: 'Half of the people stand alone',
      outcome: 'not-very-small',
      review_by: '2027-11-23',
    };
    const record = (input: object) =>
      recordDetermination(
        context,
        determinationOperation.input.parse({ dataset, quasi: ['town', 'sex'], ...said, ...input }),
      );
    const first = await record({ quasi: ['town', 'sex', 'age'] });
    expect(first).toMatchObject({ ...said, version: 1, measured: { records: 200, k: 1 } });
    await record({ outcome: 'very-small', quasi: ['sex'] });
    const { determinations } = await listDeterminations(context, { dataset });
    expect(determinations.map(({ measured }) => measured.k).sort((a, b) => a - b)).toEqual([1, 67]);
    await expect(record({ quasi: ['name'] })).rejects.toMatchObject({ code: 'disclosure.no-such-column' });
    expect(() => record({ review_by: 'some day' })).toThrow();
  });

  it('measures the risk of the dataset', async () => {
    const found = await datasetRisk(
      context,
      riskOperation.input.parse({ dataset, quasi: ['town', 'sex', 'age'] }),
    );
    expect(found).toMatchObject({ records: 200, k: 1 });
    await expect(
      datasetRisk(context, riskOperation.input.parse({ dataset, quasi: ['name'] })),
    ).rejects.toMatchObject({ code: 'disclosure.no-such-column' });
  });
});
