import type { Selectable } from 'kysely';
import type { Jurisdiction } from '../../core/jurisdiction.ts';
import type { Database } from '../../store/database.ts';
import type { Reader } from '../handler.ts';
import { wordsFor } from './dataset-words.ts';
import type { Issue } from './issue.ts';
import { definitionOf } from './rule-rows.ts';
import { sentenceOf } from './rules/rule-kinds.ts';

/** Issues joined with their rule and dataset. */
export const issueQuery = (reader: Reader) =>
  reader
    .selectFrom('quality_issue')
    .innerJoin('quality_rule', 'quality_rule.id', 'quality_issue.rule')
    .innerJoin('dataset', 'dataset.id', 'quality_issue.dataset')
    .selectAll('quality_issue')
    .select([
      'quality_rule.definition',
      'dataset.public_id',
      'dataset.title as dataset_title',
      'dataset.agency',
      'dataset.owner',
    ]);

type Joined = Selectable<Database['quality_issue']> & {
  definition: string;
  public_id: string;
  dataset_title: string;
  agency: string | null;
  owner: string | null;
};

/** Issues as people see them; each dataset's field titles are asked for once. */
export async function issuesFrom(
  reader: Reader,
  jurisdiction: Jurisdiction,
  rows: readonly Joined[],
): Promise<Issue[]> {
  const words = new Map<string, Awaited<ReturnType<typeof wordsFor>>>();
  for (const { dataset } of rows) {
    if (!words.has(dataset)) words.set(dataset, await wordsFor(reader, dataset, jurisdiction));
  }
  return rows.map((row) => ({
    id: row.id,
    dataset: row.public_id,
    datasetTitle: row.dataset_title,
    agency: row.agency,
    owner: row.owner,
    rule: row.rule,
    subject: sentenceOf(definitionOf(row), words.get(row.dataset)!),
    state: row.state,
    failing: row.failing,
    version: row.version,
    openedAt: row.opened_at,
    openedVersion: row.opened_version,
    closedAt: row.closed_at,
    reason: row.reason,
  }));
}
