import { datasetOf, versionAt } from '../catalog/index.ts';
import type { Context, Handler } from '../handler.ts';
import type { Check } from './check.ts';
import type { listChecks as op } from './contract.ts';
import { wordsFor } from './dataset-words.ts';
import type { Dataset } from './model.ts';
import type { Rule } from './rule.ts';
import { ruleFrom, ruleRowsOf } from './rule-rows.ts';
import { mustSeeContent } from './see-content.ts';

export const listChecks: Handler<typeof op> = async (context, input) => {
  const dataset = await datasetOf(context.store.read, input.dataset);
  await mustSeeContent(context, dataset, input.version);
  const number = input.version ?? dataset.currentVersion;
  // A version that does not exist is an error; a dataset without one just has no checks.
  if (input.version !== undefined) await versionAt(context.store.read, dataset, { version: input.version });
  return { dataset: dataset.publicId, version: number, ...(await checksOf(context, dataset, number)) };
};

const order: Readonly<Record<Check['outcome'], number>> = { 'not-run': 0, failed: 1, passed: 2 };

/** What the accepted rules of a dataset found in a version, failures first, and the rules that wait for a check. */
export async function checksOf(
  { store, jurisdiction }: Pick<Context, 'store' | 'jurisdiction'>,
  dataset: Pick<Dataset, 'id' | 'publicId'>,
  version: number | null,
): Promise<{ checks: Check[]; waiting: Rule[] }> {
  const words = await wordsFor(store.read, dataset.id, jurisdiction);
  const rules = new Map(
    (await ruleRowsOf(store.read, dataset.id, 'accepted')).map((row) => [
      row.id,
      ruleFrom(row, dataset.publicId, words),
    ]),
  );
  const rows =
    version === null
      ? []
      : await store.read
          .selectFrom('quality_check')
          .selectAll()
          .where('dataset', '=', dataset.id)
          .where('version', '=', version)
          .execute();
  const checks = rows
    .filter((row) => rules.has(row.rule))
    .map((row) => ({
      dataset: dataset.publicId,
      version: row.version,
      rule: rules.get(row.rule)!,
      outcome: row.outcome,
      checked: row.checked,
      failing: row.failing,
      finding: row.finding,
      checkedAt: row.checked_at,
    }))
    .sort((a, b) => order[a.outcome] - order[b.outcome] || b.failing - a.failing);
  const done = new Set(checks.map((one) => one.rule.id));
  return { checks, waiting: [...rules.values()].filter((rule) => !done.has(rule.id)) };
}
