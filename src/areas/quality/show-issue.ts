import { datasetOf } from '../catalog/index.ts';
import type { Handler, Reader } from '../handler.ts';
import type { showIssue as op } from './contract.ts';
import { wordsFor } from './dataset-words.ts';
import { noSuchIssue } from './errors.ts';
import { issueQuery, issuesFrom } from './issue-rows.ts';
import { ruleFrom } from './rule-rows.ts';
import { mustSeeContent } from './see-content.ts';
import { checksOfRule } from './show-rule.ts';

export const showIssue: Handler<typeof op> = async (context, input) => {
  const { store, jurisdiction } = context;
  const row = await issueRow(store.read, input.issue);
  await mustSeeContent(context, await datasetOf(store.read, row.dataset));
  const [issue] = await issuesFrom(store.read, jurisdiction, [row]);
  const rule = await store.read
    .selectFrom('quality_rule')
    .selectAll()
    .where('id', '=', row.rule)
    .executeTakeFirstOrThrow();
  const history = await store.read
    .selectFrom('quality_issue_event')
    .selectAll()
    .where('issue', '=', row.id)
    .orderBy('number')
    .execute();
  return {
    issue: issue!,
    rule: ruleFrom(rule, row.public_id, await wordsFor(store.read, row.dataset, jurisdiction)),
    history: history.map(({ at, actor, kind, text, version, failing }) => ({
      at,
      actor,
      kind,
      text,
      version,
      failing,
    })),
    checks: await checksOfRule(store.read, row.public_id, row.rule),
  };
};

/** Throws `quality.no-such-issue`. */
export async function issueRow(reader: Reader, id: string) {
  const row = await issueQuery(reader).where('quality_issue.id', '=', id).executeTakeFirst();
  if (row === undefined) throw noSuchIssue.with({ issue: id });
  return row;
}
