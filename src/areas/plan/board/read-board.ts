import type { Reader } from '../../handler.ts';
import { noSuchRecord } from '../errors.ts';
import type { Meeting, Recommendation } from './model.ts';
import { quorumOf, seatsOn } from './seats.ts';

/** Meetings of a cycle, oldest first, or one. The quorum is that of the seats on the day it was held. */
export async function readMeetings(
  reader: Reader,
  by: { readonly cycle?: string; readonly id?: string },
  dateOf: (instant: string) => string,
): Promise<Meeting[]> {
  const rows = await reader
    .selectFrom('plan_meeting')
    .selectAll()
    .$if(by.cycle !== undefined, (query) => query.where('cycle', '=', by.cycle!))
    .$if(by.id !== undefined, (query) => query.where('id', '=', by.id!))
    .orderBy('at')
    .execute();
  return Promise.all(
    rows.map(async (row): Promise<Meeting> => {
      const present = JSON.parse(row.present) as string[];
      const seats = await seatsOn(reader, dateOf(row.at));
      const { needed } = quorumOf(seats);
      const voting = seats.filter((seat) => seat.voting && present.includes(seat.seat)).length;
      const speakers = await reader
        .selectFrom('plan_speaker')
        .selectAll()
        .where('meeting', '=', row.id)
        .orderBy('position')
        .execute();
      return {
        meeting: row.id,
        cycle: row.cycle,
        kind: row.kind,
        title: row.title,
        at: row.at,
        place: row.place,
        example: row.example === 1,
        noticedAt: row.noticed_at,
        state: row.state,
        record: row.record,
        present,
        quorum: row.state === 'held' ? { present: voting, needed, reached: voting >= needed } : null,
        speakers: speakers.map(({ position, name, on_behalf, item, words }) => ({
          position,
          name,
          onBehalf: on_behalf,
          item,
          words,
        })),
      };
    }),
  );
}

export async function readRecommendations(
  reader: Reader,
  by: { readonly cycle?: string; readonly id?: string },
): Promise<Recommendation[]> {
  const rows = await reader
    .selectFrom('plan_board_recommendation')
    .leftJoin('plan_meeting', 'plan_meeting.id', 'plan_board_recommendation.meeting')
    .selectAll('plan_board_recommendation')
    .select('plan_meeting.example')
    .$if(by.cycle !== undefined, (query) => query.where('plan_board_recommendation.cycle', '=', by.cycle!))
    .$if(by.id !== undefined, (query) => query.where('plan_board_recommendation.id', '=', by.id!))
    .orderBy('number')
    .execute();
  const votes = await reader
    .selectFrom('plan_vote')
    .selectAll()
    .where('recommendation', 'in', ['', ...rows.map(({ id }) => id)])
    .orderBy('seat')
    .execute();
  return rows.map((row): Recommendation => {
    const own = votes.filter(({ recommendation }) => recommendation === row.id);
    const count = (vote: string) => own.filter((one) => one.vote === vote).length;
    return {
      recommendation: row.id,
      cycle: row.cycle,
      number: row.number,
      meeting: row.meeting,
      words: row.words,
      items: JSON.parse(row.items) as string[],
      movedBy: row.moved_by,
      example: row.example === 1,
      state: row.state,
      votes: own.map(({ seat, vote, how }) => ({ seat, vote, how })),
      counts: { yes: count('yes'), no: count('no'), abstain: count('abstain') },
      decidedAt: row.decided_at,
      response: row.response,
      reason: row.reason,
      answeredAt: row.answered_at,
    };
  });
}

/** One recommendation. Throws `plan.no-such-record`. */
export async function recommendationOf(reader: Reader, id: string): Promise<Recommendation> {
  const [found] = await readRecommendations(reader, { id });
  if (!found) throw noSuchRecord.with({ what: 'recommendation', id });
  return found;
}
