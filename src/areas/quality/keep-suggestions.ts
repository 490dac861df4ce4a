import type { JobContext } from '../handler.ts';
import type { VersionProfile } from './profile.ts';
import { definitionOf } from './rule-rows.ts';
import type { Facts } from './rules/rule-kind.ts';
import { candidatesFrom } from './rules/rule-kinds.ts';
import type { Suggestion } from './suggestion.ts';
import { suggestFrom } from './suggestions/suggest-from.ts';
import { groundFor, type OpenVersion } from './version-ground.ts';

/** Finds rules worth having in a version and keeps them, with their evidence, beside it. */
export async function keepSuggestions(
  context: JobContext,
  open: OpenVersion,
  profile: VersionProfile,
): Promise<Suggestion[]> {
  context.job.progress({ stage: 'Looking for rules' });
  const { dataset, version } = open;
  const facts: Facts = {
    profile,
    jurisdiction: context.jurisdiction,
    asOf: open.asOf,
    rowsBefore: await rowsBefore(context, dataset.id, version.number),
    keys: await keysElsewhere(context, dataset.id),
  };
  const definitions = candidatesFrom(facts).map((one) => one.definition);
  const suggestions = await suggestFrom(
    context.engine,
    facts,
    await groundFor(context, open, definitions),
    open.words,
  );
  await open.content.keepJsonBeside('suggestions.json', suggestions);
  return suggestions;
}

async function rowsBefore({ store }: JobContext, dataset: string, version: number): Promise<number[]> {
  const rows = await store.read
    .selectFrom('quality_profile')
    .select('rows')
    .where('dataset', '=', dataset)
    .where('version', '<', version)
    .orderBy('version')
    .execute();
  return rows.map((row) => row.rows);
}

/** Fields of other open datasets that an accepted rule says occur once: the evidence tells which values stand there. */
async function keysElsewhere({ store }: JobContext, dataset: string): Promise<Facts['keys']> {
  const rows = await store.read
    .selectFrom('quality_rule')
    .innerJoin('dataset', 'dataset.id', 'quality_rule.dataset')
    .select(['quality_rule.definition', 'dataset.public_id', 'dataset.title'])
    .where('quality_rule.kind', '=', 'unique')
    .where('quality_rule.state', '=', 'accepted')
    .where('dataset.id', '!=', dataset)
    .where('dataset.state', '=', 'active')
    .where('dataset.release', 'is not', null)
    .execute();
  return rows.flatMap((row) => {
    const definition = definitionOf(row);
    if (definition.kind !== 'unique' || definition.fields.length !== 1) return [];
    return [{ dataset: row.public_id, title: row.title, field: definition.fields[0]! }];
  });
}
