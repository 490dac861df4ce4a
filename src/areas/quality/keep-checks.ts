import type { JobContext } from '../handler.ts';
import { dropSuperseded } from './by-product.ts';
import { checkRules, type Found } from './checks/check-rules.ts';
import { followIssues } from './follow-issues.ts';
import { definitionOf, ruleRowsOf } from './rule-rows.ts';
import { groundFor, type OpenVersion } from './version-ground.ts';

/**
 * Checks a version against all accepted rules, keeps every failing row in the lake and the counts in the control
 * plane, and, when the version is the current one, moves the issues. Doing it again replaces what was found.
 */
export async function keepChecks(context: JobContext, open: OpenVersion): Promise<Found[]> {
  const { dataset, version } = open;
  const at = { dataset: dataset.id, version: version.number };
  const rows = await ruleRowsOf(context.store.read, dataset.id, 'accepted');
  context.job.progress({ stage: 'Checking rules', done: 0, total: rows.length, unit: 'rules' });
  const rules = rows.map((row) => ({ id: row.id, definition: definitionOf(row), tolerance: row.tolerance }));
  const ground = await groundFor(
    context,
    open,
    rules.map((rule) => rule.definition),
  );
  let found: Found[] = [];
  const file =
    rules.length === 0
      ? null
      : await open.content.keepBeside(
          `failing-${context.job.id}-${context.job.attempt}.parquet`,
          async (temporary) => {
            found = await checkRules(context.engine, ground, rules, temporary);
          },
        );
  context.fault('quality.failing-rows-kept');
  await context.store.write(async (tx) => {
    for (const { id } of found) {
      await tx
        .deleteFrom('quality_check')
        .where('dataset', '=', at.dataset)
        .where('version', '=', at.version)
        .where('rule', '=', id)
        .execute();
    }
    const checkedAt = context.clock.now();
    // What a rule about the whole version found may be a value; of a protected one only counts are kept here.
    const versionRules = new Set(
      rules.filter((one) => versionRuleKinds.has(one.definition.kind)).map((one) => one.id),
    );
    for (const { id, outcome, checked, failing, finding } of found) {
      await tx
        .insertInto('quality_check')
        .values({
          ...at,
          rule: id,
          outcome,
          checked,
          failing,
          finding: open.content.isOpen || !versionRules.has(id) ? finding : outcomeWords[outcome],
          file,
          checked_at: checkedAt,
        })
        .execute();
    }
    const current = await tx
      .selectFrom('dataset')
      .select('current_version')
      .where('id', '=', at.dataset)
      .executeTakeFirst();
    if (current?.current_version === at.version) {
      await followIssues(context, tx, { ...at, publicId: dataset.publicId }, found);
    }
  });
  if (file !== null) await dropUnnamed(context, at);
  context.job.progress({ stage: 'Checking rules', done: rules.length, total: rules.length, unit: 'rules' });
  return found;
}

/** What is checked once for the whole version, and may name a value of it. */
const versionRuleKinds: ReadonlySet<string> = new Set(['recent', 'row-count']);
const outcomeWords = {
  passed: 'It holds.',
  failed: 'It does not hold.',
  'not-run': 'It could not be checked.',
} as const;

/** Checks of rules retired since still name the file of their own run. */
async function dropUnnamed(context: JobContext, at: { dataset: string; version: number }): Promise<void> {
  const named = await context.store.read
    .selectFrom('quality_check')
    .select('file')
    .distinct()
    .where('dataset', '=', at.dataset)
    .where('version', '=', at.version)
    .where('file', 'is not', null)
    .execute();
  await dropSuperseded(
    context.lake,
    at,
    new Set(named.map((row) => row.file!)),
    Date.parse(context.clock.now()),
  );
}
