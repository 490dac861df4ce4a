import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../../store/database.ts';
import type { Reader } from '../../handler.ts';
import { linkageReport } from '../model.ts';
import { noSuchRun, runNotFinished } from './errors.ts';
import { runEvidence } from './model.ts';

export type RunRow = Selectable<Database['linkage_run']>;

/** What was asked for, beside the datasets, as the row keeps it. */
const keptRequest = z.object({
  fields: z.string().optional(),
  groups: z.array(z.string()).optional(),
  threshold: z.number().optional(),
  oneToOne: z.enum(['auto', 'both', 'left', 'right', 'none']),
  /** The run whose model is used, or a saved model at its version. */
  model: z.string().optional(),
  /** A saved rule set at its version. */
  rules: z.string().optional(),
  /** The run that this one goes on from. */
  previous: z.string().optional(),
  compareAll: z.boolean().optional(),
  /** What a review of the run whose model is used said of it. */
  correction: z.object({ bits: z.number(), pairs: z.number() }).optional(),
  /** Ids of the dataset that holds the result, chosen before: running again makes nothing twice. */
  result: z.object({ dataset: z.string(), publicId: z.string(), register: z.boolean() }),
});
export type KeptRequest = z.output<typeof keptRequest>;
export const requestOf = (row: RunRow): KeptRequest => keptRequest.parse(JSON.parse(row.request));

/** A dataset of a run, at the version that was linked. */
export interface RunSource {
  /** Internal id. */
  readonly dataset: string;
  readonly version: number;
}

export const sourcesOfRun = (row: RunRow): RunSource[] => [
  { dataset: row.left_dataset, version: row.left_version },
  ...(row.right_dataset === null ? [] : [{ dataset: row.right_dataset, version: row.right_version! }]),
];

/** Throws `linkage.no-such-run`. */
export async function runOf(reader: Reader, id: string): Promise<RunRow> {
  const row = await reader.selectFrom('linkage_run').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw noSuchRun.with({ run: id });
  return row;
}

/** A run with a result. Throws `linkage.no-such-run`, `linkage.run-not-finished`. */
export async function finishedRun(reader: Reader, id: string) {
  const row = await runOf(reader, id);
  if (row.report === null) throw runNotFinished.with({ run: id });
  return { row, ...reportOf(row)! };
}

const keptReport = z.object({ report: linkageReport, evidence: runEvidence });

/** The report as it was kept; undefined before the run has ended. */
export const reportOf = (row: RunRow) =>
  row.report === null ? undefined : keptReport.parse(JSON.parse(row.report));
