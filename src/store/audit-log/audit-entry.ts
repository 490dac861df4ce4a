import { hash, randomFillSync } from 'node:crypto';

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

const saltBytes = 32;
const pool = Buffer.alloc(saltBytes * 256);
let left = 0;

/** 256 random bits in base64, drawn many at a time: asking the system for each took longer than the hashing. */
export function newSalt(): string {
  if (left === 0) {
    randomFillSync(pool);
    left = pool.length;
  }
  left -= saltBytes;
  const salt = pool.toString('base64', left, left + saltBytes);
  // What a salt hides must not be found in the memory of the process later.
  pool.fill(0, left, left + saltBytes);
  return salt;
}

/**
 * What the leaf holds instead of the content: SHA-256 over a salt of 256 random bits and the content, so that nobody can try
 * out names until one fits. Salt and content together open it.
 */
export function commitmentOf(salt: string, content: KeptContent): string {
  const { actor, kind, purpose, person, request, detail } = content;
  const opened = JSON.stringify([actor, kind, purpose, person, request, detail]);
  if (opened.length * 3 > openedBytes.length - saltBytes)
    return hash('sha256', Buffer.concat([Buffer.from(salt, 'base64'), Buffer.from(opened)]), 'base64');
  const salted = openedBytes.write(salt, 0, 'base64');
  const length = salted + openedBytes.write(opened, salted);
  const made = hash('sha256', openedBytes.subarray(0, length), 'base64');
  openedBytes.fill(0, 0, length);
  return made;
}

// Put together here: a new buffer for each took as long as the hashing.
const openedBytes = Buffer.alloc(16_384);

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
