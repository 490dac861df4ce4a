import { page } from '../../core/page.ts';
import { type Column, Empty, Facts, Section, Table, Time, Title } from '../../web/components/index.ts';
import { formatDate, inWords, sentence } from '../../web/format/index.ts';
import { showItem } from './contract.ts';
import type { ItemKind, Objective } from './model.ts';
import { Now, ObjectiveName, Standing, TargetCell } from './objective-cells.tsx';

const kinds: Readonly<Record<ItemKind, string>> = {
  requirement: 'What the act requires',
  duty: 'What the act requires',
  phase: 'How the plan is made',
  heading: 'Principles',
  principle: 'Principle',
  'focal-point': 'Focal point',
  goal: 'Goal',
};

/** One thing the plan says, in its own words, and what is done about it. */
export const itemPage = page({
  path: '/plan/:item',
  access: 'everyone',
  render: async (request) => {
    const item = await request.ask(showItem, { item: request.params['item'] ?? '' });
    const zone = request.clock.timeZone;
    const name = item.number === null ? kinds[item.kind] : `${kinds[item.kind]} ${item.number}`;
    const title = item.name ?? name;
    const hasObjectives = item.kind === 'goal' || item.kind === 'principle';
    const columns: readonly Column<Objective>[] = [
      { head: 'Objective', cell: (row) => <ObjectiveName objective={row} /> },
      {
        head: 'Now',
        note: formatDate(request.clock.today(), zone),
        numeric: true,
        strong: true,
        cell: (row) => <Now objective={row} />,
      },
      {
        head: 'Target',
        note: 'and its date',
        numeric: true,
        cell: (row) => <TargetCell objective={row} zone={zone} />,
      },
      { head: 'Status', width: 'w-status', cell: (row) => <Standing objective={row} /> },
    ];
    return {
      title,
      place: 'plan',
      breadcrumbs: [
        { href: '/plan', label: 'Plan' },
        { href: `/plan/${item.item}`, label: title },
      ],
      content: (
        <>
          <Title kind={item.headingWords ?? (item.name ? name : item.cycle.words)} title={title}>
            <p class="words">{item.words}</p>
            <Facts
              items={[
                { label: 'From', value: item.cycle.words },
                { label: 'Lasting name', value: item.item },
                ...(item.clause
                  ? [{ label: 'Law', value: <a href={`/law/${item.clause}`}>The clause behind it</a> }]
                  : []),
              ]}
            />
          </Title>
          {hasObjectives && (
            <Section
              title="What is measured"
              finding={
                item.objectives.length > 0
                  ? `${sentence(inWords(item.objectives.length, 'objective advances', 'objectives advance'))} it.`
                  : undefined
              }
            >
              {item.objectives.length > 0 ? (
                <Table caption="Objectives that advance it" columns={columns} rows={item.objectives} />
              ) : (
                <Empty>No objective names this principle yet. One can be added in the plan’s file.</Empty>
              )}
            </Section>
          )}
          <Section title="How its words changed">
            <Table
              caption="Words of this item over time"
              rows={item.history}
              columns={[
                { head: 'Words', width: 'w50', cell: (row) => row.words },
                { head: 'Taken over', cell: (row) => <Time at={row.knownFrom} zone={zone} as="moment" /> },
                {
                  head: 'Replaced',
                  cell: (row) => (row.knownTo ? <Time at={row.knownTo} zone={zone} as="moment" /> : 'in use'),
                },
              ]}
            />
          </Section>
        </>
      ),
    };
  },
});
