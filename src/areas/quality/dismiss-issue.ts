import type { Handler } from '../handler.ts';
import type { dismissIssue as op } from './contract.ts';
import { issueNotOpen } from './errors.ts';
import { addIssueEvent } from './follow-issues.ts';
import { issuesFrom } from './issue-rows.ts';
import { issueRow } from './show-issue.ts';

export const dismissIssue: Handler<typeof op> = async (context, input) => {
  const row = await context.store.write(async (tx) => {
    const found = await issueRow(tx, input.issue);
    if (found.state !== 'open') throw issueNotOpen.with({ issue: found.id, state: found.state });
    await tx
      .updateTable('quality_issue')
      .set({ state: 'dismissed', reason: input.reason })
      .where('id', '=', found.id)
      .execute();
    await addIssueEvent(tx, found.id, {
      at: context.clock.now(),
      actor: context.actor.id,
      kind: 'dismissed',
      text: input.reason,
      version: found.version,
      failing: found.failing,
    });
    return { ...found, state: 'dismissed' as const, reason: input.reason };
  });
  const [issue] = await issuesFrom(context.store.read, context.jurisdiction, [row]);
  return issue!;
};
