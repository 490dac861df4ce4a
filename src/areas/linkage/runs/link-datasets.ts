import { newId, newPublicId } from '../../../core/id.ts';
import { ident, sql } from '../../../engine/sql.ts';
import { datasetOf, fieldClassesOf, versionAt } from '../../catalog/index.ts';
import type { Context, Handler } from '../../handler.ts';
import { definitionOf, refOf } from '../definitions/read-definition.ts';
import { noSuchColumn } from '../errors.ts';
import { parseFields } from '../kinds/parse-fields.ts';
import { correctionOfRun } from '../review/correction-of-run.ts';
import type { linkDatasets as linkOp, moveThreshold as moveOp } from './contract.ts';
import { groupNotForReport, sameDatasetTwice } from './errors.ts';
import { resolveModel } from './model-named.ts';
import { type OpenSource, openSources } from './open-sources.ts';
import { mustContinue } from './previous-run.ts';
import { finishedRun, type KeptRequest, type RunSource, requestOf, sourcesOfRun } from './read-run.ts';

/** Decides for the asker, writes the look down, and queues the link. */
export const linkDatasets: Handler<typeof linkOp> = async (context, input) => {
  const reader = context.store.read;
  const sources = await sourcesNamed(context, input);
  const model = input.model ? await resolveModel(reader, input.model) : undefined;
  const rules = input.rules ? refOf(await definitionOf(reader, 'rules', input.rules)) : undefined;
  const previous = input.previous ? (await finishedRun(reader, input.previous)).row : undefined;
  if (previous !== undefined) mustContinue({ row: previous }, sources);
  // Leave to a model that was learned, and to what came before, is leave to what it was learned from.
  const pattern =
    model !== undefined && 'run' in model ? (await finishedRun(reader, model.run)).row : undefined;
  const reviewed = pattern ?? (model === undefined ? previous : undefined);
  for (const before of new Set([pattern, previous]))
    if (before !== undefined) await openSources(context, sourcesOfRun(before));
  const opened = await openSources(context, sources);
  const columns = opened.flatMap(({ records }) => records.columns);
  const asked = input.fields === undefined || input.fields.trim() === '' ? undefined : input.fields;
  for (const { column } of asked === undefined ? [] : parseFields(asked))
    if (!columns.includes(column)) throw noSuchColumn.with({ column });
  for (const column of input.groups ?? []) await mustSuitAReport(context, opened, column);
  const titles = opened.map(({ title }) => title);
  const run = newId(context.random);
  const request: KeptRequest = {
    fields: asked,
    groups: input.groups,
    threshold: input.threshold,
    oneToOne: input.one_to_one,
    model: model && ('run' in model ? model.run : model.ref),
    rules,
    previous: previous?.id,
    compareAll: input.compare_all || undefined,
    correction: reviewed && (await correctionOfRun(reader, reviewed.id)),
    result: {
      dataset: newId<'dataset'>(context.random),
      publicId: newPublicId(context.random),
      register: true,
    },
  };
  const title =
    input.title ||
    (titles.length === 1 ? `${titles[0]}: records of the same` : `${titles[0]} linked to ${titles[1]}`);
  return queue(context, { run, title, sources, request, follows: null });
};

/** The same datasets, versions and model; only the line is drawn elsewhere. */
export const moveThreshold: Handler<typeof moveOp> = async (context, input) => {
  const { row } = await finishedRun(context.store.read, input.run);
  const sources = sourcesOfRun(row);
  await openSources(context, sources);
  const before = requestOf(row);
  const request: KeptRequest = {
    ...before,
    threshold: 1 / (1 + 2 ** -input.weight),
    model: row.id,
    // Names of clusters stay, and what moving the line did to them is listed.
    previous: row.id,
    compareAll: true,
    correction: undefined,
    result: { ...before.result, register: false },
  };
  return queue(context, {
    run: newId(context.random),
    title: row.title,
    sources,
    request,
    follows: row.id,
  });
};

/** The current versions of the datasets that were named. Throws `linkage.same-dataset-twice`. */
export async function sourcesNamed(
  context: Pick<Context, 'store'>,
  input: { readonly left: string; readonly right?: string },
): Promise<RunSource[]> {
  const named = [input.left, ...(input.right ? [input.right] : [])];
  const sources = await Promise.all(
    named.map(async (ref) => {
      const dataset = await datasetOf(context.store.read, ref);
      const { number } = await versionAt(context.store.read, dataset);
      return { dataset: dataset.id, version: number };
    }),
  );
  if (sources.length === 2 && sources[0]!.dataset === sources[1]!.dataset)
    throw sameDatasetTwice.with({ dataset: input.left });
  return sources;
}

async function queue(
  context: Context,
  {
    run,
    title,
    sources,
    request,
    follows,
  }: {
    readonly run: string;
    readonly title: string;
    readonly sources: readonly RunSource[];
    readonly request: KeptRequest;
    readonly follows: string | null;
  },
): Promise<{ job: string }> {
  const [left, right] = sources;
  return context.store.write(async (tx) => {
    const job = await context.enqueue(tx, {
      kind: 'linkage.link-datasets',
      input: { run },
      subject: left!.dataset,
    });
    await tx
      .insertInto('linkage_run')
      .values({
        id: run,
        kind: right === undefined ? 'dedupe' : 'link',
        title,
        purpose: context.purpose ?? '',
        asked_by: context.actor.id,
        asked_at: context.clock.now(),
        job,
        left_dataset: left!.dataset,
        left_version: left!.version,
        right_dataset: right?.dataset ?? null,
        right_version: right?.version ?? null,
        request: JSON.stringify(request),
        follows,
      })
      .execute();
    context.audit.about({
      dataset: left!.dataset,
      detail: { run, ...(right === undefined ? {} : { right: right.dataset }) },
    });
    return { job };
  });
}

const mostValues = 50;

/** The values of a group are kept in the report: they must be words for groups, not for persons. */
async function mustSuitAReport(
  context: Context,
  opened: readonly OpenSource[],
  column: string,
): Promise<void> {
  const holding = opened.filter(({ records }) => records.columns.includes(column));
  if (holding.length === 0) throw noSuchColumn.with({ column });
  for (const { dataset, records } of holding) {
    const classes = await fieldClassesOf(context, dataset);
    if (classes.get(column) === 'identifier')
      throw groupNotForReport.with({ column, because: 'it is classified as saying who somebody is' });
    const [row] = await context.engine.rows<{ n: number }>(
      sql`SELECT count(DISTINCT ${ident(column)})::integer AS n FROM ${records.relation}`,
      { step: 'group_values', signal: context.signal },
    );
    if (row!.n > mostValues)
      throw groupNotForReport.with({ column, because: `it has more than ${mostValues} different values` });
  }
}
