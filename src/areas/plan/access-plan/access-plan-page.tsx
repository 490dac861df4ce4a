import { page } from '../../../core/page.ts';
import {
  ActForm,
  CheckFields,
  Empty,
  ErrorSummary,
  Form,
  Section,
  SelectField,
  Status,
  type StatusKind,
  Table,
  TextField,
  Time,
  Title,
} from '../../../web/components/index.ts';
import { counted, inWords, sentence } from '../../../web/format/index.ts';
import { showAgency } from '../../agencies/contract.ts';
import { listAccessPlans, putAccessEntry, submitAccessPlan } from './contract.ts';
import { type AccessEntry, frequency } from './model.ts';

const states: Readonly<Record<AccessEntry['state'], readonly [StatusKind, string]>> = {
  published: ['met', 'Published'],
  'published-late': ['risk', 'Published late'],
  planned: ['track', 'Planned'],
  late: ['late', 'Late'],
};

/** What an agency plans to open and when, how far each has slipped, and the form by which its data officer says so. */
export const accessPlanPage = page({
  path: '/agencies/:agency/access-plan',
  access: 'everyone',
  about: { agency: 'agency' },
  submit: async (request, form) => {
    const agency = request.params['agency'] ?? '';
    const text = (name: string) => String(form.get(name) ?? '').trim();
    if (text('act') === 'submit') await request.ask(submitAccessPlan, { agency });
    else
      await request.ask(putAccessEntry, {
        agency,
        entry: text('entry') || slugOf(text('title')),
        title: text('title'),
        planned_on: text('planned_on'),
        frequency: frequency.parse(text('frequency')),
        automated: form.getAll('about').includes('automated'),
        protected: form.getAll('about').includes('protected'),
        method: text('method') || undefined,
        dataset: text('dataset') || undefined,
        published_on: text('published_on') || undefined,
      });
    return { redirect: `/agencies/${agency}/access-plan` };
  },
  render: async (request) => {
    const code = request.params['agency'] ?? '';
    const zone = request.clock.timeZone;
    const [agency, { plans }, writes] = await Promise.all([
      request.ask(showAgency, { agency: code }),
      request.ask(listAccessPlans, { agency: code }),
      request.may(putAccessEntry, { agency: code }),
    ]);
    const plan = plans[0];
    const entries = plan?.entries ?? [];
    const late = entries.filter(({ state }) => state === 'late').length;
    const chosen = entries.find(({ entry }) => entry === request.query.get('entry'));
    const { form } = request;
    return {
      title: `Open data access plan, ${agency.name}`,
      place: 'plan',
      breadcrumbs: [
        { href: '/agencies', label: 'Agencies' },
        { href: `/agencies/${code}`, label: code },
        { href: `/agencies/${code}/desk`, label: 'Desk' },
        { href: `/agencies/${code}/access-plan`, label: 'Access plan' },
      ],
      content: (
        <>
          <Title
            kind={agency.name}
            title="Open data access plan"
            lede={
              entries.length === 0
                ? 'Nothing is planned yet. A plan names each dataset, the day it will be open, and how often it is updated.'
                : `${sentence(inWords(entries.length, 'dataset is', 'datasets are'))} planned; ${late === 0 ? 'none is late' : `${inWords(late, 'is', 'are')} late`}.`
            }
          >
            <Status
              kind={plan?.submittedAt ? (plan.state === 'changed-since' ? 'risk' : 'met') : 'late'}
              reason={plan?.submittedAt && <Time at={plan.submittedAt} zone={zone} />}
            >
              {plan?.submittedAt
                ? plan.state === 'changed-since'
                  ? 'Changed since it was submitted'
                  : 'Submitted'
                : 'Not submitted'}
            </Status>
          </Title>
          <ErrorSummary form={form} />
          <Section
            first
            title="Datasets"
            aside={<a href="/api/v1/plan/tables/access-plans.csv">CSV of all agencies</a>}
          >
            {entries.length === 0 ? (
              <Empty>No dataset is planned.</Empty>
            ) : (
              <Table
                caption="Planned datasets"
                rows={entries}
                columns={[
                  {
                    head: 'Dataset',
                    width: 'w40',
                    cell: (row) => (
                      <>
                        {row.dataset ? <a href={`/data/${row.dataset}`}>{row.title}</a> : row.title}
                        {row.protected && <span class="sub">Protected: {row.method}</span>}
                      </>
                    ),
                  },
                  {
                    head: 'Open by',
                    nowrap: true,
                    cell: (row) => (
                      <>
                        <Time at={row.plannedOn} zone={zone} />
                        {row.firstPlannedOn !== row.plannedOn && (
                          <span class="sub">
                            first <Time at={row.firstPlannedOn} zone={zone} />
                          </span>
                        )}
                      </>
                    ),
                  },
                  {
                    head: 'Updated',
                    cell: (row) => (
                      <>
                        {sentence(row.frequency.replace('-', ' '))}
                        {row.automated && <span class="sub">without a hand</span>}
                      </>
                    ),
                  },
                  {
                    head: 'State',
                    cell: (row) => (
                      <Status
                        kind={states[row.state][0]}
                        reason={row.slipDays > 0 ? `slipped ${counted(row.slipDays, 'day')}` : undefined}
                      >
                        {states[row.state][1]}
                      </Status>
                    ),
                  },
                  ...(writes
                    ? [
                        {
                          head: 'Change',
                          act: true,
                          cell: (row: AccessEntry) => (
                            <a href={`?entry=${row.entry}#f-title`} aria-label={`Change ${row.title}`}>
                              Change
                            </a>
                          ),
                        },
                      ]
                    : []),
                ]}
              />
            )}
          </Section>
          {writes && (
            <Section title={chosen ? `Change: ${chosen.title}` : 'Plan a dataset'}>
              <Form request={request} draft={chosen?.entry ?? 'new'}>
                {chosen && <input type="hidden" name="entry" value={chosen.entry} />}
                <TextField name="title" label="Dataset" value={chosen?.title} form={form} />
                <TextField
                  name="planned_on"
                  label="The day it will be open"
                  hint="Such as 2027-06-30. A later day than the first one counts as slipped."
                  short
                  value={chosen?.plannedOn}
                  form={form}
                />
                <SelectField
                  name="frequency"
                  label="Updated"
                  value={chosen?.frequency ?? 'yearly'}
                  form={form}
                  choices={frequency.options.map((value) => ({
                    value,
                    label: sentence(value.replace('-', ' ')),
                  }))}
                />
                <CheckFields
                  name="about"
                  label="About it"
                  values={[
                    ...(chosen?.automated ? ['automated'] : []),
                    ...(chosen?.protected ? ['protected'] : []),
                  ]}
                  choices={[
                    { value: 'automated', label: 'Its updates need no hand' },
                    { value: 'protected', label: 'It holds protected data' },
                  ]}
                />
                <TextField
                  name="method"
                  label="Method that makes protected data public"
                  hint="Such as: counts under 6 withheld, names removed."
                  optional
                  value={chosen?.method ?? ''}
                  form={form}
                />
                <TextField
                  name="dataset"
                  label="Id of the dataset it became"
                  hint="It counts as published from its first release on."
                  optional
                  short
                  value={chosen?.dataset ?? ''}
                  form={form}
                />
                <TextField
                  name="published_on"
                  label="Published elsewhere on"
                  hint="Your word for it; the plan’s figures say so."
                  optional
                  short
                  value={(chosen?.asReported && chosen.publishedOn) || ''}
                  form={form}
                />
                <div class="acts">
                  <button class="button outline" type="submit">
                    {chosen ? 'Save' : 'Add to the plan'}
                  </button>
                </div>
              </Form>
            </Section>
          )}
          {writes && entries.length > 0 && plan?.state !== 'submitted' && (
            <Section title="Submit the plan">
              <p class="read">
                The office and everyone else read it as it stands; it may be changed and sent again.
              </p>
              <ActForm request={request} fields={{ act: 'submit' }} as="filled">
                Submit the access plan
              </ActForm>
            </Section>
          )}
        </>
      ),
    };
  },
});

const slugOf = (title: string) =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60) || 'dataset';
