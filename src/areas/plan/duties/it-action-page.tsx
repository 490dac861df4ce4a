import { page } from '../../../core/page.ts';
import {
  ActForm,
  ErrorSummary,
  Form,
  Section,
  Status,
  type StatusKind,
  Table,
  TextArea,
  Time,
  Title,
} from '../../../web/components/index.ts';
import { sentence } from '../../../web/format/index.ts';
import { checkItAction, closeItAction, listItActions, showChecklist } from './contract.ts';
import { type ItAction, type ItResult, itResultWords } from './model.ts';

export const itShape = ({ checkAgain, result }: Pick<ItAction, 'checkAgain' | 'result'>): StatusKind =>
  checkAgain ? 'risk' : result === 'not-consistent' ? 'late' : result === null ? 'unknown' : 'met';

const answers = {
  yes: 'Yes',
  condition: 'With a condition',
  no: 'No',
  'not-applicable': 'Not applicable',
} as const;

/** One purchase, system or contract: its checks against the plan, and the checklist to answer. */
export const itActionPage = page({
  path: '/plan/it/:action',
  access: 'everyone',
  about: { 'it-action': 'action' },
  submit: async (request, form) => {
    const action = request.params['action'] ?? '';
    if (form.get('act') === 'close') await request.ask(closeItAction, { action });
    else {
      const { items } = await request.ask(showChecklist, {});
      await request.ask(checkItAction, {
        action,
        conditions: String(form.get('conditions') ?? '').trim(),
        answers: items.flatMap(({ item }) => {
          const answer = form.get(`answer-${item}`);
          return typeof answer === 'string' && answer in answers
            ? [
                {
                  item,
                  answer: answer as keyof typeof answers,
                  note: String(form.get(`note-${item}`) ?? '').trim(),
                },
              ]
            : [];
        }),
      });
    }
    return { redirect: `/plan/it/${action}` };
  },
  render: async (request) => {
    const id = request.params['action'] ?? '';
    const zone = request.clock.timeZone;
    const [{ actions }, { items }, may] = await Promise.all([
      request.ask(listItActions, { action: id }),
      request.ask(showChecklist, {}),
      request.may(checkItAction, { action: id }),
    ]);
    const action = actions[0]!;
    const open = action.closedAt === null;
    const { form } = request;
    return {
      title: action.title,
      place: 'plan',
      breadcrumbs: [
        { href: '/plan', label: 'Plan' },
        { href: '/plan/it', label: 'Information technology' },
        { href: `/plan/it/${id}`, label: `No. ${action.number}` },
      ],
      content: (
        <>
          <Title
            kind={`${sentence(action.kind)} · ${action.agency} · No. ${action.number}`}
            title={action.title}
            lede={action.description || undefined}
          >
            <Status
              kind={itShape(action)}
              reason={
                action.checkAgain && action.result !== null
                  ? ['Check it again: the plan has changed.', action.conditions].filter(Boolean).join(' ')
                  : action.conditions
              }
            >
              {action.result === null ? 'Not checked yet' : itResultWords[action.result]}
            </Status>
          </Title>
          <ErrorSummary form={form} />
          {action.cited.length > 0 && (
            <Section first title="Items cited">
              <Table
                caption="Items cited"
                rows={action.cited}
                columns={[
                  {
                    head: 'Item',
                    width: 'w50',
                    cell: (row) => <a href={`/plan/${row.item}`}>{row.words}</a>,
                  },
                  { head: 'What is said of it', cell: (row) => row.note },
                ]}
              />
            </Section>
          )}
          {may && open && (
            <Section
              title="Is it consistent with the plan?"
              finding="Each principle is answered; an action of the plan only where it is touched."
            >
              <Form request={request} draft="checklist">
                {items.map((item) => {
                  const name = `answer-${item.item}`;
                  const problem = form?.errors.find(({ field }) => field === name);
                  const chosen =
                    form?.values[name] ?? (item.kind === 'action' ? 'not-applicable' : undefined);
                  return (
                    <fieldset class={problem ? 'field wrong' : 'field'} id={`f-${name}`}>
                      <legend>
                        {item.kind === 'principle' && `Principle ${item.number}: `}
                        {item.words}
                      </legend>
                      {problem && <p class="wrong-words">{problem.message}</p>}
                      <div class="radios-in-line">
                        {Object.entries(answers).map(([value, label]) => (
                          <div class="radio">
                            <input
                              type="radio"
                              name={name}
                              id={`${name}-${value}`}
                              value={value}
                              checked={value === chosen || undefined}
                            />
                            <label for={`${name}-${value}`}>{label}</label>
                          </div>
                        ))}
                      </div>
                      <label for={`note-${item.item}`}>Which condition, or what conflicts</label>
                      <input
                        type="text"
                        id={`note-${item.item}`}
                        name={`note-${item.item}`}
                        value={form?.values[`note-${item.item}`] ?? ''}
                      />
                    </fieldset>
                  );
                })}
                <TextArea name="conditions" label="Conditions in all" optional form={form} />
                <div class="acts">
                  <button class="button" type="submit">
                    Record the check
                  </button>
                </div>
              </Form>
            </Section>
          )}
          {action.history.length > 0 && (
            <Section title="Checks">
              <Table
                caption="Checks of this action"
                density="tight"
                rows={action.history.toReversed()}
                columns={[
                  { head: 'When', cell: (row) => <Time at={row.checkedAt} zone={zone} /> },
                  {
                    head: 'Against',
                    cell: (row) => <a href={`/plan/versions/${row.version}`}>{row.version}</a>,
                  },
                  { head: 'Result', cell: (row) => itResultWords[row.result as ItResult] },
                  { head: 'By', cell: (row) => row.checkedBy },
                ]}
              />
            </Section>
          )}
          {may && open && (
            <Section title="Done or given up">
              <p>A closed action is not asked again when the plan changes.</p>
              <ActForm request={request} fields={{ act: 'close' }} as="outline">
                Close it
              </ActForm>
            </Section>
          )}
        </>
      ),
    };
  },
});
