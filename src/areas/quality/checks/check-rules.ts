import type { Engine } from '../../../engine/engine.ts';
import { ident, type Sql } from '../../../engine/sql.ts';
import type { RuleDefinition } from '../rule.ts';
import { counted, percentFailing, whole } from '../rules/counted.ts';
import type { Ground, RowTest, VersionTest } from '../rules/rule-kind.ts';
import { testOf } from '../rules/rule-kinds.ts';
import { countFailing, countLooked, findFailing, keepFailing } from './failing.sql.ts';

export interface RuleToCheck {
  readonly id: string;
  readonly definition: RuleDefinition;
  /** Percent of the rows looked at that may fail. */
  readonly tolerance: number;
}

export interface Found {
  readonly id: string;
  readonly outcome: 'passed' | 'failed' | 'not-run';
  readonly checked: number;
  readonly failing: number;
  readonly finding: string;
}

/**
 * Checks all rules against one version: one scan counts what each rule looks at, one finds every failing row of every
 * row rule; only sets (repeated keys, unknown names) are gathered apart. With `file`, each failure is written there
 * as `(rule, _row)`. The answer keeps the order of the rules.
 */
export async function checkRules(
  engine: Engine,
  ground: Omit<Ground, 'own'>,
  rules: readonly RuleToCheck[],
  file?: string,
): Promise<Found[]> {
  const tests = rules.map((one, at) => ({
    ...one,
    test: testOf(one.definition, { ...ground, own: (name) => ident(`${name}_${at}`) }),
  }));
  const byRow = tests
    .filter((one) => one.test.scope === 'row')
    .map((one) => ({ ...one, test: one.test as RowTest }));
  const whole = tests
    .filter((one) => one.test.scope === 'version')
    .map((one) => ({ ...one, test: one.test as VersionTest }));
  const counts = await engine.session((session) =>
    count(
      session,
      ground.rows,
      byRow,
      whole.map((one) => one.test.measure),
      file,
    ),
  );
  return tests.map(({ id, test, tolerance }) => {
    if (test.scope === 'none')
      return { id, outcome: 'not-run', checked: 0, failing: 0, finding: test.because };
    if (test.scope === 'version') {
      const measured = counts.measured[whole.findIndex((one) => one.id === id)] ?? null;
      const { holds, finding } = test.judge(measured);
      // A version rule is one check of one thing: it holds for the whole or fails for the whole.
      return { id, outcome: holds ? 'passed' : 'failed', checked: 1, failing: holds ? 0 : 1, finding };
    }
    const at = byRow.findIndex((one) => one.id === id);
    return { id, ...judged(counts.looked[at]!, counts.failing[at]!, tolerance) };
  });
}

function judged(checked: number, failing: number, tolerance: number): Omit<Found, 'id'> {
  const within = failing === 0 || failing * 100 <= tolerance * checked;
  const finding =
    checked === 0
      ? 'No row to look at.'
      : failing === 0
        ? `All ${counted(checked, 'row')} pass.`
        : `${whole(failing)} of ${counted(checked, 'row')} ${failing === 1 ? 'fails' : 'fail'} (${percentFailing(failing, checked)}${
            tolerance > 0 ? `; ${tolerance}% may` : ''
          }).`;
  return { outcome: within ? 'passed' : 'failed', checked, failing, finding };
}

async function count(
  session: Engine,
  rows: Sql,
  byRow: readonly { readonly id: string; readonly test: RowTest }[],
  measures: readonly Sql[],
  file: string | undefined,
): Promise<{ looked: number[]; failing: number[]; measured: (string | null)[] }> {
  for (const { test } of byRow)
    for (const before of test.before ?? []) await session.run(before, { step: 'rule_set' });
  const tests = byRow.map((one) => one.test);
  const [looked] = await session.rows<Record<string, string | null>>(countLooked(rows, tests, measures), {
    step: 'looked_at',
  });
  const measured = measures.map((_, at) => looked![`measured_${at}`] ?? null);
  if (tests.length > 0) await session.run(findFailing(rows, tests), { step: 'failing' });
  const [failed] =
    tests.length === 0
      ? []
      : await session.rows<Record<string, string>>(countFailing(tests.length), { step: 'failing_by_rule' });
  if (file !== undefined) {
    const kept = byRow.map(({ id }, at) => ({ id, at }));
    await session.run(keepFailing(kept, file), { step: 'failing_rows' });
  }
  return {
    looked: tests.map((_, at) => Number(looked![`looked_${at}`])),
    failing: tests.map((_, at) => Number(failed![`failing_${at}`])),
    measured,
  };
}
