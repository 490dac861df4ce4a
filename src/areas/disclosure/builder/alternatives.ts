import { OakError } from '../../../core/error.ts';
import type { Context } from '../../handler.ts';
import { askWorker } from '../ask-worker.ts';
import { homeSecret } from '../home-secret.ts';
import type { Alternative } from '../model.ts';
import type { Explanation } from '../protect/protect-tables.ts';
import { type RuleOf, strictestRule } from '../rules/strictest-rule.ts';
import { readAskedField } from './coarsening.ts';
import { type CountedTable, countTable, type TableAsked } from './count-table.ts';
import { codesOf, overridesOf } from './ways.ts';

/** As long as one other way may take while somebody waits for the page. */
const secondsEach = 6;

/** Other ways to make the table safe, each really tried, with what it costs. A way that fails says so. */
export async function otherWays(
  context: Context,
  asked: TableAsked,
  { coarser, rows: asRows, columns: asColumns }: Pick<CountedTable, 'coarser' | 'rows' | 'columns'>,
  rules: readonly RuleOf[],
  earlier: readonly { readonly name: string; readonly text: string }[],
): Promise<Alternative[]> {
  const { rule } = strictestRule(rules);
  const tried = async (question: TableAsked) => {
    const counted = await countTable(context, question);
    return { counted, explanation: await protectedAs(question, counted) };
  };
  const protectedAs = async (question: TableAsked, counted: CountedTable) => {
    const reply = await askWorker<{ published: string; explanation: string }>(
      {
        ask: 'protect',
        secret: await homeSecret(context, 'companions'),
        tables: { name: 'the table', text: JSON.stringify(counted.tables) },
        earlier,
        rules,
        overrides: await overridesOf(question.way ?? 'blanks', rule, context.clock.today()),
        seconds: secondsEach,
      },
      context.signal,
    );
    return JSON.parse(reply.explanation) as Explanation;
  };
  const made = async (
    way: Alternative['way'],
    question: TableAsked,
    says: string,
    cost: (of: Explanation, counted: CountedTable) => string,
  ): Promise<Alternative> => {
    const { rows, columns, join, way: how } = question;
    const ask = {
      rows,
      ...(columns === undefined ? {} : { columns }),
      ...(join === undefined ? {} : { join }),
      ...(how === undefined ? {} : { way: how }),
    };
    return tried(question).then(
      ({ counted, explanation }) => ({
        way,
        asked: ask,
        holds: true,
        says,
        cost: cost(explanation, counted),
      }),
      (error: unknown) => {
        // A way that is refused is an answer too; anything else is a fault.
        if (!(error instanceof OakError) || !error.code.startsWith('disclosure.')) throw error;
        const cost =
          error.code === 'disclosure.time-limit-reached'
            ? `Not settled within ${secondsEach} seconds`
            : whyRefused(error);
        return { way, asked: ask, holds: false, says, cost };
      },
    );
  };
  const { way: _, ...plain } = asked;
  const titles = new Map(
    [asRows, ...(asColumns === null ? [] : [asColumns])].map((one) => [one.field, one.title]),
  );
  const ways: Alternative[] = [];
  for (const [key, list] of Object.entries(coarser))
    for (const wider of list) {
      const { join: __, ...whole } = plain;
      ways.push(
        await made(
          'coarser',
          { ...whole, [key]: wider },
          coarserWords(wider, titles),
          (of, { rows, columns }) => {
            const left = key === 'rows' ? rows.values.length : (columns?.values.length ?? 0);
            return `${blanks(of)}; ${left} ${key} are left`;
          },
        ),
      );
    }
  const { threshold } = rule;
  if (threshold !== undefined && asked.join === undefined)
    ways.push(
      await made(
        'joined',
        { ...plain, join: threshold },
        `Values with fewer than ${threshold} people put together`,
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
      `Every figure rounded to a multiple of ${rounding}`,
      ({ lost }) => `No blank, sums still add up; figures move by ${lost.toLocaleString('en-US')} in all`,
    ),
    await made(
      'cell-key',
      { ...plain, way: 'cell-key' },
      `Noise of at most ${noise!.most} on every figure, by cell keys`,
      ({ lost }) =>
        `No blank, sums do not quite add up; figures move by ${lost.toLocaleString('en-US')} in all`,
    ),
  );
  const { whose } = await codesOf(rule, day);
  ways.push(
    await made(
      'coded-percentages',
      { ...plain, way: 'coded-percentages' },
      `Percentages of ${asColumns === null ? 'everybody' : `each ${asRows.title.toLowerCase()}`} in ranges, coarser for smaller groups${whose === undefined ? '' : `, those of the ${whose}`}`,
      codesWords,
    ),
  );
  if (asked.columns === undefined) return ways;
  for (const [way, field] of [
    ['fewer-columns', asked.rows],
    ['fewer-rows', asked.columns],
  ] as const) {
    const { columns: ___, ...alone } = plain;
    const { name } = readAskedField(field);
    ways.push(await made(way, { ...alone, rows: field }, `${titles.get(name) ?? name} alone`, blanks));
  }
  return ways;
}

const codesWords = ({ coded, companions }: Explanation): string => {
  if (coded === undefined || coded.ranges === 0) return 'No group is large enough for a range';
  const groups =
    companions === 0
      ? ''
      : `; ${companions === 1 ? 'the size of one group is' : `${companions} sizes of groups are`} blank`;
  return `${coded.ranges} ranges, ${Math.round(coded.width)} per cent wide on the average, in place of counts; ${coded.none} without one${groups}`;
};

/** `town:planning-region` as a person says it. */
function coarserWords(text: string, titles: ReadonlyMap<string, string>): string {
  const { name, by = '' } = readAskedField(text);
  const title = titles.get(name) ?? name;
  return /^\d+$/.test(by) ? `${title} in steps of ${by}` : `${title} by ${by.replaceAll('-', ' ')}`;
}

/** The first sentence of a refusal, without the figures that it lists after a colon. */
function whyRefused({ message, details }: OakError): string {
  const sentence = /^.*?\.(?=\s|$)/s.exec(message)?.[0] ?? message;
  return 'cells' in details ? sentence.replace(/:\s.*$/s, '.') : sentence;
}

const blanks = ({ blanks: { length } }: Explanation) =>
  length === 0 ? 'No blank at all' : `${length} ${length === 1 ? 'blank' : 'blanks'}`;
