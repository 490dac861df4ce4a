import type { PageRequest } from '../../../core/page.ts';
import { ActForm, Section, Table } from '../../../web/components/index.ts';
import { formatCount } from '../../../web/format/index.ts';
import type { RunEvidence } from '../runs/model.ts';
import { WeightBars } from './weight-bars.tsx';
import { bitsWord, percent } from './words.tsx';

type Line = RunEvidence['thresholds'][number];

/** Where the line between linked and not linked stands, and what moving it would cost. */
export function LineSection({
  request,
  evidence,
  allowed,
  given,
}: {
  request: PageRequest;
  evidence: RunEvidence;
  allowed: boolean;
  given: boolean;
}) {
  const { thresholds, needed } = evidence;
  const now = thresholds.find((line) => line.now)!;
  const asked = Number(request.query.get('at') ?? Number.NaN);
  const tried = Number.isNaN(asked) ? undefined : nearest(thresholds, asked);
  const shown = shownLines(thresholds, needed, tried);
  return (
    <Section
      title="Where the line is drawn"
      id="line"
      finding={`The line stands at ${bitsWord(needed)}, ${given ? 'as asked' : 'where the expected errors of both kinds together are fewest'}. Moving it trades wrong links for missed ones.`}
    >
      <WeightBars evidence={evidence} />
      <form
        method="get"
        action="#line"
        class="try-line"
        data-lines={JSON.stringify(thresholds.map((line) => ({ at: line.weight, says: saysOf(line, now) })))}
      >
        <label for="try-at">Try another line</label>
        <input
          id="try-at"
          name="at"
          type="range"
          min={thresholds[0]!.weight}
          max={thresholds.at(-1)!.weight}
          step="0.5"
          value={String(tried?.weight ?? needed)}
        />
        <button class="button outline slight" type="submit">
          Show what it would cost
        </button>
        <p class="line-says" aria-live="polite">
          {saysOf(tried ?? now, now)}
        </p>
      </form>
      <Table
        caption="What a line would cost"
        rows={shown}
        density="close"
        columns={[
          {
            head: 'Line',
            note: 'weight',
            cell: (line) => (line.now ? <b>{bitsWord(line.weight)}</b> : bitsWord(line.weight)),
          },
          { head: 'Links', numeric: true, cell: ({ links }) => formatCount(links) },
          { head: 'Wrong', note: 'expected', numeric: true, cell: ({ wrong }) => formatCount(wrong) },
          { head: 'Missed', note: 'expected', numeric: true, cell: ({ missed }) => formatCount(missed) },
          { head: 'Precision', note: '%', numeric: true, cell: ({ precision }) => percent(precision) },
          { head: 'Recall', note: '%', numeric: true, cell: ({ recall }) => percent(recall) },
          {
            head: `Compared with ${bitsWord(needed)}`,
            label: 'Compared',
            cell: (line) => compared(line, now),
          },
          {
            head: 'Choose',
            act: true,
            cell: (line) =>
              line.now || !allowed ? (
                ''
              ) : (
                <ActForm request={request} as="link" fields={{ act: 'move', weight: String(line.weight) }}>
                  Use {bitsWord(line.weight)}
                </ActForm>
              ),
          },
        ]}
      />
      <p class="small quiet">
        Wrong and missed are what the calibrated chances of all pairs promise; pairs that no rule brought
        together are counted as missed. Another line makes a new version of the result, and this report stays.
      </p>
    </Section>
  );
}

const nearest = (lines: readonly Line[], at: number): Line =>
  lines.toSorted((a, b) => Math.abs(a.weight - at) - Math.abs(b.weight - at))[0]!;

/** The line, those two, four and six bits away, and the one that was tried. */
function shownLines(lines: readonly Line[], needed: number, tried: Line | undefined): Line[] {
  const chosen = new Set([-4, -2, 2, 4, 6].map((bits) => nearest(lines, Math.round(needed) + bits)));
  chosen.add(lines.find((line) => line.now)!);
  if (tried) chosen.add(tried);
  return [...chosen].sort((a, b) => a.weight - b.weight);
}

const saysOf = (line: Line, now: Line): string =>
  `At ${bitsWord(line.weight)}: ${formatCount(line.links)} links, ${formatCount(line.wrong)} expected wrong, ${formatCount(line.missed)} missed. ${line.now ? 'This is the line now.' : `${compared(line, now)}.`}`;

function compared(line: Line, now: Line): string {
  if (line.now) return 'Now';
  const parts = [
    [line.wrong - now.wrong, 'wrong'],
    [line.missed - now.missed, 'missed'],
  ] as const;
  return parts
    .map(([change, word]) =>
      change === 0
        ? `as many ${word}`
        : `${formatCount(Math.abs(change))} ${change > 0 ? 'more' : 'fewer'} ${word}`,
    )
    .join(', ');
}
