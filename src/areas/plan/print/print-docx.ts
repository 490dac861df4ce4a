import type { Block, PrintedDocument } from './model.ts';

/** The document as Office Open XML, with real headings, lists and table heads, and the same foot as the PDF. */
export async function printDocx(document: PrintedDocument): Promise<Uint8Array> {
  // Loaded when first asked for.
  const {
    Document,
    Footer,
    HeadingLevel,
    Packer,
    PageNumber,
    Paragraph,
    Table,
    TableCell,
    TableRow,
    TextRun,
    WidthType,
  } = await import('docx');
  const plain = (text: string) => new Paragraph({ children: [new TextRun(text)], spacing: { after: 120 } });
  const cell = (text: string, bold = false) =>
    new TableCell({ children: [new Paragraph({ children: [new TextRun({ text, bold })] })] });
  const drawn = (one: Block) => {
    switch (one.kind) {
      case 'heading':
        return [
          new Paragraph({
            text: one.text,
            heading: one.level === 2 ? HeadingLevel.HEADING_1 : HeadingLevel.HEADING_2,
          }),
        ];
      case 'paragraph':
        return [plain(one.text)];
      case 'list':
        return one.items.map(
          ({ label, text }) =>
            new Paragraph({
              children: [new TextRun(label), new TextRun({ text: '\t' }), new TextRun(text)],
              indent: { left: 480, hanging: 480 },
            }),
        );
      case 'table':
        return [
          new Paragraph({ children: [new TextRun({ text: one.caption, italics: true })], keepNext: true }),
          new Table({
            width: { size: 100, type: WidthType.PERCENTAGE },
            rows: [
              new TableRow({ tableHeader: true, children: one.head.map((text) => cell(text, true)) }),
              ...one.rows.map(
                (row) => new TableRow({ cantSplit: true, children: row.map((text) => cell(text)) }),
              ),
            ],
          }),
          new Paragraph({ text: '' }),
        ];
    }
  };
  const children = document.blocks.flatMap(drawn);
  const made = new Document({
    title: document.title,
    creator: 'Charter Oak',
    sections: [
      {
        properties: {
          page: {
            size: { width: 12_240, height: 15_840 },
            margin: { top: 1080, right: 1080, bottom: 1080, left: 1080 },
          },
        },
        footers: {
          default: new Footer({
            children: [
              new Paragraph({
                children: [
                  new TextRun({
                    children: [
                      `${document.version}. ${document.date}. ${document.address}. Page `,
                      PageNumber.CURRENT,
                      ' of ',
                      PageNumber.TOTAL_PAGES,
                    ],
                    size: 16,
                  }),
                ],
              }),
            ],
          }),
        },
        children: [
          new Paragraph({ text: document.title, heading: HeadingLevel.TITLE }),
          plain(document.subtitle),
          ...children,
        ],
      },
    ],
  });
  return new Uint8Array(await Packer.toBuffer(made));
}
