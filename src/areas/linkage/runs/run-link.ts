import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { datasetOf, openContent, runIngest, versionAt } from '../../catalog/index.ts';
import type { JobContext } from '../../handler.ts';
import { honourDecisions } from '../cluster/honour-decisions.ts';
import { decidedColumns, letRulesDecide } from '../decide-pairs.ts';
import { definitionOf } from '../definitions/read-definition.ts';
import { type LinkRequest, linkSources, sidesOf } from '../link-sources.ts';
import { printModel } from '../model-file.ts';
import { buildReport } from '../report/build-report.ts';
import { errorsBySubgroup } from '../report/subgroups.ts';
import { correctedModel } from '../review/correct-model.ts';
import { decisionsFor } from '../review/decisions-for.ts';
import { rowsOfSources } from '../review/rows-of-sources.ts';
import { modelNamed } from './model-named.ts';
import { type OpenSource, openSources, recordId } from './open-sources.ts';
import { continuePrevious } from './previous-run.ts';
import { type KeptRequest, type RunRow, requestOf, runOf, sourcesOfRun } from './read-run.ts';
import { fieldsOfSources } from './recognise-fields.ts';
import { evidenceOf } from './run-evidence.ts';
import { waitsFor } from './run-gate.ts';
import { writeRun } from './write-run.ts';

const seed = 1;
/** Kept as a working file of one analysis, where the state has such a class. */
const recordClass = 'working-extracts';

/**
 * Links the datasets of a run and keeps the result as a sealed version of its own: who belongs together as its rows, the pairs
 * beside them. Decided for the asker when it was queued. Running again gives the one version.
 */
export async function runLink(
  context: JobContext,
  input: { readonly run: string },
): Promise<{ run: string }> {
  const { store, clock, vault } = context;
  const row = await runOf(store.read, input.run);
  if (row.report !== null) return { run: row.id };
  const request = requestOf(row);
  const sources = await openSources(context, sourcesOfRun(row));
  const isLink = sources.length === 2;
  const thisYear = Number(clock.now().slice(0, 4));
  const asked: LinkRequest = {
    kind: isLink ? 'link' : 'dedupe',
    files: sources.map(({ records }) => records),
    // A given model says itself what it compares.
    fields:
      request.fields ??
      (request.model === undefined && request.previous === undefined
        ? await fieldsOfSources(context.engine, sources)
        : undefined),
    id: recordId,
    threshold: request.threshold,
    oneToOne: request.oneToOne,
    groups: request.groups,
    seed,
  };
  const folder = join(vault.privateFolder, `link-${row.id}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    return await linkInto(context, { folder, row, request, sources, asked, thisYear });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function linkInto(
  context: JobContext,
  at: {
    readonly folder: string;
    readonly row: RunRow;
    readonly request: KeptRequest;
    readonly sources: readonly OpenSource[];
    readonly asked: LinkRequest;
    readonly thisYear: number;
  },
): Promise<{ run: string }> {
  const { store, engine, clock } = context;
  const { folder, row, request, sources, asked, thisYear } = at;
  const own = request.model === undefined ? undefined : await modelNamed(context.store.read, request.model);
  const previous =
    request.previous === undefined
      ? undefined
      : await continuePrevious(context, request.previous, {
          folder,
          sources,
          request: {
            ...asked,
            compareAll: request.compareAll === true,
            // Weights of before hold as long as the model does.
            otherModel:
              request.correction !== undefined || (own !== undefined && request.model !== request.previous),
          },
        });
  const learned = own ?? previous?.model;
  const model =
    learned && request.correction
      ? { ...learned, content: correctedModel(learned.content, request.correction) }
      : learned;
  const linked = await linkSources(engine, asked, {
    lastYear: thisYear,
    model,
    known: previous?.known,
    onStage: (stage) => context.job.progress({ stage }),
    onPairs: (done) => context.job.progress({ stage: 'Comparing pairs', done, unit: 'pairs' }),
  });
  const { table, mapping } = linked;
  const decisions = await decisionsFor(context, sources, () => rowsOfSources(engine, linked));
  const honoured = honourDecisions(linked.linkage, table.rows, decisions);
  const ruled =
    request.rules === undefined
      ? undefined
      : letRulesDecide(honoured.linkage, table.rows, decisions, {
          file: request.rules,
          text: (await definitionOf(store.read, 'rules', request.rules)).content,
        });
  const linkage = ruled?.linkage ?? honoured.linkage;
  const goesOn = await previous?.finish(linked, linkage, decisions);
  context.signal.throwIfAborted();

  context.job.progress({ stage: 'Judging the result' });
  const fewest = await context.leastCell([...new Set(sources.flatMap(({ agency }) => agency ?? []))]);
  const subgroups = errorsBySubgroup(table, mapping, linkage, {
    groups: request.groups ?? [],
    thisYear,
  }).filter(({ records }) => records >= fewest);
  const report = {
    ...buildReport({
      ...linked,
      linkage,
      thresholdGiven: request.threshold !== undefined,
      oneToOneGiven: sidesOf(request.oneToOne) !== undefined,
      subgroups,
      truth: undefined,
      id: recordId,
      modelFile: model === undefined ? undefined : (request.model ?? request.previous),
      corrected: model && request.correction,
      seed,
      policy: ruled?.reported,
      decisions:
        decisions.length === 0
          ? undefined
          : {
              file: 'reviews of links',
              honoured: decisions.length - honoured.contradicted.length,
              changed: honoured.changed,
              contradicted: honoured.contradicted.length,
              gone: 0,
            },
      continued: goesOn?.reported,
    }),
    outputs: [],
  };
  const evidence = evidenceOf({
    table,
    mapping,
    linkage,
    subgroups,
    thisYear,
    groups: request.groups ?? [],
    sources,
    fewest,
  });

  context.job.progress({ stage: 'Sealing the result' });
  const files = await writeRun(engine, folder, {
    linkage,
    leftRows: table.leftRows,
    rows: table.rows,
    sources: linked.sources,
    names: goesOn?.names,
    chances: ruled?.chances,
    ...decidedColumns(linkage, ruled?.policy, decisions),
  });
  const result = await keepResult(
    context,
    { ...row, request, sources: sourcesOfRun(row) },
    files.clusters,
    waitsFor(row.id, evidence),
  );
  const version = await versionAt(store.read, result.dataset, { version: result.version });
  const content = await openContent(context, version, 'read-rows', { judging: true });
  const pairsFile = await content.keepBeside(`pairs-${row.id}.parquet`, (temporary) =>
    copyFile(files.pairs, temporary),
  );
  const changesFile = goesOn && (await content.keepJsonBeside(`changes-${row.id}.json`, goesOn.changes));
  context.fault('link:sealed');
  await store.write((tx) =>
    tx
      .updateTable('linkage_run')
      .set({
        result_dataset: version.dataset,
        result_version: version.number,
        pairs_file: pairsFile,
        changes_file: changesFile ?? null,
        finished_at: clock.now(),
        report: JSON.stringify({ report, evidence }),
        model: printModel(linkage, linked.chosen),
      })
      .where('id', '=', row.id)
      .execute(),
  );
  return { run: row.id };
}

/** Records of the same, as the next version of the result's dataset; registers that with the first. */
async function keepResult(
  context: JobContext,
  run: {
    readonly title: string;
    readonly asked_by: string;
    readonly request: ReturnType<typeof requestOf>;
    readonly sources: ReturnType<typeof sourcesOfRun>;
  },
  path: string,
  withheld: string | undefined,
) {
  const { dataset, publicId, register } = run.request.result;
  const reader = context.store.read;
  const left = await datasetOf(reader, run.sources[0]!.dataset);
  const known = context.jurisdiction.retention?.records.some(({ id }) => id === recordClass) ?? false;
  return runIngest(context, {
    dataset,
    register: register
      ? {
          publicId,
          title: run.title,
          agency: left.agency,
          open: null,
          madeFrom: {
            sources: run.sources,
            how: 'linked here',
            describes: left.describes,
            recordClass: known ? recordClass : null,
            owner: left.owner,
            contact: left.contact,
          },
        }
      : null,
    path,
    filename: 'clusters.parquet',
    incoming: null,
    key: null,
    actor: run.asked_by,
    note: null,
    keyFields: null,
    ...(withheld === undefined ? {} : { withheld }),
    options: {},
  });
}
