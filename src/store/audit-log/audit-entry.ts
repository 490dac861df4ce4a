import { createHmac, randomBytes } from 'node:crypto';

/** What kind of thing an entry tells. */
export type Outcome =
  /** Protected data was shown. */
  | 'looked'
  /** Something was decided or changed. */
  | 'changed'
  /** Someone asked and was refused. */
  | 'refused'
  /** The log or its keeper notes something about itself. */
  | 'noted';

/** Codes, ids and counts; never a value from a row. */
export type AuditDetail = Readonly<Record<string, string | number | boolean | null>>;

/** One thing that happened, as it is written down. */
export interface AuditEntry extends PublicPart, ErasablePart {}

/** What stands in the leaf for everyone to see. Nothing here may be about a person. */
interface PublicPart {
  /** ISO instant, as the clock told it. */
  readonly at: string;
  readonly outcome: Outcome;
  /** `area.verb-object`. */
  readonly operation: string;
  readonly dataset?: string | null;
  /** Like refusals are one entry. */
  readonly count?: number;
}

/** What the leaf only commits to: it can be erased and the tree stays whole. */
export interface ErasablePart {
  readonly actor: string;
  readonly kind: string;
  readonly purpose?: string | null;
  /** Whose record was looked at or changed. */
  readonly person?: string | null;
  readonly request?: string | null;
  readonly detail?: AuditDetail;
}

/** The erasable part as it is kept: its detail as text. */
export interface KeptContent extends Omit<Required<ErasablePart>, 'detail'> {
  readonly detail: string;
}

export const keepContent = (entry: ErasablePart): KeptContent => ({
  actor: entry.actor,
  kind: entry.kind,
  purpose: entry.purpose ?? null,
  person: entry.person ?? null,
  request: entry.request ?? null,
  detail: JSON.stringify(entry.detail ?? {}),
});

export const newSalt = (): string => randomBytes(32).toString('base64');

/**
 * What the leaf holds instead of the content: HMAC-SHA-256 under a salt of 256 random bits, so that nobody can try out
 * names until one fits. Salt and content together open it.
 */
export function commitmentOf(salt: string, content: KeptContent): string {
  const { actor, kind, purpose, person, request, detail } = content;
  return createHmac('sha256', Buffer.from(salt, 'base64'))
    .update(JSON.stringify([actor, kind, purpose, person, request, detail]))
    .digest('base64');
}

/** A leaf's bytes, as text. The order of its names is part of the form. */
export function leafText(row: {
  readonly at: string;
  readonly outcome: string;
  readonly operation: string;
  readonly dataset: string | null;
  readonly count: number;
  readonly commitment: string;
}): string {
  const { at, outcome, operation, dataset, count, commitment } = row;
  return JSON.stringify({ v: 1, at, outcome, operation, dataset, count, commitment });
}
