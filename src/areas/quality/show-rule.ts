import { datasetOf } from '../catalog/index.ts';
import type { Handler, Reader } from '../handler.ts';
import type { Check } from './check.ts';
import type { showRule as op } from './contract.ts';
import { wordsFor } from './dataset-words.ts';
import { noSuchRule } from './errors.ts';
import { issueQuery, issuesFrom } from './issue-rows.ts';
import { ruleFrom } from './rule-rows.ts';
import { mustSeeContent } from './see-content.ts';

export const showRule: Handler<typeof op> = async (context, input) => {
  const { store, jurisdiction } = context;
  const dataset = await datasetOf(store.read, input.dataset);
  await mustSeeContent(context, dataset);
  const row = await store.read
    .selectFrom('quality_rule')
    .selectAll()
    .where('dataset', '=', dataset.id)
    .where('id', '=', input.rule)
    .executeTakeFirst();
  if (row === undefined) throw noSuchRule.with({ dataset: dataset.publicId, rule: input.rule });
  const issue = await issueQuery(store.read).where('quality_issue.rule', '=', row.id).executeTakeFirst();
  return {
    dataset: dataset.publicId,
    datasetTitle: dataset.title,
    currentVersion: dataset.currentVersion,
    rule: ruleFrom(row, dataset.publicId, await wordsFor(store.read, dataset.id, jurisdiction)),
    checks: await checksOfRule(store.read, dataset.publicId, row.id),
    issue: issue === undefined ? null : (await issuesFrom(store.read, jurisdiction, [issue]))[0]!,
  };
};

/** What a rule found in each version it was checked in, newest first. */
export async function checksOfRule(
  reader: Reader,
  publicId: string,
  rule: string,
): Promise<Omit<Check, 'rule'>[]> {
  const rows = await reader
    .selectFrom('quality_check')
    .selectAll()
    .where('rule', '=', rule)
    .orderBy('version', 'desc')
    .limit(100)
    .execute();
  return rows.map((row) => ({
    dataset: publicId,
    version: row.version,
    outcome: row.outcome,
    checked: row.checked,
    failing: row.failing,
    finding: row.finding,
    checkedAt: row.checked_at,
  }));
}
