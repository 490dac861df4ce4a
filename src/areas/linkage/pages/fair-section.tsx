import { Section, Status, Table } from '../../../web/components/index.ts';
import { formatCount, sentence } from '../../../web/format/index.ts';
import type { RunEvidence } from '../runs/model.ts';
import { IntervalMark } from './interval-mark.tsx';
import { fieldWord, groupWords, intervalWord, percent } from './words.tsx';

type Group = RunEvidence['groups'][number];

/** Whether some groups are found less often than the whole, with counts and intervals, at the one line. */
export function FairSection({ evidence }: { evidence: RunEvidence }) {
  const { groups, whole } = evidence;
  if (groups.length === 0 || whole === null) return null;
  const large = groups.filter(({ gate }) => gate !== 'few');
  const below = large.filter(({ gate }) => gate === 'below').length;
  const gate = whole.value - 0.03;
  const lows = groups.flatMap(({ recall, gate: judged }) => (recall && judged !== 'few' ? [recall.low] : []));
  const from = Math.max(0, Math.min(0.85, Math.floor(Math.min(gate, ...lows) * 20) / 20));
  const all: Group = {
    by: 'Everyone',
    value: 'all records',
    records: evidence.sides.reduce((sum, { records }) => sum + records, 0),
    unlinkable:
      evidence.sides.reduce((sum, { unlinkable }) => sum + unlinkable, 0) /
      Math.max(
        1,
        evidence.sides.reduce((sum, { records }) => sum + records, 0),
      ),
    review: 0,
    truePairs: evidence.thresholds.reduce(
      (most, { links, wrong, missed }) => Math.max(most, links - wrong + missed),
      0,
    ),
    recall: whole,
    gate: 'within',
  };
  return (
    <Section
      title="Is it fair?"
      finding={`${below === 0 ? 'No group' : below === 1 ? 'One group' : `${below} groups`} of ${large.length} with 200 true pairs or more ${below === 1 ? 'misses' : below === 0 ? 'misses' : 'miss'} the gate: at most 3 points of recall below the whole.`}
    >
      <Table
        caption="Errors by group"
        phone="keep"
        density="close"
        groups={[
          { title: 'Everyone', rows: [all] },
          ...[...new Set(groups.map(({ by }) => by))].map((by) => ({
            title: groupWords[by] ?? fieldWord(by.split(', ')[0]!),
            rows: groups.filter((group) => group.by === by),
          })),
        ]}
        columns={[
          { head: 'Group', cell: ({ value }) => sentence(value) },
          { head: 'Records', numeric: true, phoneHide: true, cell: ({ records }) => formatCount(records) },
          {
            head: 'True pairs',
            note: 'expected',
            numeric: true,
            cell: ({ truePairs }) => formatCount(truePairs),
          },
          {
            head: 'Recall',
            note: '%',
            numeric: true,
            strong: true,
            cell: ({ recall }) => (recall === null ? '–' : percent(recall.value)),
          },
          {
            head: 'Interval',
            note: '%',
            numeric: true,
            nowrap: true,
            cell: ({ recall }) => (recall === null ? '–' : intervalWord(recall)),
          },
          {
            head: <small>{`${percent(from)} to 100; tick at ${percent(gate)}, the gate`}</small>,
            label: 'Drawn',
            width: 'w-picture',
            phoneHide: true,
            cell: ({ recall, gate: judged }) =>
              recall === null || judged === 'few' ? '' : <IntervalMark {...recall} gate={gate} from={from} />,
          },
          { head: 'Unlinkable', note: '%', numeric: true, cell: ({ unlinkable }) => percent(unlinkable) },
          { head: 'Gate', width: 'w-status', cell: (group) => <Gate group={group} whole={whole.value} /> },
        ]}
      />
      <p class="small quiet">
        True pairs and recall are expected by the calibrated chances, with room for chances that are wrong
        themselves; the one line holds for every group. Records that a group has fewer than 20 of are not told
        apart.
      </p>
    </Section>
  );
}

function Gate({ group, whole }: { group: Group; whole: number }) {
  if (group.gate === 'few') return <Status kind="unknown">Under 200 pairs</Status>;
  if (group.gate === 'within') return <Status kind="met">Within 3 points</Status>;
  return <Status kind="late">{((whole - group.recall!.value) * 100).toFixed(1)} points below</Status>;
}
