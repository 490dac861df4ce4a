import type { Context, Reader } from '../../handler.ts';
import { dateIn, momentIn } from '../cycle/cycle-view.ts';
import { noSuchRecord, notAtMeeting } from '../errors.ts';
import type { Meeting } from './model.ts';
import { readMeetings } from './read-board.ts';

/**
 * The noticed meeting of a cycle that a motion or vote belongs to: a public board decides where the public can be. Throws when
 * there is none, or when it was cancelled.
 */
export async function meetingOf(
  reader: Reader,
  context: Pick<Context, 'clock'>,
  id: string | null,
  cycle: string,
): Promise<Meeting> {
  if (id === null)
    throw notAtMeeting.with({
      problem: 'It was moved at no meeting: the clerk takes it up at one, with the vote that is taken there.',
    });
  const [found] = await readMeetings(reader, { id, cycle }, (at) => dateIn(at, context));
  if (found === undefined) throw noSuchRecord.with({ what: 'meeting', id });
  if (found.state === 'cancelled')
    throw notAtMeeting.with({ problem: `The meeting was cancelled: ${found.title}.` });
  return found;
}

/** Throws before the hour that was noticed. */
export function hasBegun(meeting: Meeting, context: Pick<Context, 'clock'>, then: string): void {
  if (context.clock.now() < meeting.at)
    throw notAtMeeting.with({
      problem: `${meeting.kind === 'hearing' ? 'The hearing' : 'The meeting'} begins ${momentIn(meeting.at, context)}; ${then}.`,
    });
}

/** Throws when its record says that there was no quorum, or that this seat was not present. */
export function isOpenTo(meeting: Meeting, seat: string): void {
  if (meeting.state !== 'held') return;
  if (!meeting.quorum!.reached)
    throw notAtMeeting.with({ problem: 'There was no quorum at this meeting, so it decides nothing.' });
  if (!meeting.present.includes(seat))
    throw notAtMeeting.with({ problem: 'By its record the holder of this seat was not at this meeting.' });
}
