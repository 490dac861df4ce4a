import { newId } from '../../core/id.ts';
import { ident, literal, sql } from '../../engine/sql.ts';
import type { Context, Handler, Tx } from '../handler.ts';
import { takeAsKey } from './accepted-key.ts';
import type { acceptRule as op } from './contract.ts';
import { noSuchSuggestion, nothingToAccept, ruleExists, ruleUnfit } from './errors.ts';
import type { Dataset } from './model.ts';
import { type RuleDefinition, subjectOf } from './rule.ts';
import { type RuleRow, ruleFrom, ruleRowsOf } from './rule-rows.ts';
import { testOf } from './rules/rule-kinds.ts';
import { suggestionsFor } from './suggest-rules.ts';
import { groundFor, type OpenVersion, openVersion } from './version-ground.ts';

export const acceptRule: Handler<typeof op> = async (context, input) => {
  const open = await openVersion(context, input.dataset);
  const definition = await definitionIn(context, open, input);
  await mustBeCheckable(context, open, definition);
  const row = await context.store.write(async (tx) => {
    const accepted = await ruleRowsOf(tx, open.dataset.id, 'accepted');
    const same = accepted.find((one) => one.subject === subjectOf(definition));
    if (same !== undefined) throw ruleExists.with({ rule: same.id });
    const made = newRule(context, open.dataset.id, {
      definition,
      tolerance: input.tolerance,
      criticality: input.criticality,
      origin: input.suggestion === undefined ? 'written' : 'suggested',
    });
    await tx.insertInto('quality_rule').values(made).execute();
    await queueCheck(context, tx, open.dataset);
    return made;
  });
  await takeAsKey(context, open.dataset, definition);
  return ruleFrom(row, open.dataset.publicId, open.words);
};

async function definitionIn(
  context: Context,
  open: OpenVersion,
  input: { suggestion?: string; rule?: RuleDefinition },
): Promise<RuleDefinition> {
  if (input.rule !== undefined) return input.rule;
  if (input.suggestion === undefined) throw nothingToAccept.with({});
  const suggestions = await suggestionsFor(context, open.version);
  const found = suggestions.find((one) => one.id === input.suggestion);
  if (found === undefined) {
    throw noSuchSuggestion.with({ dataset: open.dataset.publicId, suggestion: input.suggestion });
  }
  return found.definition;
}

/** A rule that could never run is refused when it is made, not found broken at night. */
export async function mustBeCheckable(
  context: Context,
  open: OpenVersion,
  definition: RuleDefinition,
): Promise<void> {
  const ground = await groundFor(context, open, [definition]);
  const test = testOf(definition, { ...ground, own: (name) => ident(name) });
  if (test.scope === 'none') throw ruleUnfit.with({ because: test.because });
  if (definition.kind === 'pattern') {
    await context.engine
      .rows(sql`SELECT regexp_full_match('', ${literal(definition.pattern)}) AS fits`, { step: 'pattern' })
      .catch((cause: unknown) => {
        throw ruleUnfit.with(
          { because: 'the pattern is not a regular expression as RE2 knows them.' },
          cause,
        );
      });
  }
  if (
    definition.kind === 'row-count' &&
    (definition.min ?? 0) > (definition.max ?? Number.POSITIVE_INFINITY)
  ) {
    throw ruleUnfit.with({ because: 'its lower bound is above its upper bound.' });
  }
}

/** A row for a rule accepted now. */
export function newRule(
  context: Pick<Context, 'random' | 'clock' | 'actor'>,
  dataset: string,
  rule: Pick<RuleRow, 'criticality' | 'tolerance' | 'origin'> & {
    definition: RuleDefinition;
    entry?: string | null;
    mark?: string | null;
  },
): RuleRow {
  return {
    id: newId(context.random),
    dataset,
    kind: rule.definition.kind,
    subject: subjectOf(rule.definition),
    definition: JSON.stringify(rule.definition),
    criticality: rule.criticality,
    tolerance: rule.tolerance,
    state: 'accepted',
    origin: rule.origin,
    entry: rule.entry ?? null,
    mark: rule.mark ?? null,
    accepted_at: context.clock.now(),
    accepted_by: context.actor.id,
    retired_at: null,
    retired_by: null,
    retired_because: null,
  };
}

/** Checks the current version soon: several rules accepted in a row wait for one check. */
export async function queueCheck(
  context: Context,
  tx: Tx,
  dataset: Pick<Dataset, 'id' | 'currentVersion'>,
): Promise<void> {
  if (dataset.currentVersion === null) return;
  await context.enqueue(tx, {
    kind: 'quality.check-version',
    input: { dataset: dataset.id, version: dataset.currentVersion },
    subject: dataset.id,
    once: `quality.check-version:${dataset.id}:${dataset.currentVersion}`,
  });
}
