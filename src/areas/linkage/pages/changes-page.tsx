import { page } from '../../../core/page.ts';
import { Empty, Table, Title, Views } from '../../../web/components/index.ts';
import { counted, formatCount } from '../../../web/format/index.ts';
import { listChanges, showRun } from '../runs/contract.ts';
import { notShown, runCrumbs, takePurpose } from './purpose-first.tsx';
import { clusterWord } from './words.tsx';

/** Which people became one, and which became several, since the link that this one goes on from. */
export const changesPage = page({
  path: '/linkage/runs/:run/changes',
  access: 'staff',
  render: async (request) => {
    const run = await request.ask(showRun, { run: request.params['run'] ?? '' });
    const home = `/linkage/runs/${run.run}`;
    const base = { title: 'Changes', place: 'sharing' as const, breadcrumbs: runCrumbs(run) };
    if (run.report === null) return { ...base, content: await notShown(request, run) };
    const asked = request.query.get('kind');
    const kind = asked === 'merged' || asked === 'split' ? asked : undefined;
    const { changes, all } = await request.ask(listChanges, { run: run.run, kind, limit: 100 });
    const continued = run.report.continued;
    const named = (cluster: string) => (
      <a href={`${home}/clusters/${encodeURIComponent(cluster)}`}>{clusterWord(cluster)}</a>
    );
    return {
      ...base,
      content: (
        <>
          <Title
            kind={`Changes · purpose: ${run.purpose}`}
            title="What became of the clusters of before"
            lede={
              continued === null
                ? 'This link goes on from no other: there is nothing to hold it against.'
                : `${formatCount(continued.clusters.kept)} clusters are as they were; ${counted(continued.clusters.merged, 'merge')} and ${counted(continued.clusters.split, 'split')}. ${formatCount(continued.clusters.fresh)} are new, ${formatCount(continued.clusters.gone)} are gone with their records.`
            }
          />
          {continued !== null && (
            <Views
              label="Which changes"
              items={[
                { href: `${home}/changes`, name: 'All', current: kind === undefined },
                { href: `${home}/changes?kind=merged`, name: 'Merged', current: kind === 'merged' },
                { href: `${home}/changes?kind=split`, name: 'Split', current: kind === 'split' },
              ]}
            />
          )}
          {changes.length === 0 ? (
            <Empty>{continued === null ? 'No earlier link was named.' : 'No cluster merged or split.'}</Empty>
          ) : (
            <Table
              caption="Clusters that merged or split"
              rows={changes}
              density="close"
              columns={[
                { head: 'Cluster', cell: ({ cluster }) => named(cluster) },
                { head: 'What', cell: ({ kind: what }) => (what === 'merged' ? 'Merged' : 'Split') },
                {
                  head: 'With, or into',
                  cell: ({ kind: what, others }) =>
                    what === 'merged'
                      ? others.map(clusterWord).join('; ')
                      : others.map((one, at) => (
                          <>
                            {at > 0 && '; '}
                            {named(one)}
                          </>
                        )),
                },
                { head: 'Records', numeric: true, cell: ({ records }) => formatCount(records) },
                { head: 'Because', width: 'w33', cell: ({ because }) => because },
              ]}
            />
          )}
          {changes.length < all && (
            <p class="small quiet">
              The first {formatCount(changes.length)} of {formatCount(all)}; all of them by the API.
            </p>
          )}
        </>
      ),
    };
  },
  submit: async (request, form) => {
    await takePurpose(request, form);
    return { redirect: request.url.pathname };
  },
});
