import { page } from '../../../core/page.ts';
import { Facts, Numbered, Section, Table, Time, Title } from '../../../web/components/index.ts';
import { showVersion } from './contract.ts';
import type { VersionContent } from './model.ts';

/** A frozen version, at its own address for ever. */
export const versionPage = page({
  path: '/plan/versions/:version',
  access: 'everyone',
  render: async (request) => {
    const version = await request.ask(showVersion, { version: request.params['version'] ?? '' });
    const zone = request.clock.timeZone;
    const { content } = version;
    return {
      title: `${content.title}: ${version.title}`,
      place: 'plan',
      breadcrumbs: [
        { href: '/plan', label: 'Plan' },
        { href: '/plan/timeline', label: 'Timeline' },
        { href: `/plan/versions/${version.version}`, label: version.title },
      ],
      content: (
        <>
          <Title
            kind={
              <>
                Frozen <Time at={version.frozenAt} zone={zone} as="moment" />
              </>
            }
            title={version.title}
            lede={`${content.title}. These words never change; the plan as it stands is another page.`}
          >
            <Facts
              items={[
                { label: 'SHA-256', value: <span class="mono anywhere">{version.hash}</span> },
                {
                  label: 'Compare',
                  value: (
                    <a href={`/plan/compare?from=${version.version}&to=draft-${version.cycle}`}>
                      With the text as it stands
                    </a>
                  ),
                },
                {
                  label: 'Take it with you',
                  value: <a href={`/api/v1/plan/versions/${version.version}`}>JSON</a>,
                },
                { label: 'The plan in force', value: <a href="/plan">Read it</a> },
              ]}
            />
          </Title>
          <VersionText content={content} />
        </>
      ),
    };
  },
});

const parts = [
  ['principle', 'Principles'],
  ['action', 'Actions'],
  ['focal-point', 'Focal points'],
  ['step', 'Steps'],
  ['goal', 'Goals'],
  ['recommendation', 'Recommendations'],
] as const;

/** The plan's words in order, part by part, then what is measured. */
const VersionText = ({ content }: { content: VersionContent }) => (
  <>
    {parts.map(([kind, title]) => {
      const items = content.items.filter((item) => item.kind === kind);
      return items.length === 0 ? null : (
        <Section title={title}>
          <Numbered
            items={items.map((item, at) => ({
              no: item.number ?? at + 1,
              id: item.item,
              text: (
                <>
                  {item.name && <b>{item.name}. </b>}
                  {item.words}
                </>
              ),
            }))}
          />
        </Section>
      );
    })}
    <Section title="Objectives">
      <Table
        caption="Objectives with baseline and target"
        rows={content.objectives}
        columns={[
          { head: 'Objective', width: 'w50', cell: (row) => row.title },
          { head: 'Baseline', numeric: true, cell: (row) => row.baseline?.value ?? '–' },
          {
            head: 'Target',
            numeric: true,
            cell: (row) => (row.target === null ? '–' : `${row.target.value} ${row.target.unit}`),
          },
          { head: 'By', cell: (row) => row.target?.by ?? '–' },
          { head: 'Owner', cell: (row) => row.owner || '–' },
        ]}
      />
    </Section>
  </>
);
