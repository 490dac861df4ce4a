import { page } from '../../../core/page.ts';
import { Notice, Section, Table, Title } from '../../../web/components/index.ts';
import { counted, formatCount } from '../../../web/format/index.ts';
import { showCluster, showRun } from '../runs/contract.ts';
import type { ClusterShown } from '../runs/model.ts';
import { notShown, runCrumbs, takePurpose } from './purpose-first.tsx';
import { bitsWord, chanceWord, fieldWord } from './words.tsx';

/** The records of one person, as far as the link says, what holds them together, and where they would first come apart. */
export const clusterPage = page({
  path: '/linkage/runs/:run/clusters/:cluster',
  access: 'staff',
  render: async (request) => {
    const run = await request.ask(showRun, { run: request.params['run'] ?? '' });
    const home = `/linkage/runs/${run.run}`;
    const base = {
      place: 'sharing' as const,
      breadcrumbs: [...runCrumbs(run), { href: `${home}/clusters`, label: 'Clusters' }],
    };
    if (run.report === null) return { ...base, title: run.title, content: await notShown(request, run) };
    const shown = await request.ask(showCluster, { run: run.run, cluster: request.params['cluster'] ?? '' });
    const { records, pairs, bridge } = shown;
    const weak = bridge !== null && bridge.weight < run.evidence!.needed + 3;
    return {
      ...base,
      title: counted(records.length, 'record', 'records'),
      content: (
        <>
          <Title
            kind={`Cluster · purpose: ${run.purpose}`}
            title={
              records.length === 1
                ? 'One record, alone'
                : `${formatCount(records.length)} records of one person`
            }
            lede={answerOf(shown)}
          >
            <p class="small quiet more">Every look is logged.</p>
          </Title>
          {weak && (
            <Notice title="It hangs by one pair" tone="warn">
              <p>
                Between {placesOf(bridge.apart[0]!)} and {placesOf(bridge.apart[1]!)} the strongest pair
                weighs {bitsWord(bridge.weight)}.{' '}
                <a href={`${home}/pairs/${bridge.pair}`}>Look at that pair</a>: if those two are not the same,
                this cluster is two people.
              </p>
            </Notice>
          )}
          <Section title="Records" first={!weak}>
            <Table
              caption="The records of the cluster, field by field"
              rows={shown.fields.filter((field) => records.some(({ values }) => values[field]))}
              phone={records.length > 3 ? 'many' : 'stack'}
              columns={[
                { head: 'Field', cell: (field) => fieldWord(field) },
                ...records.slice(0, 8).map((record, at) => ({
                  head: `Record ${letter(at)}`,
                  note: `${record.title}, row ${formatCount(record.row)}`,
                  cell: (field: string) =>
                    record.values[field] ? (
                      <Value shown={shown} field={field} at={at} />
                    ) : (
                      <span class="blank">(blank)</span>
                    ),
                })),
              ]}
            />
            {records.length > 8 && (
              <p class="small quiet">The first 8 of {formatCount(records.length)} records.</p>
            )}
          </Section>
          {pairs.length > 0 && (
            <Section title="What holds them together" remark="Each step of 1 doubles or halves the odds">
              <Table
                caption="Pairs of the cluster"
                rows={pairs.slice(0, 60)}
                density="close"
                columns={[
                  {
                    head: 'Pair',
                    cell: ({ a, b, pair }) => (
                      <a href={`${home}/pairs/${pair}`}>
                        {letter(a)} and {letter(b)}
                      </a>
                    ),
                  },
                  { head: 'Weight', numeric: true, strong: true, cell: ({ weight }) => bitsWord(weight) },
                  { head: 'The same', cell: ({ chance }) => chanceWord(chance) },
                  {
                    head: 'What it does',
                    cell: ({ linked, pair }) =>
                      bridge?.pair === pair
                        ? 'The weakest bridge: the cluster would come apart here first'
                        : linked
                          ? 'Links'
                          : 'Below the line; held together by the others',
                  },
                ]}
              />
            </Section>
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

const letter = (at: number) => (at < 26 ? String.fromCharCode(65 + at) : `${at + 1}`);

const placesOf = (records: readonly number[]): string =>
  records.length === 1
    ? `record ${letter(records[0]!)}`
    : `records ${records.slice(0, -1).map(letter).join(', ')} and ${letter(records.at(-1)!)}`;

/** What differs from the first record that has the field is marked. */
function Value({ shown, field, at }: { shown: ClusterShown; field: string; at: number }) {
  const own = shown.records[at]!.values[field]!.join(', ');
  const first = shown.records.find(({ values }) => values[field])!.values[field]!.join(', ');
  return bare(field, own) === bare(field, first) ? <span>{own}</span> : <mark>{own}</mark>;
}

/** Case, marks and the way of writing a number or a sex make no difference. */
const bare = (field: string, text: string): string => {
  const letters = text
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
  return field === 'sex' ? letters.slice(0, 1) : letters;
};

function answerOf({ records, bridge }: ClusterShown): string {
  if (records.length === 1) return 'No other record came near enough to be linked to it.';
  const from = new Set(records.map(({ title }) => title));
  const where = from.size === 1 ? `all from ${records[0]!.title}` : `from ${[...from].join(' and ')}`;
  if (bridge === null) return `They are ${where}. They belong together by all their pairs as a whole.`;
  return `They are ${where}. The weakest bridge between them weighs ${bitsWord(bridge.weight)}: ${chanceWord(1 / (1 + 2 ** -bridge.weight))} such pairs are the same person.`;
}
