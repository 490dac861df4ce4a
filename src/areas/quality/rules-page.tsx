import { type PageRequest, page } from '../../core/page.ts';
import {
  ActForm,
  type Column,
  Counted,
  Empty,
  ErrorSummary,
  Facts,
  NotApplicable,
  Section,
  Status,
  Table,
  Title,
  Unknown,
} from '../../web/components/index.ts';
import { formatCount, formatPercent, inWords, sentence } from '../../web/format/index.ts';
import { showDataset } from '../catalog/contract.ts';
import {
  acceptRule,
  checkVersion,
  importContract,
  listAnomalies,
  listChecks,
  listIssues,
  showScore,
  suggestRules,
} from './contract.ts';
import { ContractSection } from './contract-section.tsx';
import { type Check, type Issue, passShare, type Rule, type Suggestion } from './model.ts';
import { MetadataSection, QualitySection } from './score-section.tsx';
import { SuggestedSection } from './suggested-section.tsx';

type Line = { readonly rule: Rule; readonly check?: Check; readonly issue?: Issue };

/** May I trust it: what the accepted rules found, the scores, and rules worth having with a button each. */
export const rulesPage = page({
  path: '/data/:dataset/rules',
  access: 'everyone',
  render: async (request) => {
    const dataset = request.params['dataset'] ?? '';
    const about = await request.ask(showDataset, { dataset });
    const [{ checks, waiting, version }, score, { issues }, { anomalies }, suggestions] = await Promise.all([
      request.ask(listChecks, { dataset }),
      request.ask(showScore, { dataset }),
      request.ask(listIssues, { dataset, limit: 1000 }),
      request.ask(listAnomalies, { dataset }),
      about.current_version === null ? [] : suggestionsFor(request, dataset),
    ]);
    const home = `/data/${about.dataset}`;
    const may = await request.may(acceptRule, { dataset });
    const issueOf = new Map(issues.map((issue) => [issue.rule, issue]));
    const lines: Line[] = [
      ...checks.map((check) => ({ rule: check.rule, check, issue: issueOf.get(check.rule.id) })),
      ...waiting.map((rule) => ({ rule })),
    ];
    const passing = checks.filter((check) => check.outcome === 'passed').length;
    return {
      title: `Rules of ${about.title}`,
      place: 'data',
      breadcrumbs: [
        { href: '/data', label: 'Data' },
        { href: home, label: about.title },
      ],
      refreshSeconds: waiting.length > 0 && version !== null ? 15 : undefined,
      content: (
        <>
          <Title
            kind={`Quality rules · ${about.dataset}`}
            title={`May I trust ${about.title}?`}
            lede={ledeFor(lines.length, passing, waiting.length, version, suggestions?.length ?? 0)}
          >
            <Facts
              items={[
                {
                  label: 'Rules that pass',
                  value: lines.length === 0 ? 'Not assessed' : `${passing} of ${lines.length}`,
                },
                {
                  label: 'Fields looked at',
                  value: `${score.dataQuality.coverage.fieldsCovered} of ${score.dataQuality.coverage.fields}`,
                },
                {
                  label: 'Open issues',
                  value:
                    issues.length === 0 ? (
                      'None'
                    ) : (
                      <a href={`/data/issues?dataset=${about.dataset}`}>{formatCount(issues.length)}</a>
                    ),
                },
                {
                  label: 'Data contract',
                  value: <a href={`/api/v1/datasets/${about.dataset}/contract.yaml`}>ODCS 3.1, YAML</a>,
                },
              ]}
            />
          </Title>
          <ErrorSummary form={request.form} />
          {anomalies.length > 0 && (
            <Section title="Unlike the versions before" id="unusual">
              <ul>
                {anomalies.map((one) => (
                  <li>{one.sentence}</li>
                ))}
              </ul>
            </Section>
          )}
          <Section
            title="Accepted rules"
            id="rules"
            aside={may && <a href={`${home}/rules/new`}>Write a rule of your own</a>}
          >
            {lines.length === 0 ? (
              <Empty>
                Rules that someone has accepted stand here, with what they found. None is accepted yet.
              </Empty>
            ) : (
              <>
                <Table
                  caption="Accepted rules and what they found"
                  columns={ruleColumns(home)}
                  rows={lines}
                />
                {may && version !== null && (
                  <div class="more">
                    <ActForm request={request} fields={{ act: 'check' }} as="link">
                      Check version {version} again
                    </ActForm>
                  </div>
                )}
              </>
            )}
          </Section>
          <SuggestedSection request={request} suggestions={suggestions} may={may} />
          <ContractSection request={request} dataset={about.dataset} may={may} />
          <QualitySection quality={score.dataQuality} />
          <MetadataSection home={home} metadata={score.metadataAccess} may={may} />
        </>
      ),
    };
  },
  submit: async (request, form) => {
    const dataset = request.params['dataset'] ?? '';
    const back = { redirect: `/data/${dataset}/rules` };
    const act = String(form.get('act') ?? '');
    if (act === 'check') {
      const { job } = await request.ask(checkVersion, { dataset });
      return { redirect: `/jobs/${job}` };
    }
    if (act === 'import') {
      const file = form.get('contract');
      const text = typeof file === 'string' ? file : ((await file?.text()) ?? '');
      await request.ask(importContract, { dataset, text });
      return { redirect: `/data/${dataset}/rules#rules` };
    }
    if (act === 'accept-all') {
      for (const { id } of (await suggestionsFor(request, dataset)) ?? []) {
        await request.ask(acceptRule, { dataset, suggestion: id });
      }
      return back;
    }
    await request.ask(acceptRule, { dataset, suggestion: String(form.get('suggestion') ?? '') });
    return { redirect: `/data/${dataset}/rules#suggested` };
  },
});

/** Null while the version waits for its profile. */
async function suggestionsFor(request: PageRequest, dataset: string): Promise<readonly Suggestion[] | null> {
  try {
    return (await request.ask(suggestRules, { dataset })).suggestions;
  } catch (error) {
    if ((error as { code?: string }).code === 'quality.not-profiled') return null;
    throw error;
  }
}

function ledeFor(
  rules: number,
  passing: number,
  waiting: number,
  version: number | null,
  suggested: number,
): string {
  if (version === null) return 'No file has been loaded, so there is nothing to check.';
  if (rules === 0) {
    return `Nobody has said what must hold, so it is not assessed.${
      suggested === 0
        ? ''
        : ` ${sentence(inWords(suggested, 'rule'))} worth having ${suggested === 1 ? 'was' : 'were'} found in its rows.`
    }`;
  }
  const failing = rules - passing - waiting;
  const said =
    failing === 0
      ? `${passing === rules ? 'Every rule' : sentence(inWords(passing, 'rule'))} checked in version ${version} ${passing === 1 || passing === rules ? 'passes' : 'pass'}.`
      : `${sentence(inWords(failing, 'rule'))} of ${formatCount(rules)} ${failing === 1 ? 'fails' : 'fail'} in version ${version}.`;
  return waiting === 0
    ? said
    : `${said} ${sentence(inWords(waiting, 'rule'))} ${waiting === 1 ? 'waits' : 'wait'} for a check.`;
}

const ruleColumns = (home: string): readonly Column<Line>[] => [
  {
    head: 'Rule',
    width: 'w40',
    cell: ({ rule }) => <a href={`${home}/rules/${rule.id}`}>{rule.sentence}</a>,
  },
  {
    head: 'Rows that pass',
    numeric: true,
    strong: true,
    cell: ({ check }) => {
      if (check === undefined || check.outcome === 'not-run') return <Unknown>Not assessed</Unknown>;
      const share = passShare(check);
      return share === null ? <NotApplicable /> : formatPercent(share);
    },
  },
  {
    head: 'Fail',
    numeric: true,
    cell: ({ rule, check }) =>
      check === undefined || check.outcome === 'not-run' ? (
        <NotApplicable />
      ) : check.failing === 0 ? (
        0
      ) : (
        <Counted href={`${home}/rules/${rule.id}`} n={check.failing} />
      ),
  },
  {
    head: 'What is known about it',
    label: 'Known',
    cell: ({ check, issue }) => (
      <>
        {check === undefined ? 'Accepted, and not checked in this version yet.' : check.finding}
        {issue !== undefined && (
          <>
            {' '}
            <a href={`/data/issues/${issue.id}`}>
              <Status kind="risk">Issue open</Status>
            </a>
          </>
        )}
      </>
    ),
  },
];
