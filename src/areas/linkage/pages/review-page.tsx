import type { Child } from 'hono/jsx';
import { type PageRequest, page } from '../../../core/page.ts';
import { ErrorSummary, Facts, Form, Section, Table, Title } from '../../../web/components/index.ts';
import { counted, formatCount, sentence } from '../../../web/format/index.ts';
import { decidePair, nextPair, showReview, undoDecision } from '../review/contract.ts';
import { type ReviewPair, type ReviewView, words } from '../review/model.ts';
import { showRun } from '../runs/contract.ts';
import { notShown, runCrumbs, takePurpose } from './purpose-first.tsx';
import { ReviewFindings } from './review-findings.tsx';
import { household, householdSays, takesAway, Waterfall } from './waterfall.tsx';
import { agreementWord, bitsWord, chanceWord, fieldWord, inSentence } from './words.tsx';

/** The queue: one pair at a time, decided by a key or a button, taken back by another. */
export const reviewPage = page({
  path: '/linkage/reviews/:review',
  access: 'staff',
  render: async (request) => {
    const review = await request.ask(showReview, { review: request.params['review'] ?? '' });
    const run = await request.ask(showRun, { run: review.run });
    const base = {
      place: 'sharing' as const,
      breadcrumbs: [...runCrumbs(run), { href: `/linkage/runs/${run.run}/review`, label: 'Review' }],
    };
    if (run.report === null) return { ...base, title: run.title, content: await notShown(request, run) };
    const { pair, progress } = await request.ask(nextPair, { review: review.id });
    const last = request.query.get('last');
    if (pair === null) {
      return {
        ...base,
        title: 'Review',
        island: 'review',
        content: (
          <>
            <Title
              kind={`Record review · purpose: ${run.purpose}`}
              title={review.state === 'complete' ? 'Every pair is decided' : 'Nothing waits for you'}
              lede={doneWords(review)}
            >
              {last && (
                <UndoForm request={request} pair={last}>
                  <button type="submit" class="as-link" data-key="z">
                    Undo the last decision
                  </button>{' '}
                  <kbd>Z</kbd>
                </UndoForm>
              )}
            </Title>
            <ErrorSummary form={request.form} />
            <ReviewFindings review={review} />
          </>
        ),
      };
    }
    return {
      ...base,
      title: 'Are these the same person?',
      island: 'review',
      content: (
        <>
          <Title
            kind={`Record review · pair ${formatCount(progress.decided + 1)} of ${formatCount(progress.pairs)}`}
            title="Are these the same person?"
            lede={questionOf(pair)}
          >
            <p class="small quiet more">Purpose: {run.purpose}. Every look is logged.</p>
          </Title>
          <ErrorSummary form={request.form} />
          <PairTable pair={pair} />
          {pair.explanation && <Explanation pair={pair} />}
          <Decide request={request} pair={pair} last={last} decided={progress.decided} all={progress.pairs} />
        </>
      ),
    };
  },
  submit: async (request, form) => {
    const review = request.params['review'] ?? '';
    const here = `/linkage/reviews/${review}`;
    if (await takePurpose(request, form)) return { redirect: here };
    const pair = String(form.get('pair') ?? '');
    if (form.get('act') === 'undo') {
      await request.ask(undoDecision, { review, pair });
      return { redirect: here };
    }
    const note = String(form.get('note') ?? '').trim();
    const decision = words.find((word) => word === form.get('decision')) ?? 'unsure';
    await request.ask(decidePair, { review, pair, decision, ...(note === '' ? {} : { note }) });
    return { redirect: `${here}?${new URLSearchParams({ last: pair })}` };
  },
});

function questionOf({ blind, disputed, explanation, fields }: ReviewPair): string {
  if (disputed) return 'Two people said different things of this pair. Your word settles it.';
  const told = fields.filter(({ agrees }) => agrees !== 'missing');
  const agree = told.filter(({ same }) => same).map(({ field }) => inSentence(field));
  const differ = told.filter(({ same }) => !same).map(({ field }) => inSentence(field));
  const both = [
    ...(agree.length === 0 ? [] : [`${sentence(list(agree))} ${agree.length === 1 ? 'agrees' : 'agree'}`]),
    ...(differ.length === 0
      ? []
      : [
          `${agree.length === 0 ? sentence(list(differ)) : list(differ)} ${differ.length === 1 ? 'does' : 'do'} not agree fully`,
        ]),
  ].join('; ');
  if (blind || explanation === null)
    return `${both}. A second person decides this pair too: neither sees the other’s word, nor what the model says.`;
  return `${sentence(chanceWord(explanation.chance))} pairs like this one are. ${both}.`;
}

const list = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;

function PairTable({ pair }: { pair: ReviewPair }) {
  const shown = pair.explanation !== null;
  const value = (values: readonly string[] | undefined, marked: boolean): Child =>
    values === undefined ? (
      ''
    ) : values.length === 0 ? (
      <span class="blank">(blank)</span>
    ) : marked ? (
      <mark>{values.join(', ')}</mark>
    ) : (
      values.join(', ')
    );
  const taken = pair.explanation?.neighbours ?? null;
  const rows = [
    ...pair.fields.map((one) => ({
      ...one,
      name: fieldWord(one.field),
      says: agreementWord(one.agrees, null),
    })),
    ...(takesAway(taken)
      ? [
          {
            name: household,
            left: undefined,
            right: undefined,
            same: true,
            agrees: '',
            says: householdSays,
            bits: taken,
          },
        ]
      : []),
  ];
  return (
    <Table
      caption="Both records, field by field"
      rows={rows}
      columns={[
        { head: 'Field', width: 'w16', cell: ({ name }) => name },
        {
          head: 'Record A',
          note: pair.records[0]?.source,
          label: 'Record A',
          width: 'w25',
          cell: ({ left, same, agrees }) => value(left, !same && agrees !== 'missing'),
        },
        {
          head: 'Record B',
          note: pair.records[1]?.source,
          label: 'Record B',
          width: 'w25',
          cell: ({ right, same, agrees }) => value(right, !same && agrees !== 'missing'),
        },
        { head: 'What it says', cell: ({ says }) => says },
        ...(shown
          ? [
              {
                head: 'Weight',
                numeric: true,
                strong: true,
                cell: ({ bits }: (typeof rows)[number]) =>
                  bits === null || bits === 0 ? '' : bitsWord(bits),
              },
            ]
          : []),
      ]}
      {...(pair.explanation && {
        total: [
          'Together',
          '',
          '',
          `Starts at ${bitsWord(pair.explanation.prior)} for two records at random`,
          bitsWord(pair.explanation.weight),
        ],
      })}
    />
  );
}

function Explanation({ pair }: { pair: ReviewPair }) {
  const why = pair.explanation!;
  const fields = pair.fields
    .filter(({ bits }) => bits !== null && bits !== 0)
    .map(({ field, bits }) => ({ name: fieldWord(field), bits: bits! }));
  return (
    <Section title="How the weight adds up" remark="Each step of 1 doubles or halves the odds">
      <Waterfall steps={{ ...why, fields }} />
      <div class="halves">
        <div>
          <h3 class="subhead">What would change it</h3>
          <p>
            {why.decides.length === 0
              ? 'No single field decides: without any one of them the answer would stay the same.'
              : `Without the ${list(why.decides.map(inSentence))} the pair would be ${why.linked ? 'not linked' : 'linked'}.`}
          </p>
        </div>
        <div>
          <h3 class="subhead">Why they were compared</h3>
          <p>
            {why.comparedBy.length === 0
              ? 'All pairs were compared.'
              : `They share ${why.comparedBy.slice(0, 3).join('; ')}${why.comparedBy.length > 3 ? `; and ${why.comparedBy.length - 3} more` : ''}.`}
          </p>
        </div>
      </div>
    </Section>
  );
}

function Decide({
  request,
  pair,
  last,
  decided,
  all,
}: {
  request: PageRequest;
  pair: ReviewPair;
  last: string | null;
  decided: number;
  all: number;
}) {
  return (
    <div class="decide">
      <Form request={request}>
        <input type="hidden" name="pair" value={pair.pair} />
        <div class="acts">
          <button class="button" type="submit" name="decision" value="same" data-key="s">
            Same person <kbd>S</kbd>
          </button>
          <button class="button outline" type="submit" name="decision" value="different" data-key="d">
            Different people <kbd>D</kbd>
          </button>
          <button class="button outline" type="submit" name="decision" value="unsure" data-key="u">
            Cannot tell <kbd>U</kbd>
          </button>
          <details class="note-of">
            <summary data-key="n">
              Note <kbd>N</kbd>
            </summary>
            <label for="f-note">Why, without personal data</label>
            <input type="text" id="f-note" name="note" maxlength={1000} autocomplete="off" />
          </details>
          {last && (
            <span class="small">
              <button type="submit" form="undo-last" class="as-link" data-key="z">
                Undo last
              </button>{' '}
              <kbd>Z</kbd>
            </span>
          )}
          <details>
            <summary data-key="?">
              Keys <kbd>?</kbd>
            </summary>
            <p class="small">
              <kbd>S</kbd> same person · <kbd>D</kbd> different people · <kbd>U</kbd> cannot tell ·{' '}
              <kbd>N</kbd> note · <kbd>Z</kbd> undo the last · <kbd>?</kbd> these keys. They are off while you
              type.
            </p>
          </details>
          <span class="small quiet so-far">
            {formatCount(decided)} of {formatCount(all)} done
          </span>
        </div>
      </Form>
      {last && <UndoForm request={request} pair={last} />}
    </div>
  );
}

const UndoForm = ({ request, pair, children }: { request: PageRequest; pair: string; children?: Child }) => (
  <form method="post" action={request.url.pathname} id="undo-last">
    <input type="hidden" name="form-token" value={request.formToken} />
    <input type="hidden" name="act" value="undo" />
    <input type="hidden" name="pair" value={pair} />
    {children}
  </form>
);

function doneWords({ progress }: ReviewView): string {
  const done = `${formatCount(progress.decided)} of ${counted(progress.pairs, 'pair')} ${progress.decided === 1 ? 'is' : 'are'} settled.`;
  const left = progress.pairs - progress.decided;
  if (left === 0)
    return `${done} What follows from them stands below, and later links of these datasets honor it.`;
  return `${done} ${counted(left, 'pair waits', 'pairs wait')} for another person: a share is decided by two, and neither sees the other’s word.`;
}

/** How a review of a run stands, for its list. */
export const progressFacts = ({ progress, estimates }: ReviewView) => (
  <Facts
    items={[
      { label: 'Settled', value: `${formatCount(progress.decided)} of ${formatCount(progress.pairs)}` },
      { label: 'Wait for you', value: formatCount(progress.waitingForMe) },
      { label: 'Disputed', value: formatCount(progress.disputed) },
      {
        label: 'Agreement of two',
        value:
          estimates.agreement.pairs === 0
            ? 'none decided by two yet'
            : `${formatCount(estimates.agreement.agreed)} of ${formatCount(estimates.agreement.pairs)}`,
      },
    ]}
  />
);
