import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRowsContext, type RowsContext } from '../../../../test/rows-context.ts';
import { operatorActor } from '../../../core/access.ts';
import { sql } from '../../../engine/sql.ts';
import { attackReleases } from '../attack/attack-releases.ts';
import { buildTable, releaseTable } from '../build-table.ts';
import { datasetRisk } from '../dataset-risk.ts';
import { datasetRisk as riskOperation } from '../microdata/contract.ts';
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
      'fewer-columns',
      'fewer-rows',
    ]);
  });

  it('puts small values together when asked', async () => {
    const built = await build({ join: 11 });
    expect(built.rows.values).toEqual(['A + B', 'C', 'D']);
    expect(built.cells.find(({ row }) => row === 'A + B')).toMatchObject({ value: null });
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

  it('refuses fields that make no groups', async () => {
    await expect(build({ rows: 'nothing' })).rejects.toMatchObject({ code: 'disclosure.not-for-figures' });
    await expect(build({ columns: 'town' })).rejects.toMatchObject({ code: 'disclosure.not-for-figures' });
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
