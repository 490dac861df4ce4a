import { readFile } from 'node:fs/promises';
import type { Handler } from '../../handler.ts';
import type { gradeRules as op } from '../contract.ts';
import { noSuchColumn, noSuchRecordFile } from '../errors.ts';
import { readRecordIds } from '../files/record-ids.ts';
import { prepareRecords } from '../link-records.ts';
import { readSources } from '../link-sources.ts';
import { columnOf, type TextTable } from '../prepare/columns.ts';
import { checkNames } from './apply-policy.ts';
import { parseRuleSet, rulingOf, type Verdict } from './rule-set.ts';

/** Nothing is known of a case but how its fields agree. */
const evenChance = 0.5;

/**
 * Tries a rule set on graded cases: each record of the first file is a case, paired with the record of the second that has the
 * same value in `pair_by`, and says in `expected` what the policy it comes from decides. Answers how far the rules agree, and
 * every disagreement with the rule that decided.
 */
export const gradeRules: Handler<typeof op> = async (context, input) => {
  const text = await readFile(input.rules, 'utf8').catch((cause: unknown) => {
    throw noSuchRecordFile.with({ file: input.rules }, cause);
  });
  const set = parseRuleSet(text, input.rules);
  const request = {
    kind: 'link',
    files: [input.cases, input.records],
    fields: input.fields,
    delimiter: input.delimiter,
    groups: [input.pair_by, input.expected, ...(input.id === undefined ? [] : [input.id])],
    seed: 1,
  } as const;
  const read = await readSources(context.engine, request);
  const { table } = read;
  const lefts = table.leftRows!;
  const { groups, space } = prepareRecords(table, read.mapping, {
    lastYear: Number(context.clock.now().slice(0, 4)),
  });
  checkNames(set, space, input.rules);
  const comparisons = groups.flatMap((group) => group.comparisons);

  const [pairBy, expected] = [textOf(table, input.pair_by), textOf(table, input.expected)];
  const ids =
    input.id === undefined
      ? (await readRecordIds(context.engine, read.sources, undefined, lefts)).of
      : textOf(table, input.id);
  const partner = new Map<string, number>();
  for (let row = lefts; row < table.rows; row++) partner.set(pairBy(row), row);

  const words: Readonly<Record<string, Verdict>> = {
    [input.accept]: 'accept',
    [input.review]: 'review',
    [input.refuse]: 'refuse',
  };
  const matrix = new Map<string, { expected: Verdict; decided: Verdict; cases: number }>();
  const byRule = new Map<string, { rule: string; cases: number; agreed: number }>();
  const disagreements: {
    case: string;
    expected: Verdict;
    decided: Verdict;
    rule: string;
    because: string;
    agreement: Record<string, string>;
  }[] = [];
  let [cases, agreed, skipped] = [0, 0, 0];
  for (let row = 0; row < lefts; row++) {
    const other = partner.get(pairBy(row));
    const wanted = words[expected(row)];
    if (other === undefined || wanted === undefined) {
      skipped++;
      continue;
    }
    const levels = new Map(
      comparisons.map((one) => [one.name, one.levels[one.compare(row, other)]!.label] as const),
    );
    const levelOf = (field: string) => levels.get(field) ?? 'missing';
    const { verdict, rule } = rulingOf(set, { levelOf, chance: evenChance }, 1);
    const name = rule?.rule ?? 'no rule fits';
    cases++;
    const cell = matrix.get(`${wanted}/${verdict}`) ?? { expected: wanted, decided: verdict, cases: 0 };
    cell.cases++;
    matrix.set(`${wanted}/${verdict}`, cell);
    const tally = byRule.get(name) ?? { rule: name, cases: 0, agreed: 0 };
    tally.cases++;
    byRule.set(name, tally);
    if (verdict === wanted) {
      agreed++;
      tally.agreed++;
    } else
      disagreements.push({
        case: ids(row),
        expected: wanted,
        decided: verdict,
        rule: name,
        because: rule?.because ?? 'The chance of the model decides, and is not known here.',
        agreement: Object.fromEntries([...levels].filter(([, level]) => !level.includes('the same'))),
      });
  }
  return {
    name: set.name,
    rules: set.rules.length,
    cases,
    skipped,
    agreed,
    share: cases === 0 ? 0 : agreed / cases,
    matrix: [...matrix.values()],
    byRule: [...byRule.values()],
    disagreements,
  };
};

function textOf(table: TextTable, name: string): (row: number) => string {
  const column = columnOf(table, name);
  if (column === undefined) throw noSuchColumn.with({ column: name });
  return (row) => column.values[column.codes[row]!]!.trim();
}
