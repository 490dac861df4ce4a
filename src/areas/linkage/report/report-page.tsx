import type { LinkageReport } from '../model.ts';

const whole = (value: number) => Math.round(value).toLocaleString('en-US');
const part = (value: number) => `${(100 * value).toFixed(value > 0.99 ? 2 : 1)} %`;

const style = `body{font:16px/1.5 "Public Sans",system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}
table{border-collapse:collapse;margin:1rem 0;width:100%}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #dfe1e2;vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}caption{text-align:left;font-weight:600;padding:.3rem 0}svg{width:100%;height:auto}
@media print{body{margin:0}}`;

/** The report as a page that opens anywhere: one file, no script. */
export const reportPage = async (report: LinkageReport): Promise<string> =>
  `<!doctype html>\n${await (<ReportPage report={report} />).toString()}\n`;

function ReportPage({ report }: { report: LinkageReport }) {
  const { estimated, truth, threshold } = report;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>{report.kind === 'link' ? 'Link' : 'Deduplication'} report</title>
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body>
        <h1>
          {whole(report.records)} records, {whole(report.clusters.count)}{' '}
          {report.kind === 'link' ? 'groups' : 'different'}
        </h1>
        <p>
          {whole(report.pairs.linked)} pairs are linked: their chance of being the same is at least{' '}
          {threshold.value.toFixed(3)}
          {threshold.decided === 'data' ? ', the threshold with the best expected F1' : ', as asked'}.
          Precision is estimated at {part(estimated.precision.value)} ({part(estimated.precision.low)} to{' '}
          {part(estimated.precision.high)}), recall at {part(estimated.recall.value)} (
          {part(estimated.recall.low)} to {part(estimated.recall.high)}); no labels were used.
        </p>
        {truth && (
          <Rows
            caption={`Judged by the truth column: ${whole(truth.pairs)} true pairs`}
            head={['', 'Precision', 'Recall', 'F1']}
            rows={(
              [
                ['Pairs', truth.pairwise],
                ['Clusters', truth.cluster],
                ['B-cubed', truth.bCubed],
              ] as const
            ).map(([name, one]) => [
              name,
              one.precision.toFixed(4),
              one.recall.toFixed(4),
              one.f1.toFixed(4),
            ])}
          />
        )}
        {report.subgroups.length > 0 && <Subgroups report={report} />}
        <Histogram report={report} />
        <Rows
          caption="Fields compared"
          head={['Field', 'Column', 'Filled']}
          rows={report.fields.map(({ field, column, filled }) => [field, column, part(filled)])}
        />
        {report.fields.map(({ column, givenOut }) =>
          givenOut.length === 0 ? null : (
            <p>
              In {column}, {givenOut.join(', ')} {givenOut.length === 1 ? 'stands' : 'stand'} for what is not
              known: far more records have {givenOut.length === 1 ? 'it' : 'them'} than are born so. A day is
              not compared, only its year; of a whole date nothing is.
            </p>
          ),
        )}
        {report.ignored.length > 0 && (
          <Rows
            caption="Columns left out"
            head={['Column', 'Why']}
            rows={report.ignored.map(({ column, why }) => [column, why])}
          />
        )}
        {report.blocking.allPairs ? (
          <p>All {whole(report.pairs.possible)} pairs were compared.</p>
        ) : (
          <Rows
            caption={`Blocking rules: ${whole(report.pairs.compared)} of ${whole(report.pairs.possible)} pairs compared, recall estimated ${part(report.blocking.recall)}`}
            head={['Records that share', 'Pairs', 'Narrowed', 'Refused']}
            rows={report.blocking.rules.map((rule) => [
              rule.name,
              whole(rule.pairs),
              rule.refined.map(({ part: by, keys }) => `${keys} keys by ${by}`).join('; '),
              rule.refused.keys === 0
                ? ''
                : `${rule.refused.keys} keys, ${whole(rule.refused.records)} records`,
            ])}
          />
        )}
        <Rows
          caption={`Time and memory (peak ${whole(report.peakMemoryMB)} MB)`}
          head={['Stage', 'Seconds']}
          rows={report.seconds.map(({ stage, seconds }) => [stage, seconds.toFixed(2)])}
        />
      </body>
    </html>
  );
}

function Rows(props: { caption: string; head: readonly string[]; rows: readonly (readonly string[])[] }) {
  const className = (at: number, text: string) => (at > 0 && /^[-+\d.,% ]*$/.test(text) ? 'n' : undefined);
  return (
    <table>
      <caption>{props.caption}</caption>
      <thead>
        <tr>
          {props.head.map((text) => (
            <th scope="col">{text}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => (
          <tr>
            {row.map((text, at) => (
              <td class={className(at, text)}>{text}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Errors by subgroup, with the gate said in words. */
function Subgroups({ report }: { report: LinkageReport }) {
  const { subgroups, unequal, truth } = report;
  const between = (one: LinkageReport['subgroups'][number]['recall']) =>
    one === null ? '–' : `${part(one.value)} (${part(one.low)} to ${part(one.high)})`;
  return (
    <>
      {truth && (
        <p>
          {unequal.failing === 0
            ? 'No subgroup with 200 true pairs is found over 3 points less often than the whole.'
            : `${unequal.failing} subgroups with 200 true pairs or more are found over 3 points less often than the whole. ${
                unequal.reason === null
                  ? 'No reason is written: these links are not for use before one is (--reason).'
                  : `Reason given: ${unequal.reason}`
              }`}
        </p>
      )}
      <Rows
        caption="Errors by subgroup"
        head={[
          '',
          'Records',
          'Cannot be linked',
          'For review',
          ...(truth ? ['True pairs', 'Recall', 'Precision'] : []),
        ]}
        rows={subgroups.map((one) => [
          `${one.by}: ${one.value}${one.below ? ' (too low)' : ''}`,
          whole(one.records),
          between(one.unlinkableBetween),
          between(one.reviewBetween),
          ...(truth ? [whole(one.truePairs ?? 0), between(one.recall), between(one.precision)] : []),
        ])}
      />
    </>
  );
}

/** Pairs by weight, linked ones dark; heights are logarithms, for there are thousands beside one. */
function Histogram({ report }: { report: LinkageReport }) {
  const steps = report.histogram;
  if (steps.length === 0) return <p>No pair came near.</p>;
  const [first, last] = [steps[0]!.from, steps.at(-1)!.from];
  const width = 900 / (last - first + 1);
  const top = Math.log10(1 + Math.max(...steps.map(({ pairs }) => pairs)));
  const height = (count: number) => (180 * Math.log10(1 + count)) / top;
  return (
    <figure>
      <svg viewBox="0 0 900 210" role="img" aria-label="Pairs by match weight">
        {steps.map(({ from, pairs, linked }) => (
          <g>
            <rect
              x={(from - first) * width}
              y={190 - height(pairs)}
              width={width - 1}
              height={height(pairs)}
              fill="#a9aeb1"
            />
            <rect
              x={(from - first) * width}
              y={190 - height(linked)}
              width={width - 1}
              height={height(linked)}
              fill="#005ea2"
            />
          </g>
        ))}
        <text x="0" y="206" font-size="13">
          {first}
        </text>
        <text x="900" y="206" font-size="13" text-anchor="end">
          {last}
        </text>
      </svg>
      <figcaption>
        Pairs by match weight in bits, from {first} to {last}; linked pairs dark; heights are logarithms.
      </figcaption>
    </figure>
  );
}
