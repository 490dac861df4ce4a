import { page } from '../../core/page.ts';
import { LineChart } from '../../web/charts/line-chart.tsx';
import { ValuesTable } from '../../web/charts/values-table.tsx';
import { Empty, Figure, Links, Section, Title } from '../../web/components/index.ts';
import { counted, formatCount, formatDate, formatDateRange } from '../../web/format/index.ts';
import { showDataset } from '../catalog/contract.ts';
import { showUse } from './contract.ts';

const weeks = 26;
const dayMs = 86_400_000;

/** How often a dataset was looked at, asked for and downloaded, week by week; robots apart, and nobody told from another. */
export const usePage = page({
  path: '/data/:dataset/use',
  access: 'everyone',
  render: async (request) => {
    const about = await request.ask(showDataset, { dataset: request.params['dataset'] ?? '' });
    const use = await request.ask(showUse, { dataset: about.dataset, days: weeks * 7 });
    const zone = request.clock.timeZone;
    const today = request.clock.today();
    const { pages, rows, downloads, robots } = use.total;
    const starts = Array.from({ length: weeks }, (_, at) => dayPlus(use.since, at * 7));
    const byWeek = (of: 'pages' | 'rows' | 'downloads') =>
      starts.map((start) =>
        use.days
          .filter(({ day }) => day >= start && day < dayPlus(start, 7))
          .reduce((sum, one) => sum + one[of], 0),
      );
    const lines = [
      { name: 'Page shown', short: 'Page', tone: 'c1' as const, values: byWeek('pages') },
      { name: 'Rows asked for', short: 'Rows', tone: 'c2' as const, values: byWeek('rows') },
      { name: 'Downloads', short: 'Files', tone: 'c3' as const, values: byWeek('downloads') },
    ];
    const xs = starts.map((start) => formatDate(start, zone));
    const lede = `Its page was shown ${counted(pages, 'time')}, programs asked for rows ${counted(rows, 'time')}, and whole versions were downloaded ${counted(downloads, 'time')}.`;
    return {
      title: `Use of ${about.title}`,
      place: 'data',
      breadcrumbs: [
        { href: '/data', label: 'Data' },
        { href: `/data/${about.dataset}`, label: about.title },
      ],
      island: 'dataset',
      content: (
        <>
          <Title
            kind={`Use · ${about.dataset}`}
            title={about.title}
            lede={`${lede} ${formatDateRange(use.since, today, zone)}.`}
          />
          <Section
            id="weeks"
            title="Week by week"
            aside={
              <Links>
                <a href="#weeks-values">Values as a table</a>
                <a href={`/api/v1/datasets/${about.dataset}/use?days=${weeks * 7}`}>By day, JSON</a>
              </Links>
            }
            first
          >
            {pages + rows + downloads === 0 ? (
              <Empty>Nobody has looked at it or asked for its rows in these weeks.</Empty>
            ) : (
              <>
                <Figure
                  quiet
                  caption="Requests a week, by the day the week began"
                  source={`Requests are counted; no address and no name is kept, so nobody can be told from another. ${counted(robots, 'request')} by programs that say they are robots ${robots === 1 ? 'is' : 'are'} left out.`}
                >
                  <LineChart xs={xs} lines={lines} format={formatCount} label={lede} lastIsPartial />
                </Figure>
                <ValuesTable id="weeks-values" xs={xs} xName="Week from" lines={lines} />
              </>
            )}
          </Section>
        </>
      ),
    };
  },
});

const dayPlus = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
