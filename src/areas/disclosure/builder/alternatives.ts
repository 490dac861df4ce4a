import type { Context } from '../../handler.ts';
import { askWorker } from '../ask-worker.ts';
import type { Alternative } from '../model.ts';
import type { Explanation } from '../protect/protect-tables.ts';
import { type RuleOf, strictestRule } from '../rules/strictest-rule.ts';
import { countTable, type TableAsked } from './count-table.ts';
import { codesOf, overridesOf } from './ways.ts';

/** Other ways to make the table safe, each really tried, with what it costs. A way that fails says so. */
export async function otherWays(
  context: Context,
  asked: TableAsked,
  rules: readonly RuleOf[],
  earlier: readonly { readonly name: string; readonly text: string }[],
): Promise<Alternative[]> {
  const { rule } = strictestRule(rules);
  const tried = async (question: TableAsked) => {
    const counted = await countTable(context, question);
    const explanation = await askWorker<{ published: string; explanation: string }>(
      {
        ask: 'protect',
        tables: { name: 'the table', text: JSON.stringify(counted.tables) },
        earlier,
        rules,
        overrides: await overridesOf(question.way ?? 'blanks', rule, context.clock.today()),
        seconds: 15,
      },
      context.signal,
    ).then(
      (reply): Explanation => JSON.parse(reply.explanation),
      () => undefined,
    );
    return { counted, explanation };
  };
  const made = async (
    way: Alternative['way'],
    question: TableAsked,
    says: (of: Awaited<ReturnType<typeof tried>>['counted']) => string,
    cost: (of: Explanation, counted: Awaited<ReturnType<typeof tried>>['counted']) => string,
  ): Promise<Alternative> => {
    const { counted, explanation } = await tried(question);
    return {
      way,
      holds: explanation !== undefined,
      says: says(counted),
      cost: explanation === undefined ? 'The attacker’s test refuses it' : cost(explanation, counted),
    };
  };
  const { join: _, way: __, ...plain } = asked;
  const ways: Alternative[] = [];
  const { threshold } = rule;
  if (threshold !== undefined && asked.join === undefined)
    ways.push(
      await made(
        'joined',
        { ...plain, join: threshold },
        () => `Values with fewer than ${threshold} people put together`,
        (of, { rows, columns }) =>
          `${blanks(of)}; ${rows.values.length} rows${columns === null ? '' : ` and ${columns.values.length} columns`} are left`,
      ),
    );
  const day = context.clock.today();
  const { rounding } = await overridesOf('rounding', rule, day);
  const { cell_key: noise } = await overridesOf('cell-key', rule, day);
  ways.push(
    await made(
      'rounding',
      { ...plain, way: 'rounding' },
      () => `Every figure rounded to a multiple of ${rounding}`,
      ({ lost }) => `No blank, sums still add up; figures move by ${lost.toLocaleString('en-US')} in all`,
    ),
    await made(
      'cell-key',
      { ...plain, way: 'cell-key' },
      () => `Noise of at most ${noise!.most} on every figure, by cell keys`,
      ({ lost }) =>
        `No blank, sums do not quite add up; figures move by ${lost.toLocaleString('en-US')} in all`,
    ),
  );
  const { whose } = await codesOf(rule, day);
  ways.push(
    await made(
      'coded-percentages',
      { ...plain, way: 'coded-percentages' },
      ({ rows, columns }) =>
        `Percentages of ${columns === null ? 'everybody' : `each ${rows.title.toLowerCase()}`} in ranges, coarser for smaller groups${whose === undefined ? '' : `, those of the ${whose}`}`,
      codesWords,
    ),
  );
  if (asked.columns === undefined) return ways;
  for (const [way, field] of [
    ['fewer-columns', asked.rows],
    ['fewer-rows', asked.columns],
  ] as const) {
    const { columns: ___, ...alone } = plain;
    ways.push(await made(way, { ...alone, rows: field }, ({ rows }) => `${rows.title} alone`, blanks));
  }
  return ways;
}

const codesWords = ({ coded, companions }: Explanation): string => {
  if (coded === undefined || coded.ranges === 0) return 'No group is large enough for a range';
  const groups = companions === 0 ? '' : `; ${companions} sizes of groups are blank`;
  return `${coded.ranges} ranges, ${Math.round(coded.width)} per cent wide on the average, in place of counts; ${coded.none} without one${groups}`;
};

const blanks = ({ blanks: { length } }: Explanation) =>
  length === 0 ? 'No blank at all' : `${length} ${length === 1 ? 'blank' : 'blanks'}`;
