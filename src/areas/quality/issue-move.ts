import type { IssueState } from './issue.ts';

interface Before {
  readonly state: IssueState;
  readonly failing: number;
  readonly version: number;
}

export interface IssueMove {
  readonly state: IssueState;
  readonly event: 'opened' | 'seen' | 'closed' | 'reopened';
  readonly because: (version: number) => string;
}

/**
 * What becomes of an issue when a version has been checked; null when nothing does.
 *
 * | before    | fault                              | no fault |
 * | none      | opened                             | –        |
 * | open      | seen, when version or count differ | closed   |
 * | closed    | reopened                           | –        |
 * | dismissed | reopened, when more rows fail      | closed   |
 */
export function issueMove(
  before: Before | undefined,
  now: { faulty: boolean; failing: number; version: number },
): IssueMove | null {
  const because = (version: number) => `Version ${version} passes.`;
  const move = (state: IssueState, event: IssueMove['event']): IssueMove => ({ state, event, because });
  if (before === undefined) return now.faulty ? move('open', 'opened') : null;
  if (!now.faulty) return before.state === 'closed' ? null : move('closed', 'closed');
  switch (before.state) {
    case 'open':
      return before.version === now.version && before.failing === now.failing ? null : move('open', 'seen');
    case 'closed':
      return move('open', 'reopened');
    case 'dismissed':
      return now.failing > before.failing ? move('open', 'reopened') : null;
  }
}
