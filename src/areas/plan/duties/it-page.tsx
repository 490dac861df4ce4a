import { type PageRequest, page } from '../../../core/page.ts';
import { agencyChoices } from '../../../web/ask/agency-names.ts';
import {
  Empty,
  ErrorSummary,
  FilterSelect,
  Filters,
  Form,
  RadioField,
  Section,
  SelectField,
  Status,
  Table,
  TextArea,
  TextField,
  Time,
  Title,
} from '../../../web/components/index.ts';
import { inWords, sentence } from '../../../web/format/index.ts';
import { listItActions, openItAction } from './contract.ts';
import { itShape } from './it-action-page.tsx';
import { itResultWords } from './model.ts';

/** Purchases, systems and contracts, and whether each is consistent with the plan in force. */
export const itPage = page({
  path: '/plan/it',
  access: 'everyone',
  submit: async (request, form) => {
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const { action } = await request.ask(openItAction, {
      agency: text('agency'),
      kind: text('kind') as 'purchase',
      title: text('title'),
      description: text('description'),
    });
    return { redirect: `/plan/it/${action}` };
  },
  render: async (request) => {
    const zone = request.clock.timeZone;
    const again = request.query.get('check_again') === 'true';
    const own = await agenciesOf(request);
    const { form } = request;
    const { actions, checkAgain } = await request.ask(listItActions, again ? { check_again: true } : {});
    return {
      title: 'Information technology',
      place: 'plan',
      breadcrumbs: [
        { href: '/plan', label: 'Plan' },
        { href: '/plan/it', label: 'Information technology' },
      ],
      content: (
        <>
          <Title
            title="Information technology and the plan"
            lede={`${sentence(inWords(actions.length, 'action is', 'actions are'))} registered, ${checkAgain === 0 ? 'none must' : inWords(checkAgain, 'must', 'must')} be checked against the plan in force.`}
          >
            <Filters>
              <FilterSelect
                name="check_again"
                label="Show"
                value={again ? 'true' : ''}
                choices={[
                  { value: '', label: 'All' },
                  { value: 'true', label: 'To check' },
                ]}
              />
            </Filters>
          </Title>
          <ErrorSummary form={form} />
          <Section first title="Actions" aside={<a href="/api/v1/plan/it.csv">CSV for procurement</a>}>
            {actions.length === 0 ? (
              <Empty>None here. An agency registers one before it buys or builds.</Empty>
            ) : (
              <Table
                caption="Information technology actions"
                rows={actions}
                columns={[
                  {
                    head: 'Action',
                    width: 'w40',
                    cell: (row) => (
                      <>
                        <a href={`/plan/it/${row.action}`}>{row.title}</a>
                        <span class="sub">
                          {sentence(row.kind)}, {row.agency}. {row.description}
                        </span>
                      </>
                    ),
                  },
                  {
                    head: 'Result',
                    cell: (row) => (
                      <Status kind={itShape(row)} reason={row.conditions}>
                        {row.result === null ? 'Not checked' : itResultWords[row.result]}
                        {row.checkAgain && row.result !== null && ', check again'}
                      </Status>
                    ),
                  },
                  {
                    head: 'Items cited',
                    cell: (row) =>
                      row.cited.map((one) => (
                        <p>
                          <a href={`/plan/${one.item}`}>{one.item}</a>
                          <span class="sub">{one.note}</span>
                        </p>
                      )),
                  },
                  {
                    head: 'Checked',
                    cell: (row) => (row.checkedAt ? <Time at={row.checkedAt} zone={zone} /> : '–'),
                  },
                ]}
              />
            )}
          </Section>
          {own.length > 0 && (
            <Section title="Register one">
              <Form request={request} draft>
                <SelectField name="agency" label="Agency" choices={own} form={form} />
                <RadioField
                  name="kind"
                  label="What it is"
                  value="purchase"
                  form={form}
                  choices={[
                    { value: 'purchase', label: 'A purchase' },
                    { value: 'system', label: 'A system' },
                    { value: 'contract', label: 'A contract' },
                  ]}
                />
                <TextField name="title" label="Name" form={form} />
                <TextArea name="description" label="What it is for" optional form={form} />
                <div class="acts">
                  <button class="button" type="submit">
                    Register and answer the checklist
                  </button>
                </div>
              </Form>
            </Section>
          )}
        </>
      ),
    };
  },
});

/** The agencies for which whoever looks may register an action: their own, or for the office any without an officer. */
async function agenciesOf(request: PageRequest) {
  if (request.actor.kind === 'open') return [];
  const choices = await agencyChoices(request);
  const may = await Promise.all(choices.map(({ value }) => request.may(openItAction, { agency: value })));
  return choices.filter((_, at) => may[at]);
}
