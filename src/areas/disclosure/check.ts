import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { InputOf } from '../../core/operation.ts';
import { invalidInput } from '../../core/request-errors.ts';
import type { Handler } from '../handler.ts';
import { openRecords, requireColumns } from './microdata/record-file.ts';
import { cellFaults, modelFaults, survivalFaults } from './outputs/check-output.ts';
import type { check as operation } from './outputs/contract.ts';
import { crossTable } from './outputs/cross-table.sql.ts';
import { survivalSteps } from './outputs/survival-steps.ts';
import { findRuleSet } from './rules/find-rule-set.ts';
import { readOverrides } from './rules/read-overrides.ts';
import type { Rule } from './rules/rule.ts';
import { strictestRule } from './rules/strictest-rule.ts';

/**
 * Checks an analyst's output on records: every cell of a cross-table, a model's freedom, a survival table's steps. What was
 * found stands in the log with the digest of the file it was found in; its cells do not, for they may tell of persons.
 */
export const check: Handler<typeof operation> = async (context, input) => {
  refuseHalves(input);
  const day = context.clock.today();
  const sets = await Promise.all((input.rules ?? ['research-outputs']).map((name) => findRuleSet(name, day)));
  const { rule } = strictestRule(sets);
  const governing: Rule = { ...rule, ...readOverrides(input.rule ?? []) };
  const file = await openRecords(context.engine, input.file);
  const by = input.by ?? [];
  requireColumns(file, [...by, ...(input.value === undefined ? [] : [input.value])]);
  const largest = Math.max(2, governing.dominance?.n ?? 2);
  const asksTable = by.length > 0 || input.value !== undefined;
  const rows = !asksTable
    ? []
    : await context.engine.rows<Record<string, unknown>>(
        crossTable(file.relation, by, input.value, largest),
        {
          step: 'cross_table',
        },
      );
  const empty = governing.zero === 'hidden' ? emptyCells(rows, by, governing) : [];
  const full = rows.flatMap((row) => {
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
  const faults = [...full, ...empty];
  const model =
    input.observations === undefined || input.parameters === undefined
      ? []
      : modelFaults(input.observations, input.parameters, governing);
  const survival =
    input.time === undefined || input.event === undefined
      ? []
      : survivalFaults(await survivalSteps(context.engine, file, input.time, input.event), governing);
  const failed = faults.length + model.length + survival.length > 0;
  const verdict = failed ? ('fail' as const) : ('pass' as const);
  const sha256 = await digestOfFile(input.file);
  context.audit.about({
    detail: {
      verdict,
      sha256,
      rule: JSON.stringify(governing),
      cells: rows.length,
      cells_refused: faults.length,
      model_refused: model.length,
      steps_refused: survival.length,
    },
  });
  return {
    file: file.name,
    sha256,
    checked_at: context.clock.now(),
    verdict,
    rule: { ...governing },
    cells: rows.length,
    faults,
    model,
    survival,
  };
};

/** A question of which half is missing would pass unlooked at. Throws `core.invalid-input`. */
function refuseHalves(input: InputOf<typeof operation>): void {
  const { by = [], value, statistic, observations, parameters, time, event } = input;
  const problems = [
    ...(statistic !== 'count' && value === undefined
      ? [`a ${statistic} needs the amount it is made of: name its column as value`]
      : []),
    ...((observations === undefined) === (parameters === undefined)
      ? []
      : ['a model is judged by its observations and its parameters: give both']),
    ...((time === undefined) === (event === undefined)
      ? []
      : ['a survival table is judged by its columns time and event: name both']),
    ...(by.length === 0 && value === undefined && observations === undefined && time === undefined
      ? ['nothing is asked: name the columns of a table (by), an amount (value), a model or a survival table']
      : []),
  ];
  if (problems.length > 0) throw invalidInput.with({ problems });
}

/** More cells than this are no table to print; those of them that are empty are not listed one by one. */
const mostEmpty = 10_000;

/** Combinations of values that occur, in which nobody is. */
function emptyCells(rows: readonly Record<string, unknown>[], by: readonly string[], rule: Rule) {
  const textOf = (value: unknown) => (value === null ? null : String(value));
  const values = by.map((name) => [...new Set(rows.map((row) => textOf(row[name])))]);
  if (by.length < 2 || values.reduce((all, { length }) => all * length, 1) > mostEmpty) return [];
  const found = new Set(rows.map((row) => JSON.stringify(by.map((name) => textOf(row[name])))));
  const all = values.reduce<(string | null)[][]>(
    (before, next) => before.flatMap((one) => next.map((value) => [...one, value])),
    [[]],
  );
  return all
    .filter((codes) => !found.has(JSON.stringify(codes)))
    .map((codes) => {
      const cell = Object.fromEntries(by.map((name, at) => [name, codes[at]!]));
      return { cell, reasons: cellFaults({ cell, n: 0 }, rule, 'count') };
    });
}

async function digestOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
