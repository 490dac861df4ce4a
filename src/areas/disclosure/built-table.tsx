import { Section, Table, Withheld } from '../../web/components/index.ts';
import { formatCount } from '../../web/format/index.ts';
import type { BuiltCell, BuiltTable } from './model.ts';
import { OutsiderRange, rangeWords } from './outsider-range.tsx';
import { type PrintedTable, PublishedTable } from './published-table.tsx';
import { RuleWords } from './rule-words.tsx';

/** The table as it would leave; to whoever may see the rows each blank says what kind it is. */
export function WouldLeave({
  built,
  titles,
}: {
  built: BuiltTable;
  titles: Readonly<Record<string, string>>;
}) {
  const [table] = built.published['tables'] as readonly PrintedTable[];
  const found = new Map(built.cells.map((cell) => [`${cell.row}|${cell.column}`, cell]));
  const cellOf = (printed: Readonly<Record<string, unknown>>) =>
    found.get(
      `${String(printed[built.rows.field] ?? '')}|${String(built.columns === null ? '' : (printed[built.columns.field] ?? ''))}`,
    );
  return (
    <Section
      title="What would leave"
      remark={<RuleWords rule={built.rule} />}
      finding={
        built.blanks === 0
          ? movedWords(built)
          : built.release === null
            ? '“Small” and “companion” are for you. In the release both read “withheld”.'
            : 'Blanks are alike: which are small and which only guard others is not said.'
      }
    >
      <PublishedTable
        table={table!}
        titles={titles}
        say={(printed) => {
          const cell = cellOf(printed);
          return cell?.reason == null ? undefined : <Withheld>{reasonWord(cell)}</Withheld>;
        }}
      />
    </Section>
  );
}

const movedWords = ({ way, moved }: BuiltTable) =>
  way === 'blanks' || way === 'coded-percentages'
    ? undefined
    : way === 'rounding'
      ? `Nothing is blank. Rounding moved the figures by ${formatCount(moved)} in all; sums still add up.`
      : `Nothing is blank. Noise moved the figures by ${formatCount(moved)} in all; the same people always get the same noise, and sums do not quite add up.`;

const reasonWord = ({ reason }: BuiltCell) => (reason === 'other' ? 'withheld' : (reason ?? ''));

/** Each blank with its reason and how far an outsider gets: for whoever may see the rows. */
export function WhyBlank({ built }: { built: BuiltTable }) {
  const blanks = built.cells.filter(({ reason }) => reason !== null);
  if (blanks.length === 0) return null;
  // Four in five ranges fit the scale; a few wide ones would make the rest too short to see.
  const ends = blanks.map(({ interval }) => interval?.[1] ?? interval?.[0] ?? 0).sort((a, b) => a - b);
  const most = ends[Math.floor(ends.length * 0.8)] ?? 0;
  const nameOf = ({ row, column }: BuiltCell) =>
    [row, column].filter((part) => part !== '').join(', ') || 'All';
  const shown = blanks.slice(0, 60);
  return (
    <Section
      title="Why each is blank"
      remark="The line is what an outsider can work out from everything released"
    >
      <Table
        caption="Why each figure is blank"
        phone="keep"
        rows={shown}
        columns={[
          { head: 'Figure', cell: nameOf },
          { head: 'Reason', cell: (cell) => <Withheld>{reasonWord(cell)}</Withheld> },
          { head: 'In words', phoneHide: true, cell: ({ words }) => words ?? '' },
          {
            head: 'Outsider’s range',
            numeric: true,
            strong: true,
            cell: ({ interval }) => (interval === null ? 'any' : rangeWords(interval)),
          },
          {
            head: `0 to ${formatCount(most)}`,
            phoneHide: true,
            width: 'w-picture',
            cell: ({ interval }) =>
              interval === null ? '' : <OutsiderRange interval={interval} most={most} />,
          },
        ]}
      />
      {shown.length < blanks.length && (
        <p class="small quiet">The first 60 of {formatCount(blanks.length)} blanks.</p>
      )}
    </Section>
  );
}
