import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Database } from '../database.ts';
import type { AuditDetail, Outcome } from './audit-entry.ts';

type Reader = Kysely<Database> | Transaction<Database>;

/** An entry as it is kept. What can be erased is null once it has been. */
export interface KeptEntry {
  readonly sequence: number;
  /** Its place in the tree; null until it has one. */
  readonly leaf: number | null;
  readonly hash: string | null;
  readonly at: string;
  readonly outcome: Outcome;
  readonly operation: string;
  readonly dataset: string | null;
  readonly count: number;
  readonly commitment: string;
  readonly erased: boolean;
  readonly actor: string | null;
  readonly kind: string | null;
  readonly purpose: string | null;
  readonly person: string | null;
  readonly request: string | null;
  readonly detail: AuditDetail | null;
}

export interface EntryFilter {
  readonly dataset?: string;
  /** Who did it. */
  readonly actor?: string;
  /** Whose record it was. */
  readonly person?: string;
  readonly operation?: string;
  readonly purpose?: string;
  readonly outcomes?: readonly Outcome[];
  /** ISO instants: from, inclusive, to, exclusive. */
  readonly from?: string;
  readonly to?: string;
  /** Only entries written before this one. */
  readonly before?: number;
  /** Only entries written after this one. */
  readonly after?: number;
  /** `newest` first unless told. */
  readonly order?: 'newest' | 'oldest';
  readonly limit?: number;
}

/** Entries that fit, newest first unless told. */
export async function searchEntries(reader: Reader, filter: EntryFilter): Promise<KeptEntry[]> {
  let query = reader.selectFrom('audit_entry').selectAll();
  for (const column of ['dataset', 'actor', 'person', 'operation', 'purpose'] as const) {
    const wanted = filter[column];
    if (wanted !== undefined) query = query.where(column, '=', wanted);
  }
  if (filter.outcomes !== undefined) query = query.where('outcome', 'in', filter.outcomes);
  if (filter.from !== undefined) query = query.where('at', '>=', filter.from);
  if (filter.to !== undefined) query = query.where('at', '<', filter.to);
  if (filter.before !== undefined) query = query.where('sequence', '<', filter.before);
  if (filter.after !== undefined) query = query.where('sequence', '>', filter.after);
  const rows = await query
    .orderBy('sequence', filter.order === 'oldest' ? 'asc' : 'desc')
    .limit(filter.limit ?? 100)
    .execute();
  return rows.map(keptEntry);
}

/** One entry by its place in the tree, or nothing. */
export async function entryAt(reader: Reader, leaf: number): Promise<KeptEntry | undefined> {
  const row = await reader.selectFrom('audit_entry').selectAll().where('leaf', '=', leaf).executeTakeFirst();
  return row && keptEntry(row);
}

function keptEntry(row: Selectable<Database['audit_entry']>): KeptEntry {
  const { salt, closes_at: _, detail, ...rest } = row;
  return { ...rest, erased: salt === null, detail: detail === null ? null : JSON.parse(detail) };
}
