import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestContext, type TestContext, uploadOf } from '../../../test/context.ts';
import type { IngestResult } from './contract.ts';
import { area } from './index.ts';

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
afterAll(() => context.close());

async function load(content: string, dataset?: string): Promise<IngestResult> {
  const upload = uploadOf(content, 'rows.csv');
  const { job } = await area.handlers.ingest(context.asked({ upload }), { dataset } as never);
  return (await context.run(job, area.jobs as never)) as IngestResult;
}

it('a field takes the title of the newest file, unless a person gave it one', async () => {
  const { dataset } = await load('InjuryCity,DeathCity\nElm,Oak\n');
  await area.handlers['edit-field'](context, { dataset, field: 'death_city', title: 'Town of death' });
  await load('Injury City,Death City\nElm,Ash\n', dataset);
  const { fields } = await area.handlers['list-fields'](context, { dataset, dropped: false });
  expect(fields.map(({ name, title }) => [name, title])).toEqual([
    ['injury_city', 'Injury City'],
    ['death_city', 'Town of death'],
  ]);
});
