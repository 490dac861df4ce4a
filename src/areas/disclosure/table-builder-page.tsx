import { OakError } from '../../core/error.ts';
import { type PageAnswer, type PageRequest, page } from '../../core/page.ts';
import {
  ActForm,
  Empty,
  ErrorSummary,
  Facts,
  Form,
  Notice,
  Section,
  SelectField,
  Split,
  Status,
  Table,
  TextArea,
  TextField,
  Title,
} from '../../web/components/index.ts';
import { formatCount } from '../../web/format/index.ts';
import { whoAmI } from '../access/contract.ts';
import { showDataset } from '../catalog/contract.ts';
import { showProtection } from '../catalog/protection/contract.ts';
import type { ProtectionView } from '../catalog/protection/model.ts';
import { buildTable, releaseTable } from './builder/contract.ts';
import { WhyBlank, WouldLeave } from './built-table.tsx';
import type { Alternative, BuiltTable } from './model.ts';

/** What is asked, as the form says it. Values of a filter travel by POST alone: an address is written into logs. */
interface Question {
  readonly rows: string;
  readonly columns: string;
  readonly where: readonly string[];
  readonly way: BuiltTable['way'];
  readonly join: string;
}

const ways = [
  { value: 'blanks', label: 'Leave small figures blank' },
  { value: 'rounding', label: 'Round every figure' },
  { value: 'cell-key', label: 'Noise on every figure' },
  { value: 'coded-percentages', label: 'Percentages in ranges' },
] as const;

const wayOf = (text: string): Question['way'] => ways.find(({ value }) => value === text)?.value ?? 'blanks';

/** An analyst picks rows and columns of a dataset and sees at once what of the table could leave. */
export const tableBuilderPage = page({
  path: '/data/:dataset/table',
  access: 'analyst',
  render: ({ query, ...request }) =>
    answer(
      { query, ...request },
      {
        rows: query.get('rows') ?? '',
        columns: query.get('columns') ?? '',
        where: [],
        way: wayOf(query.get('way') ?? ''),
        join: query.get('join') ?? '',
      },
    ),
  submit: async (request, form) => {
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const question: Question = {
      rows: text('rows'),
      columns: text('columns'),
      where: text('where')
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter((line) => line !== ''),
      way: wayOf(text('way')),
      join: text('join'),
    };
    if (text('act') === 'show') return answer(request, question);
    const { release } = await request.ask(releaseTable, {
      ...asked(request, question),
      title: text('title'),
      review: text('act') !== 'release',
    });
    return { redirect: `/releases/${release}` };
  },
});

const asked = (request: PageRequest, { rows, columns, where, way, join }: Question) => ({
  dataset: request.params['dataset'] ?? '',
  rows,
  columns,
  where: [...where],
  way,
  join: Number(join) || undefined,
});

async function answer(request: PageRequest, question: Question): Promise<PageAnswer> {
  const dataset = request.params['dataset'] ?? '';
  const [about, protection, { purpose }] = await Promise.all([
    request.ask(showDataset, { dataset }),
    request.ask(showProtection, { dataset }),
    request.ask(whoAmI, {}),
  ]);
  const home = `/data/${about.dataset}`;
  // Of protected rows no table is made by what names people.
  const naming = new Set(
    protection.access === 'open'
      ? []
      : protection.fields.flatMap((one) => (one.class === 'identifier' ? [one.field] : [])),
  );
  const fields = about.fields.filter((field) => field.known_to === null && !naming.has(field.name));
  const titles = Object.fromEntries(fields.map(({ name, title }) => [name, title]));
  let built: BuiltTable | undefined;
  let refused: OakError | undefined;
  if (question.rows !== '')
    try {
      built = await request.ask(buildTable, { ...asked(request, question), alternatives: true });
    } catch (error) {
      // A refusal of the gate is an answer: what it found, in its words, and what else can be tried.
      if (!(error instanceof OakError) || !error.code.startsWith('disclosure.')) throw error;
      refused = error;
    }
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
          kind={kindOf(built)}
          title={
            built === undefined
              ? refused === undefined
                ? 'Which table?'
                : 'This table may not leave'
              : headOf(built)
          }
          lede={
            built !== undefined
              ? answerOf(built)
              : refused === undefined
                ? 'Pick what makes the rows and the columns. The table is protected before you see it.'
                : 'The gate refused it. Nothing was written, and nothing has left.'
          }
        >
          {built && <BuiltFacts built={built} />}
        </Title>
        <ErrorSummary form={request.form} />
        {protection.allowed === 'nothing' && (
          <UseGrant request={request} protection={protection} purpose={purpose} />
        )}
        {refused !== undefined && (
          <Notice title="What the gate found" tone="bad">
            <p>{refused.message}</p>
            <p>{refused.remedy}</p>
          </Notice>
        )}
        <Split kind="question">
          <QuestionForm
            request={request}
            question={question}
            choices={fields}
            releases={protection.allowed === 'figures'}
          />
          <div>
            {built === undefined && refused === undefined && (
              <Empty>No table yet: choose the field that makes its rows.</Empty>
            )}
            {refused !== undefined && (
              <Retries request={request} question={question} refused={refused} titles={titles} />
            )}
            {built !== undefined && <WouldLeave built={built} titles={titles} />}
          </div>
        </Split>
        {built !== undefined && (
          <>
            {built.release === null && !mostlyBlank(built) && <WhyBlank built={built} />}
            {built.alternatives.length > 0 && (
              <OtherWays built={built} request={request} question={question} />
            )}
            {built.release === null && mostlyBlank(built) && <WhyBlank built={built} />}
            <LetItLeave request={request} question={question} built={built} />
          </>
        )}
      </>
    ),
  };
}

/** A grant counts while its purpose is the one stated: each that does not yet is one step away. */
function UseGrant({
  request,
  protection: { dataset, granted },
  purpose,
}: {
  request: PageRequest;
  protection: ProtectionView;
  purpose: string | null;
}) {
  const waiting = [...new Set(granted.flatMap((one) => (one.emergency ? [] : [one.purpose])))].filter(
    (one) => one !== purpose,
  );
  return waiting.length === 0 ? null : (
    <Notice title="Say what you count it for" tone="plain">
      <p>Your grant holds for its own purpose, which stands in the log beside each look.</p>
      <ul class="plain">
        {waiting.map((one) => (
          <li>
            <p>“{one}”</p>
            <ActForm
              request={request}
              action={`/data/${dataset}/access`}
              as="outline"
              fields={{ purpose: one, next: `/data/${dataset}/table` }}
            >
              Work for this purpose<span class="hidden-text">: {one}</span>
            </ActForm>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** So little of it is left that another way comes first. */
const mostlyBlank = ({ blanks, cells }: BuiltTable) => blanks > cells.length / 2;

const kindOf = (built: BuiltTable | undefined) =>
  built === undefined
    ? 'Release gate'
    : built.release === null
      ? 'Release gate · a draft table, seen by you alone'
      : 'Release gate · shown to you by a registered release';

const headOf = ({ rows, columns, filters }: BuiltTable) =>
  [
    columns === null ? `By ${rows.title}` : `${rows.title} by ${columns.title}`,
    ...filters.map(({ title, values }) => `${title} ${values.join(' or ')}`),
  ].join(', ');

function answerOf({ blanks: many, small, companions, cells, way }: BuiltTable): string {
  const ranges = cells.filter(({ percent }) => percent !== undefined).length;
  if (way === 'coded-percentages')
    return `${formatCount(ranges)} percentages are printed as ranges; ${formatCount(many)} of ${formatCount(cells.length)} figures stay blank.`;
  if (many === 0 && way !== 'blanks')
    return `All ${formatCount(cells.length)} figures are printed, each a little moved.`;
  if (many === 0) return `All ${formatCount(cells.length)} figures can leave as they are.`;
  const blanks = `${formatCount(many)} of ${formatCount(cells.length)} figures stay blank`;
  if (small === null || companions === null)
    return `${blanks}, so that nobody behind them can be worked out.`;
  const why = `${blanks}: ${formatCount(small)} because few people stand behind them`;
  return companions === 0
    ? `${why}. None had to go with them.`
    : `${why}, ${formatCount(companions)} so that nobody can work those out.`;
}

const BuiltFacts = ({ built }: { built: BuiltTable }) => (
  <Facts
    items={[
      { label: 'People behind it', value: peopleOf(built) },
      ...(built.lost === null ? [] : [{ label: 'Behind companions', value: formatCount(built.lost) }]),
      { label: 'Whose rules', value: [...new Set(Object.values(built.whose))].join('; ') },
      {
        label: 'Tested with',
        value: built.earlier.length === 0 ? 'no earlier release' : `${built.earlier.length} earlier`,
      },
      {
        label: 'Gate',
        value: <Status kind="met">{built.release === null ? 'Safe to release' : 'Released to you'}</Status>,
      },
    ]}
  />
);

function peopleOf({ cells }: BuiltTable): string {
  const all = cells.find(({ row, column }) => row === '' && column === '')?.value;
  return all === null || all === undefined ? 'withheld' : formatCount(all);
}

function QuestionForm({
  request,
  question,
  choices,
  releases,
}: {
  request: PageRequest;
  question: Question;
  choices: readonly { readonly name: string; readonly title: string }[];
  /** To show it is to release it: whoever asks may see no row. */
  releases: boolean;
}) {
  const { form } = request;
  const fields = choices.map(({ name, title }) => ({ value: name, label: title }));
  /** The fields, and the coarser one that is asked for now. */
  const among = (asked: string) => {
    const { name, by } = askedWords(asked);
    const title = choices.find((one) => one.name === name)?.title ?? name;
    return by === '' ? fields : [...fields, { value: asked, label: `${title} ${by}` }];
  };
  return (
    <aside class="question">
      <h2>The table</h2>
      <Form request={request}>
        <SelectField
          name="rows"
          label="Rows"
          choices={[{ value: '', label: 'Choose a field' }, ...among(question.rows)]}
          value={question.rows}
          form={form}
        />
        <SelectField
          name="columns"
          label="Columns"
          choices={[{ value: '', label: 'None' }, ...among(question.columns)]}
          value={question.columns}
          form={form}
        />
        <TextArea
          name="where"
          label="Only where"
          hint={`One a line, as ${choices[0]?.name ?? 'field'}=value. Lines about one field: any of them.`}
          value={question.where.join('\n')}
          form={form}
        />
        <SelectField name="way" label="Small figures" choices={ways} value={question.way} form={form} />
        <input type="hidden" name="join" value={question.join} />
        <p class="acts">
          <button class="button outline" type="submit" name="act" value="show">
            Show the table
          </button>
        </p>
        {releases && (
          <p class="small quiet">
            To show it to you is a release: it is registered first, and every later table about the same
            people, yours too, is protected against it.
          </p>
        )}
      </Form>
    </aside>
  );
}

/** `town:planning-region` as its field and how coarse it is, in words. */
function askedWords(text: string): { name: string; by: string } {
  const [name = '', by = ''] = text.split(':');
  return {
    name,
    by: by === '' ? '' : /^\d+$/.test(by) ? `in steps of ${by}` : `by ${by.replaceAll('-', ' ')}`,
  };
}

const fieldsOf = (question: Question, changed: Partial<Question> = {}) => {
  const { where, ...rest } = { ...question, ...changed };
  return { ...rest, where: where.join('\n') };
};

const otherWays: readonly { readonly says: string; readonly changed: Partial<Question> }[] = [
  { says: 'Leave small figures blank', changed: { way: 'blanks' } },
  { says: 'Round every figure', changed: { way: 'rounding' } },
  { says: 'Put noise on every figure', changed: { way: 'cell-key' } },
];

/** What else to try after a refusal: each is the same question, asked another way. */
function Retries({
  request,
  question,
  refused: { details },
  titles,
}: {
  request: PageRequest;
  question: Question;
  refused: OakError;
  titles: Readonly<Record<string, string>>;
}) {
  const { least } = details;
  const coarser = Array.isArray(details['coarser']) ? details['coarser'].map(String) : [];
  const others: typeof otherWays = [
    ...coarser.map((text) => {
      const { name, by } = askedWords(text);
      const key = askedWords(question.rows).name === name ? 'rows' : 'columns';
      return { says: `${titles[name] ?? name} ${by}`, changed: { [key]: text, join: '' } };
    }),
    ...(least === undefined || question.join !== ''
      ? []
      : [
          {
            says: `Put values with fewer than ${least} people together`,
            changed: { join: String(least), way: 'blanks' as const },
          },
        ]),
    ...otherWays.filter(({ changed }) => changed.way !== question.way),
    ...(question.columns === '' ? [] : [{ says: 'Leave the columns out', changed: { columns: '' } }]),
    ...(question.where.length === 0 ? [] : [{ says: 'Count everybody', changed: { where: [] } }]),
  ];
  return (
    <Section title="Ask another way" finding="Each is protected and attacked like the first.">
      <ul class="plain">
        {others.map(({ says, changed }) => (
          <li>
            <ActForm request={request} fields={{ ...fieldsOf(question, changed), act: 'show' }}>
              {says}
            </ActForm>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function OtherWays({
  built,
  request,
  question,
}: {
  built: BuiltTable;
  request: PageRequest;
  question: Question;
}) {
  const changeOf = ({ asked: { rows, columns = '', join, way = 'blanks' } }: Alternative) => ({
    rows,
    columns,
    join: join === undefined ? '' : String(join),
    way,
  });
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
          { head: 'Way', strong: true, cell: ({ says }) => says },
          { head: 'What it costs', cell: ({ cost }) => cost },
          {
            head: 'Gate',
            cell: ({ holds }) => <Status kind={holds ? 'met' : 'late'}>{holds ? 'Safe' : 'Refused'}</Status>,
          },
          {
            head: 'Choose',
            hiddenHead: true,
            act: true,
            cell: (one) => {
              if (one.way === 'blanks') return 'This table';
              if (!one.holds) return '';
              return (
                <ActForm request={request} fields={{ ...fieldsOf(question, changeOf(one)), act: 'show' }}>
                  Choose<span class="hidden-text">: {one.says}</span>
                </ActForm>
              );
            },
          },
        ]}
      />
    </Section>
  );
}

const LetItLeave = ({
  request,
  question,
  built,
}: {
  request: PageRequest;
  question: Question;
  built: BuiltTable;
}) => (
  <Section title="Let it leave">
    <Form request={request}>
      {Object.entries(fieldsOf(question)).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <TextField
        name="title"
        label="What the table shows"
        value={headOf(built)}
        hint="In a line, for the register of releases."
        form={request.form}
      />
      <p class="acts">
        <button class="button" type="submit" name="act" value="review">
          Send to a reviewer
        </button>
        <button class="button outline" type="submit" name="act" value="release">
          Release by rule
        </button>
      </p>
      <p class="small quiet">
        By rule means: protected, and the attacker found nothing. Either way it is registered first, and every
        later table about the same people is protected against it. It cannot be called back.
      </p>
    </Form>
  </Section>
);
