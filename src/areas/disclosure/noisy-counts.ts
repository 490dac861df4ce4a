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
import { gaussianVariance } from './privacy/gaussian-variance.ts';

const read = (field: string, text: string): Fraction => {
  try {
    return parseFraction(text);
  } catch (cause) {
    throw badBudget.with({ field, problem: (cause as Error).message }, cause);
  }
};
/** A δ is a chance: of one or more it promises nothing. */
const readDelta = (text: string): Fraction => {
  const delta = read('delta', text);
  if (delta.top >= delta.bottom) throw badBudget.with({ field: 'delta', problem: 'it is not below 1' });
  return delta;
};
const nothing: Fraction = { top: 0n, bottom: 1n };
const readSpent = (text: string): Fraction => (text === '0' ? nothing : parseFraction(text));

function rest(all: Fraction, spent: Fraction): string {
  const left = { top: all.top * spent.bottom - spent.top * all.bottom, bottom: all.bottom * spent.bottom };
  return left.top === 0n ? '0' : formatFraction(add(left, nothing));
}

async function budgetOf(reader: Reader, dataset: string) {
  const row = await reader
    .selectFrom('disclosure_budget')
    .selectAll()
    .where('dataset', '=', dataset)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const [all, spent] = [parseFraction(row.epsilon), readSpent(row.spent)];
  const delta = row.delta === null ? undefined : parseFraction(row.delta);
  const spentDelta = readSpent(row.spent_delta ?? '0');
  return {
    all,
    spent,
    left: rest(all, spent),
    delta,
    spentDelta,
    leftDelta: delta === undefined ? null : rest(delta, spentDelta),
    row,
  };
}

/** Opens the budget of a dataset. It is opened once: nobody can add to what may be given away. */
export const openBudget: Handler<typeof openOperation> = async (context, input) => {
  const dataset = await datasetOf(context.store.read, input.dataset);
  const epsilon = formatFraction(read('epsilon', input.epsilon));
  const delta = input.delta === undefined ? null : formatFraction(readDelta(input.delta));
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
        delta,
      })
      .execute();
    context.audit.about({ dataset: dataset.id, detail: { epsilon, ...(delta === null ? {} : { delta }) } });
  });
  return {
    dataset: dataset.publicId,
    epsilon,
    spent: '0',
    left: epsilon,
    delta,
    left_delta: delta,
    releases: 0,
  };
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
  const { row, left, leftDelta } = budget;
  return {
    dataset: dataset.publicId,
    epsilon: row.epsilon,
    spent: row.spent,
    left,
    delta: row.delta,
    left_delta: leftDelta,
    releases: Number(n),
  };
};

/**
 * Counts of rows by the values named, each with exact discrete Laplace noise of scale `rows_per_person / ε`, ε-differentially
 * private where nobody has more rows than that, or with discrete Gaussian noise, (ε, δ)-private. The values come from the asker, never from the data. The budget is charged in
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
  const { mechanism } = input;
  if (mechanism === 'gaussian' && input.delta === undefined)
    throw badBudget.with({ field: 'delta', problem: 'Gaussian noise needs one' });
  const delta = mechanism === 'gaussian' && input.delta !== undefined ? readDelta(input.delta) : undefined;
  const scale = { top: epsilon.bottom * BigInt(input.rows_per_person), bottom: epsilon.top };
  const draw = () =>
    delta === undefined
      ? noise.laplace(scale)
      : noise.gaussian(gaussianVariance(epsilon, delta, input.rows_per_person));
  const answer = [...new Set(input.values)].map((value) => ({
    value,
    count: Number((truth.get(value) ?? 0n) + draw()),
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
    const spentDelta = delta === undefined ? budget.spentDelta : add(budget.spentDelta, delta);
    if (delta !== undefined && (budget.delta === undefined || isMore(spentDelta, budget.delta)))
      throw budgetSpent.with({
        dataset: dataset.publicId,
        asked: `δ ${formatFraction(delta)}`,
        left: `δ ${budget.leftDelta ?? '0'}`,
      });
    const now = context.clock.now();
    await tx
      .updateTable('disclosure_budget')
      .set({
        spent: formatFraction(spent),
        ...(delta === undefined ? {} : { spent_delta: formatFraction(spentDelta) }),
      })
      .where('dataset', '=', dataset.id)
      .execute();
    await tx
      .insertInto('disclosure_spending')
      .values({
        dataset: dataset.id,
        version: version.number,
        epsilon: formatFraction(epsilon),
        mechanism,
        delta: delta === undefined ? null : formatFraction(delta),
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
    return {
      dataset: dataset.publicId,
      epsilon: formatFraction(epsilon),
      left: left!.left,
      mechanism,
      counts: answer,
    };
  });
};
