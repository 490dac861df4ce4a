import { datasetOf } from '../catalog/index.ts';
import type { Handler } from '../handler.ts';
import type { listIssues as op } from './contract.ts';
import { issueQuery, issuesFrom } from './issue-rows.ts';
import { mustSeeContent, unseenDatasets } from './see-content.ts';

export const listIssues: Handler<typeof op> = async (context, input) => {
  const { store, jurisdiction } = context;
  const dataset = input.dataset === undefined ? undefined : await datasetOf(store.read, input.dataset);
  if (dataset !== undefined) await mustSeeContent(context, dataset);
  const unseen = dataset === undefined ? await unseenDatasets(context) : [];
  const base = issueQuery(store.read)
    .$if(unseen.length > 0, (query) => query.where('quality_issue.dataset', 'not in', unseen))
    .$if(dataset !== undefined, (query) => query.where('quality_issue.dataset', '=', dataset!.id))
    .$if(input.agency !== undefined, (query) => query.where('dataset.agency', '=', input.agency!));
  const after = input.cursor === undefined ? undefined : readCursor(input.cursor);
  const rows = await base
    .$if(input.state !== 'any', (query) => query.where('quality_issue.state', '=', input.state as 'open'))
    .$if(after !== undefined, (query) =>
      query.where(({ eb, and, or }) =>
        or([
          eb('quality_issue.opened_at', '>', after!.at),
          and([eb('quality_issue.opened_at', '=', after!.at), eb('quality_issue.id', '>', after!.id)]),
        ]),
      ),
    )
    .orderBy('quality_issue.opened_at')
    .orderBy('quality_issue.id')
    .limit(input.limit + 1)
    .execute();
  const shown = rows.slice(0, input.limit);
  const last = shown.at(-1);
  const counted = await base
    .clearSelect()
    .select(['quality_issue.state', ({ fn }) => fn.countAll<number>().as('n')])
    .groupBy('quality_issue.state')
    .execute();
  const of = (state: string) => Number(counted.find((one) => one.state === state)?.n ?? 0);
  return {
    issues: await issuesFrom(store.read, jurisdiction, shown),
    counts: { open: of('open'), closed: of('closed'), dismissed: of('dismissed') },
    next: rows.length > input.limit && last !== undefined ? `${last.opened_at}~${last.id}` : null,
  };
};

function readCursor(cursor: string): { at: string; id: string } {
  const [at = '', id = ''] = cursor.split('~');
  return { at, id };
}
