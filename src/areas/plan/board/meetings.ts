import { newId } from '../../../core/id.ts';
import type { Handler, Tx } from '../../handler.ts';
import { keepComment } from '../comments/keep-comment.ts';
import { docketCycle } from '../comments/read-comments.ts';
import { dateIn } from '../cycle/cycle-view.ts';
import { illegalMove, noSuchRecord, notAtMeeting, unfit } from '../errors.ts';
import { planTopics, tellOfPlan } from '../plan-news.ts';
import { readCycle } from '../read-plan.ts';
import type { noticeMeeting, recordMeeting, showBoard } from './contract.ts';
import { hasBegun } from './in-meeting.ts';
import { readMeetings, readRecommendations } from './read-board.ts';
import { quorumOf, seatsOn, showSeat } from './seats.ts';

export const showBoardHandler: Handler<typeof showBoard> = async (context, input) => {
  const read = context.store.read;
  const cycle = await docketCycle(read, input.cycle);
  const on = input.on ?? context.clock.today();
  const seats = await seatsOn(read, on);
  return {
    on,
    cycle,
    drafting: (await readCycle(read, cycle)).adopted === null,
    seats: seats.map((seat) => showSeat(seat, context.actor)),
    quorum: quorumOf(seats),
    meetings: await readMeetings(read, { cycle }, (at) => dateIn(at, context)),
    recommendations: await readRecommendations(read, { cycle }),
  };
};

export const noticeMeetingHandler: Handler<typeof noticeMeeting> = async (context, input) =>
  context.store.write(async (tx) => {
    const cycle = await docketCycle(tx, input.cycle);
    const at = new Date(input.at).toISOString();
    const now = context.clock.now();
    if (at <= now)
      throw unfit.with({
        problems: ['A meeting is noticed before it is held: give an hour that is still to come.'],
        fields: ['at'],
      });
    if (input.kind === 'hearing') {
      const delivered = await tx
        .selectFrom('plan_version')
        .select('id')
        .where('cycle', '=', cycle)
        .where('occasion', '=', 'delivered')
        .executeTakeFirst();
      if (!delivered)
        throw illegalMove.with({ move: 'notice the hearing', because: 'the board has no draft yet' });
    }
    const id = newId<'meeting'>(context.random);
    context.audit.about({ detail: { meeting: id } });
    await tx
      .insertInto('plan_meeting')
      .values({
        id,
        cycle,
        kind: input.kind,
        title: input.title,
        at,
        place: input.place,
        noticed_at: now,
        state: 'noticed',
        present: '[]',
        example: input.example ? 1 : 0,
      })
      .execute();
    await tellOfPlan(
      tx,
      context,
      {
        once: `meeting ${id}`,
        kind: 'meeting-noticed',
        title: `${input.title}, ${dateIn(at, context)}`,
        summary: input.place,
        href: `/plan/board?cycle=${cycle}#${id}`,
      },
      [planTopics.board, planTopics.plan],
    );
    return (await readMeetings(tx, { id }, (instant) => dateIn(instant, context)))[0]!;
  });

export const recordMeetingHandler: Handler<typeof recordMeeting> = async (context, input) =>
  context.store.write(async (tx) => {
    const [row] = await readMeetings(tx, { id: input.meeting }, (instant) => dateIn(instant, context));
    if (!row) throw noSuchRecord.with({ what: 'meeting', id: input.meeting });
    const now = context.clock.now();
    if (row.state !== 'noticed')
      throw notAtMeeting.with({
        problem: `${row.title} ${row.state === 'held' ? 'has its record already' : 'was cancelled'}: it is not recorded again.`,
      });
    if (input.state === 'held') {
      hasBegun(row, context, 'its record can be saved from then on');
      await wereThere(tx, row.meeting, input.present);
    }
    const seats = await seatsOn(tx, dateIn(row.at, context));
    const strangers = input.present.filter(
      (id) => !seats.some(({ seat, holder }) => seat === id && holder !== null),
    );
    if (strangers.length > 0)
      throw unfit.with({
        problems: strangers.map((id) => `Nobody held the seat ${id} on that day.`),
        fields: ['present'],
      });
    await tx
      .updateTable('plan_meeting')
      .set({ state: input.state, present: JSON.stringify(input.present), record: input.record || null })
      .where('id', '=', row.meeting)
      .execute();
    await tellOfPlan(
      tx,
      context,
      {
        once: `meeting ${row.meeting} ${input.state}`,
        kind: 'meeting-recorded',
        title: `${row.title}: ${input.state === 'held' ? 'its record can be read' : 'cancelled'}`,
        summary: row.place,
        href: `/plan/board?cycle=${row.cycle}#${row.meeting}`,
      },
      [planTopics.board, planTopics.plan],
    );
    for (const [position, line] of input.speakers.entries()) {
      await tx
        .insertInto('plan_speaker')
        .values({
          id: newId(context.random),
          meeting: row.meeting,
          position,
          name: line.name,
          on_behalf: line.onBehalf ?? null,
          item: line.item ?? null,
          words: line.words ?? null,
        })
        .execute();
      // What is said at a hearing is a comment like any other: it gets an answer.
      if (line.words)
        await keepComment(tx, context, {
          item: line.item,
          stance: 'change',
          body: line.words,
          name: line.onBehalf ? `${line.name}, for ${line.onBehalf}` : line.name,
          channel: 'hearing',
          example: row.example,
          receivedAt: now,
        });
    }
    return (await readMeetings(tx, { id: row.meeting }, (instant) => dateIn(instant, context)))[0]!;
  });

/** Who voted at a meeting was there: the record cannot leave them out. */
async function wereThere(tx: Tx, meeting: string, present: readonly string[]): Promise<void> {
  const voted = await tx
    .selectFrom('plan_vote')
    .innerJoin('plan_board_recommendation', 'plan_board_recommendation.id', 'plan_vote.recommendation')
    .select('seat')
    .distinct()
    .where('meeting', '=', meeting)
    .orderBy('seat')
    .execute();
  const missing = voted.filter(({ seat }) => !present.includes(seat));
  if (missing.length > 0)
    throw unfit.with({
      problems: missing.map(({ seat }) => `The seat ${seat} voted at this meeting: mark it as present.`),
      fields: ['present'],
    });
}
