import type { Selectable } from 'kysely';
import type { Database } from '../../store/database.ts';
import type { Reader } from '../handler.ts';
import { fieldsOf, type Rule, type RuleDefinition } from './rule.ts';
import type { Words } from './rules/rule-kind.ts';
import { dimensionOf, sentenceOf } from './rules/rule-kinds.ts';

export type RuleRow = Selectable<Database['quality_rule']>;

export const definitionOf = (row: Pick<RuleRow, 'definition'>): RuleDefinition =>
  JSON.parse(row.definition) as RuleDefinition;

/** A rule as people see it. */
export function ruleFrom(row: RuleRow, publicId: string, words: Words): Rule {
  const definition = definitionOf(row);
  return {
    id: row.id,
    dataset: publicId,
    definition,
    sentence: sentenceOf(definition, words),
    fields: [...fieldsOf(definition)],
    dimension: dimensionOf(definition),
    criticality: row.criticality,
    tolerance: row.tolerance,
    state: row.state,
    origin: row.origin,
    acceptedAt: row.accepted_at,
    acceptedBy: row.accepted_by,
    retiredAt: row.retired_at,
    retiredBy: row.retired_by,
    retiredBecause: row.retired_because,
  };
}

/** A dataset's rules, oldest first. */
export const ruleRowsOf = (reader: Reader, dataset: string, state?: Rule['state']): Promise<RuleRow[]> =>
  reader
    .selectFrom('quality_rule')
    .selectAll()
    .where('dataset', '=', dataset)
    .$if(state !== undefined, (query) => query.where('state', '=', state!))
    .orderBy('accepted_at')
    .orderBy('id')
    .execute();
