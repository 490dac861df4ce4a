import { z } from 'zod';

/** What can be printed: the plan, the progress report, the board's packet. */
export const printable = z.enum(['plan', 'progress', 'board']);
export type Printable = z.output<typeof printable>;

export const block = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('heading'), level: z.int().min(2).max(3), text: z.string() }),
  /** `words` are the state's own, in serif; `text` is the platform's. */
  z.object({ kind: z.literal('paragraph'), tone: z.enum(['words', 'text']), text: z.string() }),
  z.object({
    kind: z.literal('list'),
    items: z.array(z.object({ label: z.string(), text: z.string() })),
  }),
  z.object({
    kind: z.literal('table'),
    caption: z.string(),
    head: z.array(z.string()),
    rows: z.array(z.array(z.string())),
  }),
]);
export type Block = z.output<typeof block>;

/** A document as it is said, whatever it is printed on: the page, the PDF and the word processor's file are made of this. */
export const printedDocument = z.object({
  title: z.string(),
  subtitle: z.string(),
  /** Stands at the foot of every page, with the date and the page. */
  version: z.string(),
  date: z.string(),
  address: z.string(),
  blocks: z.array(block),
});
export type PrintedDocument = z.output<typeof printedDocument>;

/** Its text, line by line, in the order of reading: the same whatever it is printed on. */
export const textOf = (document: PrintedDocument): string[] => [
  document.title,
  document.subtitle,
  ...document.blocks.flatMap((one) =>
    one.kind === 'heading' || one.kind === 'paragraph'
      ? [one.text]
      : one.kind === 'list'
        ? one.items.flatMap(({ label, text }) => [label, text])
        : [one.caption, ...one.head, ...one.rows.flat()],
  ),
];
