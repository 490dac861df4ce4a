import { type PageRequest, page } from '../../../core/page.ts';
import {
  CheckFields,
  Empty,
  ErrorSummary,
  FilterSelect,
  Filters,
  Form,
  Section,
  SelectField,
  Table,
  TextField,
  Title,
} from '../../../web/components/index.ts';
import { counted, formatCount, formatDate } from '../../../web/format/index.ts';
import { listDefinitions } from '../definitions/contract.ts';
import { linkDatasets, listLinkable, listRuns, recogniseFields } from '../runs/contract.ts';
import { kinds, type Linkable, type RecognisedFields } from '../runs/model.ts';
import { linkageCrumbs, PurposeForm, takePurpose } from './purpose-first.tsx';
import { fieldWord } from './words.tsx';

/** Purpose, then datasets, then what their columns hold: each step a form of its own, and none needs a script. */
export const startPage = page({
  path: '/linkage/start',
  access: 'staff',
  render: async (request) => {
    const own = await request.ask(listLinkable, {});
    const left = request.query.get('left') ?? '';
    const right = request.query.get('right') ?? '';
    const changing = request.query.has('purpose');
    return {
      title: 'Start a link',
      place: 'sharing',
      breadcrumbs: linkageCrumbs,
      content: (
        <>
          <Title
            kind={own.purpose === null ? 'Linkage' : `Linkage · purpose: ${own.purpose}`}
            title={headOf(own, left, right)}
            lede={
              own.purpose === null || changing
                ? 'Records about people are compared for a stated purpose only. It is logged with every look.'
                : left === ''
                  ? 'Choose two datasets, or one to look for records of the same within it. Nothing leaves the platform: the result is a protected dataset of its own.'
                  : 'Look over what the columns hold, then start. You may leave: the link goes on, and its page keeps the report.'
            }
          />
          <ErrorSummary form={request.form} />
          {own.purpose === null || changing ? (
            <Section title="State your purpose" first>
              <PurposeForm request={request} purposes={own.purposes} value={own.purpose ?? undefined} />
            </Section>
          ) : (
            <>
              <Datasets own={own} left={left} right={right} />
              {left !== '' && (await fieldsStep(request, own, left, right))}
            </>
          )}
        </>
      ),
    };
  },
  submit: async (request, form) => {
    const left = request.query.get('left') ?? '';
    const right = request.query.get('right') ?? '';
    const here = `/linkage/start${left === '' ? '' : `?${new URLSearchParams({ left, right })}`}`;
    if (await takePurpose(request, form)) return { redirect: here };
    const fields = [...form].flatMap(([name, value]) =>
      name.startsWith('kind.') && value !== '' ? [`${String(value)}=${name.slice('kind.'.length)}`] : [],
    );
    const groups = form.getAll('groups').map(String);
    const { job } = await request.ask(linkDatasets, {
      left,
      ...(right === '' ? {} : { right }),
      ...(fields.length === 0 ? {} : { fields: fields.join(',') }),
      ...(groups.length === 0 ? {} : { groups }),
      one_to_one: String(form.get('one_to_one') || 'auto') as 'auto',
      title: String(form.get('title') ?? ''),
      ...chosen(form, 'previous'),
      ...chosen(form, 'model'),
      ...chosen(form, 'rules'),
    });
    const { runs } = await request.ask(listRuns, { limit: 20 });
    const run = runs.find((one) => one.job === job);
    return { redirect: run === undefined ? `/jobs/${job}` : `/linkage/runs/${run.run}` };
  },
});

const chosen = <Name extends string>(form: FormData, name: Name): { readonly [One in Name]?: string } => {
  const value = String(form.get(name) ?? '');
  return (value === '' ? {} : { [name]: value }) as { readonly [One in Name]?: string };
};

const titleOf = (own: Linkable, id: string) =>
  own.datasets.find(({ dataset }) => dataset === id)?.title ?? id;

function headOf(own: Linkable, left: string, right: string): string {
  if (left === '') return 'Which records?';
  return right === ''
    ? `Records of the same in ${titleOf(own, left)}`
    : `${titleOf(own, left)} with ${titleOf(own, right)}`;
}

function Datasets({ own, left, right }: { own: Linkable; left: string; right: string }) {
  const allowed = own.datasets.filter((one) => one.allowed);
  // Data about people first: that is what the purpose was stated for.
  const sorted = allowed.toSorted((a, b) => Number(a.access === 'open') - Number(b.access === 'open'));
  const choices = sorted.map(({ dataset, title, rows, access }) => ({
    value: dataset,
    label: `${title} (${formatCount(rows)} rows, ${access})`,
  }));
  const refused = own.datasets.filter((one) => !one.allowed);
  return (
    <Section
      title="Datasets"
      first
      aside={
        <a href={`/linkage/start?${new URLSearchParams({ left, right, purpose: 'change' })}`}>
          Change the purpose
        </a>
      }
    >
      {choices.length === 0 ? (
        <Empty acts={<a href="/data">All datasets</a>}>
          No dataset may be linked for this purpose. A grant to whole rows is needed; its custodian gives it.
        </Empty>
      ) : (
        <Filters act={left === '' ? 'Look at the fields' : 'Choose these'}>
          <FilterSelect
            name="left"
            label="First dataset"
            choices={[{ value: '', label: 'Choose a dataset' }, ...choices]}
            value={left}
          />
          <FilterSelect
            name="right"
            label="Second dataset"
            choices={[{ value: '', label: 'None: look within the first' }, ...choices]}
            value={right}
          />
        </Filters>
      )}
      {refused.length > 0 && (
        <ul class="plain small quiet">
          {refused.map(({ dataset, title, because }) => (
            <li>
              <a href={`/data/${dataset}/access`}>{title}</a> cannot be linked: {because}.
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

async function fieldsStep(request: PageRequest, own: Linkable, left: string, right: string) {
  const { columns } = await request.ask(recogniseFields, { left, ...(right === '' ? {} : { right }) });
  const typed = request.form?.values ?? {};
  const isLink = right !== '';
  const compared = columns.filter(({ kind }) => kind !== null);
  const groups = columns.filter(({ few }) => few);
  const [{ definitions }, { runs }] = await Promise.all([
    request.ask(listDefinitions, {}),
    request.ask(listRuns, { dataset: left, limit: 50 }),
  ]);
  const saved = (kind: 'model' | 'rules') => definitions.filter((one) => one.kind === kind);
  // Those of the same datasets in the same order can be continued.
  const earlier = runs.filter(
    ({ state, datasets }) =>
      state === 'finished' &&
      datasets.map(({ dataset }) => dataset).join() === [left, right].filter(Boolean).join(),
  );
  return (
    <Form request={request}>
      <Section
        title="What the columns hold"
        finding={`${counted(compared.length, 'column')} ${compared.length === 1 ? 'was' : 'were'} recognized by name and values. Columns of one kind are compared with each other, whatever they are called.`}
      >
        <Table
          caption="Columns and what they hold"
          {...(isLink
            ? { groups: bySide(columns, titleOf(own, left), titleOf(own, right)) }
            : { rows: columns })}
          density="close"
          columns={[
            { head: 'Column', width: 'w33', mono: true, cell: ({ column }) => column },
            {
              head: 'Compared as',
              cell: ({ column, kind, why }) => (
                <>
                  <select
                    class="kind-of"
                    name={`kind.${column}`}
                    aria-label={`What ${column} is compared as`}
                  >
                    {kindChoices(typed[`kind.${column}`] ?? kind ?? '').map(({ value, label, selected }) => (
                      <option value={value} selected={selected || undefined}>
                        {label}
                      </option>
                    ))}
                  </select>
                  {why && <span class="sub">Left out: {why}</span>}
                </>
              ),
            },
          ]}
        />
      </Section>
      <Section title="How the result is judged">
        {groups.length > 0 && (
          <CheckFields
            name="groups"
            label="Tell errors apart by"
            hint="Sex, age and missing fields are always told apart. Words of these columns stand in the report."
            choices={groups.map(({ column }) => ({ value: column, label: column.replaceAll('_', ' ') }))}
            values={groups
              .filter(({ column }) => /race|ethnic|language/.test(column))
              .map(({ column }) => column)}
            form={request.form}
          />
        )}
        {isLink && (
          <SelectField
            name="one_to_one"
            label="How many records has one person?"
            value="auto"
            choices={[
              { value: 'auto', label: 'Ask the data' },
              { value: 'none', label: 'Several in both datasets' },
              { value: 'left', label: 'One in the first, several in the second' },
              { value: 'right', label: 'Several in the first, one in the second' },
              { value: 'both', label: 'One in each' },
            ]}
            form={request.form}
          />
        )}
        {earlier.length > 0 && (
          <SelectField
            name="previous"
            label="Go on from an earlier link?"
            hint="Its model is used, its names of clusters stay, and what merged or split is listed. The fields are those of its model."
            value={request.query.get('previous') ?? ''}
            choices={[
              { value: '', label: 'No: begin anew' },
              ...earlier.map(({ run, title, asked_at, datasets }) => ({
                value: run,
                label: `${title}, ${formatDate(asked_at, request.clock.timeZone)}, version ${datasets.map(({ version }) => version).join(' and ')}`,
              })),
            ]}
            form={request.form}
          />
        )}
        {saved('model').length > 0 && (
          <SelectField
            name="model"
            label="Model"
            value=""
            choices={[
              { value: '', label: 'Learn it from these records' },
              ...saved('model').map(({ name, version }) => ({
                value: `${name}@${version}`,
                label: `${name}, version ${version}`,
              })),
            ]}
            form={request.form}
          />
        )}
        {saved('rules').length > 0 && (
          <SelectField
            name="rules"
            label="Rules over the model"
            value=""
            choices={[
              { value: '', label: 'None: the line alone decides' },
              ...saved('rules').map(({ name, version }) => ({
                value: `${name}@${version}`,
                label: `${name}, version ${version}`,
              })),
            ]}
            form={request.form}
          />
        )}
        <TextField
          name="title"
          label="Name of the link"
          optional
          hint="It is public; it names no person."
          form={request.form}
        />
        <p class="acts">
          <button class="button" type="submit">
            Start the link
          </button>
          <span class="small quiet">
            Your leave is checked again, and the start is written into the audit log first.
          </span>
        </p>
      </Section>
    </Form>
  );
}

type Column = RecognisedFields['columns'][number];

/** Columns of both first, then those of each. */
const bySide = (columns: readonly Column[], left: string, right: string) =>
  [
    { title: 'In both', rows: columns.filter(({ sides }) => sides.length === 2) },
    { title: left, rows: columns.filter(({ sides }) => sides.length === 1 && sides[0] === 0) },
    { title: right, rows: columns.filter(({ sides }) => sides.length === 1 && sides[0] === 1) },
  ].filter(({ rows }) => rows.length > 0);

/** The kinds, and a kind with the label that tells it apart from another of its kind. */
function kindChoices(chosen: string) {
  const known: readonly string[] = ['', ...kinds];
  return (known.includes(chosen) ? known : [...known, chosen]).map((value) => ({
    value,
    label: value === '' ? 'Not compared' : fieldWord(value),
    selected: value === chosen,
  }));
}
