import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { notPrinted } from '../errors.ts';
import type { Block, PrintedDocument } from './model.ts';

/** A text as Typst reads it: a string literal, so that no character of it is markup. */
const quoted = (text: string): string => `#${literal(text)}`;
const literal = (text: string): string =>
  `"${text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replace(/[\p{Cc}]+/gu, ' ')}"`;

/** Words before a table stay with it. */
const placed = (one: Block, at: number, all: readonly Block[]): string =>
  one.kind === 'paragraph' && all[at + 1]?.kind === 'table'
    ? `#block(sticky: true)[${blockOf(one)}]`
    : blockOf(one);

const blockOf = (one: Block): string => {
  switch (one.kind) {
    case 'heading':
      return `#heading(level: ${one.level}, ${literal(one.text)})`;
    case 'paragraph':
      return one.tone === 'words' ? `#text(size: 11.5pt)[${quoted(one.text)}]` : quoted(one.text);
    case 'list':
      return one.items
        .map(({ label, text }) => `#grid(columns: (2em, 1fr), [${quoted(label)}], [${quoted(text)}])`)
        .join('\n');
    case 'table':
      return [
        `#figure(kind: table, supplement: none, numbering: none, caption: [${quoted(one.caption)}],`,
        `table(columns: ${one.head.length}, align: left, stroke: (x, y) => (bottom: 0.4pt + luma(170)), inset: (x: 4pt, y: 5pt),`,
        `table.header(${one.head.map((cell) => `[#strong(${literal(cell)})]`).join(', ')}),`,
        `${one.rows.map((row) => row.map((cell) => `[${quoted(cell)}]`).join(', ')).join(',\n')}))`,
      ].join('\n');
  }
};

/** The document as Typst source: letter paper, three quarters of an inch round it, version, date and page at the foot. */
export function typstOf(document: PrintedDocument): string {
  const [year, month, day] = document.date.split('-').map(Number);
  const foot = `${document.version}. ${document.date}. ${document.address}`;
  return [
    `#set document(title: ${literal(document.title)}, date: datetime(year: ${year}, month: ${month}, day: ${day}))`,
    '#set text(lang: "en", size: 10pt)',
    '#set par(leading: 0.6em, spacing: 0.9em)',
    '#show figure: set block(breakable: true)',
    // A caption stays with its table.
    '#show figure.caption: it => block(sticky: true, align(left, it))',
    '#show figure: set align(left)',
    '#set figure.caption(position: top)',
    `#set page(paper: "us-letter", margin: 0.75in, footer: context [#text(size: 8pt)[${quoted(foot)} #h(1fr) Page #counter(page).display("1 of 1", both: true)]])`,
    `#heading(level: 1, ${literal(document.title)})`,
    quoted(document.subtitle),
    ...document.blocks.map(placed),
    '',
  ].join('\n\n');
}

/** In the bundle the process's code lies beside the program; `new URL` with a variable, so that a bundler leaves it alone. */
function processFile(): string {
  const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const bundled = beside('typst-process.mjs');
  return existsSync(bundled) ? bundled : beside('typst-process.ts');
}

const longestMs = 60_000;

/**
 * Compiled by Typst to PDF/UA-1 (ISO 14289-1): the compiler refuses what would not be accessible. It runs in a process of
 * its own, so that its fonts and memory (some 50 MB) are given back, and one that hangs is killed; throws
 * `plan.not-printed`.
 */
export async function printPdf(document: PrintedDocument): Promise<Uint8Array> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', processFile()], {
    stdio: ['pipe', 'pipe', 'ignore'],
    timeout: longestMs,
    killSignal: 'SIGKILL',
  });
  const ended = once(child, 'close') as Promise<[number | null]>;
  // A process that died before it read everything closes the pipe: what counts is how it ended.
  child.stdin.on('error', () => {});
  child.stdin.end(
    JSON.stringify({
      source: typstOf(document),
      madeAt: Date.parse(`${document.date}T00:00:00Z`) / 1000,
    }),
  );
  const [made, [code]] = await Promise.all([buffer(child.stdout), ended]);
  if (code !== 0 || made.length === 0) throw notPrinted.with({ title: document.title });
  return made;
}
