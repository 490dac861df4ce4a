import { Temporal } from 'temporal-polyfill';
import type { Sql } from '../../engine/sql.ts';
import { datasetOf, type OpenContent, openContent, versionAt } from '../catalog/index.ts';
import type { Context } from '../handler.ts';
import { wordsFor } from './dataset-words.ts';
import type { Dataset, DatasetVersion } from './model.ts';
import type { ProfiledColumn } from './profile/profile-column.ts';
import type { RuleDefinition } from './rule.ts';
import type { Ground, Words } from './rules/rule-kind.ts';

/** One version with what profiles and checks need of it. */
export interface OpenVersion {
  readonly dataset: Dataset;
  readonly version: DatasetVersion;
  readonly content: OpenContent;
  readonly rows: Sql;
  readonly columns: readonly ProfiledColumn[];
  readonly rejectedCells: Sql | null;
  /** The day it was loaded, in the state's time zone. */
  readonly asOf: string;
  readonly words: Words;
}

type Asking = Parameters<typeof openContent>[0] & Pick<Context, 'jurisdiction' | 'clock'>;

/** Opens the content of a version, the current one when none is named. Throws what the catalog throws. */
export async function openVersion(context: Asking, ref: string, number?: number): Promise<OpenVersion> {
  const { store, jurisdiction, clock } = context;
  const dataset = await datasetOf(store.read, ref);
  const version = await versionAt(store.read, dataset, number === undefined ? {} : { version: number });
  const content = await openContent(context, version, 'read-rows');
  return {
    dataset,
    version,
    content,
    rows: await content.rows(),
    columns: version.columns.map(({ name, title, type }) => ({ name, title, type })),
    rejectedCells: (await content.rejectedCells()) ?? null,
    asOf: Temporal.Instant.from(version.loadedAt).toZonedDateTimeISO(clock.timeZone).toPlainDate().toString(),
    words: await wordsFor(store.read, dataset.id, jurisdiction),
  };
}

/** What the given rules stand on in this version; datasets that a rule points to are opened too. */
export async function groundFor(
  context: Asking,
  open: OpenVersion,
  definitions: readonly RuleDefinition[],
): Promise<Omit<Ground, 'own'>> {
  const others = new Map<string, OpenVersion>();
  for (const definition of definitions) {
    if (definition.kind !== 'foreign-key' || others.has(definition.dataset)) continue;
    // A dataset that is gone or withdrawn makes its rule "not run", never the whole check fail.
    const other = await openVersion(context, definition.dataset).catch(() => undefined);
    // Who sees the failing rows of an open version would learn what the protected one holds.
    const tells = open.version.release !== null && other?.version.release === null;
    if (other !== undefined && !tells) others.set(definition.dataset, other);
  }
  return {
    rows: open.rows,
    columns: new Map(open.columns.map((column) => [column.name, column])),
    rejectedCells: open.rejectedCells,
    keysOf: (dataset, key) => {
      const other = others.get(dataset);
      return other?.columns.some((column) => column.name === key) ? other.rows : null;
    },
    jurisdiction: context.jurisdiction,
    asOf: open.asOf,
  };
}
