import type { PageRequest } from '../../../core/page.ts';
import {
  ButtonLink,
  ErrorSummary,
  Facts,
  Form,
  Links,
  Notice,
  Section,
  Table,
  TextArea,
  Time,
  Title,
} from '../../../web/components/index.ts';
import { counted, formatCount, formatDecimal } from '../../../web/format/index.ts';
import type { LinkageReport } from '../model.ts';
import { listReviews } from '../review/contract.ts';
import type { ReviewView } from '../review/model.ts';
import type { RunEvidence, ShownRun } from '../runs/model.ts';
import { FairSection } from './fair-section.tsx';
import { LineSection } from './line-section.tsx';
import { kindWord } from './purpose-first.tsx';
import { RecordFlow } from './record-flow.tsx';
import { chanceWord, fieldWord, inSentence, intervalWord, percent, rareSentence } from './words.tsx';

/** The report of a finished link: how good it is, where the line stands, for whom it is worse, what was compared. */
export async function runReport(
  request: PageRequest,
  run: ShownRun,
  report: LinkageReport,
  evidence: RunEvidence,
) {
  const zone = request.clock.timeZone;
  const { reviews } = await request.ask(listReviews, { run: run.run });
  const review = reviews[0];
  const estimated = judgedOf(report, review);
  const seconds = report.seconds.reduce((sum, one) => sum + one.seconds, 0);
  const below = evidence.groups.filter(({ gate }) => gate === 'below');
  const here = `/linkage/runs/${run.run}`;
  return (
    <>
      <Title
        kind={`${kindWord(run)}${run.purpose === '' ? '' : ` · purpose: ${run.purpose}`}`}
        title={run.title}
        lede={<Answer run={run} evidence={evidence} estimated={estimated} />}
        acts={
          <>
            <ButtonLink href={`${here}/review`}>{reviewWord(review)}</ButtonLink>
            <Links>
              <a href={`${here}/pairs`}>{counted(evidence.doubtful, 'doubtful pair')}</a>
              <a href={`${here}/clusters`}>Clusters</a>
              <a href={`${here}/find`}>Find a person</a>
              {run.result && <a href={`/data/${run.result.dataset}`}>The result, a protected dataset</a>}
              <a href={`${here}/model`}>The model, as a file</a>
            </Links>
          </>
        }
      >
        <Facts
          items={[
            ...evidence.sides.map(({ title, linked, records }, at) => ({
              label:
                evidence.sides.length === 1
                  ? 'Records with another'
                  : at === 0
                    ? 'Linked of the first'
                    : 'Linked of the second',
              value: <span title={title}>{percent(linked / Math.max(1, records))}%</span>,
            })),
            {
              label: 'Precision, interval',
              value: `${percent(estimated.precision.value)}%, ${intervalWord(estimated.precision)}`,
            },
            {
              label: 'Recall, interval',
              value: `${percent(estimated.recall.value)}%, ${intervalWord(estimated.recall)}`,
            },
            { label: 'Estimated from', value: estimated.from },
            {
              label: 'Took',
              value: (
                <>
                  {seconds.toFixed(1)} s, {formatCount(report.peakMemoryMB)} MB,{' '}
                  <Time at={run.finished_at ?? run.asked_at} zone={zone} />
                </>
              ),
            },
          ]}
        />
      </Title>
      <ErrorSummary form={request.form} />
      {!run.newest && (
        <Notice title="The line was moved since" tone="plain">
          <p>
            A later link of the same datasets stands in <a href="/linkage">the list of links</a>. This report
            is kept as it was.
          </p>
        </Notice>
      )}
      {run.state === 'destroyed' && (
        <Notice title="The result was destroyed" tone="warn">
          <p>Its rows and pairs are gone for good. This report holds counts, and is kept.</p>
        </Notice>
      )}
      {below.length > 0 && <Below request={request} run={run} evidence={evidence} />}
      <LineSection
        request={request}
        evidence={evidence}
        allowed={run.state === 'finished'}
        given={report.threshold.decided === 'given'}
      />
      <FairSection evidence={evidence} />
      <div class="halves">
        <Section title="Where the records went">
          <RecordFlow sides={evidence.sides} />
          <Table
            caption="Where the records went"
            rows={evidence.sides}
            density="tight"
            phone="keep"
            columns={[
              { head: 'Dataset', cell: ({ dataset, title }) => <a href={`/data/${dataset}`}>{title}</a> },
              { head: 'Linked', numeric: true, cell: ({ linked }) => formatCount(linked) },
              { head: 'No partner', numeric: true, cell: ({ alone }) => formatCount(alone) },
              { head: 'Cannot be', numeric: true, cell: ({ unlinkable }) => formatCount(unlinkable) },
            ]}
          />
          <p class="small quiet">
            {report.oneToOne === null
              ? `${counted(report.clusters.ofSeveral, 'person has', 'people have')} several records; the most is ${formatCount(report.clusters.largest)}.`
              : onceWords(report)}
          </p>
        </Section>
        <Unlinkable evidence={evidence} />
      </div>
      <FromBefore run={run} report={report} />
      <Compared report={report} />
    </>
  );
}

type Estimate = LinkageReport['estimated']['precision'];

/** What people judged counts before what the chances promise. */
function judgedOf(
  { estimated }: LinkageReport,
  review: ReviewView | undefined,
): { precision: Estimate; recall: Estimate; from: string } {
  const judged = review?.estimates;
  if (!judged?.precision || !judged.recall || review === undefined)
    return { ...estimated, from: 'all pairs’ chances' };
  const twice = judged.agreement.pairs;
  return {
    precision: judged.precision,
    recall: judged.recall,
    from: `${counted(review.progress.decided, 'pair')} judged${twice === 0 ? '' : `, ${formatCount(twice)} of them twice`}`,
  };
}

const reviewWord = (review: ReviewView | undefined): string =>
  review === undefined
    ? 'Have pairs reviewed'
    : review.progress.waitingForMe > 0
      ? `Review ${counted(review.progress.waitingForMe, 'pair')}`
      : 'See the review';

function Answer({
  run,
  evidence,
  estimated,
}: {
  run: ShownRun;
  evidence: RunEvidence;
  estimated: { precision: Estimate; recall: Estimate };
}) {
  const [left, right] = evidence.sides;
  const { precision, recall } = estimated;
  return (
    <>
      <b>
        {formatCount(left!.linked)} of {formatCount(left!.records)}
      </b>{' '}
      {right === undefined
        ? 'records are about somebody, or something, that has another record here.'
        : `records of ${run.datasets[0]!.title} have a partner in ${run.datasets[1]!.title}.`}{' '}
      About {rareSentence(1 - precision.value, 'links', 'wrong')}, and about{' '}
      {rareSentence(1 - recall.value, 'true links', 'missed')}.
    </>
  );
}

const onceWords = ({ oneToOne }: LinkageReport): string => {
  const { left, right } = oneToOne!;
  const who = oneToOne!.decided === 'data' ? 'The data told' : 'You said';
  if (left && right) return `${who} that one person has one record on each side.`;
  if (left) return `${who} that a record of the first dataset has at most one partner.`;
  if (right) return `${who} that a record of the second dataset has at most one partner.`;
  return `${who} that one person may have several records on both sides.`;
};

function Below({ request, run, evidence }: { request: PageRequest; run: ShownRun; evidence: RunEvidence }) {
  const below = evidence.groups.filter(({ gate }) => gate === 'below');
  const whole = evidence.whole!.value;
  const [first] = below;
  return (
    <Notice
      title={`${below.length === 1 ? 'One group is' : `${below.length} groups are`} linked clearly less often`}
      tone="warn"
    >
      <p>
        {fieldWord(first!.by)}, {first!.value}: {percent(first!.recall!.value)}% of the true links that the
        model expects are found, {((whole - first!.recall!.value) * 100).toFixed(1)} points below the whole; 3
        are allowed.
      </p>
      {run.reason !== null ? (
        <p>
          <b>The reason that was written:</b> {run.reason}
        </p>
      ) : (
        <>
          <p>
            The result waits: nobody else can open it before a reason is written. A better model is the other
            way.
          </p>
          <Form request={request}>
            <input type="hidden" name="act" value="reason" />
            <TextArea name="reason" label="Reason" form={request.form} />
            <p class="acts">
              <button class="button outline slight" type="submit">
                Write the reason
              </button>
            </p>
          </Form>
        </>
      )}
    </Notice>
  );
}

/** What decided beside the model, and what came of the clusters of an earlier link. */
function FromBefore({ run, report }: { run: ShownRun; report: LinkageReport }) {
  const { policy, decisions, continued } = report;
  const { corrected } = report.model;
  const again = new URLSearchParams({
    left: run.datasets[0]!.dataset,
    right: run.datasets[1]?.dataset ?? '',
    previous: run.run,
  });
  const here = `/linkage/runs/${run.run}`;
  return (
    <Section
      title="What else decided"
      id="continue"
      aside={<a href={`/linkage/start?${again}`}>Go on from this link</a>}
      finding={
        decisions === null
          ? 'Nobody has decided about a pair of these datasets yet.'
          : `${counted(decisions.honoured, 'decision of people was honored', 'decisions of people were honored')}; ${formatCount(decisions.changed)} moved a record.`
      }
    >
      {policy !== null && (
        <Table
          caption={`Rules of ${policy.name}`}
          rows={policy.byRule}
          density="tight"
          phone="keep"
          columns={[
            { head: `Rule of ${policy.name}`, cell: ({ rule }) => rule },
            {
              head: 'Verdict',
              cell: ({ verdict, pairs }) =>
                verdict === 'review' && pairs > 0 ? (
                  <a href={`${here}/pairs?band=ruled`}>For a person</a>
                ) : (
                  { accept: 'Linked', review: 'For a person', refuse: 'Kept apart' }[verdict]
                ),
            },
            { head: 'Pairs', numeric: true, cell: ({ pairs }) => formatCount(pairs) },
          ]}
        />
      )}
      {continued !== null && (
        <p>
          It goes on from <a href={`/linkage/runs/${continued.previous}`}>an earlier link</a>:{' '}
          {counted(continued.records.added, 'record is', 'records are')} new,{' '}
          {formatCount(continued.records.changed)} changed, {formatCount(continued.records.gone)} gone.{' '}
          <a href={`${here}/changes`}>
            {counted(continued.clusters.merged, 'merge')} and {counted(continued.clusters.split, 'split')}
          </a>
          ; the other clusters keep their names. Compared were {continued.compared}: {continued.because}.
        </p>
      )}
      {(run.rules !== null || run.model !== null) && (
        <p class="small quiet">
          {run.rules !== null && (
            <>
              Rules: <a href={definitionAt('rules', run.rules)}>{run.rules}</a>.{' '}
            </>
          )}
          {run.model !== null && (
            <>
              Model:{' '}
              {run.model.includes('@') ? (
                <a href={definitionAt('model', run.model)}>{run.model}</a>
              ) : (
                <a href={`/linkage/runs/${run.model}`}>that of an earlier link</a>
              )}
              .
            </>
          )}
        </p>
      )}
      {corrected !== null && (
        <p class="small quiet">
          People had decided {formatCount(corrected.pairs)} pairs of the earlier link: by what they said, the
          odds of every pair are {corrected.bits < 0 ? 'lower' : 'higher'} by{' '}
          {formatDecimal(Math.abs(corrected.bits), 1)} in weight, and the line was chosen anew.
        </p>
      )}
    </Section>
  );
}

const definitionAt = (kind: 'model' | 'rules', ref: string): string => {
  const [name, version] = ref.split('@');
  return `/linkage/definitions/${kind}/${name}?version=${version}`;
};

function Unlinkable({ evidence }: { evidence: RunEvidence }) {
  const all = evidence.sides.reduce((sum, { unlinkable }) => sum + unlinkable, 0);
  return (
    <Section
      title="Records that cannot be linked"
      finding={
        all === 0
          ? 'Every record says enough to be told from another.'
          : `${counted(all, 'record says', 'records say')} too little to be told from another, whatever the line.`
      }
    >
      {all > 0 && (
        <Table
          caption="Records that cannot be linked, by what is missing in them"
          rows={evidence.unlinkable}
          density="tight"
          phone="keep"
          columns={[
            {
              head: 'What is missing',
              cell: ({ missing, side }) => (
                <>
                  {missing.length === 0
                    ? 'Nothing, but its values are common'
                    : missing[0] === 'other'
                      ? evidence.fewest === null
                        ? 'Other, few each'
                        : `Other, fewer than ${evidence.fewest} each`
                      : missing
                          .map((field, at) => (at === 0 ? fieldWord(field) : inSentence(field)))
                          .join(', ')}
                  {evidence.sides.length > 1 && <span class="sub">{evidence.sides[side]!.title}</span>}
                </>
              ),
            },
            { head: 'Records', numeric: true, strong: true, cell: ({ records }) => formatCount(records) },
          ]}
          total={['All', formatCount(all)]}
        />
      )}
    </Section>
  );
}

function Compared({ report }: { report: LinkageReport }) {
  const { blocking, pairs } = report;
  return (
    <Section
      title="What was compared"
      finding={
        blocking.allPairs
          ? `All ${formatCount(pairs.possible)} pairs were compared.`
          : `${formatCount(pairs.compared)} of ${formatCount(pairs.possible)} possible pairs were compared: those that share something. ${percent(blocking.recall)}% of the true pairs are thought to be among them.`
      }
    >
      <div class="halves">
        <Table
          caption="Fields that were compared"
          rows={report.fields}
          density="tight"
          phone="keep"
          columns={[
            { head: 'Field', cell: ({ field }) => fieldWord(field) },
            { head: 'Column', mono: true, cell: ({ column }) => column },
            { head: 'Filled', note: '%', numeric: true, cell: ({ filled }) => percent(filled) },
          ]}
        />
        <div>
          {!blocking.allPairs && (
            <Table
              caption="Rules that brought records together"
              rows={blocking.rules}
              density="tight"
              phone="keep"
              columns={[
                {
                  head: 'Records that share',
                  cell: ({ name, refined, refused }) => (
                    <>
                      {name}
                      {(refined.length > 0 || refused.keys > 0) && (
                        <span class="sub">
                          {[
                            ...refined.map(
                              ({ part, keys }) => `${counted(keys, 'crowded value')} narrowed by ${part}`,
                            ),
                            ...(refused.keys === 0
                              ? []
                              : [
                                  `${counted(refused.keys, 'value')} of ${counted(refused.records, 'record')} refused`,
                                ]),
                          ].join('; ')}
                        </span>
                      )}
                    </>
                  ),
                },
                { head: 'Pairs', numeric: true, cell: (rule) => formatCount(rule.pairs) },
              ]}
            />
          )}
        </div>
      </div>
      <p class="small quiet">
        Linked are pairs from a chance of {chanceWord(report.threshold.value)} on,{' '}
        {report.threshold.decided === 'data'
          ? 'chosen for the fewest expected errors of both kinds'
          : 'as asked'}
        .
      </p>
    </Section>
  );
}
