import { agenciesOn, readAgencyFacts } from '../../agencies/index.ts';
import { owesDuties } from '../../agencies/model.ts';
import type { Context, Reader } from '../../handler.ts';
import type { MeasuresRegistry } from '../measures-registry.ts';
import type { Item } from '../model.ts';
import { type DraftObjective, readDraftObjectives } from '../objective-row.ts';
import { readItems } from '../read-plan.ts';
import { isReportedMeasure } from '../reported-measure.ts';

/** What each item is called in a sentence. */
export const itemName = (item: Pick<Item, 'kind' | 'number' | 'name' | 'item'>): string => {
  const kind = item.kind.replace('-', ' ');
  return item.number === null ? `the ${kind} ${item.name ?? item.item}` : `${kind} ${item.number}`;
};

/** Why phase 2 cannot close: a principle without a full action, a goal without an objective whose formula runs. */
export async function phaseTwoProblems(
  reader: Reader,
  cycle: string,
  registry: MeasuresRegistry,
): Promise<string[]> {
  const items = await readItems(reader, cycle);
  const objectives = await readDraftObjectives(reader, cycle);
  const actions = items.filter(({ kind }) => kind === 'action');
  return items.flatMap((item): string[] => {
    if (item.kind === 'principle') {
      const own = actions.filter(({ parent }) => parent === item.item);
      if (own.length === 0) return [`${capital(itemName(item))} has no action.`];
    }
    if (item.kind === 'action') {
      const { owner, due, evidence } = item.details ?? {};
      const missing = [
        owner ? '' : 'an owner',
        due ? '' : 'a due date',
        evidence ? '' : 'a kind of evidence',
      ].filter(Boolean);
      if (missing.length > 0) return [`The action "${short(item.words)}" lacks ${missing.join(' and ')}.`];
    }
    if (item.kind === 'goal') {
      const own = objectives.filter(({ goal }) => goal === item.item);
      if (own.length === 0) return [`${capital(itemName(item))} has no objective.`];
      if (!own.some(({ measure }) => registry.has(measure) || isReportedMeasure(measure)))
        return [`${capital(itemName(item))} has no objective whose formula runs.`];
    }
    return [];
  });
}

/** What an objective does not say yet, in words. */
export const lackingOf = (row: Pick<DraftObjective, 'baseline' | 'target' | 'owner'>): string[] =>
  [
    row.baseline === null ? 'a baseline' : '',
    row.target === null ? 'a target with its due date' : '',
    row.owner.trim() === '' ? 'an owner' : '',
  ].filter(Boolean);

/** What an objective lacks to be adopted on a date, in words; a short-term one is due within two years of adoption. */
export async function objectiveProblems(reader: Reader, cycle: string, adoptedOn: string): Promise<string[]> {
  const twoYearsOn = `${Number(adoptedOn.slice(0, 4)) + 2}${adoptedOn.slice(4)}`;
  return (await readDraftObjectives(reader, cycle)).flatMap((row): string[] => {
    const missing = lackingOf(row);
    if (missing.length > 0) return [`The objective "${short(row.title)}" lacks ${listOf(missing)}.`];
    if (row.horizon === 'short' && row.target!.by > twoYearsOn)
      return [
        `The objective "${short(row.title)}" is short-term and due on ${row.target!.by}, after two years from adoption (${twoYearsOn}).`,
      ];
    if (row.horizon === 'long' && row.next_check === null)
      return [`The objective "${short(row.title)}" is long-term and lacks the date of its next check.`];
    return [];
  });
}

/** Everything that stands in the way of adoption. */
export async function adoptionProblems(
  reader: Reader,
  context: Pick<Context, 'clock'>,
  cycle: string,
): Promise<string[]> {
  const today = context.clock.today();
  const problems = await objectiveProblems(reader, cycle, today);

  const consulted = await reader
    .selectFrom('plan_consultation')
    .select(['agency', 'outcome'])
    .where('cycle', '=', cycle)
    .where('superseded_at', 'is', null)
    .execute();
  const settled = new Set(consulted.filter(({ outcome }) => outcome !== 'asked').map(({ agency }) => agency));
  const waiting = agenciesOn(await readAgencyFacts(reader), today).filter(
    ({ code, coverage }) => owesDuties(coverage?.status) && !settled.has(code),
  );
  if (waiting.length > 0)
    problems.push(
      `${waiting.length} covered ${waiting.length === 1 ? 'agency is' : 'agencies are'} neither consulted nor recorded as not responding: ${waiting
        .slice(0, 8)
        .map(({ code }) => code)
        .join(', ')}${waiting.length > 8 ? ', …' : ''}.`,
    );

  const { undisposed } = await reader
    .selectFrom('plan_comment')
    .select(({ fn }) => fn.countAll().as('undisposed'))
    .where('cycle', '=', cycle)
    .where('disposition', 'is', null)
    .executeTakeFirstOrThrow();
  if (Number(undisposed) > 0)
    problems.push(`${undisposed} ${Number(undisposed) === 1 ? 'comment has' : 'comments have'} no answer.`);

  const hearing = await reader
    .selectFrom('plan_meeting')
    .select('id')
    .where('cycle', '=', cycle)
    .where('kind', '=', 'hearing')
    .where('state', '=', 'held')
    .executeTakeFirst();
  if (!hearing) problems.push('No public hearing has been held.');

  const board = await reader
    .selectFrom('plan_board_recommendation')
    .select(['number', 'state', 'response'])
    .where('cycle', '=', cycle)
    .execute();
  for (const line of board)
    if (line.state === 'open') problems.push(`Recommendation ${line.number} of the board is not decided.`);
    else if (line.state === 'carried' && line.response === null)
      problems.push(`Recommendation ${line.number} of the board has no response.`);

  const open = await reader
    .selectFrom('plan_suggestion')
    .select(({ fn }) => fn.countAll().as('n'))
    .where('cycle', '=', cycle)
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow();
  if (Number(open.n) > 0)
    problems.push(`${open.n} ${Number(open.n) === 1 ? 'suggestion is' : 'suggestions are'} not decided.`);
  return problems;
}

const short = (text: string): string => (text.length > 70 ? `${text.slice(0, 67)}…` : text);
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const listOf = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
