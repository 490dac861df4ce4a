import { type PageRequest, page } from '../../../core/page.ts';
import { agencyChoices, ownAgency } from '../../../web/ask/agency-names.ts';
import {
  ErrorSummary,
  Field,
  FilterSelect,
  Filters,
  Form,
  Notice,
  RadioField,
  Section,
  SelectField,
  Split,
  Status,
  Table,
  Title,
} from '../../../web/components/index.ts';
import { counted, formatCount } from '../../../web/format/index.ts';
import { importInventory } from './contract.ts';
import { ProblemTable } from './problem-table.tsx';
import { sentFile } from './sent-file.tsx';

type Answer = Awaited<ReturnType<typeof send>>;
const send = (request: PageRequest, form: FormData) =>
  request.ask(
    importInventory,
    {
      check: form.get('what') !== 'take',
      ...(form.get('agency') ? { agency: String(form.get('agency')) } : {}),
    },
    sentFile(form),
  );

/** The inventory out as a spreadsheet, and in again: first what would change, then the change. */
export const inventoryPage = page({
  path: '/data/inventory',
  access: 'officer',
  render: (request) => show(request),
  submit: async (request, form) => show(request, await send(request, form)),
});

async function show(request: PageRequest, answer?: Answer) {
  const { form } = request;
  const agencies = await agencyChoices(request);
  const errors = answer?.problems.filter(({ kind }) => kind === 'error').length ?? 0;
  return {
    title: 'Inventory as a spreadsheet',
    place: 'data' as const,
    breadcrumbs: [{ href: '/data', label: 'Data' }],
    content: (
      <>
        <Title
          kind="The inventory"
          title="Inventory as a spreadsheet"
          lede="Download what your agency has registered, fill it in, and send it back. One asset a row; a row without an id is a new asset."
        />
        <ErrorSummary form={form} />
        {answer && <Outcome answer={answer} errors={errors} />}
        <Split kind="halves">
          <Section title="1. Take it out" first>
            <Filters action="/api/v1/inventory.xlsx" act="Download">
              <FilterSelect
                name="agency"
                label="Assets held by"
                value={ownAgency(request)}
                choices={[{ value: '', label: 'All agencies' }, ...agencies]}
              />
            </Filters>
            <p class="small quiet more">
              The second sheet says what each column takes. For an agency without assets the sheet is the
              empty form.
            </p>
          </Section>
          <Section title="2. Send it back" first>
            <Form request={request} upload>
              <Field name="file" label="The workbook (.xlsx)" form={form}>
                {(attributes) => <input type="file" accept=".xlsx" {...attributes} />}
              </Field>
              <SelectField
                name="agency"
                label="Rows without an agency belong to"
                value={ownAgency(request)}
                form={form}
                choices={[{ value: '', label: 'Nobody named' }, ...agencies]}
              />
              <RadioField
                name="what"
                label="Do"
                value="check"
                form={form}
                choices={[
                  { value: 'check', label: 'Only check', hint: 'Says what would change, and every error' },
                  {
                    value: 'take',
                    label: 'Check and take it over',
                    hint: 'All rows, or none while one has an error',
                  },
                ]}
              />
              <button type="submit" class="button">
                Send it
              </button>
            </Form>
          </Section>
        </Split>
        {answer && <ProblemTable problems={answer.problems} more={answer.more_problems} />}
        {answer && answer.assets.length > 0 && (
          <Section id="assets" title={answer.taken ? 'What was taken' : 'What would change'}>
            <Table
              caption="Assets by row"
              density="tight"
              columns={[
                { head: 'Row', numeric: true, cell: ({ row }) => formatCount(row) },
                {
                  head: 'Asset',
                  width: 'w40',
                  cell: ({ dataset, title }) =>
                    dataset === null ? title : <a href={`/data/${dataset}`}>{title}</a>,
                },
                { head: 'Becomes', width: 'w-status', cell: ({ outcome }) => words[outcome] },
                { head: 'Columns that differ', cell: ({ changes }) => changes.join(', ') || '–' },
              ]}
              rows={answer.assets}
            />
          </Section>
        )}
      </>
    ),
  };
}

const words = { added: 'New', changed: 'Changed', unchanged: 'As it was' } as const;

function Outcome({ answer, errors }: { answer: Answer; errors: number }) {
  const { taken, added, changed, unchanged } = answer;
  const counts = `${counted(added, 'asset')} new, ${formatCount(changed)} changed, ${formatCount(unchanged)} as before.`;
  if (taken)
    return (
      <Notice title={<Status kind="met">The inventory was taken over</Status>}>
        <p>{counts}</p>
      </Notice>
    );
  return errors > 0 ? (
    <Notice tone="bad" title={`${counted(errors, 'error')}: nothing was taken over`}>
      <p>
        <a href="#problems">See them row by row</a>, correct the spreadsheet and send it again.
      </p>
    </Notice>
  ) : (
    <Notice title="Nothing is wrong with it, and nothing was changed yet">
      <p>{counts} Send it again with “Check and take it over”.</p>
    </Notice>
  );
}
