import type { Reader } from '../handler.ts';

/** The agency that holds the dataset an issue is about. */
export async function agencyOfIssue(reader: Reader, issue: string): Promise<string | null> {
  const row = await reader
    .selectFrom('quality_issue')
    .innerJoin('dataset', 'dataset.id', 'quality_issue.dataset')
    .select('dataset.agency as agency')
    .where('quality_issue.id', '=', issue)
    .executeTakeFirst();
  return row?.agency ?? null;
}
