import type { PageRequest } from '../../../core/page.ts';
import {
  ActForm,
  ButtonLink,
  Facts,
  Log,
  Meter,
  Notice,
  Section,
  Time,
  Title,
} from '../../../web/components/index.ts';
import { formatCount, formatDuration, formatTime } from '../../../web/format/index.ts';
import { showJob } from '../../work/contract.ts';
import type { RunView } from '../runs/model.ts';
import { kindWord } from './purpose-first.tsx';

/** How far a link is, or what stopped it. */
export async function runUnderWay(request: PageRequest, run: RunView) {
  const job = await request.ask(showJob, { job: run.job });
  const zone = request.clock.timeZone;
  const live = run.state === 'waiting' || run.state === 'running';
  const since = Date.parse(job.started_at ?? job.queued_at);
  const until = job.finished_at === null ? Date.parse(request.clock.now()) : Date.parse(job.finished_at);
  const stage = job.stage ?? 'Opening the datasets';
  return (
    <div data-live={live || undefined}>
      <Title
        kind={`${kindWord(run)}${run.purpose === '' ? '' : ` · purpose: ${run.purpose}`}`}
        title={run.title}
        lede={
          {
            waiting: 'Waiting for its turn. It starts by itself.',
            running: job.stop_asked
              ? 'Stopping at the next safe point.'
              : `${stage}${job.done === null ? '' : `: ${formatCount(job.done)} ${job.unit ?? 'pairs'} so far`}.`,
            failed: job.error?.message ?? 'The link failed.',
            stopped: 'The link was stopped. Nothing of it is kept.',
            finished: 'Done.',
            destroyed: 'Done.',
          }[run.state]
        }
      >
        {live && job.done !== null && <Meter done={job.done} total={job.total} unit={job.unit ?? 'pairs'} />}
        {live ? (
          <div class="acts">
            <ActForm request={request} as="outline" fields={{ act: 'stop' }}>
              Stop and keep nothing
            </ActForm>
            <span class="small quiet">
              You may leave: the work goes on, and this address keeps the report. The page renews itself.
            </span>
          </div>
        ) : (
          <div class="acts">
            <ButtonLink
              href={`/linkage/start?${new URLSearchParams({
                left: run.datasets[0]!.dataset,
                right: run.datasets[1]?.dataset ?? '',
              })}`}
            >
              Start again
            </ButtonLink>
          </div>
        )}
        <Facts
          items={[
            ...run.datasets.map(({ dataset, title, version }, at) => ({
              label: run.datasets.length === 1 ? 'Dataset' : at === 0 ? 'First dataset' : 'Second dataset',
              value: (
                <>
                  <a href={`/data/${dataset}`}>{title}</a>, version {version}
                </>
              ),
            })),
            { label: 'Asked for', value: <Time at={run.asked_at} zone={zone} as="moment" /> },
            { label: live ? 'So far' : 'Took', value: formatDuration(Math.max(0, until - since)) },
          ]}
        />
      </Title>
      {run.state === 'failed' && job.error !== null && (
        <Notice title="What to do" tone="bad">
          <p>{job.error.remedy}</p>
        </Notice>
      )}
      {job.log.length > 0 && (
        <Section title="Log" first>
          <Log
            lines={job.log.map(({ at, line }) => ({
              at,
              time: formatTime(at, zone, { seconds: true }),
              line,
            }))}
          />
        </Section>
      )}
    </div>
  );
}
