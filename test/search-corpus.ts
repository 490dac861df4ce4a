import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'yaml';
import { area as agencies } from '../src/areas/agencies/index.ts';
import { area as catalog } from '../src/areas/catalog/index.ts';
import type { Context } from '../src/areas/handler.ts';
import { area as law } from '../src/areas/law/index.ts';
import { planArea } from '../src/areas/plan/index.ts';
import { area as quality } from '../src/areas/quality/index.ts';
import { searchArea } from '../src/areas/search/index.ts';
import { loadJurisdiction } from '../src/core/load-jurisdiction.ts';
import { loadDatasetList } from '../src/core/state-folder.ts';
import { exampleState, type StateContext } from './state-context.ts';

const golden = (path: string) => new URL(`./golden/${path}`, import.meta.url);

export interface Question {
  readonly q: string;
  readonly wants: readonly string[];
}
export const questions = parse(readFileSync(golden('search/queries.yaml'), 'utf8')) as readonly Question[];

interface Entry {
  readonly identifier: string;
  readonly title: string;
  readonly description?: string;
  readonly keyword?: readonly string[];
}

/**
 * Fills a store with what the fifty questions are asked of: the example state's agencies, plan and datasets with the
 * fields it describes, and the titles, descriptions and keywords of Philadelphia's catalogue. Answers the search and the
 * identifiers by which the questions name the latter.
 */
export async function fillSearchCorpus(context: StateContext) {
  const jurisdiction = await loadJurisdiction(exampleState);
  const world: Context = { ...context, jurisdiction };
  const file = (path: string) =>
    context.withFile(exampleState, path).then((one) => ({ ...one, jurisdiction }));
  const plan = planArea([agencies, catalog, quality]);
  for (const path of ['law/calendar.yaml', 'law/data-act.yaml', 'law/later-law.yaml'])
    await law.handlers['load-law'](await file(path), {});
  await agencies.handlers['load-agencies'](await file('agencies.yaml'), {});
  await plan.handlers['load-plan'](await file('plan/plan.yaml'), {});
  for (const one of await loadDatasetList(exampleState)) {
    await catalog.handlers['register-dataset'](world, {
      dataset: one.id,
      title: one.title,
      description: one.description,
      agency: one.agency,
      tags: one.keywords,
    });
    await describeFields(world, one.id, Object.entries(one.fields));
  }
  const { dataset } = JSON.parse(
    gunzipSync(readFileSync(golden('dcat/philadelphia.json.gz'))).toString(),
  ) as { dataset: readonly Entry[] };
  const named = new Map<string, string>();
  for (const { identifier, title, description, keyword } of dataset) {
    const made = await catalog.handlers['register-dataset'](world, {
      title,
      description: (description ?? '').slice(0, 20_000),
      tags: [...(keyword ?? [])],
    });
    named.set(made.dataset, `phl:${identifier}`);
  }
  return { world, named, search: searchArea([agencies, catalog, plan]) };
}

async function describeFields(
  world: Context,
  dataset: string,
  fields: readonly (readonly [string, string])[],
) {
  const { id } = await world.store.read
    .selectFrom('dataset')
    .select('id')
    .where('public_id', '=', dataset)
    .executeTakeFirstOrThrow();
  await world.store.write(async (tx) => {
    for (const [position, [title, description]] of fields.entries())
      await tx
        .insertInto('dataset_field')
        .values({ dataset: id, name: title, title, description, type: 'text', position, known_from: 1 })
        .execute();
  });
}
