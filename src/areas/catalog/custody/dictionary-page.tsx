import { type PageRequest, page } from '../../../core/page.ts';
import { agencyChoices, ownAgency } from '../../../web/ask/agency-names.ts';
import {
  ErrorSummary,
  Field,
  Form,
  Notice,
  RadioField,
  Section,
  SelectField,
  Status,
  Table,
  Title,
  Unknown,
} from '../../../web/components/index.ts';
import { counted, formatCount } from '../../../web/format/index.ts';
import { importDictionary } from './contract.ts';
import { ProblemTable } from './problem-table.tsx';
import { sentFile } from './sent-file.tsx';

type Answer = Awaited<ReturnType<typeof send>>;
const send = (request: PageRequest, form: FormData) =>
  request.ask(
    importDictionary,
    {
      check: form.get('what') !== 'take',
      ...(form.get('agency') ? { agency: String(form.get('agency')) } : {}),
    },
    sentFile(form),
  );

/** A data dictionary as agencies keep it, read into the catalogue: its assets, its fields, and what could not be understood. */
export const dictionaryPage = page({
  path: '/data/dictionary',
  access: 'officer',
  render: (request) => show(request),
  submit: async (request, form) => show(request, await send(request, form)),
});

async function show(request: PageRequest, answer?: Answer) {
  const { form } = request;
  const agencies = await agencyChoices(request);
  return {
    title: 'Read a data dictionary',
    place: 'data' as const,
    breadcrumbs: [{ href: '/data', label: 'Data' }],
    content: (
      <>
        <Title
          kind="The inventory"
          title="Read a data dictionary"
          lede="A spreadsheet with one data element a row: agency, program, category, name, definition, type, years. Each program becomes an asset that everyone can find, with its fields; no data is needed."
        />
        <ErrorSummary form={form} />
        {answer && <Outcome answer={answer} />}
        <Section title="The spreadsheet" first>
          <Form request={request} upload>
            <Field name="file" label="The workbook (.xlsx)" form={form}>
              {(attributes) => <input type="file" accept=".xlsx" {...attributes} />}
            </Field>
            <SelectField
              name="agency"
              label="All of it is held by"
              value={ownAgency(request)}
              form={form}
              choices={[{ value: '', label: 'As the sheet says' }, ...agencies]}
            />
            <RadioField
              name="what"
              label="Do"
              value="check"
              form={form}
              choices={[
                { value: 'check', label: 'Only check', hint: 'Says what would change' },
                { value: 'take', label: 'Check and take it over' },
              ]}
            />
            <button type="submit" class="button">
              Send it
            </button>
          </Form>
        </Section>
        {answer && answer.assets.length > 0 && (
          <Section id="assets" title="Assets it describes">
            <Table
              caption="Assets"
              columns={[
                {
                  head: 'Asset',
                  width: 'w40',
                  cell: ({ dataset, title, outcome }) =>
                    answer.checked && outcome === 'added' ? title : <a href={`/data/${dataset}`}>{title}</a>,
                },
                {
                  head: 'Held by',
                  cell: ({ agency, holder }) =>
                    agency === null ? (
                      <>
                        {holder || <Unknown>Nobody named</Unknown>}
                        <span class="sub">not an agency known here</span>
                      </>
                    ) : (
                      <a href={`/agencies/${agency}`}>{agency}</a>
                    ),
                },
                { head: 'Fields', numeric: true, cell: ({ fields }) => formatCount(fields) },
                {
                  head: 'Becomes',
                  width: 'w-status',
                  cell: ({ outcome }) =>
                    ({ added: 'New', changed: 'Changed', unchanged: 'As it was' })[outcome],
                },
              ]}
              rows={answer.assets}
            />
          </Section>
        )}
        {answer && <ProblemTable problems={answer.problems} more={answer.more_problems} />}
      </>
    ),
  };
}

function Outcome({ answer }: { answer: Answer }) {
  if (answer.blank)
    return (
      <Notice title={`${answer.file} is the blank form`}>
        <p>
          It holds only the example that comes with the form, so there was nothing to read. Nothing was
          changed.
        </p>
      </Notice>
    );
  const counts = `${counted(answer.elements, 'element')} in ${counted(answer.assets.length, 'asset')}.`;
  return answer.checked ? (
    <Notice title="It can be read, and nothing was changed yet">
      <p>{counts} Send it again with “Check and take it over”.</p>
    </Notice>
  ) : (
    <Notice title={<Status kind="met">The dictionary was taken over</Status>}>
      <p>{counts}</p>
    </Notice>
  );
}
