import { showDataset } from '../../areas/catalog/contract.ts';
import { loadReport } from '../../areas/catalog/load-report.tsx';
import { showJob, stopJob } from '../../areas/work/contract.ts';
import type { JobView } from '../../areas/work/model.ts';
import { type PageRequest, page } from '../../core/page.ts';
import { ifThere } from '../ask/if-there.ts';
import {
  ActForm,
  ButtonLink,
  type Fact,
  Facts,
  Links,
  Log,
  Meter,
  Notice,
  Section,
  Time,
  Title,
} from '../components/index.ts';
import { counted, formatCount, formatDuration, formatTime } from '../format/index.ts';
import { IngestSteps } from './ingest-steps.tsx';
import { doingOf, isUnderWay, nounOf, progressWords } from './job-words.ts';

type Shown = JobView & { readonly log: readonly { readonly at: string; readonly line: string }[] };

/** One piece of long work, at one address from its start to its end. */
export const jobPage = page({
  path: '/jobs/:job',
  access: 'everyone',
  render: async (request) => {
    const job = await request.ask(showJob, { job: request.params['job'] ?? '' });
    const breadcrumbs = [
      { href: '/data', label: 'Data' },
      { href: '/jobs', label: 'Work under way' },
    ];
    const live = isUnderWay(job);
    return {
      title: titleOf(job),
      place: 'data',
      breadcrumbs,
      ...(live ? { refreshSeconds: 15, island: 'job' } : {}),
      content: live ? await underWay(request, job) : await over(request, job),
    };
  },
  submit: async (request) => {
    const job = request.params['job'] ?? '';
    await request.ask(stopJob, { job });
    return { redirect: `/jobs/${job}` };
  },
});

const titleOf = (job: JobView): string =>
  ({
    queued: `${doingOf(job.kind)}: waiting`,
    running: doingOf(job.kind),
    succeeded: `${nounOf(job.kind)}: done`,
    failed: `${nounOf(job.kind)}: it failed`,
    cancelled: `${nounOf(job.kind)}: stopped`,
  })[job.state];

async function underWay(request: PageRequest, job: Shown) {
  const zone = request.clock.timeZone;
  const now = Date.parse(request.clock.now());
  const mayStop = job.yours && (await request.may(stopJob));
  const about =
    job.subject === null ? undefined : await ifThere(request.ask(showDataset, { dataset: job.subject }));
  const facts: Fact[] = [
    ...(about ? [{ label: 'Dataset', value: <a href={`/data/${about.dataset}`}>{about.title}</a> }] : []),
    {
      label: job.started_at ? 'Started' : 'Asked for',
      value: (
        <>
          <Time at={job.started_at ?? job.queued_at} zone={zone} as="time" />,{' '}
          {formatDuration(now - Date.parse(job.started_at ?? job.queued_at))} ago
        </>
      ),
    },
    ...(job.attempt > 1
      ? [{ label: 'Begun again', value: `${job.attempt - 1} times: nothing is stored twice` }]
      : []),
  ];
  return (
    <div data-live>
      <Title kind={nounOf(job.kind)} title={doingOf(job.kind)} lede={progressWords(job, now)}>
        {job.done !== null && <Meter done={job.done} total={job.total} unit={job.unit ?? 'rows'} />}
        <div class="acts">
          {mayStop && (
            <ActForm request={request} as="outline">
              Stop and keep nothing
            </ActForm>
          )}
          <span class="small quiet">
            You may leave: the work goes on, and this address keeps the result. The page renews itself.
          </span>
        </div>
        <Facts items={facts} />
      </Title>
      {job.kind === 'catalog.ingest' && (
        <Section title="Stages" remark="Nothing can be seen by others before the last one" first>
          <IngestSteps job={job} />
        </Section>
      )}
      <LogSection job={job} zone={zone} />
    </div>
  );
}

async function over(request: PageRequest, job: Shown) {
  const zone = request.clock.timeZone;
  const made = loadResult(job);
  if (made !== undefined) {
    const { loaded, content } = await loadReport(request, made.dataset, made.version);
    const home = `/data/${loaded.dataset}`;
    return (
      <>
        <Title
          kind={`Version ${made.version}${made.new_version ? '' : ' · loaded before'}`}
          title={`${loaded.title} is loaded`}
          lede={
            made.new_version
              ? `${counted(loaded.rows_in, 'row')} came in, ${formatCount(loaded.rows_stored)} are stored, ${loaded.rows_quarantined === 0 ? 'none' : formatCount(loaded.rows_quarantined)} set aside. ${cellWords(loaded.cells_rejected)}`
              : 'The file is the one loaded last, byte for byte. No new version was made.'
          }
          acts={
            <>
              <ButtonLink href={home}>See the dataset</ButtonLink>
              <Links>
                <a href={`${home}/edit`}>Complete the record</a>
                <a href={`${home}/rules`}>Rules worth having</a>
                {made.version > 1 && <a href={`${home}/compare?to=${made.version}`}>What changed</a>}
                <a href="/data/upload">Load another file</a>
              </Links>
            </>
          }
        >
          <Facts items={timeFacts(job, zone)} />
        </Title>
        {loaded.notice && (
          <Notice tone="warn" title="The fields changed">
            <p>{loaded.notice.says}</p>
          </Notice>
        )}
        {content}
        <LogSection job={job} zone={zone} />
      </>
    );
  }
  const harvested = job.kind === 'catalog.harvest' && job.state === 'succeeded';
  return (
    <>
      <Title
        kind={nounOf(job.kind)}
        title={titleOf(job)}
        lede={
          job.state === 'failed'
            ? (job.error?.message ?? 'It failed. Why is told to whoever asked for it.')
            : job.state === 'cancelled'
              ? 'It was stopped. What was stored before it began is as it was.'
              : job.yours
                ? 'It is done.'
                : 'It is done. What came of it is told to whoever asked for it.'
        }
        acts={
          harvested ? (
            <ButtonLink href={`/data/harvest/${job.id}`}>See what it found</ButtonLink>
          ) : job.kind === 'catalog.harvest' ? (
            <a href="/data/harvest">Harvest a catalogue</a>
          ) : job.kind === 'catalog.ingest' ? (
            <ButtonLink
              href={job.subject ? `/data/upload?dataset=${job.subject}` : '/data/upload'}
              kind="outline"
            >
              Load the file again
            </ButtonLink>
          ) : (
            job.subject &&
            (job.kind.startsWith('plan.') ? (
              <a href="/plan">See the plan</a>
            ) : (
              <a href={`/data/${job.subject}`}>See the dataset</a>
            ))
          )
        }
      >
        <Facts items={timeFacts(job, zone)} />
      </Title>
      {job.error && (
        <Notice tone="bad" title="What you can do">
          <p>{job.error.remedy}</p>
          <p class="small quiet">
            Nothing that was stored before is lost. To report this, quote <span class="mono">{job.id}</span>{' '}
            and <span class="mono">{job.error.code}</span>.
          </p>
        </Notice>
      )}
      {job.kind === 'catalog.ingest' && (
        <Section title="How far it came">
          <IngestSteps job={job} />
        </Section>
      )}
      <LogSection job={job} zone={zone} />
    </>
  );
}

const cellWords = (cells: number): string =>
  cells === 0
    ? 'Every cell fits its column.'
    : `${counted(cells, 'cell')} ${cells === 1 ? 'does not fit its column; it is' : 'do not fit their column; they are'} kept, and listed below.`;

function timeFacts(job: JobView, zone: string): readonly Fact[] {
  return [
    { label: 'Asked for', value: <Time at={job.queued_at} zone={zone} as="moment" /> },
    ...(job.started_at && job.finished_at
      ? [{ label: 'Took', value: formatDuration(Date.parse(job.finished_at) - Date.parse(job.started_at)) }]
      : []),
  ];
}

/** The version a load made; undefined for other work, and for loads that made none. */
function loadResult(job: JobView): { dataset: string; version: number; new_version: boolean } | undefined {
  const result = job.result as { dataset?: unknown; version?: unknown; new_version?: unknown } | null;
  if (job.kind !== 'catalog.ingest' || job.state !== 'succeeded' || result === null) return undefined;
  if (typeof result.dataset !== 'string' || typeof result.version !== 'number') return undefined;
  return { dataset: result.dataset, version: result.version, new_version: result.new_version !== false };
}

function LogSection({ job, zone }: { job: Shown; zone: string }) {
  if (job.log.length === 0) return null;
  const lines = job.log.toReversed().slice(0, 40);
  return (
    <Section
      title="Log"
      aside={
        job.log.length > lines.length && (
          <a href={`/api/v1/jobs/${job.id}`}>Whole log, {counted(job.log.length, 'line')}</a>
        )
      }
    >
      <Log
        lines={lines.map(({ at, line }) => ({ at, line, time: formatTime(at, zone, { seconds: true }) }))}
      />
    </Section>
  );
}
