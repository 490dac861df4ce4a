import { page } from '../../core/page.ts';
import {
  type Column,
  Empty,
  FilterSelect,
  Filters,
  FilterText,
  Section,
  Status,
  Table,
  Time,
  Title,
} from '../../web/components/index.ts';
import { formatCount } from '../../web/format/index.ts';
import { type ReleaseState, type ReleaseView, releaseStates } from './model.ts';
import { listReleases } from './release/contract.ts';

export const stateWords: Readonly<Record<ReleaseState, { kind: 'met' | 'risk' | 'late'; word: string }>> = {
  proposed: { kind: 'risk', word: 'Waits for a reviewer' },
  released: { kind: 'met', word: 'Released' },
  refused: { kind: 'late', word: 'Refused' },
};

const limit = 100;

/** The register of releases: everything about people that has left, and what it was tested with. */
export const releasesPage = page({
  path: '/releases',
  access: 'everyone',
  render: async (request) => {
    const { query } = request;
    const state = releaseStates.find((one) => one === query.get('state'));
    const universe = query.get('about')?.trim() || undefined;
    const contains = query.get('contains')?.trim() || undefined;
    const before = Number(query.get('before')) || undefined;
    const { releases, next } = await request.ask(listReleases, { state, universe, contains, before, limit });
    const staff = request.actor.kind !== 'open';
    const onward = new URLSearchParams(query);
    if (next !== null) onward.set('before', String(next));
    const asCsv = new URLSearchParams(
      Object.entries({ state, universe, contains }).flatMap(([name, value]) =>
        value ? [[name, value]] : [],
      ),
    );
    const columns: readonly Column<ReleaseView>[] = [
      {
        head: 'Table',
        width: 'w33',
        cell: (one) => (
          <>
            <a href={`/releases/${one.release}`}>{one.title}</a>
            <span class="sub">{one.variables.join(' by ')}</span>
          </>
        ),
      },
      { head: 'About', cell: ({ universes }) => universes.join(', ') },
      {
        head: 'Blank',
        note: 'of figures',
        numeric: true,
        cell: ({ blanks, cells }) => `${formatCount(blanks)} of ${formatCount(cells)}`,
      },
      {
        head: 'Tested with',
        note: 'earlier releases',
        numeric: true,
        cell: ({ proof }) => formatCount(proof.together.length),
      },
      {
        head: 'State',
        width: 'w-status',
        cell: ({ state: now, reviewer }) => (
          <>
            <Status kind={stateWords[now].kind}>{stateWords[now].word}</Status>
            {reviewer !== null && <span class="sub">{reviewer}</span>}
          </>
        ),
      },
      {
        head: 'Day',
        nowrap: true,
        cell: ({ decided_at, asked_at }) => (
          <Time at={decided_at ?? asked_at} zone={request.clock.timeZone} />
        ),
      },
    ];
    return {
      title: 'Register of releases',
      place: 'data',
      breadcrumbs: [
        { href: '/data', label: 'Data' },
        { href: '/releases', label: 'Register of releases' },
      ],
      content: (
        <>
          <Title
            kind="Release gate"
            title="What has left"
            lede="Every table about people that was let out, with the proof that nobody can be worked out from it and from all those before it together."
          />
          <Filters>
            <FilterText name="contains" label="Title" value={contains} />
            <FilterText name="about" label="About (id of a dataset, or a name)" value={universe} />
            {staff && (
              <FilterSelect
                name="state"
                label="State"
                value={state ?? ''}
                choices={[
                  { value: '', label: 'Any' },
                  ...releaseStates.map((one) => ({ value: one, label: stateWords[one].word })),
                ]}
              />
            )}
          </Filters>
          <Section
            title="Releases, newest first"
            aside={<a href={`/api/v1/disclosure/releases.csv?${asCsv}`}>CSV</a>}
            first
          >
            {releases.length === 0 ? (
              <Empty>
                {(state ?? universe ?? contains ?? before)
                  ? 'Nothing here fits what you asked for.'
                  : 'Nothing has been released here yet. A table appears when it has passed the gate.'}
              </Empty>
            ) : (
              <Table caption="Releases, newest first" columns={columns} rows={releases} />
            )}
            {next !== null && (
              <p>
                <a href={`/releases?${onward}`}>Next {limit}</a>
              </p>
            )}
          </Section>
        </>
      ),
    };
  },
});
