import { z } from 'zod';

export const outcomes = ['looked', 'changed', 'refused', 'noted'] as const;
export const outcome = z.enum(outcomes);

/** What kind of thing an entry tells, in a word. */
export const outcomeWords: Readonly<Record<z.infer<typeof outcome>, string>> = {
  looked: 'Looked',
  changed: 'Changed',
  refused: 'Was refused',
  noted: 'Note of the log',
};

/** One entry of the log. What can be erased is null once it has been. */
export const logEntry = z.object({
  /** Order of writing. */
  sequence: z.int(),
  /** Its place in the tree; null for the second, or for refusals the minute, until it has one. */
  leaf: z.int().nullable(),
  at: z.string(),
  outcome,
  operation: z.string(),
  dataset: z.string().nullable(),
  /** Like refusals are one entry. */
  count: z.int(),
  erased: z.boolean(),
  /** Id of who did it. */
  actor: z.string().nullable(),
  actor_kind: z.string().nullable(),
  purpose: z.string().nullable(),
  /** Id of whose record it was. */
  person: z.string().nullable(),
  /** Reference of the request. */
  request: z.string().nullable(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).nullable(),
});
export type LogEntry = z.infer<typeof logEntry>;

/** A look at protected data, as the one who is asked about it may know it. */
export const look = z.object({
  leaf: z.int().nullable(),
  at: z.string(),
  operation: z.string(),
  dataset: z.string().nullable(),
  outcome,
  count: z.int(),
  actor: z.string().nullable(),
  purpose: z.string().nullable(),
});
export type Look = z.infer<typeof look>;

/** Shows that an entry stands in the signed tree. Bytes are base64. */
export const inclusionProof = z.object({
  leaf: z.int().min(0).describe('its place in the tree, from 0'),
  text: z.string().max(2_000).describe('the bytes of the leaf, as text'),
  path: z.array(z.string().max(44)).max(64).describe('hashes from the leaf up to the root'),
  checkpoint: z.string().max(4_000).describe('a signed checkpoint: log, size, root, signature'),
});

export const growthProof = z.object({
  older: z.int().min(0),
  path: z.array(z.string()),
  checkpoint: z.string(),
});

export const checkpointLine = z.object({
  size: z.int(),
  root: z.string(),
  at: z.string(),
  note: z.string(),
});

export const faultKinds = [
  'altered',
  'missing',
  'content altered',
  'content missing',
  'hash altered',
  'checkpoint differs',
  'checkpoint not ours',
] as const;

export const logReport = z.object({
  entries: z.int(),
  erased: z.int(),
  checkpoints: z.int(),
  root: z.string(),
  faults: z.array(z.object({ kind: z.enum(faultKinds), leaf: z.int() })),
  /** The log's own checkpoint of that moment. */
  checkpoint: z.string().nullable(),
});
export type LogReportView = z.infer<typeof logReport>;
