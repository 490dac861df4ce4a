import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Temporal } from 'temporal-polyfill';
import { loadAccess } from '../areas/access/contract.ts';
import { loadAgencies } from '../areas/agencies/contract.ts';
import { editDataset, editField, ingest, registerDataset, showDataset } from '../areas/catalog/contract.ts';
import type { Cadence } from '../areas/catalog/model.ts';
import {
  classifyDataset,
  classifyFields,
  giveGrant,
  listGrants,
  releaseComing,
  setRecordClass,
  showProtection,
} from '../areas/catalog/protection/contract.ts';
import { loadLaw } from '../areas/law/contract.ts';
import { linkDatasets, listRuns } from '../areas/linkage/runs/contract.ts';
import { loadBoard } from '../areas/plan/board/contract.ts';
import { loadPlan, recompute } from '../areas/plan/contract.ts';
import { acceptRule, listRules, suggestRules } from '../areas/quality/contract.ts';
import { publishStandards } from '../areas/standards/contract.ts';
import { listJobs, showJob } from '../areas/work/contract.ts';
import type { JobView } from '../areas/work/model.ts';
import { operatorActor } from '../core/access.ts';
import { reviveError } from '../core/error.ts';
import type { AnswerOf, CallOf, Operation } from '../core/operation.ts';
import { homeBusy, invalidInput } from '../core/request-errors.ts';
import {
  listStateFiles,
  loadDatasetList,
  loadLinkList,
  type StateDataset,
  stateFilePath,
} from '../core/state-folder.ts';
import { claimHome } from '../store/home.ts';
import { readSetting, writeSetting } from '../store/settings.ts';
import { startDaily } from './daily.ts';
import { homeFolder } from './home-folder.ts';
import { type Owner, ownHome } from './own-home.ts';
import { placeState } from './place-state.ts';
import { openHistory } from './replay-history.ts';
import { jobStopped } from './role-errors.ts';

const cadenceOf: Readonly<Record<string, Cadence>> = {
  P1D: 'daily',
  P1W: 'weekly',
  P1M: 'monthly',
  P3M: 'quarterly',
  P6M: 'twice-yearly',
  P1Y: 'yearly',
};

/**
 * Brings in what the home's state folder holds: law, agencies, datasets version by version, and the plan, whose figures
 * are then computed. What is there already is left as it is, so it goes on where a killed start stopped.
 */
export async function loadState(owner: Owner, say: (line: string) => void): Promise<void> {
  const { app, home } = owner;
  if ((await readSetting(app.store, 'state-loaded')) !== undefined) return;
  const started = Date.now();
  const folder = join(home, 'state');
  const files = await listStateFiles(folder);
  const asking = { actor: operatorActor, purpose: 'Bringing in the state' };
  const ask = <O extends Operation>(op: O, input: CallOf<O>): Promise<AnswerOf<O>> =>
    app.ask(op, input, asking);
  const path = (file: string) => stateFilePath(folder, file);

  say(`Loading ${app.jurisdiction.name}: law, agencies and plan`);
  const past = files.history === undefined ? undefined : await openHistory(app, folder, files.history);
  await past?.begin();
  for (const file of files.law) await ask(loadLaw, { path: path(file) });
  if (files.agencies !== undefined) await ask(loadAgencies, { path: path(files.agencies) });
  if (files.standards !== undefined) await ask(publishStandards, { path: path(files.standards) });
  const { accounts } =
    files.access === undefined ? { accounts: {} } : await ask(loadAccess, { path: path(files.access) });

  // Beside the datasets, which other processes read.
  const history = past?.rest();
  history?.catch(() => {});

  const datasets = files.datasets === undefined ? [] : await loadDatasetList(folder, files.datasets);
  let arrived = 0;
  await Promise.all(
    datasets.map(async (dataset) => {
      const rows = await bringIn(ask, path, dataset);
      await giveGrants(ask, dataset, accounts, app.clock.today());
      arrived += 1;
      say(
        `  ${arrived} of ${datasets.length} datasets: ${dataset.title}${rows === undefined ? '' : `, ${rows.toLocaleString('en-US')} rows`}`,
      );
    }),
  );
  await history;
  await past?.aboutData();
  if (files.board !== undefined && past === undefined) await ask(loadBoard, { path: path(files.board) });
  if (files.plan !== undefined && past === undefined) await ask(loadPlan, { path: path(files.plan) });
  say('Looking at the quality of every column');
  await untilQuiet(ask);
  for (const dataset of datasets) await acceptRules(ask, dataset);
  if (files.links !== undefined) await makeLinks(app.ask, await loadLinkList(folder, files.links));
  await untilQuiet(ask);
  await finished(ask, (await ask(recompute, {})).job);
  await writeSetting(app.store, 'state-loaded', app.clock.now());
  say(`Loaded in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

type AskAs = <O extends Operation>(op: O, input: CallOf<O>) => Promise<AnswerOf<O>>;

async function bringIn(
  ask: AskAs,
  path: (file: string) => string,
  dataset: StateDataset,
): Promise<number | undefined> {
  await ask(registerDataset, {
    dataset: dataset.id,
    title: dataset.title,
    description: dataset.description,
    agency: dataset.agency,
    licence: dataset.licence,
    ...(dataset.source === undefined ? {} : { source_url: dataset.source }),
    tags: dataset.keywords,
    ...(dataset.owner === undefined ? {} : { owner: dataset.owner }),
    ...(dataset.describes === undefined ? {} : { describes: dataset.describes }),
    ...(dataset.promise === undefined ? {} : { cadence: cadenceOf[dataset.promise.every] }),
  });
  await protect(ask, dataset);
  const before = (await ask(showDataset, { dataset: dataset.id })).versions;
  for (const [at, { file, note, covers }] of dataset.files.entries()) {
    if (at < before) continue;
    const said = [covers === undefined ? undefined : `Covers ${covers}.`, note].filter(Boolean).join(' ');
    const { job } = await ask(ingest, {
      path: path(file),
      dataset: dataset.id,
      ...(said === '' ? {} : { note: said }),
    });
    await finished(ask, job);
    // Fields are known by the names the first file gave them; the key is needed before the second.
    if (at === 0) await describe(ask, dataset);
  }
  if (dataset.files.length > 1) await describe(ask, dataset);
  const { version } = await ask(showDataset, { dataset: dataset.id });
  return version?.rows_stored;
}

const fromList = 'Classified in the list of datasets that came with the state';

/** Of which class it is, and, where its holder publishes it already, the decision that its versions are open. */
async function protect(ask: AskAs, dataset: StateDataset): Promise<void> {
  const { id, release, record_class, classification } = dataset;
  const known = await ask(showProtection, { dataset: id });
  const wanted = dataset.class ?? (release ? 'open' : undefined);
  if (wanted !== undefined && known.class !== wanted)
    await ask(classifyDataset, {
      dataset: id,
      class: wanted,
      ground: classification?.ground ?? release?.ground ?? fromList,
      ...(classification?.citation === undefined ? {} : { citation: classification.citation }),
    });
  if (release !== undefined && known.standing === null)
    await ask(releaseComing, {
      dataset: id,
      ground: release.ground,
      reviewer: release.reviewer,
      ...(dataset.source === undefined ? {} : { source: dataset.source }),
      ...(release.citation === undefined ? {} : { citation: release.citation }),
    });
  if (record_class !== undefined) await ask(setRecordClass, { dataset: id, record_class });
}

/** The grants that the example's people hold from the first start, unless the dataset has had some already. */
async function giveGrants(
  ask: AskAs,
  { id, grants }: StateDataset,
  accounts: Readonly<Record<string, string>>,
  today: string,
): Promise<void> {
  if (grants.length === 0 || (await ask(listGrants, { dataset: id })).grants.length > 0) return;
  for (const { to, purpose, view, ground, for: length } of grants) {
    const grantee = accounts[to];
    if (grantee === undefined)
      throw invalidInput.with({
        problems: [`The dataset ${id} has a grant for ${to}, who is not in the file of access.`],
      });
    const until = Temporal.PlainDate.from(today).add(length).toString();
    await ask(giveGrant, { dataset: id, grantee, purpose, view, ground, until });
  }
}

/** Links of datasets that an example shows finished; each is asked for with its own purpose. */
async function makeLinks(
  ask: Owner['app']['ask'],
  links: Awaited<ReturnType<typeof loadLinkList>>,
): Promise<void> {
  const { runs } = await ask(listRuns, {}, { actor: operatorActor });
  for (const { purpose, ...link } of links)
    if (!runs.some(({ title }) => title === link.title))
      await ask(linkDatasets, link, { actor: operatorActor, purpose });
}

/** Says what the columns are for, naming each by the title it has in the file. */
async function describe(ask: AskAs, dataset: StateDataset): Promise<void> {
  const { fields } = await ask(showDataset, { dataset: dataset.id });
  const byTitle = new Map(fields.map((field) => [field.title, field.name]));
  const first = (...titles: (string | undefined)[]) =>
    titles.map((title) => byTitle.get(title ?? '')).find(Boolean);
  const place = first(dataset.places?.column, ...(dataset.places?.alternatives ?? []));
  const main = first(dataset.filter) ?? (dataset.filter === dataset.places?.column ? place : undefined);
  const date = first(dataset.date);
  const key = dataset.key?.map((title) => byTitle.get(title)).filter((name) => name !== undefined);
  await ask(editDataset, {
    dataset: dataset.id,
    ...(main === undefined ? {} : { main_filter: main }),
    ...(place === undefined ? {} : { place_field: place }),
    ...(date === undefined ? {} : { date_field: date }),
    ...(key !== undefined && key.length === dataset.key?.length ? { key_fields: key } : {}),
  });
  const elements = Object.entries(dataset.elements).flatMap(([title, element]) => {
    const name = byTitle.get(title);
    return name === undefined ? [] : [[name, element]];
  });
  if (elements.length > 0)
    await ask(classifyFields, {
      dataset: dataset.id,
      fields: Object.fromEntries(elements),
      ground: fromList,
    });
  for (const [title, description] of Object.entries(dataset.fields)) {
    const field = fields.find((one) => one.title === title);
    if (field !== undefined && field.description !== description)
      await ask(editField, { dataset: dataset.id, field: field.name, description });
  }
}

/** The rules a state starts with are suggestions it has accepted: one that the data does not bear out is left out. */
async function acceptRules(ask: AskAs, { id, rules }: StateDataset): Promise<void> {
  if (Object.keys(rules).length === 0) return;
  const [{ suggestions }, accepted] = await Promise.all([
    ask(suggestRules, { dataset: id }),
    ask(listRules, { dataset: id }),
  ]);
  if (accepted.rules.length > 0) return;
  for (const [suggestion, tolerance] of Object.entries(rules)) {
    if (suggestions.some((one) => one.id === suggestion))
      await ask(acceptRule, { dataset: id, suggestion, tolerance });
  }
}

async function finished(ask: AskAs, job: string): Promise<void> {
  for (;;) {
    const view: JobView = await ask(showJob, { job });
    if (view.state === 'succeeded') return;
    if (view.error !== null) throw reviveError({ status: 500, details: {}, ...view.error });
    if (view.state === 'cancelled') throw jobStopped.with({ kind: view.kind });
    await wait(40);
  }
}

/** Waits until the work that the datasets caused (profiles, checks) is done, whatever came of it. */
async function untilQuiet(ask: AskAs): Promise<void> {
  for (let quiet = 0; quiet < 4; ) {
    const waiting = await Promise.all(
      (['queued', 'running'] as const).map((state) => ask(listJobs, { state })),
    );
    // The plan is counted once more at the end: its own recounts need not be waited for.
    const others = waiting.flatMap(({ jobs }) => jobs).filter(({ subject }) => subject !== 'plan');
    quiet = others.length === 0 ? quiet + 1 : 0;
    await wait(60);
  }
}

/** `oak load-state DIR`: into a home that no server owns. */
export async function loadStateCommand(words: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...words],
    options: { home: { type: 'string' }, json: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1)
    throw invalidInput.with({ problems: ['Expected one folder: oak load-state DIR.'] });
  const home = homeFolder(values.home);
  const claim = await claimHome(home);
  if (!claim.owned) throw homeBusy.with({ home });
  if (existsSync(join(claim.home.dir, 'state'))) await refuseSecond(claim);
  placeState(folder, claim.home.dir);
  const owner = await ownHome(claim);
  const daily = startDaily(owner.app);
  try {
    await loadState(owner, (line) => console.error(line));
    return 0;
  } finally {
    daily.close();
    await owner.close();
  }
}

async function refuseSecond(claim: { release(): Promise<void> }): Promise<never> {
  await claim.release();
  throw invalidInput.with({ problems: ['This home holds a state already. Choose another with --home.'] });
}
