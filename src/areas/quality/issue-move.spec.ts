import { describe, expect, it } from 'vitest';
import type { IssueState } from './issue.ts';
import { issueMove } from './issue-move.ts';

/** State and failing rows before, what the next version shows, and what becomes of the issue. */
type Drawn = [before: [IssueState, number] | null, failing: number, after: [IssueState, string] | null];

describe('what becomes of an issue when a version is checked', () => {
  it.each<Drawn>([
    [null, 0, null],
    [null, 3, ['open', 'opened']],
    [['open', 3], 5, ['open', 'seen']],
    [['open', 3], 3, ['open', 'seen']],
    [['open', 3], 0, ['closed', 'closed']],
    [['closed', 0], 0, null],
    [['closed', 0], 1, ['open', 'reopened']],
    [['dismissed', 3], 3, null],
    [['dismissed', 3], 2, null],
    [['dismissed', 3], 4, ['open', 'reopened']],
    [['dismissed', 3], 0, ['closed', 'closed']],
  ])('%j, then %d failing rows: %j', (before, failing, after) => {
    const known = before === null ? undefined : { state: before[0], failing: before[1], version: 1 };
    const move = issueMove(known, { faulty: failing > 0, failing, version: 2 });
    expect(move === null ? null : [move.state, move.event]).toEqual(after);
  });

  it('says nothing twice of one version', () => {
    expect(
      issueMove({ state: 'open', failing: 3, version: 2 }, { faulty: true, failing: 3, version: 2 }),
    ).toBeNull();
  });
});
