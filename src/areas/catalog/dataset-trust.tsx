import {
  type Column,
  Counted,
  Empty,
  Links,
  NotApplicable,
  Section,
  Status,
  Table,
  Unknown,
} from '../../web/components/index.ts';
import { formatPercent, formatShare, inWords, sentence } from '../../web/format/index.ts';
import { type Check, type Issue, passShare, type Rule, type Suggestion } from '../quality/model.ts';

export interface Trust {
  readonly checks: readonly Check[];
  readonly waiting: readonly Rule[];
  readonly issues: readonly Issue[];
  readonly suggestions: readonly Suggestion[];
}

type Line = { readonly check: Check } | { readonly waiting: Rule };

/** What the accepted rules found in the current version, and what nobody has looked at. */
export const TrustSection = ({ home, trust }: { home: string; trust: Trust }) => {
  const { checks, waiting, issues, suggestions } = trust;
  const lines: readonly Line[] = [
    ...checks.map((check) => ({ check })),
    ...waiting.map((rule) => ({ waiting: rule })),
  ];
  const issueOf = new Map(issues.map((issue) => [issue.rule, issue]));
  return (
    <Section
      id="quality"
      title="May I trust it?"
      aside={
        <Links>
          <a href={`${home}/rules`}>All rules and failing rows</a>
          <a href={`${home}/standards`}>Standards</a>
          <a href={`/api/v1${home.replace('/data', '/datasets')}/contract.yaml`}>Data contract</a>
        </Links>
      }
    >
      {lines.length === 0 ? (
        <Empty acts={suggestions.length > 0 && <a href={`${home}/rules`}>See the rules and accept them</a>}>
          Not assessed. Nobody has accepted a rule for this dataset
          {suggestions.length > 0
            ? `; ${inWords(suggestions.length, 'rule')} worth having ${suggestions.length === 1 ? 'was' : 'were'} found in its rows.`
            : '.'}
        </Empty>
      ) : (
        <Table
          caption="Rules and what they found"
          columns={columnsFor(home, issueOf)}
          rows={lines.slice(0, 12)}
        />
      )}
    </Section>
  );
};

const columnsFor = (home: string, issueOf: ReadonlyMap<string, Issue>): readonly Column<Line>[] => [
  {
    head: 'Rule',
    width: 'w33',
    cell: (line) => {
      const rule = 'check' in line ? line.check.rule : line.waiting;
      return <a href={`${home}/rules/${rule.id}`}>{rule.sentence}</a>;
    },
  },
  { head: 'Rows that pass', numeric: true, strong: true, cell: (line) => <Passing line={line} /> },
  {
    head: 'Fail',
    numeric: true,
    cell: (line) => {
      if (!('check' in line) || line.check.outcome === 'not-run') return <NotApplicable />;
      const { check } = line;
      return check.failing === 0 ? 0 : <Counted href={`${home}/rules/${check.rule.id}`} n={check.failing} />;
    },
  },
  {
    head: 'What is known about it',
    label: 'Known',
    cell: (line) => {
      if (!('check' in line)) return 'Accepted, and not checked in this version yet';
      const issue = issueOf.get(line.check.rule.id);
      return (
        <>
          {sentence(line.check.finding)}
          {issue && (
            <>
              {' '}
              <a href={`/data/issues/${issue.id}`}>
                <Status kind="risk">Issue open</Status>
              </a>
            </>
          )}
        </>
      );
    },
  },
];

function Passing({ line }: { line: Line }) {
  if (!('check' in line) || line.check.outcome === 'not-run') return <Unknown>Not assessed</Unknown>;
  const share = passShare(line.check);
  return share === null ? <NotApplicable /> : <span>{formatPercent(share)}</span>;
}

/** For the row of facts: `3 of 4 rules pass`, or that nothing was assessed. */
export const TrustFact = ({ trust }: { trust: Trust }) => {
  const { checks, waiting } = trust;
  const total = checks.length + waiting.length;
  if (total === 0) return <a href="#quality">Not assessed</a>;
  const passing = checks.filter(({ outcome }) => outcome === 'passed').length;
  return (
    <a href="#quality">
      {passing} of {total} rules pass
      <span class="hidden-text">, {formatShare(passing, total)}</span>
    </a>
  );
};
