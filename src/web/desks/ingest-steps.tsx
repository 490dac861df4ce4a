import type { JobView } from '../../areas/work/model.ts';
import { type Step, Steps } from '../components/index.ts';
import { amountOf } from './job-words.ts';

interface Stage {
  readonly name: string;
  readonly does: string;
  readonly note: string;
  /** How the job names this part of its work. */
  readonly told: readonly string[];
}

const stages: readonly Stage[] = [
  { name: 'Received', does: 'Keeps the file as it came', note: 'Whole, as it was sent', told: [] },
  {
    name: 'Read',
    does: 'Encoding, separator, head; every cell',
    note: 'Kinds are settled from the whole column',
    told: ['Unpacking', 'Decoding', 'Reading cells', 'Reading records', 'Reading'],
  },
  {
    name: 'Stored',
    does: 'Types each cell, keeps aside what does not fit',
    note: 'Rows in are rows stored and rows set aside',
    told: ['Setting rows in order', 'Writing rows'],
  },
  {
    name: 'Compared',
    does: 'Finds rows added, removed and changed',
    note: 'Only where there is a version before',
    told: ['Comparing with the version before'],
  },
  {
    name: 'Version made',
    does: 'Makes it visible to everyone',
    note: 'All at once, or not at all',
    told: ['Making the version'],
  },
];

/** The stages of a load, with the one it is at. A stage the job names otherwise counts as the reading. */
export const IngestSteps = ({ job }: { job: JobView }) => {
  const at =
    job.state === 'queued'
      ? 1
      : Math.max(
          1,
          stages.findIndex(({ told }) => told.includes(job.stage ?? '')),
        );
  const over = job.state === 'succeeded';
  const items = stages.map((stage, index): Step => {
    const state =
      over || index < at
        ? 'done'
        : index > at
          ? 'to-come'
          : job.state === 'running'
            ? 'current'
            : job.state === 'queued'
              ? 'to-come'
              : 'stopped';
    const current = index === at && job.done !== null;
    return {
      state,
      name: stage.name,
      note: stage.note,
      does: stage.does,
      ...(current && {
        done: amountOf(job.done ?? 0, job.unit),
        ...(job.total ? { share: Math.min(1, (job.done ?? 0) / job.total) } : {}),
      }),
    };
  });
  return <Steps items={items} />;
};
