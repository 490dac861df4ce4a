import type { Context } from '../../handler.ts';
import { askWorker } from '../ask-worker.ts';
import type { Alternative } from '../model.ts';
import type { Explanation } from '../protect/protect-tables.ts';
import { type RuleOf, strictestRule } from '../rules/strictest-rule.ts';
import { countTable, type TableAsked } from './count-table.ts';

const base = 5;

/** Other ways to make the table safe, each really tried, with what it costs. A way that fails says so. */
export async function otherWays(
  context: Context,
  asked: TableAsked,
  tables: string,
  rules: readonly RuleOf[],
  earlier: readonly { readonly name: string; readonly text: string }[],
): Promise<Alternative[]> {
  const tried = async (text: string, overrides: object): Promise<Explanation | undefined> => {
    try {
      const { explanation } = await askWorker<{ published: string; explanation: string }>(
        { ask: 'protect', tables: { name: 'the table', text }, earlier, rules, overrides, seconds: 15 },
        context.signal,
      );
      return JSON.parse(explanation);
    } catch {
      return undefined;
    }
  };
  const blanksOf = (found: Explanation | undefined) =>
    found === undefined
      ? 'The attacker’s test refuses it'
      : found.blanks.length === 0
        ? 'No blank at all'
        : `${found.blanks.length} ${found.blanks.length === 1 ? 'blank' : 'blanks'}`;
  const rounded = await tried(tables, { rounding: base });
  const join = strictestRule(rules).rule.threshold;
  const coarser =
    join === undefined || asked.join !== undefined
      ? undefined
      : await countTable(context, { ...asked, join });
  const ways: Alternative[] = [
    ...(coarser === undefined
      ? []
      : [
          {
            way: 'joined' as const,
            says: `Values with fewer than ${join} people put together`,
            cost: `${blanksOf(await tried(JSON.stringify(coarser.tables), {}))}; ${coarser.rows.values.length} rows${coarser.columns === null ? '' : `, ${coarser.columns.values.length} columns`} are left`,
          },
        ]),
    {
      way: 'rounding',
      says: `Every figure rounded to ${base}, totals kept adding up`,
      cost:
        rounded === undefined
          ? 'The attacker’s test refuses it: so small a base tells too much'
          : `No blank; the figures move by ${rounded.lost} in all`,
    },
  ];
  if (asked.columns === undefined) return ways;
  for (const [way, field] of [
    ['fewer-columns', asked.rows],
    ['fewer-rows', asked.columns],
  ] as const) {
    const alone = await countTable(context, { dataset: asked.dataset, rows: field });
    ways.push({
      way,
      says: `${alone.rows.title} alone`,
      cost: blanksOf(await tried(JSON.stringify(alone.tables), {})),
    });
  }
  return ways;
}
