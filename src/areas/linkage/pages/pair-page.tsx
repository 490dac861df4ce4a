import { page } from '../../../core/page.ts';
import { Links, Notice, Section, Table, Title } from '../../../web/components/index.ts';
import { counted, formatCount, sentence } from '../../../web/format/index.ts';
import { explainRunPair, showRun } from '../runs/contract.ts';
import type { PairExplained } from '../runs/model.ts';
import { notShown, runCrumbs, takePurpose } from './purpose-first.tsx';
import { household, householdSays, takesAway, Waterfall } from './waterfall.tsx';
import { agreementWord, bitsWord, chanceWord, fieldWord, inSentence } from './words.tsx';

/** Why two records were linked, or not: both side by side, what each field adds, what would change the answer. */
export const pairPage = page({
  path: '/linkage/runs/:run/pairs/:pair',
  access: 'staff',
  render: async (request) => {
    const run = await request.ask(showRun, { run: request.params['run'] ?? '' });
    const base = { place: 'sharing' as const, breadcrumbs: runCrumbs(run) };
    if (run.report === null) return { ...base, title: run.title, content: await notShown(request, run) };
    const pair = await request.ask(explainRunPair, { run: run.run, pair: Number(request.params['pair']) });
    const same = pair.records[0]!.dataset === pair.records[1]!.dataset;
    return {
      ...base,
      title: pair.linked ? 'Why they are linked' : 'Why they are not linked',
      content: (
        <>
          <Title
            kind={`Pair ${formatCount(pair.pair + 1)} of the link · purpose: ${run.purpose}`}
            title={pair.linked ? 'These two are linked' : 'These two are not linked'}
            lede={answerOf(pair)}
          >
            <p class="small quiet more">Every look is logged.</p>
          </Title>
          {pair.ruled !== null && (
            <Notice
              title={
                pair.ruled.by === 'a person'
                  ? 'A person decided this'
                  : `The rule “${pair.ruled.by}” decided this`
              }
              tone="plain"
            >
              <p>
                {verdictWords[pair.ruled.verdict]} {pair.ruled.because ?? 'It stands, whatever the weight.'}
              </p>
            </Notice>
          )}
          <Section title="Side by side" first>
            <Table
              caption="Both records, field by field"
              rows={linesOf(pair)}
              columns={[
                { head: 'Field', width: 'w16', cell: ({ name }) => name },
                {
                  head: 'Record A',
                  note: recordWord(pair, 0),
                  label: 'Record A',
                  width: 'w20',
                  cell: ({ left, marked }) => <Value values={left} marked={marked} />,
                },
                {
                  head: 'Record B',
                  note: recordWord(pair, 1),
                  label: 'Record B',
                  width: 'w20',
                  cell: ({ right, marked }) => <Value values={right} marked={marked} />,
                },
                { head: 'What it says', cell: ({ says }) => says },
                { head: 'Weight', numeric: true, strong: true, cell: ({ bits }) => bits },
              ]}
              total={[
                'Together',
                '',
                '',
                `Starts at ${bitsWord(pair.prior)} for two records at random`,
                bitsWord(pair.weight),
              ]}
            />
          </Section>
          <Section title="How the weight adds up" remark="Each step of 1 doubles or halves the odds">
            <Waterfall steps={stepsOf(pair)} />
            <div class="halves">
              <div>
                <h3 class="subhead">What would change it</h3>
                <ul class="plain">
                  {changesOf(pair).map((line) => (
                    <li>{line}</li>
                  ))}
                </ul>
              </div>
              <div>
                <h3 class="subhead">Why they were compared</h3>
                <p>{whyCompared(pair)}</p>
                <p class="small">
                  <Links>
                    {pair.clusters.map((cluster, at) => (
                      <a href={`/linkage/runs/${run.run}/clusters/${encodeURIComponent(cluster)}`}>
                        {pair.clusters.length === 1
                          ? 'See the group'
                          : `See the group of record ${at === 0 ? 'A' : 'B'}`}
                      </a>
                    ))}
                    <a href={`/linkage/runs/${run.run}/model`}>How the model was made</a>
                    {!same && <a href={`/linkage/runs/${run.run}`}>The report</a>}
                  </Links>
                </p>
              </div>
            </div>
          </Section>
        </>
      ),
    };
  },
  submit: async (request, form) => {
    await takePurpose(request, form);
    return { redirect: request.url.pathname };
  },
});

const verdictWords = {
  accept: 'They are linked.',
  review: 'They are kept apart until a person has looked.',
  refuse: 'They are kept apart.',
} as const;

const recordWord = ({ records }: PairExplained, at: 0 | 1) =>
  `${records[at]!.title}, row ${formatCount(records[at]!.row)}`;

function answerOf(pair: PairExplained): string {
  const agree = wordsOf(pair, ({ same }) => same);
  const differ = wordsOf(pair, ({ says, same }) => !same && says !== 'missing');
  const sums = [
    ...(agree.length === 0 ? [] : [`${sentence(list(agree))} ${agree.length === 1 ? 'agrees' : 'agree'}`]),
    ...(differ.length === 0
      ? []
      : [
          `${agree.length === 0 ? sentence(list(differ)) : list(differ)} ${differ.length === 1 ? 'does' : 'do'} not agree fully`,
        ]),
  ];
  const collective =
    Math.abs(pair.chance - 1 / (1 + 2 ** -pair.weight)) > 0.1
      ? ` By itself the pair would stand at ${bitsWord(pair.weight)}: the records around it moved it.`
      : '';
  return `${sentence(chanceWord(pair.chance))} pairs like this one are the same person. ${sums.join('; ')}.${collective}`;
}

const wordsOf = (
  pair: PairExplained,
  test: (part: PairExplained['fields'][number]['parts'][number]) => boolean,
) => pair.fields.flatMap(({ parts }) => parts.filter(test).map(({ field }) => inSentence(field)));

const list = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

interface Line {
  readonly name: string;
  readonly left?: readonly string[];
  readonly right?: readonly string[];
  readonly marked: boolean;
  readonly says: string;
  readonly bits: string;
}

/** A line for each part of a field; what is weighed together has its weight on the last of its lines. All add up to the total. */
const linesOf = (pair: PairExplained): Line[] => [
  ...pair.fields.flatMap(({ parts, bits }) =>
    parts.map((part, at) => ({
      name: fieldWord(part.field),
      left: part.left,
      right: part.right,
      marked: !part.same && part.says !== 'missing',
      says: `${agreementWord(part.says, part.rarity)}${at < parts.length - 1 ? '; counted with the next' : ''}`,
      bits: at < parts.length - 1 ? '' : parts.every(({ says }) => says === 'missing') ? '0' : bitsWord(bits),
    })),
  ),
  ...(takesAway(pair.neighbours)
    ? [{ name: household, marked: false, says: householdSays, bits: bitsWord(pair.neighbours) }]
    : []),
];

/** What is known on neither side adds nothing, and has no bar. */
const stepsOf = (pair: PairExplained) => ({
  ...pair,
  fields: pair.fields
    .filter(({ parts }) => parts.some(({ says }) => says !== 'missing'))
    .map(({ field, bits }) => ({ name: fieldWord(field), bits })),
});

function Value({ values, marked }: { values: readonly string[] | undefined; marked: boolean }) {
  if (values === undefined) return null;
  if (values.length === 0) return <span class="blank">(blank)</span>;
  return marked ? <mark>{values.join(', ')}</mark> : <span>{values.join(', ')}</span>;
}

/** Which field the answer hangs on, in words: without it, on which side of the line the pair would be. */
function changesOf(pair: PairExplained): string[] {
  const deciding = pair.fields.filter(({ decides }) => decides);
  const lines = deciding.map(
    ({ field, without }) =>
      `If nothing were known of the ${inSentence(field)}: ${bitsWord(without)}, ${pair.linked ? 'not linked' : 'linked'}.`,
  );
  if (lines.length === 0)
    lines.push('No single field decides: without any one of them the answer would stay the same.');
  lines.push(
    pair.linked
      ? `With the line above ${bitsWord(pair.weight)} instead of ${bitsWord(pair.needed)}: not linked.`
      : `With the line at ${bitsWord(pair.weight)} or lower instead of ${bitsWord(pair.needed)}: linked.`,
  );
  lines.push('A person who decides about the pair: that stands, whatever the weight.');
  return lines;
}

function whyCompared({ comparedBy, others }: PairExplained): string {
  const rules =
    comparedBy.length === 0
      ? 'All pairs were compared.'
      : `They share ${comparedBy.slice(0, 3).join('; ')}${comparedBy.length > 3 ? `; and ${comparedBy.length - 3} more` : ''}.`;
  return `${rules} ${others === 0 ? 'No other record came near either of them.' : `${counted(others, 'other pair')} of these records came near.`}`;
}
