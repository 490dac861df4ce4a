import type { z } from 'zod';
import { newId } from '../../../core/id.ts';
import type { Handler, Reader } from '../../handler.ts';
import { actorName } from '../actor-name.ts';
import { csvAnswer } from '../csv-answer.ts';
import { listVersions } from '../cycle/freeze-version.ts';
import { illegalMove, noSuchRecord, unfit } from '../errors.ts';
import type { Item } from '../model.ts';
import { readPlan } from '../read-plan.ts';
import type {
  checkItAction,
  closeItAction,
  exportItActions,
  listItActions,
  openItAction,
  showChecklist,
} from './contract.ts';
import type { ItAction, ItResult, itAnswer } from './model.ts';

/** The plan that actions are checked against: its adopted version, or, where none was frozen, its cycle. */
async function planInForce(reader: Reader): Promise<{ version: string; items: Item[] }> {
  const { cycle, items } = await readPlan(reader);
  const versions = await listVersions(reader, cycle.cycle);
  return {
    version: versions.findLast(({ occasion }) => occasion === 'adopted')?.version ?? cycle.cycle,
    items: items.filter(({ kind }) => kind === 'principle' || kind === 'action'),
  };
}

export const showChecklistHandler: Handler<typeof showChecklist> = async ({ store }) =>
  planInForce(store.read);

async function readItActions(
  reader: Reader,
  by: { readonly id?: string; readonly agency?: string } = {},
): Promise<ItAction[]> {
  const current = await planInForce(reader).then(
    ({ version }) => version,
    () => '',
  );
  const rows = await reader
    .selectFrom('plan_it_action')
    .selectAll()
    .$if(by.id !== undefined, (query) => query.where('id', '=', by.id!))
    .$if(by.agency !== undefined, (query) => query.where('agency', '=', by.agency!))
    .orderBy('number', 'desc')
    .execute();
  const checks = await reader
    .selectFrom('plan_it_check')
    .selectAll()
    .where('action', 'in', ['', ...rows.map(({ id }) => id)])
    .orderBy('checked_at')
    .execute();
  return rows.map((row): ItAction => {
    const own = checks.filter(({ action }) => action === row.id);
    const last = own.at(-1);
    const answers = last
      ? (JSON.parse(last.answers) as { item: string; words: string; answer: string; note: string }[])
      : [];
    return {
      action: row.id,
      number: row.number,
      agency: row.agency,
      kind: row.kind,
      title: row.title,
      description: row.description,
      openedAt: row.opened_at,
      closedAt: row.closed_at,
      result: last?.result ?? null,
      cited: answers
        .filter(({ answer }) => answer === 'no' || answer === 'condition')
        .map(({ item, words, note }) => ({ item, words, note })),
      conditions: last?.conditions ?? null,
      checkedAgainst: last?.version ?? null,
      checkedAt: last?.checked_at ?? null,
      checkAgain: row.closed_at === null && last?.version !== current,
      history: own.map(({ version, result, checked_at, checked_by }) => ({
        version,
        result,
        checkedAt: checked_at,
        checkedBy: checked_by,
      })),
    };
  });
}

async function itActionOf(reader: Reader, id: string): Promise<ItAction> {
  const [found] = await readItActions(reader, { id });
  if (!found) throw noSuchRecord.with({ what: 'information technology action', id });
  return found;
}

export const openItActionHandler: Handler<typeof openItAction> = async (context, input) =>
  context.store.write(async (tx) => {
    const { last } = await tx
      .selectFrom('plan_it_action')
      .select(({ fn }) => fn.max('number').as('last'))
      .executeTakeFirstOrThrow();
    const id = newId<'it-action'>(context.random);
    context.audit.about({ detail: { action: id } });
    await tx
      .insertInto('plan_it_action')
      .values({ id, number: Number(last ?? 0) + 1, ...input, opened_at: context.clock.now() })
      .execute();
    return itActionOf(tx, id);
  });

/** One no makes it not consistent; one condition makes it conditional; each principle must be answered. */
function resultOf(answers: readonly z.output<typeof itAnswer>[]): ItResult {
  if (answers.some(({ answer }) => answer === 'no')) return 'not-consistent';
  return answers.some(({ answer }) => answer === 'condition') ? 'conditions' : 'consistent';
}

export const checkItActionHandler: Handler<typeof checkItAction> = async (context, input) =>
  context.store.write(async (tx) => {
    const found = await itActionOf(tx, input.action);
    if (found.closedAt !== null) throw illegalMove.with({ move: 'check', because: 'it is closed' });
    const { version, items } = await planInForce(tx);
    const byId = new Map(items.map((item) => [item.item, item]));
    const answered = new Set(input.answers.map(({ item }) => item));
    const problems: [string, string][] = [
      ...input.answers
        .filter(({ item }) => !byId.has(item))
        .map(({ item }): [string, string] => [`answer-${item}`, `${item} is not in the plan in force.`]),
      ...items
        .filter(({ kind, item }) => kind === 'principle' && !answered.has(item))
        .map(({ item, number }): [string, string] => [
          `answer-${item}`,
          `Principle ${number} is not answered.`,
        ]),
      ...input.answers
        .filter(({ answer, note }) => (answer === 'no' || answer === 'condition') && note === '')
        .map(({ item, answer }): [string, string] => [
          `answer-${item}`,
          `Say ${answer === 'no' ? 'what conflicts' : 'which condition holds'} with ${item}.`,
        ]),
    ];
    if (problems.length > 0)
      throw unfit.with({
        problems: problems.map(([, message]) => message),
        fields: problems.map(([field]) => field),
      });
    await tx
      .insertInto('plan_it_check')
      .values({
        id: newId(context.random),
        action: input.action,
        version,
        answers: JSON.stringify(
          input.answers.map((line) => ({ ...line, words: byId.get(line.item)!.words })),
        ),
        result: resultOf(input.answers),
        conditions: input.conditions || null,
        checked_by: actorName(context.actor),
        checked_at: context.clock.now(),
      })
      .execute();
    return itActionOf(tx, input.action);
  });

export const closeItActionHandler: Handler<typeof closeItAction> = async (context, { action }) =>
  context.store.write(async (tx) => {
    const found = await itActionOf(tx, action);
    if (found.closedAt !== null) throw illegalMove.with({ move: 'close', because: 'it is closed' });
    await tx
      .updateTable('plan_it_action')
      .set({ closed_at: context.clock.now() })
      .where('id', '=', action)
      .execute();
    return itActionOf(tx, action);
  });

export const listItActionsHandler: Handler<typeof listItActions> = async ({ store }, input) => {
  const all =
    input.action === undefined
      ? await readItActions(store.read, { agency: input.agency })
      : [await itActionOf(store.read, input.action)];
  const actions = all.filter(
    ({ checkAgain }) => input.check_again === undefined || checkAgain === input.check_again,
  );
  return {
    actions: actions.sort((a, b) => Number(b.checkAgain) - Number(a.checkAgain) || b.number - a.number),
    checkAgain: all.filter(({ checkAgain }) => checkAgain).length,
  };
};

export const exportItActionsHandler: Handler<typeof exportItActions> = async ({ store }, input) => {
  const rows = (await readItActions(store.read, { agency: input.agency })).filter(
    ({ checkAgain }) => input.check_again === undefined || checkAgain === input.check_again,
  );
  return csvAnswer(
    'it-actions',
    [
      'number',
      'agency',
      'kind',
      'title',
      'result',
      'conditions',
      'cited_items',
      'plan_version',
      'checked_at',
      'check_again',
      'closed_at',
    ],
    rows.map((row) => [
      row.number,
      row.agency,
      row.kind,
      row.title,
      row.result ?? 'not checked',
      row.conditions ?? '',
      row.cited.map(({ item }) => item).join(' '),
      row.checkedAgainst ?? '',
      row.checkedAt ?? '',
      row.checkAgain ? 1 : 0,
      row.closedAt ?? '',
    ]),
  );
};
