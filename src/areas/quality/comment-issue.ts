import type { Handler } from '../handler.ts';
import type { commentIssue as op } from './contract.ts';
import { addIssueEvent } from './follow-issues.ts';
import { issueRow } from './show-issue.ts';

export const commentIssue: Handler<typeof op> = async (context, input) => {
  const event = {
    at: context.clock.now(),
    actor: context.actor.id,
    kind: 'commented',
    text: input.text,
    version: null,
    failing: null,
  } as const;
  await context.store.write(async (tx) => {
    const row = await issueRow(tx, input.issue);
    await addIssueEvent(tx, row.id, event);
  });
  return event;
};
