import { page } from '../../core/page.ts';
import {
  type Column,
  Counted,
  DateList,
  ErrorSummary,
  Facts,
  Form,
  NotApplicable,
  Section,
  Split,
  Status,
  Table,
  TextArea,
  Time,
  Title,
  Unknown,
} from '../../web/components/index.ts';
import { formatCount, formatDate, formatPercent, sentence } from '../../web/format/index.ts';
import { commentIssue, dismissIssue, showIssue } from './contract.ts';
import { issueShapes } from './issues-page.tsx';
import { actorWords, type Check, type IssueEvent, passShare } from './model.ts';

const happened: Readonly<Record<IssueEvent['kind'], string>> = {
  opened: 'Opened',
  seen: 'Seen again',
  closed: 'Closed',
  reopened: 'Opened again',
  commented: 'Comment',
  dismissed: 'Dismissed',
};

/** One issue: what fails, to whom it is addressed, what has happened, and a place to answer. */
export const issuePage = page({
  path: '/data/issues/:issue',
  access: 'everyone',
  render: async (request) => {
    const { issue, rule, history, checks } = await request.ask(showIssue, {
      issue: request.params['issue'] ?? '',
    });
    const zone = request.clock.timeZone;
    const [mayComment, mayDismiss] = await Promise.all([
      request.may(commentIssue, { issue: issue.id }),
      request.may(dismissIssue, { issue: issue.id }),
    ]);
    const rows = `/data/${issue.dataset}/rules/${rule.id}`;
    return {
      title: issue.subject,
      place: 'data',
      breadcrumbs: [
        { href: '/data', label: 'Data' },
        { href: '/data/issues', label: 'Quality issues' },
      ],
      content: (
        <>
          <Title
            kind={`Quality issue · ${issue.state}`}
            title={issue.subject}
            lede={
              issue.state === 'open'
                ? `${checks[0]?.finding ?? 'The rule fails.'} It closes by itself when a later version passes.`
                : `${sentence(issue.state)}: ${issue.reason ?? 'no reason is recorded.'}`
            }
          >
            <Facts
              items={[
                { label: 'Dataset', value: <a href={`/data/${issue.dataset}`}>{issue.datasetTitle}</a> },
                {
                  label: 'Rows that fail',
                  value: issue.failing === 0 ? <NotApplicable /> : <Counted href={rows} n={issue.failing} />,
                },
                { label: 'Addressed to', value: issue.owner ?? <Unknown>Nobody named</Unknown> },
                {
                  label: 'Open since',
                  value: (
                    <>
                      <Time at={issue.openedAt} zone={zone} />, version {issue.openedVersion}
                    </>
                  ),
                },
                {
                  label: 'State',
                  value: <Status kind={issueShapes[issue.state]}>{sentence(issue.state)}</Status>,
                },
              ]}
            />
          </Title>
          <ErrorSummary form={request.form} />
          <Section title="What has happened" id="history">
            <DateList
              zone={zone}
              items={history.map((event) => ({
                at: event.at,
                what: (
                  <>
                    <b>{happened[event.kind]}</b>: {event.text}
                  </>
                ),
                note: event.actor === 'system' ? undefined : `By ${actorWords(event.actor)}`,
              }))}
            />
          </Section>
          <Section
            title="Version by version"
            id="versions"
            aside={<a href={rows}>The rule and its failing rows</a>}
          >
            <Table
              caption="What the rule found in each version"
              columns={versionColumns(rows, zone)}
              rows={checks}
            />
          </Section>
          {(mayComment || mayDismiss) && (
            <Section title="Answer" id="answer">
              <Split kind="halves">
                {mayComment && (
                  <Form request={request} draft="comment">
                    <input type="hidden" name="act" value="comment" />
                    <TextArea
                      name="text"
                      label="Comment"
                      hint="What is known, or what is being done. Everyone can read it."
                      form={request.form}
                    />
                    <button type="submit" class="button">
                      Add the comment
                    </button>
                  </Form>
                )}
                {mayDismiss && issue.state === 'open' && (
                  <Form request={request} draft="dismiss">
                    <input type="hidden" name="act" value="dismiss" />
                    <TextArea
                      name="reason"
                      label="Why it need not be mended"
                      hint={`The issue is dismissed, and opens again when more than ${formatCount(issue.failing)} rows fail.`}
                      form={request.form}
                    />
                    <button type="submit" class="button outline">
                      Dismiss the issue
                    </button>
                  </Form>
                )}
              </Split>
            </Section>
          )}
        </>
      ),
    };
  },
  submit: async (request, form) => {
    const issue = request.params['issue'] ?? '';
    if (form.get('act') === 'dismiss') {
      await request.ask(dismissIssue, { issue, reason: String(form.get('reason') ?? '') });
    } else {
      await request.ask(commentIssue, { issue, text: String(form.get('text') ?? '') });
    }
    return { redirect: `/data/issues/${issue}#history` };
  },
});

const versionColumns = (rows: string, zone: string): readonly Column<Omit<Check, 'rule'>>[] => [
  {
    head: 'Version',
    cell: ({ version, checkedAt }) => (
      <>
        <a href={`${rows}?version=${version}`}>Version {version}</a>
        <span class="sub">Checked {formatDate(checkedAt, zone)}</span>
      </>
    ),
  },
  { head: 'Rows looked at', numeric: true, cell: ({ checked }) => formatCount(checked) },
  { head: 'Fail', numeric: true, strong: true, cell: ({ failing }) => formatCount(failing) },
  {
    head: 'Pass',
    numeric: true,
    cell: (check) => {
      const share = check.outcome === 'not-run' ? null : passShare(check);
      return share === null ? <NotApplicable /> : formatPercent(share);
    },
  },
];
