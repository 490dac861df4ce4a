import { page } from '../../../core/page.ts';
import {
  ActForm,
  ErrorSummary,
  Form,
  Notice,
  Section,
  Status,
  Table,
  TextArea,
  TextField,
  Time,
  Title,
} from '../../../web/components/index.ts';
import { counted } from '../../../web/format/index.ts';
import { reviewReport, showReport, submitReport } from './contract.ts';
import { stateWords } from './model.ts';
import { stateShape } from './progress-page.tsx';

/** One agency's report: what was counted stands there; only what differs, or cannot be counted, is typed. */
export const reportPage = page({
  path: '/plan/progress/:round/:agency',
  access: 'everyone',
  submit: async (request, form) => {
    const which = { round: request.params['round'] ?? '', agency: request.params['agency'] ?? '' };
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const here = `/plan/progress/${which.round}/${which.agency}`;
    if (text('act') === 'review') {
      await request.ask(reviewReport, {
        ...which,
        decision: text('decision') === 'accept' ? 'accept' : 'clarify',
        clarification: text('clarification'),
        read: text('read') || undefined,
      });
      return { redirect: '/plan/progress' };
    }
    const { lines } = await request.ask(showReport, which);
    await request.ask(submitReport, {
      ...which,
      note: text('note'),
      lines: lines
        .filter(({ ref }) => form.has(`line-${ref}`))
        .map(({ ref }) => {
          const reported = text(`line-${ref}`);
          return {
            ref,
            reported: reported === '' ? null : Number(reported.replace(/[%,\s]/g, '')),
            explanation: text(`why-${ref}`),
          };
        }),
    });
    return { redirect: here };
  },
  render: async (request) => {
    const which = { round: request.params['round'] ?? '', agency: request.params['agency'] ?? '' };
    const report = await request.ask(showReport, which);
    const zone = request.clock.timeZone;
    const [may, reviews] = await Promise.all([
      request.may(submitReport, { agency: which.agency }),
      request.may(reviewReport, { agency: which.agency }),
    ]);
    const open = may && report.state !== 'accepted';
    const wanted = report.lines.filter((line) => line.wanted && line.reported === null && !line.explanation);
    const { form } = request;
    return {
      title: `Progress report, ${report.name}`,
      place: 'plan',
      breadcrumbs: [
        { href: '/plan', label: 'Plan' },
        { href: '/plan/progress', label: 'Progress' },
        { href: `/plan/progress/${which.round}/${which.agency}`, label: which.agency },
      ],
      content: (
        <>
          <Title
            kind={report.name}
            title="Progress report"
            lede={
              report.lines.length === 0
                ? 'Nothing in the plan in force asks this agency for a figure: confirm it in one step.'
                : `${counted(report.lines.filter((line) => !line.wanted).length, 'figure is', 'figures are')} counted already. ${wanted.length === 0 ? 'Nothing else must be typed.' : `${counted(wanted.length, 'other needs', 'others need')} a figure or a word.`}`
            }
          >
            <Status
              kind={stateShape[report.state]}
              reason={
                report.submittedAt && (
                  <>
                    sent <Time at={report.submittedAt} zone={zone} as="moment" />
                  </>
                )
              }
            >
              {stateWords[report.state]}
            </Status>
          </Title>
          {report.clarification && report.state === 'needs-clarification' && (
            <Notice tone="warn" title="The office asks">
              <p>{report.clarification}</p>
            </Notice>
          )}
          <ErrorSummary form={form} />
          {open ? (
            <Form request={request} draft>
              <Section title="Figures" first>
                {report.lines.map((line) => (
                  <div class="report-line">
                    <h3>{line.title}</h3>
                    <p class="small quiet">
                      {line.computed
                        ? `Counted: ${line.computed.words}`
                        : 'Nothing counts this: only you know.'}
                    </p>
                    {(line.kind === 'objective' || line.wanted) && (
                      <>
                        <TextField
                          name={`line-${line.ref}`}
                          label={line.computed ? 'Your figure, if it differs' : 'Your figure'}
                          optional
                          short
                          value={line.reported === null ? '' : String(line.reported)}
                          form={form}
                        />
                        <TextField
                          name={`why-${line.ref}`}
                          label="In a word or two"
                          optional
                          value={line.explanation ?? ''}
                          form={form}
                        />
                      </>
                    )}
                  </div>
                ))}
                <TextArea name="note" label="Anything else" optional value={report.note ?? ''} form={form} />
                <div class="acts">
                  <button class="button" type="submit">
                    {report.state === 'not-submitted' ? 'Confirm and send' : 'Send again'}
                  </button>
                </div>
              </Section>
            </Form>
          ) : (
            <Section title="Figures" first>
              <Table
                caption="Figures of this report"
                rows={report.lines}
                columns={[
                  { head: 'What', width: 'w40', cell: (row) => row.title },
                  { head: 'Counted', cell: (row) => row.computed?.words ?? 'Not counted' },
                  { head: 'Reported', numeric: true, cell: (row) => row.reported ?? '–' },
                  {
                    head: 'In words',
                    cell: (row) => (
                      <>
                        {row.differs && <Status kind="risk">Differs</Status>} {row.explanation ?? ''}
                      </>
                    ),
                  },
                ]}
              />
              {report.note && <p class="read">{report.note}</p>}
            </Section>
          )}
          {reviews && report.state === 'submitted' && (
            <Section title="Review">
              <ActForm
                request={request}
                fields={{ act: 'review', decision: 'accept', read: report.submittedAt ?? '' }}
                as="filled"
              >
                Accept the report
              </ActForm>
              <Form request={request}>
                <input type="hidden" name="act" value="review" />
                <input type="hidden" name="read" value={report.submittedAt ?? ''} />
                <TextArea
                  name="clarification"
                  label="Or ask the agency to make something clear"
                  form={form}
                />
                <div class="acts">
                  <button class="button outline" type="submit">
                    Ask
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
