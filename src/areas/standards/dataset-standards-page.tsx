import { page } from '../../core/page.ts';
import { Notice, Section, Status, Table, Title } from '../../web/components/index.ts';
import { inWords, sentence } from '../../web/format/index.ts';
import { checkStandards } from './contract.ts';

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
    const answer = await request.ask(checkStandards, { dataset: request.params['dataset'] ?? '' });
    const { dataset, title, rules, findings, more, withheld, conforms } = answer;
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
                  : `It does not meet ${inWords(missed, 'rule')} of ${rules.length}.`
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
                { head: 'Standard', cell: (one) => `${one.standard} ${one.version}` },
                { head: 'State', width: 'w-status', cell: ({ outcome }) => outcomes[outcome] },
              ]}
            />
          </Section>
          {findings.length > 0 && (
            <Section id="amiss" title="What is amiss">
              <Table
                caption="What is amiss, by rule, field and row"
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
                  { head: 'Row', numeric: true, cell: ({ row }) => row ?? '–' },
                  { head: 'What', width: 'w33', cell: ({ problem }) => problem },
                ]}
              />
              {more > 0 && <p>{sentence(inWords(more, 'more finding'))} in rows.</p>}
            </Section>
          )}
        </>
      ),
    };
  },
});
