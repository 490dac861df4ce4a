import { page } from '../../core/page.ts';
import {
  Empty,
  ErrorSummary,
  Facts,
  FilterSelect,
  Filters,
  Form,
  Notice,
  Section,
  Status,
  Table,
  TextField,
  Title,
  Withheld,
} from '../../web/components/index.ts';
import { formatCount } from '../../web/format/index.ts';
import { showDataset } from '../catalog/contract.ts';
import { buildTable, releaseTable } from './builder/contract.ts';
import type { Alternative, BuiltCell, BuiltTable } from './model.ts';
import { OutsiderRange, rangeWords } from './outsider-range.tsx';
import { type PrintedTable, PublishedTable } from './published-table.tsx';
import { RuleWords } from './rule-words.tsx';

/** An analyst picks rows and columns of a dataset and sees at once what of the table could leave. */
export const tableBuilderPage = page({
  path: '/data/:dataset/table',
  access: 'analyst',
  render: async (request) => {
    const { query, form } = request;
    const about = await request.ask(showDataset, { dataset: request.params['dataset'] ?? '' });
    const home = `/data/${about.dataset}`;
    const fields = about.fields.filter((field) => field.known_to === null);
    const choices = fields.map(({ name, title }) => ({ value: name, label: title }));
    const rows = query.get('rows') ?? '';
    const columns = query.get('columns') ?? '';
    const join = Number(query.get('join')) || undefined;
    const built =
      rows === ''
        ? undefined
        : await request.ask(buildTable, { dataset: about.dataset, rows, columns, alternatives: true });
    const titles = Object.fromEntries(fields.map(({ name, title }) => [name, title]));
    return {
      title: `A table of ${about.title}`,
      place: 'data',
      breadcrumbs: [
        { href: '/data', label: 'Data' },
        { href: home, label: about.title },
        { href: `${home}/table`, label: 'Release gate' },
      ],
      content: (
        <>
          <Title
            kind={built === undefined ? 'Release gate' : 'Release gate · a draft table, seen by you alone'}
            title={built === undefined ? 'Which table?' : headOf(built)}
            lede={
              built === undefined
                ? 'Pick what makes the rows and the columns. The table is protected before you see it.'
                : answerOf(built)
            }
          >
            {built && <BuiltFacts built={built} />}
          </Title>
          <ErrorSummary form={form} />
          <Filters act="Show the table">
            <FilterSelect
              name="rows"
              label="Rows"
              choices={[{ value: '', label: 'Choose a field' }, ...choices]}
              value={rows}
            />
            <FilterSelect
              name="columns"
              label="Columns"
              choices={[{ value: '', label: 'None' }, ...choices]}
              value={columns}
            />
          </Filters>
          {built === undefined ? (
            <Empty>No table yet: choose the field that makes its rows.</Empty>
          ) : (
            <>
              <WouldLeave built={built} titles={titles} />
              <WhyBlank built={built} />
              <OtherWays built={built} address={`${home}/table?${new URLSearchParams({ rows, columns })}`} />
              <Section title="Let it leave">
                <Form request={request}>
                  <input type="hidden" name="rows" value={rows} />
                  <input type="hidden" name="columns" value={columns} />
                  <input type="hidden" name="join" value={join === undefined ? '' : String(join)} />
                  <TextField
                    name="title"
                    label="What the table shows"
                    value={headOf(built)}
                    hint="In a line, for the register of releases."
                    form={form}
                  />
                  <p class="acts">
                    <button class="button" type="submit" name="review" value="yes">
                      Send to a reviewer
                    </button>
                    <button class="button outline" type="submit" name="review" value="no">
                      Release by rule
                    </button>
                  </p>
                  <p class="small quiet">
                    By rule means: protected, and the attacker found nothing. Either way it is registered
                    first, and every later table about the same people is protected against it. It cannot be
                    called back.
                  </p>
                </Form>
              </Section>
            </>
          )}
        </>
      ),
    };
  },
  submit: async (request, form) => {
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const { release } = await request.ask(releaseTable, {
      dataset: request.params['dataset'] ?? '',
      rows: text('rows'),
      columns: text('columns'),
      join: Number(text('join')) || undefined,
      title: text('title'),
      review: text('review') !== 'no',
    });
    return { redirect: `/releases/${release}` };
  },
});

const headOf = ({ rows, columns }: BuiltTable) =>
  columns === null ? `By ${rows.title}` : `${rows.title} by ${columns.title}`;

function answerOf({ blanks: many, small, companions, cells }: BuiltTable): string {
  if (many === 0) return `All ${formatCount(cells.length)} figures can leave as they are.`;
  const blanks = `${formatCount(many)} of ${formatCount(cells.length)} figures stay blank`;
  if (small === null || companions === null)
    return `${blanks}, so that nobody behind them can be worked out.`;
  return `${blanks}: ${formatCount(small)} because few people stand behind them, ${formatCount(companions)} so that nobody can work those out.`;
}

const BuiltFacts = ({ built }: { built: BuiltTable }) => (
  <Facts
    items={[
      { label: 'People behind it', value: formatCount(everybody(built)) },
      ...(built.lost === null ? [] : [{ label: 'Behind companions', value: formatCount(built.lost) }]),
      { label: 'Whose rules', value: [...new Set(Object.values(built.whose))].join('; ') },
      {
        label: 'Tested with',
        value: built.earlier.length === 0 ? 'no earlier release' : `${built.earlier.length} earlier`,
      },
      { label: 'Gate', value: <Status kind="met">Safe to release</Status> },
    ]}
  />
);

const everybody = ({ cells }: BuiltTable) =>
  cells.find(({ row, column }) => row === '' && column === '')?.value ?? 0;

function WouldLeave({ built, titles }: { built: BuiltTable; titles: Readonly<Record<string, string>> }) {
  const [table] = built.published['tables'] as readonly PrintedTable[];
  const found = new Map(built.cells.map((cell) => [`${cell.row}|${cell.column}`, cell]));
  const cellOf = (printed: Readonly<Record<string, unknown>>) =>
    found.get(
      `${String(printed[built.rows.field] ?? '')}|${String(built.columns === null ? '' : (printed[built.columns.field] ?? ''))}`,
    );
  return (
    <Section
      title="What would leave"
      remark={<RuleWords rule={built.rule} />}
      finding="“Small” and “companion” are for you. In the release both read “withheld”."
    >
      <PublishedTable
        table={table!}
        titles={titles}
        say={(printed) => {
          const cell = cellOf(printed);
          return cell?.reason == null ? undefined : <Withheld>{reasonWord(cell)}</Withheld>;
        }}
      />
    </Section>
  );
}

const reasonWord = ({ reason }: BuiltCell) => (reason === 'other' ? 'withheld' : (reason ?? ''));

function WhyBlank({ built }: { built: BuiltTable }) {
  const blanks = built.cells.filter(({ reason }) => reason !== null);
  if (blanks.length === 0) return null;
  // Four in five ranges fit the scale; a few wide ones would make the rest too short to see.
  const ends = blanks.map(({ interval }) => interval?.[1] ?? interval?.[0] ?? 0).sort((a, b) => a - b);
  const most = ends[Math.floor(ends.length * 0.8)] ?? 0;
  const nameOf = ({ row, column }: BuiltCell) =>
    [row, column].filter((part) => part !== '').join(', ') || 'All';
  const shown = blanks.slice(0, 60);
  return (
    <Section
      title="Why each is blank"
      remark="The line is what an outsider can work out from everything released"
    >
      <Table
        caption="Why each figure is blank"
        rows={shown}
        columns={[
          { head: 'Figure', cell: nameOf },
          { head: 'Reason', cell: (cell) => <Withheld>{reasonWord(cell)}</Withheld> },
          { head: 'In words', cell: ({ words }) => words ?? '' },
          {
            head: 'Outsider’s range',
            numeric: true,
            strong: true,
            cell: ({ interval }) => (interval === null ? 'any' : rangeWords(interval)),
          },
          {
            head: `0 to ${formatCount(most)}`,
            phoneHide: true,
            width: 'w-picture',
            cell: ({ interval }) =>
              interval === null ? '' : <OutsiderRange interval={interval} most={most} />,
          },
        ]}
      />
      {shown.length < blanks.length && (
        <p class="small quiet">The first 60 of {formatCount(blanks.length)} blanks.</p>
      )}
    </Section>
  );
}

function OtherWays({ built, address }: { built: BuiltTable; address: string }) {
  const hrefOf = (way: Alternative['way']) =>
    way === 'joined'
      ? `${address}&join=${built.rule.threshold}`
      : way === 'fewer-columns'
        ? address.replace(/columns=[^&]*/, 'columns=')
        : undefined;
  return (
    <Section title="Other ways to release it" remark="Each was tried, and attacked like this one">
      {built.blanks === 0 && (
        <Notice title="Nothing needs to be withheld" tone="plain" level={3}>
          <p>No other way would show more.</p>
        </Notice>
      )}
      <Table
        caption="Other ways to release it, and what they cost"
        rows={built.alternatives}
        columns={[
          { head: 'Way', cell: ({ way, says }) => (way === 'blanks' ? `${says} (this table)` : says) },
          { head: 'What it costs', cell: ({ cost }) => cost },
          {
            head: 'Choose',
            act: true,
            cell: ({ way, says }) => {
              const href = hrefOf(way);
              return href === undefined ? '' : <a href={href}>Draw {says.toLowerCase()}</a>;
            },
          },
        ]}
      />
    </Section>
  );
}
