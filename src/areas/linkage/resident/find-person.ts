import { newId } from '../../../core/id.ts';
import type { Context, Handler } from '../../handler.ts';
import { badFields, noSuchRecord } from '../errors.ts';
import type { LinkageReport } from '../model.ts';
import { type RecordRef, recordsShown } from '../runs/records-shown.ts';
import { openRun } from '../runs/with-run.ts';
import { answerWord } from './answer-word.ts';
import type { dropPerson as dropOp, findPerson as findOp, putPerson as putOp } from './contract.ts';
import type { IndexQuestion } from './index-worker.ts';
import type { RawRecord } from './resident-index.ts';
import { runIndex } from './run-index.ts';

/** Says who a record is about, from the index of a link; the question is written down, and nothing of what it holds. */
const findPerson: Handler<typeof findOp> = async (context, input) => {
  const started = performance.now();
  const { report, resident } = await runIndex(context, input.run);
  const { found = [], size } = await resident.ask({
    find: rawRecord(report, input.record),
    most: input.limit,
  });
  const [first] = found;
  const answer = answerWord(first?.chance, resident.needed, input.review_from);
  const milliseconds = Math.round((performance.now() - started) * 100) / 100;
  const shown = input.show
    ? await shownRecords(
        context,
        input.run,
        found.map(({ id }) => id),
      )
    : undefined;
  return {
    answer,
    cluster: answer === 'known' ? first!.cluster : null,
    found: found.map((one) => ({
      ...one,
      weight: Math.round(one.weight * 1000) / 1000,
      record: shown?.get(one.id) ?? null,
    })),
    records: size,
    milliseconds,
  };
};

const putPerson: Handler<typeof putOp> = async (context, input) => {
  const opened = await runIndex(context, input.run);
  const change = {
    put: rawRecord(opened.report, input.record),
    id: input.id ?? `new-${newId(context.random)}`,
    cluster: input.cluster ?? null,
  };
  return { id: change.id, records: (await changeIndex(context, opened, change)).size };
};

const dropPerson: Handler<typeof dropOp> = async (context, input) => {
  const opened = await runIndex(context, input.run);
  const { dropped, size } = await changeIndex(context, opened, { drop: input.id });
  if (dropped !== true) throw noSuchRecord.with({});
  return { id: input.id, records: size };
};

/** Keeps the change sealed beside the result, then makes it: what has been answered for is there again after a restart. */
async function changeIndex(
  context: Context,
  { row, result, resident }: Awaited<ReturnType<typeof runIndex>>,
  change: Exclude<IndexQuestion, { find: unknown }>,
) {
  const file = await result.keepJsonBeside(`index-${row.id}-${newId(context.random)}.json`, change);
  await context.store.write(async (tx) => {
    const last = await tx
      .selectFrom('linkage_index_change')
      .select(({ fn }) => fn.max('number').as('number'))
      .where('run', '=', row.id)
      .executeTakeFirst();
    await tx
      .insertInto('linkage_index_change')
      .values({
        run: row.id,
        number: Number(last?.number ?? 0) + 1,
        file,
        recorded_by: context.actor.id,
        recorded_at: context.clock.now(),
      })
      .execute();
    context.audit.about({ dataset: row.left_dataset, detail: { run: row.id } });
  });
  return resident.ask(change);
}

/** Values under the first column that holds their field. Throws `linkage.bad-fields` for one that the link does not compare. */
function rawRecord(
  { fields }: LinkageReport,
  record: Readonly<Record<string, string>>,
): Record<string, string> {
  const raw: Record<string, string> = {};
  for (const [name, value] of Object.entries(record)) {
    if (value.trim() === '') continue;
    const column = fields.find(({ field }) => field === name)?.column;
    if (column === undefined)
      throw badFields.with({
        problem: `the link does not compare ${name}; it compares ${[...new Set(fields.map(({ field }) => field))].join(', ')}`,
      });
    Object.assign(raw, column.includes('+') ? dateParts(column, value) : { [column]: value });
  }
  return raw satisfies RawRecord;
}

/** A date whose year, month and day stand in three columns. */
const dateParts = (column: string, value: string): Record<string, string> => {
  const parts = value.split('-');
  return Object.fromEntries(column.split('+').map((name, at) => [name, parts[at] ?? '']));
};

async function shownRecords(context: Context, run: string, ids: readonly string[]) {
  const refs = new Map<string, RecordRef>();
  for (const id of ids) {
    const [, side, row] = /^(?:(left|right)-)?(\d+)$/.exec(id) ?? [];
    if (row !== undefined) refs.set(id, { side: side === 'right' ? 1 : 0, row: Number(row) });
  }
  const records = await recordsShown(context, await openRun(context, run), [...refs.values()]);
  return new Map([...refs.keys()].map((id, at) => [id, records[at]!]));
}

export const residentHandlers = {
  'find-person': findPerson,
  'put-person': putPerson,
  'drop-person': dropPerson,
};
