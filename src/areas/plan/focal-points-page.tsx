import { page } from '../../core/page.ts';
import { type Column, Counted, Section, Table, Title, Unknown } from '../../web/components/index.ts';
import { inWords, sentence } from '../../web/format/index.ts';
import { listDatasets } from '../catalog/contract.ts';
import { showPlan } from './contract.ts';
import type { Item } from './model.ts';

/** Where the plan starts, with what is really here for each: datasets that say they serve it. */
export const focalPointsPage = page({
  path: '/focal-points',
  access: 'everyone',
  render: async (request) => {
    const { items } = await request.ask(showPlan, {});
    const points = items.filter((item) => item.kind === 'focal-point');
    const totals = new Map(
      await Promise.all(
        points.map(
          async ({ item }) =>
            [item, (await request.ask(listDatasets, { tag: item, limit: 1 })).total] as const,
        ),
      ),
    );
    const served = points.filter(({ item }) => (totals.get(item) ?? 0) > 0).length;
    const columns: readonly Column<Item>[] = [
      {
        head: 'Focal point',
        width: 'w20',
        cell: (row) => (
          <span class="name">
            <a href={`/plan/${row.item}`}>{row.name}</a>
          </span>
        ),
      },
      { head: 'What the plan says', width: 'w50', cell: (row) => row.words },
      {
        head: 'Datasets here',
        numeric: true,
        cell: (row) => {
          const total = totals.get(row.item) ?? 0;
          return total > 0 ? (
            <Counted href={`/data?tag=${row.item}`} n={total} />
          ) : (
            <Unknown>None yet</Unknown>
          );
        },
      },
      {
        head: 'Analysis here',
        cell: () => <Unknown>None yet</Unknown>,
      },
    ];
    return {
      title: 'Focal points',
      place: 'focal-points',
      breadcrumbs: [{ href: '/focal-points', label: 'Focal points' }],
      content: (
        <>
          <Title
            title="Focal points"
            lede={`${sentence(inWords(points.length, 'area'))} where the plan starts. ${
              served === 0
                ? 'No dataset here serves one yet'
                : `Datasets serve ${inWords(served, 'of them', 'of them')}`
            }; no analysis is built for any of them yet.`}
          />
          <Section first title="What exists for each">
            <Table caption="Focal points and what exists for each" columns={columns} rows={points} />
          </Section>
        </>
      ),
    };
  },
});
