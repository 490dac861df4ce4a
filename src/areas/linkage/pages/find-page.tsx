import { type PageRequest, page } from '../../../core/page.ts';
import {
  ButtonLink,
  Empty,
  ErrorSummary,
  Form,
  Links,
  Section,
  Table,
  TextField,
  Title,
} from '../../../web/components/index.ts';
import { counted, formatCount, formatDecimal } from '../../../web/format/index.ts';
import { findPerson } from '../resident/contract.ts';
import type { PersonFound } from '../resident/model.ts';
import { showRun } from '../runs/contract.ts';
import type { ShownRun } from '../runs/model.ts';
import { notShown, runCrumbs, takePurpose } from './purpose-first.tsx';
import { bitsWord, chanceWord, fieldWord } from './words.tsx';

/** Who is this? What is known of somebody, against every record of a link. The question is in no address. */
export const findPage = page({
  path: '/linkage/runs/:run/find',
  access: 'staff',
  render: async (request) => {
    const run = await request.ask(showRun, { run: request.params['run'] ?? '' });
    const base = baseOf(run);
    if (run.report === null) return { ...base, content: await notShown(request, run) };
    if (run.withheld)
      return {
        ...base,
        content: (
          <Title
            kind={`Find a person · purpose: ${run.purpose}`}
            title="This link waits for a reason"
            lede="A group of records is found clearly less often than the whole, and nobody has written why. Until then it answers no question."
            acts={
              <ButtonLink href={`/linkage/runs/${run.run}`}>Read the report, and write the reason</ButtonLink>
            }
          />
        ),
      };
    return { ...base, content: <Asking request={request} run={run} typed={request.form?.values ?? {}} /> };
  },
  submit: async (request, form) => {
    if (await takePurpose(request, form)) return { redirect: request.url.pathname };
    const run = await request.ask(showRun, { run: request.params['run'] ?? '' });
    const typed = Object.fromEntries([...form].map(([name, value]) => [name, String(value)]));
    const record = Object.fromEntries(
      fieldsOf(run).flatMap((field) => {
        const value = typed[`is.${field}`]?.trim() ?? '';
        return value === '' ? [] : [[field, value] as const];
      }),
    );
    const found =
      Object.keys(record).length === 0
        ? undefined
        : await request.ask(findPerson, { run: run.run, record, show: true });
    return { ...baseOf(run), content: <Asking request={request} run={run} typed={typed} found={found} /> };
  },
});

const baseOf = (run: ShownRun) => ({
  title: 'Find a person',
  place: 'sharing' as const,
  breadcrumbs: runCrumbs(run),
});

/** What the link compares, each field once. */
const fieldsOf = ({ report }: ShownRun): string[] => [
  ...new Set((report?.fields ?? []).map(({ field }) => field)),
];

function Asking({
  request,
  run,
  typed,
  found,
}: {
  request: PageRequest;
  run: ShownRun;
  typed: Readonly<Record<string, string>>;
  found?: PersonFound;
}) {
  return (
    <>
      <Title
        kind={`Find a person · purpose: ${run.purpose}`}
        title={found === undefined ? 'Who is this?' : titles[found.answer]}
        lede={
          found === undefined
            ? 'Type what is known of somebody. Every record of the link is weighed against it as the link weighs; what you type is kept nowhere, and that you asked is logged.'
            : answerOf(found)
        }
      />
      <ErrorSummary form={request.form} />
      {found !== undefined && <Answers run={run} found={found} />}
      <Section title={found === undefined ? 'What is known' : 'Ask again'} first={found === undefined}>
        <Form request={request}>
          <div class="halves">
            {fieldsOf(run).map((field) => (
              <TextField
                name={`is.${field}`}
                label={fieldWord(field)}
                hint={hints[field]}
                value={typed[`is.${field}`]}
              />
            ))}
          </div>
          <p class="acts">
            <button class="button" type="submit">
              Find
            </button>
            <span class="small quiet">Nothing of it stands in the address or in the log.</span>
          </p>
        </Form>
      </Section>
    </>
  );
}

const hints: Readonly<Record<string, string>> = {
  birth_date: 'Year, month, day: 1984-03-27',
  ssn: 'Nine digits',
};

const titles: Readonly<Record<PersonFound['answer'], string>> = {
  known: 'Somebody known',
  perhaps: 'Perhaps somebody known',
  nobody: 'Nobody known',
};

function answerOf({ answer, found, records, milliseconds }: PersonFound): string {
  // The first question makes the index: how long that took is no answer time.
  const took = milliseconds < 200 ? `, in ${formatDecimal(milliseconds, milliseconds < 10 ? 1 : 0)} ms` : '';
  const among = `among ${counted(records, 'record')}${took}`;
  const [first] = found;
  if (answer === 'nobody' || first === undefined) return `No record comes near what you typed, ${among}.`;
  return `${chanceWord(first.chance)} pairs like the nearest one are the same person, ${among}.${answer === 'perhaps' ? ' It lies under the line of the link: a person should look.' : ''}`;
}

function Answers({ run, found: { found } }: { run: ShownRun; found: PersonFound }) {
  const fields = fieldsOf(run).filter((field) =>
    found.some(({ record }) => (record?.values[field] ?? []).length > 0),
  );
  const near = found.filter(({ chance }) => chance >= 0.001);
  if (near.length === 0)
    return (
      <Section title="The nearest records" first>
        <Empty>
          No record of the link comes near. More fields, or another way of writing them, may help.
        </Empty>
      </Section>
    );
  return (
    <Section title="The nearest records" first remark="Each look is logged">
      <Table
        caption="The nearest records, the likeliest first"
        rows={near}
        columns={[
          {
            head: 'Record',
            cell: ({ record, cluster, id }) => (
              <>
                {record === null ? 'Added since the link' : `${record.title}, row ${formatCount(record.row)}`}
                {cluster !== null && (
                  <span class="sub">
                    <Links>
                      <a href={`/linkage/runs/${run.run}/clusters/${encodeURIComponent(cluster)}`}>
                        All of this person
                      </a>
                    </Links>
                  </span>
                )}
                {record === null && cluster === null && <span class="sub">{id}</span>}
              </>
            ),
          },
          {
            head: 'What it says',
            cell: ({ record }) =>
              record === null
                ? ''
                : fields
                    .flatMap((field) => {
                      const values = record.values[field] ?? [];
                      return values.length === 0 ? [] : [values.join(', ')];
                    })
                    .join(' · '),
          },
          { head: 'The same', cell: ({ chance }) => chanceWord(chance) },
          { head: 'Weight', numeric: true, strong: true, cell: ({ weight }) => bitsWord(weight) },
        ]}
      />
    </Section>
  );
}
