import { page } from '../../core/page.ts';
import { NotApplicable, Notice, Section, Status, Table, Title } from '../../web/components/index.ts';
import { inWords, sentence } from '../../web/format/index.ts';
import { checkStandards } from './contract.ts';
import type { Finding } from './model.ts';

const outcomes = {
  meets: <Status kind="met">Meets</Status>,
  'does-not': <Status kind="risk">Does not</Status>,
  'nothing-to-check': <Status kind="unknown">Nothing to check</Status>,
} as const;

/** How one dataset stands with the standards in force, and each place where it does not do what they ask. */
export const datasetStandardsPage = page({
  path: '/data/:dataset/standards',
  access: 'everyone',
  render: async (request) => {
    const answer = await request.ask(checkStandards, { dataset: request.params['dataset'] ?? '', limit: 24 });
    const { dataset, title, rules, more, withheld, conforms } = answer;
    const findings = byField(answer.findings);
    const missed = rules.filter(({ outcome }) => outcome === 'does-not').length;
    return {
      title: `Standards of ${title}`,
      place: 'data',
      breadcrumbs: [
        { href: '/data', label: 'Data' },
        { href: `/data/${dataset}`, label: title },
      ],
      content: (
        <>
          <Title
            kind={`Standards · ${dataset}`}
            title={title}
            lede={
              rules.length === 0
                ? 'No standard is published yet.'
                : conforms
                  ? 'It meets every rule of the standards in force.'
                  : `It does not meet ${inWords(missed, 'of its', 'of its')} ${inWords(rules.length, 'rule')}.`
            }
          />
          {withheld && (
            <Notice title="Its rows are protected">
              <p>Which rows are amiss is told to those who may see them.</p>
            </Notice>
          )}
          <Section first title="Rules" aside={<a href="/data/standards">All standards</a>}>
            <Table
              caption="Rules of the standards and how it stands with each"
              rows={rules}
              columns={[
                { head: 'Rule', width: 'w50', cell: ({ says }) => says },
                {
                  head: 'Standard',
                  cell: (one) => (
                    <a href={`/data/standards#${one.standard}`}>
                      {one.standard} {one.version}
                    </a>
                  ),
                },
                { head: 'State', width: 'w-status', cell: ({ outcome }) => outcomes[outcome] },
              ]}
            />
          </Section>
          {findings.length > 0 && (
            <Section
              id="amiss"
              title="What is amiss"
              aside={<a href={`/api/v1/datasets/${dataset}/standards?limit=1000`}>As JSON</a>}
            >
              <Table
                caption="What is amiss, by rule and field, with the first rows"
                rows={findings}
                columns={[
                  { head: 'Rule', width: 'w25', cell: ({ rule }) => <b>{rule}</b> },
                  {
                    head: 'Field',
                    cell: ({ field }) =>
                      field === null ? (
                        'The record'
                      ) : (
                        <a href={`/data/${dataset}/fields/${field}`}>{field}</a>
                      ),
                  },
                  { head: 'What', width: 'w33', cell: ({ problem }) => problem },
                  {
                    head: 'Rows',
                    width: 'w25',
                    cell: ({ rows }) => (rows.length === 0 ? <NotApplicable /> : rows.join(', ')),
                  },
                ]}
              />
              {more > 0 && (
                <p class="small quiet more">
                  {sentence(inWords(more, 'more cell is', 'more cells are'))} amiss.
                </p>
              )}
            </Section>
          )}
        </>
      ),
    };
  },
});

/** What is amiss in the same way in many rows of a field is one line with those rows. */
function byField(findings: readonly Finding[]) {
  const groups = Map.groupBy(findings, (one) =>
    JSON.stringify([one.standard, one.rule, one.field, one.problem]),
  );
  return [...groups.values()].map((all) => ({
    ...all[0]!,
    rows: all.flatMap(({ row }) => (row === null ? [] : [row])),
  }));
}
