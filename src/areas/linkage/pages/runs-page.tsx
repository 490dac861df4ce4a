import { page } from '../../../core/page.ts';
import {
  ButtonLink,
  Empty,
  Links,
  Section,
  Status,
  Table,
  Time,
  Title,
} from '../../../web/components/index.ts';
import { counted } from '../../../web/format/index.ts';
import { namePeople } from '../../access/contract.ts';
import { listRuns } from '../runs/contract.ts';
import type { RunView } from '../runs/model.ts';
import { linkageCrumbs } from './purpose-first.tsx';

const statusOf: Readonly<Record<RunView['state'], 'met' | 'track' | 'risk' | 'late' | 'unknown'>> = {
  waiting: 'unknown',
  running: 'track',
  finished: 'met',
  failed: 'late',
  stopped: 'risk',
  destroyed: 'unknown',
};
const stateWords: Readonly<Record<RunView['state'], string>> = {
  waiting: 'Waiting',
  running: 'Under way',
  finished: 'Finished',
  failed: 'Failed',
  stopped: 'Stopped',
  destroyed: 'Result destroyed',
};

/** Every link of datasets: who asked, for what, how far it is. */
export const runsPage = page({
  path: '/linkage',
  access: 'staff',
  render: async (request) => {
    const { runs } = await request.ask(listRuns, {});
    const { names } = await request.ask(namePeople, { ids: [...new Set(runs.map((run) => run.asked_by))] });
    const nameOf = (id: string) => names[id] ?? id;
    const zone = request.clock.timeZone;
    return {
      title: 'Linkage',
      place: 'sharing',
      breadcrumbs: linkageCrumbs,
      content: (
        <>
          <Title
            kind="Linkage"
            title="Is this the same person?"
            lede={
              runs.length === 0
                ? 'Records of two datasets, or of one, are compared here without leaving the platform. No link has been made yet.'
                : `${counted(runs.length, 'link')} of datasets ${runs.length === 1 ? 'is' : 'are'} listed, the newest first. What a link found is shown to whoever may see the rows of all its sources.`
            }
            acts={
              <>
                <ButtonLink href="/linkage/start">Start a link</ButtonLink>
                <Links>
                  <a href="/linkage/definitions">Models and rules</a>
                </Links>
              </>
            }
          />
          <Section title="Links" first>
            {runs.length === 0 ? (
              <Empty>Links that people start will be listed here, with their purpose.</Empty>
            ) : (
              <Table
                caption="Links of datasets"
                rows={runs}
                columns={[
                  {
                    head: 'Link',
                    width: 'w40',
                    cell: (run) => (
                      <>
                        <a href={`/linkage/runs/${run.run}`}>{run.title}</a>
                        <span class="sub">{run.purpose === '' ? 'No purpose: open data' : run.purpose}</span>
                      </>
                    ),
                  },
                  { head: 'Asked by', cell: (run) => nameOf(run.asked_by) },
                  { head: 'Asked', cell: (run) => <Time at={run.asked_at} zone={zone} as="moment" /> },
                  {
                    head: 'State',
                    width: 'w-status',
                    cell: (run) => <Status kind={statusOf[run.state]}>{stateWords[run.state]}</Status>,
                  },
                ]}
              />
            )}
          </Section>
        </>
      ),
    };
  },
});
