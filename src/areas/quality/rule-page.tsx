import { type PageRequest, page } from '../../core/page.ts';
import {
  ButtonLink,
  type Column,
  Empty,
  ErrorSummary,
  Facts,
  Form,
  Links,
  NotApplicable,
  Pager,
  Section,
  Status,
  type StatusKind,
  Table,
  TextField,
  Time,
  Title,
  Unknown,
} from '../../web/components/index.ts';
import { formatCount, formatPercent } from '../../web/format/index.ts';
import { showDataset } from '../catalog/contract.ts';
import { listFailingRows, retireRule, showRule } from './contract.ts';
import { actorWords, type Check, dimensionTitles, passShare, type Rule } from './model.ts';

const pageSize = 50;
const shapes: Readonly<Record<Check['outcome'], StatusKind>> = {
  passed: 'met',
  failed: 'risk',
  'not-run': 'unknown',
};
const words: Readonly<Record<Check['outcome'], string>> = {
  passed: 'Passes',
  failed: 'Fails',
  'not-run': 'Could not run',
};

/** One rule: what it found, every row that fails it, and what it found before. */
export const rulePage = page({
  path: '/data/:dataset/rules/:rule',
  access: 'everyone',
  render: async (request) => {
    const dataset = request.params['dataset'] ?? '';
    const id = request.params['rule'] ?? '';
    const { rule, checks, issue, currentVersion, datasetTitle, ...about } = await request.ask(showRule, {
      dataset,
      rule: id,
    });
    const asked = Number(request.query.get('version'));
    const version = checks.some((one) => one.version === asked) ? asked : currentVersion;
    const check = checks.find((one) => one.version === version);
    const home = `/data/${about.dataset}`;
    const zone = request.clock.timeZone;
    const share = check === undefined ? null : passShare(check);
    const may = await request.may(retireRule, { dataset });
    const rows = check && (await failingRows({ request, dataset: about.dataset, rule, check }));
    return {
      title: rule.sentence,
      place: 'data',
      breadcrumbs: [
        { href: '/data', label: 'Data' },
        { href: home, label: datasetTitle },
        { href: `${home}/rules`, label: 'Rules' },
      ],
      content: (
        <>
          <Title
            kind={`${dimensionTitles[rule.dimension].title} rule · ${rule.state === 'accepted' ? 'in the data contract' : 'retired'}`}
            title={rule.sentence}
            lede={check === undefined ? 'It has not been checked in the current version yet.' : check.finding}
            acts={
              check !== undefined &&
              check.failing > 0 && (
                <>
                  <ButtonLink
                    href={`/api/v1/datasets/${about.dataset}/rules/${rule.id}/failing-rows.csv?version=${check.version}`}
                  >
                    Download {formatCount(check.failing)} failing rows, CSV
                  </ButtonLink>
                  {issue !== null && (
                    <Links>
                      <a href={`/data/issues/${issue.id}`}>Issue {issue.state}</a>
                    </Links>
                  )}
                </>
              )
            }
          >
            <Facts
              items={[
                { label: 'Rows that pass', value: share === null ? <NotApplicable /> : formatPercent(share) },
                {
                  label: 'Rows that may fail',
                  value: rule.tolerance === 0 ? 'None' : formatPercent(rule.tolerance),
                },
                { label: 'Version', value: check === undefined ? <NotApplicable /> : `${check.version}` },
                {
                  label: 'Accepted',
                  value: (
                    <>
                      <Time at={rule.acceptedAt} zone={zone} /> by {actorWords(rule.acceptedBy)}
                    </>
                  ),
                },
              ]}
            />
          </Title>
          <ErrorSummary form={request.form} />
          {rows}
          <Section title="Version by version" id="versions">
            {checks.length === 0 ? (
              <Empty>What the rule found in each version stands here once it has been checked.</Empty>
            ) : (
              <Table
                caption="What the rule found in each version"
                columns={versionColumns(home, rule.id, zone)}
                rows={checks}
              />
            )}
          </Section>
          {rule.state === 'retired' ? (
            <Section title="Retired">
              <p class="say">
                <Time at={rule.retiredAt ?? rule.acceptedAt} zone={zone} />, by{' '}
                {actorWords(rule.retiredBy ?? 'system')}: {rule.retiredBecause}
              </p>
            </Section>
          ) : may ? (
            <Section title="Take it out of the contract" id="retire">
              <Form request={request} draft>
                <TextField
                  name="reason"
                  label="Why is it no longer needed?"
                  hint="Its checks stay on record, and its issue is closed."
                  form={request.form}
                />
                <button type="submit" class="button outline">
                  Retire the rule
                </button>
              </Form>
            </Section>
          ) : null}
        </>
      ),
    };
  },
  submit: async (request, form) => {
    const dataset = request.params['dataset'] ?? '';
    await request.ask(retireRule, {
      dataset,
      rule: request.params['rule'] ?? '',
      reason: String(form.get('reason') ?? ''),
    });
    return { redirect: `/data/${dataset}/rules` };
  },
});

async function failingRows({
  request,
  dataset,
  rule,
  check,
}: {
  request: PageRequest;
  dataset: string;
  rule: Rule;
  check: Omit<Check, 'rule'>;
}) {
  if (check.failing === 0) return null;
  const cursor = request.query.get('after') ?? undefined;
  const before = Math.max(0, Number(request.query.get('shown')) || 0);
  const [found, about] = await Promise.all([
    request.ask(listFailingRows, {
      dataset,
      rule: rule.id,
      version: check.version,
      limit: pageSize,
      ...(cursor ? { cursor } : {}),
    }),
    request.ask(showDataset, { dataset }),
  ]);
  // Version rules fail as a whole and have no rows to show.
  if (found.rows.length === 0) return null;
  const shown = columnsShown(found.columns, rule, [...about.key_fields, about.date_field, about.place_field]);
  const columns = shown.map(
    (at): Column<readonly (string | null)[]> => ({
      head: found.titles[at],
      numeric: at === 0,
      nowrap: found.rows.every((row) => (row[at]?.length ?? 0) <= 12),
      cell: (row) => {
        const value = row[at];
        return value == null ? <Unknown>empty</Unknown> : at === 0 ? formatCount(Number(value)) : value;
      },
    }),
  );
  const to = before + found.rows.length;
  const more =
    found.next === null || to >= check.failing
      ? undefined
      : `?version=${check.version}&after=${found.next}&shown=${to}`;
  const left = found.columns.length - shown.length;
  return (
    <Section
      title="Rows that fail"
      id="rows"
      remark={left > 0 ? `${formatCount(left)} more columns in the CSV` : undefined}
      finding="Row numbers count the data rows of the file that was loaded, from 1."
    >
      <Table caption="Rows that fail" columns={columns} rows={found.rows} phone="keep" density="tight" />
      <Pager
        from={before + 1}
        to={to}
        total={check.failing}
        next={more}
        size={Math.min(pageSize, check.failing - to)}
      />
    </Section>
  );
}

/**
 * Positions of the row number, the rule's own fields and those that say which row it is: no more of a row than the
 * fault needs. Repeated keys are told apart by what stands beside them, so those show some fields more.
 */
function columnsShown(columns: readonly string[], rule: Rule, which: readonly (string | null)[]): number[] {
  const wanted = columns.flatMap((name, at) =>
    at === 0 || rule.fields.includes(name) || which.includes(name) || /as in the file$/.test(name)
      ? [at]
      : [],
  );
  if (rule.definition.kind !== 'unique') return wanted;
  const beside = columns.flatMap((_, at) => (wanted.includes(at) ? [] : [at]));
  return [...wanted, ...beside.slice(0, Math.max(0, 7 - wanted.length))];
}

const versionColumns = (home: string, rule: string, zone: string): readonly Column<Omit<Check, 'rule'>>[] => [
  {
    head: 'Version',
    cell: ({ version }) => <a href={`${home}/rules/${rule}?version=${version}`}>Version {version}</a>,
  },
  {
    head: 'Outcome',
    width: 'w-status',
    cell: ({ outcome }) => <Status kind={shapes[outcome]}>{words[outcome]}</Status>,
  },
  { head: 'Rows looked at', numeric: true, cell: ({ checked }) => formatCount(checked) },
  { head: 'Fail', numeric: true, strong: true, cell: ({ failing }) => formatCount(failing) },
  { head: 'Checked', nowrap: true, cell: ({ checkedAt }) => <Time at={checkedAt} zone={zone} as="moment" /> },
];
