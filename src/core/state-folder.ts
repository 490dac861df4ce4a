import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readStateFile } from './load-jurisdiction.ts';
import { parseRecordFile } from './record-file.ts';

/** The files of a state's folder beside `jurisdiction.yaml`, as paths inside it; those that are not there are left out. */
export interface StateFiles {
  /** For `law.load-law`, one after the other. */
  readonly law: readonly string[];
  /** For `agencies.load-agencies`. */
  readonly agencies?: string;
  /** For `access.load-access`, after the agencies. */
  readonly access?: string;
  /** For `plan.load-plan`, after law and agencies. */
  readonly plan?: string;
  /** For `standards.publish-standards`. */
  readonly standards?: string;
  /** The advisory board, for `plan.load-board`. */
  readonly board?: string;
  /** What happened before, step by step, for the replay of an example. */
  readonly history?: string;
  /** For {@link loadDatasetList}. */
  readonly datasets?: string;
  /** For {@link loadLinkList}, after the datasets. */
  readonly links?: string;
}

/** What a state's folder holds, in an order that never changes. */
export async function listStateFiles(folder: string): Promise<StateFiles> {
  const names = await readdir(folder, { recursive: true });
  const posix = names.map((name) => name.replaceAll('\\', '/'));
  const one = (path: string) => posix.find((name) => name === path);
  return {
    law: posix.filter((name) => /^law\/[^/]+\.yaml$/.test(name)).sort(),
    agencies: one('agencies.yaml'),
    access: one('access.yaml'),
    plan: one('plan/plan.yaml'),
    standards: one('standards.yaml'),
    board: one('plan/board.yaml'),
    history: one('plan/history.yaml'),
    datasets: one('datasets.yaml'),
    links: one('links.yaml'),
  };
}

const linkList = z.array(
  z.strictObject({
    left: z.string(),
    right: z.string().optional(),
    title: z.string().min(1),
    purpose: z.string().min(1),
    groups: z.array(z.string()).default([]),
  }),
);

/** Links of datasets that an example begins with. Throws `core.record-file-unreadable` with line and field. */
export async function loadLinkList(folder: string, path: string) {
  const file = z.strictObject({ links: linkList });
  return parseRecordFile(await readStateFile(folder, path), file, path).links;
}

const dataset = z.strictObject({
  /** Public id, `abcd-1234`. */
  id: z.string().regex(/^[a-z0-9]{4}-[a-z0-9]{4}$/, 'expected an id such as rybz-nyjw'),
  title: z.string().min(1),
  description: z.string().min(1),
  /** Code of the agency that holds it. */
  agency: z.string().min(1),
  /** Who decides about it and answers for it, by name; `(example)` after an invented one. */
  owner: z.string().optional(),
  licence: z.string().min(1),
  source: z.url().optional(),
  /** What a row is about: `people` asks for care in what a page shows. */
  describes: z.string().optional(),
  /** Id of its class in the state's classification; `open` when it has a release. */
  class: z.string().optional(),
  /** Why it is of that class, and by what law. */
  classification: z.strictObject({ ground: z.string(), citation: z.string().optional() }).optional(),
  /** The standing decision by which its versions are open: without one they are protected. Its address is `source`. */
  release: z
    .strictObject({ ground: z.string(), reviewer: z.string(), citation: z.string().optional() })
    .optional(),
  /** Id of its record class in the state's retention schedule. */
  record_class: z.string().optional(),
  /** What fields tell about a person, by column name: ids of element classes. */
  elements: z.record(z.string(), z.string()).default({}),
  /** Sample people who may see it from the first start: `to` is an id of the file of access, `for` an ISO 8601 duration. */
  grants: z
    .array(
      z.strictObject({
        to: z.string(),
        purpose: z.string().min(1),
        view: z.enum(['rows', 'masked', 'figures']),
        ground: z.string().min(1),
        for: z.string().regex(/^P(\d+[YMWD])+$/),
      }),
    )
    .default([]),
  /** ISO 8601 duration within which the holder says it updates. */
  promise: z
    .strictObject({ every: z.string().regex(/^P(\d+[YMWD])+$/), example: z.boolean().default(false) })
    .optional(),
  /** Words people look for it by. The id of a focal point says that it serves that one. */
  keywords: z.array(z.string()).default([]),
  /** Columns that tell rows apart. */
  key: z.array(z.string()).min(1).optional(),
  date: z.string().optional(),
  places: z.strictObject({ column: z.string(), alternatives: z.array(z.string()).default([]) }).optional(),
  point: z.strictObject({ latitude: z.string(), longitude: z.string() }).optional(),
  /** Column most people filter by: versions are sorted by it. */
  filter: z.string().optional(),
  note: z.string().optional(),
  /** Versions, oldest first; paths inside the state's folder. */
  files: z
    .array(z.strictObject({ file: z.string(), covers: z.string().optional(), note: z.string().optional() }))
    .min(1),
  /** Quality rules accepted from the start: ids of suggestions, with the percent of rows that may fail. */
  rules: z.record(z.string(), z.number().min(0).max(100)).default({}),
  /** What fields mean, by column name, where known. */
  fields: z.record(z.string(), z.string()).default({}),
});
export type StateDataset = z.output<typeof dataset>;

/** The datasets that come with a state. Throws `core.record-file-unreadable` with line and field. */
export async function loadDatasetList(
  folder: string,
  path = 'datasets.yaml',
): Promise<readonly StateDataset[]> {
  const file = z.strictObject({ datasets: z.array(dataset) });
  return parseRecordFile(await readStateFile(folder, path), file, path).datasets;
}

/** Absolute path of a file named in a state's folder. */
export const stateFilePath = (folder: string, path: string): string => join(folder, path);
