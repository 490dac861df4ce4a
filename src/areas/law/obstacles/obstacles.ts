import { daysBetween } from '../../../core/calendar-date.ts';
import { formatDelimitedRow, inertText } from '../../../core/delimited-text.ts';
import { newId } from '../../../core/id.ts';
import { appendMail } from '../../../store/mail.ts';
import type { Context, Handler, Reader } from '../../handler.ts';
import { noSuchObstacle } from '../errors.ts';
import type { exportObstacles, listObstacles, raiseObstacle, reviewObstacle } from './contract.ts';
import type { Obstacle } from './model.ts';

/** The register as it stands on a day: what is overdue first, then by the date of review. */
export async function readObstacles(reader: Reader, today: string): Promise<Obstacle[]> {
  const rows = await reader.selectFrom('law_obstacle').selectAll().orderBy('review_by').execute();
  return rows
    .map((row): Obstacle => {
      const daysLeft = daysBetween(today, row.review_by);
      return {
        obstacle: row.id,
        number: row.number,
        kind: row.kind,
        title: row.title,
        citation: row.citation,
        data: row.data,
        agencies: JSON.parse(row.agencies) as string[],
        reviewer: row.reviewer,
        reviewBy: row.review_by,
        state: row.outcome !== null ? 'reviewed' : daysLeft < 0 ? 'overdue' : 'due',
        daysLeft,
        outcome: row.outcome,
        outcomeWords: row.outcome_words,
        reviewedOn: row.reviewed_on,
        linkedTo: row.linked_to,
        raisedAt: row.raised_at,
        example: row.example === 1,
      };
    })
    .sort((a, b) => order[a.state] - order[b.state] || a.reviewBy.localeCompare(b.reviewBy));
}
const order = { overdue: 0, due: 1, reviewed: 2 } as const;

async function obstacleOf(reader: Reader, id: string, today: string): Promise<Obstacle> {
  const found = (await readObstacles(reader, today)).find(({ obstacle }) => obstacle === id);
  if (!found) throw noSuchObstacle.with({ obstacle: id });
  return found;
}

export const raiseObstacleHandler: Handler<typeof raiseObstacle> = async (context, input) =>
  context.store.write(async (tx) => {
    const { last } = await tx
      .selectFrom('law_obstacle')
      .select(({ fn }) => fn.max('number').as('last'))
      .executeTakeFirstOrThrow();
    const id = newId<'obstacle'>(context.random);
    const { agencies, reviewer_email, linked_to, example, ...row } = input;
    await tx
      .insertInto('law_obstacle')
      .values({
        id,
        number: Number(last ?? 0) + 1,
        ...row,
        agencies: JSON.stringify(agencies),
        reviewer_email: reviewer_email ?? null,
        linked_to: linked_to ?? null,
        raised_by: context.actor.name ?? context.actor.id,
        raised_at: context.clock.now(),
        example: example ? 1 : 0,
      })
      .execute();
    return obstacleOf(tx, id, context.clock.today());
  });

export const reviewObstacleHandler: Handler<typeof reviewObstacle> = async (context, input) =>
  context.store.write(async (tx) => {
    const today = context.clock.today();
    await obstacleOf(tx, input.obstacle, today);
    await tx
      .updateTable('law_obstacle')
      .set({ outcome: input.outcome, outcome_words: input.words, reviewed_on: input.on ?? today })
      .where('id', '=', input.obstacle)
      .execute();
    return obstacleOf(tx, input.obstacle, today);
  });

const countsOf = (obstacles: readonly Obstacle[]): Record<Obstacle['kind'], number> => {
  const counts = { legal: 0, security: 0, privacy: 0, other: 0 };
  for (const { kind } of obstacles) counts[kind]++;
  return counts;
};

export const listObstaclesHandler: Handler<typeof listObstacles> = async (context, input) => {
  const all = (await readObstacles(context.store.read, context.clock.today()))
    .filter(({ agencies }) => input.agency === undefined || agencies.includes(input.agency))
    .filter(({ linkedTo }) => input.linked_to === undefined || linkedTo === input.linked_to);
  return {
    obstacles: all.filter(({ kind }) => input.kind === undefined || kind === input.kind),
    counts: countsOf(all),
    overdue: all.filter(({ state }) => state === 'overdue').length,
    agencies: new Set(all.flatMap(({ agencies }) => agencies)).size,
  };
};

const head =
  'number,type,obstacle,citation,data,agencies,reviewer,review_by,state,outcome,what_was_found,reviewed_on,linked_to';

/** What people wrote, made inert for a spreadsheet that would carry it out. */
const inertRow = (cells: readonly (string | number)[]): string =>
  formatDelimitedRow(cells.map((cell) => (typeof cell === 'string' ? inertText(cell) : cell)));

export const exportObstaclesHandler: Handler<typeof exportObstacles> = async (context) => {
  const all = await readObstacles(context.store.read, context.clock.today());
  const lines = all.map((row) =>
    inertRow([
      row.number,
      row.kind,
      row.title,
      row.citation,
      row.data,
      row.agencies.join(' '),
      row.reviewer,
      row.reviewBy,
      row.state,
      row.outcome ?? '',
      row.outcomeWords ?? '',
      row.reviewedOn ?? '',
      row.linkedTo ?? '',
    ]),
  );
  const sums = Object.entries(countsOf(all)).map(([kind, count]) =>
    formatDelimitedRow(['total', kind, count, '', '', '', '', '', '', '', '', '', '']),
  );
  return {
    mediaType: 'text/csv; charset=utf-8',
    body: `${[head, ...lines, ...sums].join('\r\n')}\r\n`,
    headers: { 'content-disposition': `attachment; filename="obstacles-${context.clock.today()}.csv"` },
  };
};

export const alertObstaclesJob = 'law.alert-obstacles';

/**
 * Alerts the reviewer of each obstacle whose date has passed, once a week, and whoever of the chief data officer's office
 * has an address: one line of each person's digest.
 */
export async function alertObstacles(context: Context): Promise<{ alerted: number }> {
  const today = context.clock.today();
  const rows = await context.store.read
    .selectFrom('law_obstacle')
    .selectAll()
    .where('outcome', 'is', null)
    .where('review_by', '<', today)
    .execute();
  const office = await context.store.read
    .selectFrom('account_role')
    .innerJoin('account', 'account.id', 'account_role.account')
    .select(['account.id', 'account.email'])
    .where('account_role.role', '=', 'office')
    .where('account_role.ended_at', 'is', null)
    .execute();
  let alerted = 0;
  for (const row of rows) {
    const late = daysBetween(row.review_by, today);
    if (late % 7 !== 1) continue;
    const people = [
      { key: 'reviewer', email: row.reviewer_email },
      ...office.map(({ id, email }) => ({ key: id, email })),
    ];
    await context.store.write(async (tx) => {
      for (const { key, email } of people) {
        if (!email) continue;
        const sent = await appendMail(tx, context.clock, {
          to: email,
          topic: 'law.obstacle-overdue',
          subject: `Review overdue: obstacle ${row.number}`,
          paragraphs: [
            `The review of "${row.title}" (${row.citation}) was due on ${row.review_by}, ${late} days ago.`,
          ],
          links: [{ label: 'The register', path: '/law/obstacles' }],
          once: `obstacle-${row.id}-${today}-${key}`,
          digest: true,
        });
        if (sent !== undefined) alerted++;
      }
    });
  }
  return { alerted };
}
