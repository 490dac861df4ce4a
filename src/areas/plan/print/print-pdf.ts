import type { Block, PrintedDocument } from './model.ts';

/** A text as Typst reads it: a string literal, so that no character of it is markup. */
const quoted = (text: string): string => `#${literal(text)}`;
const literal = (text: string): string =>
  `"${text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replace(/[\p{Cc}]+/gu, ' ')}"`;

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
    '#show figure.caption: set align(left)',
    '#show figure: set align(left)',
    '#set figure.caption(position: top)',
    `#set page(paper: "us-letter", margin: 0.75in, footer: context [#text(size: 8pt)[${quoted(foot)} #h(1fr) Page #counter(page).display("1 of 1", both: true)]])`,
    `#heading(level: 1, ${literal(document.title)})`,
    quoted(document.subtitle),
    ...document.blocks.map(blockOf),
    '',
  ].join('\n\n');
}

/** Compiled by Typst to PDF/UA-1 (ISO 14289-1): the compiler refuses what would not be accessible. */
export async function printPdf(document: PrintedDocument): Promise<Uint8Array> {
  // Loaded when first asked for: the compiler and its fonts are 50 MB that a server at rest does not need.
  const { NodeCompiler } = await import('@myriaddreamin/typst-ts-node-compiler');
  const compiler = NodeCompiler.create();
  const made = compiler.pdf(
    { mainFileContent: typstOf(document) },
    { pdfStandard: 'ua-1' as never, creationTimestamp: Date.parse(`${document.date}T00:00:00Z`) / 1000 },
  );
  compiler.evictCache(0);
  return made;
}
