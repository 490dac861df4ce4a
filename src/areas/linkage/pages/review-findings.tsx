import { Empty, Section, Table } from '../../../web/components/index.ts';
import { formatCount, formatDecimal } from '../../../web/format/index.ts';
import type { ReviewView } from '../review/model.ts';
import { bitsWord, intervalWord, percent } from './words.tsx';

/** What the words of people say of the link: precision and recall with intervals, agreement, calibration, band by band. */
export function ReviewFindings({ review }: { review: ReviewView }) {
  const { estimates, strata } = review;
  const shown = [
    { name: 'Precision', says: 'of the links, how many are right', value: estimates.precision },
    {
      name: 'Recall among compared',
      says: 'of the true pairs that were compared, how many are linked',
      value: estimates.recallCompared,
    },
    {
      name: 'Recall',
      says: 'of all true pairs, also those that nothing brought together',
      value: estimates.recall,
    },
  ];
  return (
    <>
      <Section
        title="What follows from it"
        finding={
          estimates.agreement.pairs === 0
            ? undefined
            : `Two people decided ${formatCount(estimates.agreement.pairs)} pairs without knowing each other’s word, and agreed on ${formatCount(estimates.agreement.agreed)}${estimates.agreement.kappa === null ? '' : `: kappa ${formatDecimal(estimates.agreement.kappa, 2)}`}.`
        }
      >
        {shown.every(({ value }) => value === null) ? (
          <Empty>Estimates follow when pairs of every band have been decided.</Empty>
        ) : (
          <Table
            caption="Estimates from the review"
            rows={shown}
            columns={[
              {
                head: 'Estimate',
                cell: ({ name, says }) => (
                  <>
                    {name}
                    <span class="sub">{says}</span>
                  </>
                ),
              },
              {
                head: 'Value',
                note: '%',
                numeric: true,
                strong: true,
                cell: ({ value }) => (value === null ? '–' : percent(value.value)),
              },
              {
                head: '95% interval',
                note: '%',
                numeric: true,
                cell: ({ value }) => (value === null ? '–' : intervalWord(value)),
              },
            ]}
          />
        )}
        {estimates.bestWeight !== null && (
          <p class="small quiet">
            By what people said, the line would best stand at {bitsWord(estimates.bestWeight)}. From 20
            decided pairs on, a link that{' '}
            <a href={`/linkage/runs/${review.run}#continue`}>goes on from this one</a> uses its model so
            corrected.
          </p>
        )}
      </Section>
      <Section title="Band by band" remark="Sampled below the line too, and weighted back to all pairs">
        <Table
          caption="Pairs of the review by band of weight and rule"
          rows={strata}
          density="tight"
          columns={[
            {
              head: 'Weight',
              cell: ({ band, linked }) => (
                <>
                  {band}
                  <span class="sub">{linked ? 'linked' : 'not linked'}</span>
                </>
              ),
            },
            { head: 'Brought together by', width: 'w33', cell: ({ rule }) => rule },
            { head: 'Pairs', numeric: true, cell: ({ population }) => formatCount(population) },
            { head: 'Sampled', numeric: true, cell: ({ sampled }) => formatCount(sampled) },
            { head: 'Same', numeric: true, cell: ({ same }) => formatCount(same) },
            { head: 'Different', numeric: true, cell: ({ different }) => formatCount(different) },
            { head: 'Cannot tell', numeric: true, cell: ({ unsure }) => formatCount(unsure) },
          ]}
        />
      </Section>
    </>
  );
}
