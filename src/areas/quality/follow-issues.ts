import { newId } from '../../core/id.ts';
import type { Context, Tx } from '../handler.ts';
import type { Found } from './checks/check-rules.ts';
import type { IssueEvent } from './issue.ts';
import { issueMove } from './issue-move.ts';

interface About {
  readonly dataset: string;
  readonly publicId: string;
  readonly version: number;
}

/** Opens, updates, closes and reopens the issues of a dataset by what its current version's checks found. */
export async function followIssues(
  context: Pick<Context, 'clock' | 'random' | 'emit' | 'actor'>,
  tx: Tx,
  about: About,
  found: readonly Found[],
): Promise<void> {
  const issues = await tx
    .selectFrom('quality_issue')
    .selectAll()
    .where('dataset', '=', about.dataset)
    .execute();
  const byRule = new Map(issues.map((issue) => [issue.rule, issue]));
  for (const one of found) {
    const before = byRule.get(one.id);
    const faulty = one.outcome !== 'passed';
    const move = issueMove(before, { faulty, failing: one.failing, version: about.version });
    if (move === null) continue;
    const id = before?.id ?? newId(context.random);
    const at = context.clock.now();
    if (before === undefined) {
      await tx
        .insertInto('quality_issue')
        .values({
          id,
          dataset: about.dataset,
          rule: one.id,
          state: 'open',
          failing: one.failing,
          version: about.version,
          opened_at: at,
          opened_version: about.version,
          closed_at: null,
          reason: null,
        })
        .execute();
    } else {
      await tx
        .updateTable('quality_issue')
        .set({
          state: move.state,
          failing: one.failing,
          version: about.version,
          ...(move.event === 'reopened'
            ? { opened_at: at, opened_version: about.version, closed_at: null, reason: null }
            : {}),
          ...(move.event === 'closed' ? { closed_at: at, reason: move.because(about.version) } : {}),
        })
        .where('id', '=', id)
        .execute();
    }
    await addIssueEvent(tx, id, {
      at,
      actor: 'system',
      kind: move.event,
      text: move.event === 'closed' ? move.because(about.version) : one.finding,
      version: about.version,
      failing: one.failing,
    });
    const told = { dataset: about.dataset, publicId: about.publicId, issue: id };
    if (move.event === 'opened' || move.event === 'reopened')
      await context.emit(tx, 'quality-issue-opened', told);
    if (move.event === 'closed') await context.emit(tx, 'quality-issue-closed', told);
  }
}

/** Appends to an issue's history. */
export async function addIssueEvent(tx: Tx, issue: string, event: IssueEvent): Promise<void> {
  const last = await tx
    .selectFrom('quality_issue_event')
    .select((all) => all.fn.max('number').as('number'))
    .where('issue', '=', issue)
    .executeTakeFirst();
  await tx
    .insertInto('quality_issue_event')
    .values({ issue, number: Number(last?.number ?? 0) + 1, ...event })
    .execute();
}
