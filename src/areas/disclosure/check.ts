import type { Handler } from '../handler.ts';
import { openRecords, requireColumns } from './microdata/record-file.ts';
import { cellFaults, modelFaults, type OutputRule, survivalFaults } from './outputs/check-output.ts';
import type { check as operation } from './outputs/contract.ts';
import { crossTable } from './outputs/cross-table.sql.ts';
import { survivalSteps } from './outputs/survival-steps.ts';
import { findRuleSet } from './rules/find-rule-set.ts';
import { readOverrides } from './rules/read-overrides.ts';
import { strictestRule } from './rules/strictest-rule.ts';

/** Checks an analyst's output on records: every cell of a cross-table, a model's freedom, a survival table's steps. */
export const check: Handler<typeof operation> = async (context, input) => {
  const day = context.clock.today();
  const sets = await Promise.all((input.rules ?? ['research-outputs']).map((name) => findRuleSet(name, day)));
  const { rule } = strictestRule(sets);
  const governing: OutputRule = { ...rule, ...readOverrides(input.rule ?? []) };
  const file = await openRecords(context.engine, input.file);
  const by = input.by ?? [];
  requireColumns(file, [...by, ...(input.value === undefined ? [] : [input.value])]);
  const largest = Math.max(2, governing.dominance?.n ?? 2);
  const rows =
    by.length === 0
      ? []
      : await context.engine.rows<Record<string, unknown>>(
          crossTable(file.relation, by, input.value, largest),
          {
            step: 'cross_table',
          },
        );
  const faults = rows.flatMap((row) => {
    const cell = Object.fromEntries(by.map((name) => [name, row[name] === null ? null : String(row[name])]));
    const reasons: readonly string[] = cellFaults(
      {
        cell,
        n: row['n'] as number,
        ...(input.value === undefined
          ? {}
          : {
              sum: row['sum'] as number | null,
              largest: (row['largest'] as number[] | null) ?? [],
              negative: row['negative'] as boolean,
            }),
      },
      governing,
      input.statistic,
    );
    return reasons.length > 0 ? [{ cell, reasons: [...reasons] }] : [];
  });
  const model =
    input.observations === undefined || input.parameters === undefined
      ? []
      : modelFaults(input.observations, input.parameters, governing);
  const survival =
    input.time === undefined || input.event === undefined
      ? []
      : survivalFaults(await survivalSteps(context.engine, file, input.time, input.event), governing);
  const failed = faults.length + model.length + survival.length > 0;
  return {
    file: file.name,
    verdict: failed ? ('fail' as const) : ('pass' as const),
    rule: { ...governing },
    cells: rows.length,
    faults,
    model,
    survival,
  };
};
