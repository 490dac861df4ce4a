import type { Engine } from '../../../engine/engine.ts';
import { checkRules } from '../checks/check-rules.ts';
import { fieldsOf, type RuleDefinition, subjectOf } from '../rule.ts';
import type { Facts, Ground, Words } from '../rules/rule-kind.ts';
import { candidatesFrom, dimensionOf, sentenceOf } from '../rules/rule-kinds.ts';
import type { Suggestion } from '../suggestion.ts';
import { highestFailureRate } from './failure-rate.ts';

/**
 * Rules worth having, best first. Candidates come from the profile; each is then counted over all rows by the same
 * check that would run once it is accepted, so that what is offered and what is found later cannot differ.
 */
export async function suggestFrom(
  engine: Engine,
  facts: Facts,
  ground: Omit<Ground, 'own'>,
  words: Words,
): Promise<Suggestion[]> {
  const candidates = candidatesFrom(facts);
  if (candidates.length === 0) return [];
  const found = await checkRules(
    engine,
    ground,
    candidates.map((one, at) => ({ id: String(at), definition: one.definition, tolerance: 0 })),
  );
  const kept = candidates
    .map((candidate, at) => ({ candidate, found: found[at]! }))
    .filter(
      ({ candidate, found: { outcome, checked, failing } }) =>
        outcome !== 'not-run' && checked > 0 && failing <= candidate.mostFailing * checked,
    );
  const says = new Set(kept.map(({ candidate }) => kindAndField(candidate.definition)));
  return kept
    .filter(({ candidate: { definition } }) => !saidBetter(definition, says))
    .sort((a, b) => b.candidate.worth - a.candidate.worth)
    .map(({ candidate: { definition, evidence }, found: { checked, failing } }) => ({
      id: subjectOf(definition),
      definition,
      sentence: sentenceOf(definition, words),
      fields: [...fieldsOf(definition)],
      dimension: dimensionOf(definition),
      evidence: evidence({ checked, failing }),
      checked,
      failing,
      expectedFailureRate: highestFailureRate(failing, checked),
    }));
}

const kindAndField = (definition: RuleDefinition): string =>
  `${definition.kind}(${'field' in definition ? definition.field : ''})`;

/** A list of towns says less than that they are towns; the form of a listed code says less than the list. */
const better: Partial<Record<RuleDefinition['kind'], readonly RuleDefinition['kind'][]>> = {
  'in-set': ['place', 'code'],
  pattern: ['place', 'code', 'in-set'],
};
const saidBetter = (definition: RuleDefinition, says: ReadonlySet<string>): boolean =>
  'field' in definition &&
  (better[definition.kind] ?? []).some((kind) => says.has(`${kind}(${definition.field})`));
