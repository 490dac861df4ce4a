import { page } from '../../../core/page.ts';
import { Links, Section, Table, Title } from '../../../web/components/index.ts';
import { showPrinted } from './contract.ts';
import { type Block, printable } from './model.ts';

/** The same words as on paper, on one long page. */
export const printedPage = page({
  path: '/plan/print/:document',
  access: 'everyone',
  render: async (request) => {
    const which = printable.catch('plan').parse(request.params['document']);
    const version = request.query.get('version') ?? undefined;
    const document = await request.ask(showPrinted, { document: which, version });
    const rest = version === undefined ? '' : `?version=${encodeURIComponent(version)}`;
    return {
      title: document.title,
      place: 'plan',
      breadcrumbs: [
        { href: '/plan', label: 'Plan' },
        { href: `/plan/print/${which}`, label: 'To print' },
      ],
      content: (
        <>
          <Title
            kind={`${document.version} · ${document.date}`}
            title={document.title}
            lede={document.subtitle}
            acts={
              <Links>
                <a href={`/api/v1/plan/print/${which}.pdf${rest}`}>PDF</a>
                <a href={`/api/v1/plan/print/${which}.docx${rest}`}>DOCX</a>
                <a href={`/api/v1/plan/print/${which}${rest}`}>JSON</a>
              </Links>
            }
          />
          {document.blocks.map((one) => (
            <Printed block={one} />
          ))}
        </>
      ),
    };
  },
});

const Printed = ({ block }: { block: Block }) => {
  switch (block.kind) {
    case 'heading':
      return block.level === 2 ? <Section title={block.text} /> : <h3 class="list-head">{block.text}</h3>;
    case 'paragraph':
      return <p class={block.tone === 'words' ? 'words' : 'read'}>{block.text}</p>;
    case 'list':
      return (
        <ol class="numbered">
          {block.items.map(({ label, text }) => (
            <li>
              <span class="no">{label}</span>
              <p class="text">{text}</p>
            </li>
          ))}
        </ol>
      );
    case 'table':
      return (
        <Table
          caption={block.caption}
          rows={block.rows}
          columns={block.head.map((head, at) => ({ head, cell: (row: string[]) => row[at] }))}
        />
      );
  }
};
