import { datasetOf } from '../catalog/index.ts';
import type { Context, Handler, Tx } from '../handler.ts';
import { dropAsKey } from './accepted-key.ts';
import type { retireRule as op } from './contract.ts';
import { wordsFor } from './dataset-words.ts';
import { noSuchRule, ruleRetired } from './errors.ts';
import { addIssueEvent } from './follow-issues.ts';
import { definitionOf, type RuleRow, ruleFrom } from './rule-rows.ts';

export const retireRule: Handler<typeof op> = async (context, input) => {
  const dataset = await datasetOf(context.store.read, input.dataset);
  const row = await context.store.write(async (tx) => {
    const found = await tx
      .selectFrom('quality_rule')
      .selectAll()
      .where('dataset', '=', dataset.id)
      .where('id', '=', input.rule)
      .executeTakeFirst();
    if (found === undefined) throw noSuchRule.with({ dataset: dataset.publicId, rule: input.rule });
    if (found.state === 'retired') throw ruleRetired.with({ rule: found.id });
    return retire(context, tx, { ...found, publicId: dataset.publicId }, input.reason);
  });
  await dropAsKey(context, dataset, definitionOf(row));
  return ruleFrom(
    row,
    dataset.publicId,
    await wordsFor(context.store.read, dataset.id, context.jurisdiction),
  );
};

/** Retires an accepted rule and closes its issue. */
export async function retire(
  context: Pick<Context, 'clock' | 'actor' | 'emit'>,
  tx: Tx,
  rule: RuleRow & { publicId: string },
  reason: string,
): Promise<RuleRow> {
  const at = context.clock.now();
  const change = {
    state: 'retired',
    retired_at: at,
    retired_by: context.actor.id,
    retired_because: reason,
  } as const;
  await tx.updateTable('quality_rule').set(change).where('id', '=', rule.id).execute();
  const issue = await tx
    .selectFrom('quality_issue')
    .selectAll()
    .where('rule', '=', rule.id)
    .where('state', '!=', 'closed')
    .executeTakeFirst();
  if (issue !== undefined) {
    const text = 'The rule was retired.';
    await tx
      .updateTable('quality_issue')
      .set({ state: 'closed', closed_at: at, reason: text })
      .where('id', '=', issue.id)
      .execute();
    await addIssueEvent(tx, issue.id, {
      at,
      actor: context.actor.id,
      kind: 'closed',
      text,
      version: null,
      failing: null,
    });
    await context.emit(tx, 'quality-issue-closed', {
      dataset: rule.dataset,
      publicId: rule.publicId,
      issue: issue.id,
    });
  }
  const { publicId: _, ...row } = rule;
  return { ...row, ...change };
}
