import type { JobView } from '../../areas/work/model.ts';
import { formatBytes, formatCount, formatEstimate } from '../format/index.ts';

const kindWords: Readonly<Record<string, { doing: string; noun: string }>> = {
  'catalog.ingest': { doing: 'Reading a file', noun: 'Load of a file' },
  'quality.assess': {
    doing: 'Looking at the quality of a version',
    noun: 'Profile, rules and checks of a version',
  },
  'catalog.harvest': { doing: 'Harvesting a catalogue', noun: 'Harvest of a catalogue' },
  'catalog.find-copies': { doing: 'Looking for near copies', noun: 'Search for near copies' },
  'portal.project-version': { doing: 'Sorting a version for fast reading', noun: 'Sorted copy of a version' },
  'linkage.link-datasets': { doing: 'Linking records', noun: 'Link of datasets' },
  'linkage.draw-review': { doing: 'Drawing pairs to review', noun: 'Review of a link' },
  'plan.recompute': { doing: 'Counting the objectives', noun: 'Count of the objectives' },
  'quality.profile-version': { doing: 'Profiling a version', noun: 'Profile of a version' },
  'quality.check-version': { doing: 'Checking a version', noun: 'Check of a version' },
};

/** What a piece of work is, as a noun: `Load of a file`. An unknown kind is told by its own name, made readable. */
export function nounOf(kind: string): string {
  return kindWords[kind]?.noun ?? readable(kind);
}

/** What it does, while it does it: `Reading a file`. */
export function doingOf(kind: string): string {
  return kindWords[kind]?.doing ?? readable(kind);
}

function readable(kind: string): string {
  const verb = kind.split('.').at(-1)?.replaceAll('-', ' ') ?? kind;
  return verb.charAt(0).toUpperCase() + verb.slice(1);
}

export const isUnderWay = (job: JobView): boolean => job.state === 'queued' || job.state === 'running';

/** How far it is, in one sentence: `Reading rows: 412,000 of 1,000,000, about 40 seconds left.` */
export function progressWords(job: JobView, nowMs: number): string {
  if (job.state === 'queued') return 'Waiting for its turn. It starts by itself.';
  if (job.stop_asked && isUnderWay(job)) return 'Stopping at the next safe point.';
  const stage = job.stage ?? 'Working';
  if (job.done === null) return `${stage}.`;
  if (job.total === null) return `${stage}: ${amountOf(job.done, job.unit)} so far.`;
  return `${stage}: ${amountOf(job.done, job.unit, job.total)}${leftWords(job, nowMs)}.`;
}

/** `412,000 of 1,000,000 rows`, `61 of 173 MB`. */
export function amountOf(done: number, unit: string | null, total?: number): string {
  if (unit === 'bytes')
    return total === undefined ? formatBytes(done) : `${formatBytes(done)} of ${formatBytes(total)}`;
  return `${total === undefined ? '' : `${formatCount(done)} of `}${formatCount(total ?? done)} ${unit ?? 'rows'}`;
}

/** An estimate only after the first tenth: earlier ones mislead. */
function leftWords({ started_at, done, total }: JobView, nowMs: number): string {
  if (started_at === null || !done || !total || done < total / 10 || done >= total) return '';
  const elapsed = nowMs - Date.parse(started_at);
  return `, ${formatEstimate((elapsed * (total - done)) / done)} left`;
}

/** What came of it, for a list. */
export function outcomeWords(job: JobView): string {
  switch (job.state) {
    case 'succeeded':
      return 'Done';
    case 'failed':
      return job.error?.message ?? 'Failed';
    case 'cancelled':
      return 'Stopped';
    case 'queued':
      return 'Waiting for its turn';
    case 'running':
      return `${job.stage ?? 'Working'}${job.done === null ? '' : `: ${amountOf(job.done, job.unit, job.total ?? undefined)}`}`;
  }
}
