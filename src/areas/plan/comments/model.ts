import { z } from 'zod';

/** What became of a comment. */
export const disposition = z.enum(['adopted', 'adopted-in-part', 'not-adopted', 'out-of-scope', 'duplicate']);
export type Disposition = z.output<typeof disposition>;

export const dispositionWords: Readonly<Record<Disposition, string>> = {
  adopted: 'Accepted',
  'adopted-in-part': 'Accepted in part',
  'not-adopted': 'Noted, no change',
  'out-of-scope': 'For another body',
  duplicate: 'Sent twice',
};

export const stance = z.enum(['change', 'support', 'question']);

/** Where a person writes: how long a comment may be, and what may hang on a message. */
export const limits = {
  bodyCharacters: 10_000,
  messageBytes: 25 * 1024 * 1024,
  messagesInOneFile: 2_000,
  attachments: 20,
  attachmentBytes: 10 * 1024 * 1024,
} as const;

/** A comment as the public sees it. Whoever left an address is never shown by it. */
export const comment = z.object({
  number: z.int(),
  cycle: z.string(),
  phase: z.int(),
  item: z.string().nullable(),
  itemWords: z.string().nullable(),
  version: z.string().nullable().describe('the frozen text that was commented on'),
  stance,
  subject: z.string().nullable(),
  body: z.string().nullable().describe('null while it is held, or when it was withheld as abuse'),
  name: z.string().nullable(),
  agency: z.string().nullable(),
  channel: z.enum(['form', 'email', 'hearing']),
  receivedAt: z.string(),
  late: z.boolean(),
  carriedTo: z
    .int()
    .nullable()
    .describe('the phase it belongs to, when it came outside the focus of its own'),
  state: z.enum(['shown', 'held', 'hidden']),
  stateReason: z.string().nullable(),
  disposition: disposition.nullable(),
  reason: z.string().nullable(),
  change: z.object({ item: z.string(), words: z.string() }).nullable().describe('the text that came of it'),
  disposedAt: z.string().nullable(),
  duplicateOf: z.int().nullable(),
  attachments: z.array(z.object({ id: z.string(), name: z.string(), mediaType: z.string(), bytes: z.int() })),
  example: z.boolean(),
});
export type Comment = z.output<typeof comment>;
