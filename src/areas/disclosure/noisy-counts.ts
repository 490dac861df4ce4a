import { ident, sql } from '../../engine/sql.ts';
import { datasetOf, fieldsOf, openContent, versionAt } from '../catalog/index.ts';
import type { Handler, Reader } from '../handler.ts';
import { badBudget, budgetSpent, notForFigures } from './errors.ts';
import type {
  openBudget as openOperation,
  noisyCounts as operation,
  showBudget as showOperation,
} from './privacy/contract.ts';
import { ExactNoise } from './privacy/exact-noise.ts';
import { add, type Fraction, formatFraction, isMore, parseFraction } from './privacy/fraction.ts';

const read = (field: string, text: string): Fraction => {
  try {
    return parseFraction(text);
  } catch (cause) {
    throw badBudget.with({ field, problem: (cause as Error).message }, cause);
  }
};
const nothing: Fraction = { top: 0n, bottom: 1n };
const readSpent = (text: string): Fraction => (text === '0' ? nothing : parseFraction(text));

async function budgetOf(reader: Reader, dataset: string) {
  const row = await reader
    .selectFrom('disclosure_budget')
    .selectAll()
    .where('dataset', '=', dataset)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const [all, spent] = [parseFraction(row.epsilon), readSpent(row.spent)];
  const left = { top: all.top * spent.bottom - spent.top * all.bottom, bottom: all.bottom * spent.bottom };
  return { all, spent, left: left.top === 0n ? '0' : formatFraction(add(left, nothing)), row };
}

/** Opens the budget of a dataset. It is opened once: nobody can add to what may be given away. */
export const openBudget: Handler<typeof openOperation> = async (context, input) => {
  const dataset = await datasetOf(context.store.read, input.dataset);
  const epsilon = formatFraction(read('epsilon', input.epsilon));
  await context.store.write(async (tx) => {
    if ((await budgetOf(tx, dataset.id)) !== undefined)
      throw badBudget.with({
        field: 'dataset',
        problem: 'its budget is opened already, and a budget is never raised',
      });
    await tx
      .insertInto('disclosure_budget')
      .values({
        dataset: dataset.id,
        epsilon,
        spent: '0',
        opened_by: context.actor.id,
        opened_at: context.clock.now(),
        ground: input.ground,
      })
      .execute();
    context.audit.about({ dataset: dataset.id, detail: { epsilon } });
  });
  return { dataset: dataset.publicId, epsilon, spent: '0', left: epsilon, releases: 0 };
};

export const showBudget: Handler<typeof showOperation> = async (context, input) => {
  const dataset = await datasetOf(context.store.read, input.dataset);
  const budget = await budgetOf(context.store.read, dataset.id);
  if (budget === undefined) throw badBudget.with({ field: 'dataset', problem: 'it has no privacy budget' });
  const { n } = await context.store.read
    .selectFrom('disclosure_spending')
    .select((query) => query.fn.countAll<number>().as('n'))
    .where('dataset', '=', dataset.id)
    .executeTakeFirstOrThrow();
  const { row, left } = budget;
  return { dataset: dataset.publicId, epsilon: row.epsilon, spent: row.spent, left, releases: Number(n) };
};

/**
 * Counts of rows by the values named, each with exact discrete Laplace noise of scale `rows_per_person / ε`: ε-differentially
 * private where nobody has more rows than that. The values come from the asker, never from the data. The budget is charged in
 * the transaction that writes the answer down, before anyone sees it.
 */
export const noisyCounts: Handler<typeof operation> = async (context, input) => {
  const dataset = await datasetOf(context.store.read, input.dataset);
  const field = (await fieldsOf(context.store.read, dataset)).find(
    (one) => one.name === input.field && one.known_to === null,
  );
  if (field === undefined)
    throw notForFigures.with({ field: input.field, problem: 'the dataset has no such field now' });
  const epsilon = read('epsilon', input.epsilon);
  const version = await versionAt(context.store.read, dataset);
  const content = await openContent(context, version, 'read-figures');
  const found = await context.engine.rows<{ value: string; n: string }>(
    sql`select ${ident(input.field)}::varchar as value, count(*)::varchar as n
      from ${await content.rowsForFigures()} where ${ident(input.field)}::varchar in (select unnest(${input.values}::varchar[])) group by 1`,
    { step: 'counts_by_value' },
  );
  const truth = new Map(found.map(({ value, n }) => [value, BigInt(n)]));
  const noise = new ExactNoise((count) => context.random(count));
  const scale = { top: epsilon.bottom * BigInt(input.rows_per_person), bottom: epsilon.top };
  const answer = [...new Set(input.values)].map((value) => ({
    value,
    count: Number((truth.get(value) ?? 0n) + noise.laplace(scale)),
  }));
  return context.store.write(async (tx) => {
    const budget = await budgetOf(tx, dataset.id);
    if (budget === undefined) throw badBudget.with({ field: 'dataset', problem: 'it has no privacy budget' });
    const spent = add(budget.spent, epsilon);
    if (isMore(spent, budget.all))
      throw budgetSpent.with({
        dataset: dataset.publicId,
        asked: formatFraction(epsilon),
        left: budget.left,
      });
    const now = context.clock.now();
    await tx
      .updateTable('disclosure_budget')
      .set({ spent: formatFraction(spent) })
      .where('dataset', '=', dataset.id)
      .execute();
    await tx
      .insertInto('disclosure_spending')
      .values({
        dataset: dataset.id,
        version: version.number,
        epsilon: formatFraction(epsilon),
        mechanism: 'laplace',
        answer: JSON.stringify(answer),
        spent_by: context.actor.id,
        spent_at: now,
      })
      .execute();
    context.audit.about({
      dataset: dataset.id,
      detail: { epsilon: formatFraction(epsilon), values: answer.length },
    });
    const left = await budgetOf(tx, dataset.id);
    return { dataset: dataset.publicId, epsilon: formatFraction(epsilon), left: left!.left, counts: answer };
  });
};
