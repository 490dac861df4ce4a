import { showDataset } from '../../areas/catalog/contract.ts';
import { listJobs } from '../../areas/work/contract.ts';
import type { JobView } from '../../areas/work/model.ts';
import { type PageRequest, page } from '../../core/page.ts';
import { ifThere } from '../ask/if-there.ts';
import {
  type Column,
  Empty,
  Section,
  Status,
  type StatusKind,
  Table,
  Time,
  Title,
} from '../components/index.ts';
import { formatDuration, inWords, sentence } from '../format/index.ts';
import { isUnderWay, nounOf, outcomeWords } from './job-words.ts';

const shapes: Readonly<Record<JobView['state'], StatusKind>> = {
  queued: 'unknown',
  running: 'track',
  succeeded: 'met',
  failed: 'late',
  cancelled: 'unknown',
};

/** All long work, what goes on first. */
export const jobsPage = page({
  path: '/jobs',
  access: 'everyone',
  render: async (request) => {
    const { jobs } = await request.ask(listJobs, { limit: 40 });
    const titles = await titlesOf(request, jobs);
    const underWay = jobs.filter(isUnderWay);
    const over = jobs.filter((job) => !isUnderWay(job));
    const zone = request.clock.timeZone;
    const columns: readonly Column<JobView>[] = [
      {
        head: 'Work',
        width: 'w25',
        cell: (job) => (
          <>
            <a href={`/jobs/${job.id}`}>{nounOf(job.kind)}</a>
            {job.subject && titles.has(job.subject) && <span class="sub">{titles.get(job.subject)}</span>}
          </>
        ),
      },
      {
        head: 'How far, or what came of it',
        label: 'State',
        cell: (job) => <Status kind={shapes[job.state]}>{outcomeWords(job)}</Status>,
      },
      { head: 'Asked for', nowrap: true, cell: (job) => <Time at={job.queued_at} zone={zone} as="moment" /> },
      {
        head: 'Took',
        numeric: true,
        cell: (job) =>
          job.started_at && job.finished_at
            ? formatDuration(Date.parse(job.finished_at) - Date.parse(job.started_at))
            : '–',
      },
    ];
    return {
      title: 'Work under way',
      place: 'data',
      breadcrumbs: [{ href: '/data', label: 'Data' }],
      refreshSeconds: underWay.length > 0 ? 15 : undefined,
      island: underWay.length > 0 ? 'job' : undefined,
      content: (
        <>
          <Title
            title="Work under way"
            lede={
              underWay.length === 0
                ? 'Nothing is being loaded, profiled or checked just now.'
                : `${sentence(inWords(underWay.length, 'piece', 'pieces'))} of work ${underWay.length === 1 ? 'is' : 'are'} under way.`
            }
          />
          {underWay.length > 0 && (
            <div data-live>
              <Section title="Now">
                <Table caption="Work under way" columns={columns} rows={underWay} />
              </Section>
            </div>
          )}
          <Section title="Lately">
            {over.length === 0 ? (
              <Empty acts={<a href="/data/upload">Load a file</a>}>
                Loads, profiles and checks are listed here when they are over. None has run yet.
              </Empty>
            ) : (
              <Table caption="Work that is over" columns={columns} rows={over} />
            )}
          </Section>
        </>
      ),
    };
  },
});

/** Titles of the datasets that the work is about, by the name the work uses for each. */
async function titlesOf(
  request: PageRequest,
  jobs: readonly JobView[],
): Promise<ReadonlyMap<string, string>> {
  const subjects = [...new Set(jobs.flatMap(({ subject }) => (subject === null ? [] : [subject])))];
  const found = await Promise.all(
    subjects.map(
      async (subject) =>
        [subject, (await ifThere(request.ask(showDataset, { dataset: subject })))?.title] as const,
    ),
  );
  return new Map(found.filter((pair): pair is readonly [string, string] => pair[1] !== undefined));
}
