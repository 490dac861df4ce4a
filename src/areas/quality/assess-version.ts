import type { JobContext, JobRun } from '../handler.ts';
import { keepAnomalies } from './keep-anomalies.ts';
import { keepChecks } from './keep-checks.ts';
import { keepProfile } from './keep-profile.ts';
import { keepSuggestions } from './keep-suggestions.ts';
import { openVersion } from './version-ground.ts';

interface About {
  readonly dataset: string;
  readonly version: number;
}

/** Job `quality.assess`: all that a new version is owed: profile, suggestions, checks, issues, what is unusual. */
export const assessVersion: JobRun = async (context: JobContext, { dataset, version }: About) => {
  const open = await openVersion(context, dataset, version);
  const profile = await keepProfile(context, open);
  const suggestions = await keepSuggestions(context, open, profile);
  const found = await keepChecks(context, open);
  const anomalies = await keepAnomalies(context, open);
  await context.store.write((tx) =>
    context.emit(tx, 'version-assessed', {
      dataset: open.dataset.id,
      publicId: open.dataset.publicId,
      version: open.version.number,
    }),
  );
  context.job.note(
    `${profile.fields.length} fields, ${suggestions.length} rules suggested, ${found.length} checked, ${anomalies.length} unusual`,
  );
  return {
    dataset: open.dataset.publicId,
    version: open.version.number,
    rows: profile.rows,
    fields: profile.fields.length,
    suggestions: suggestions.length,
    ...tally(found),
    anomalies: anomalies.length,
  };
};

/** Job `quality.profile-version`. */
export const profileAgain: JobRun = async (context: JobContext, { dataset, version }: About) => {
  const open = await openVersion(context, dataset, version);
  const profile = await keepProfile(context, open);
  const suggestions = await keepSuggestions(context, open, profile);
  await keepAnomalies(context, open);
  return {
    dataset: open.dataset.publicId,
    version: open.version.number,
    rows: profile.rows,
    fields: profile.fields.length,
    suggestions: suggestions.length,
  };
};

/** Job `quality.check-version`. */
export const checkAgain: JobRun = async (context: JobContext, { dataset, version }: About) => {
  const open = await openVersion(context, dataset, version);
  const found = await keepChecks(context, open);
  return { dataset: open.dataset.publicId, version: open.version.number, ...tally(found) };
};

const tally = (found: readonly { outcome: string }[]) => {
  const of = (outcome: string) => found.filter((one) => one.outcome === outcome).length;
  return { passed: of('passed'), failed: of('failed'), notRun: of('not-run') };
};
