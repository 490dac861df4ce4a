import type { Context } from '../../handler.ts';
import { answerWords } from '../board/model.ts';
import { readMeetings, readRecommendations } from '../board/read-board.ts';
import { quorumOf, seatsOn } from '../board/seats.ts';
import { dispositionWords } from '../comments/model.ts';
import { docketCycle, readComments } from '../comments/read-comments.ts';
import { dateIn } from '../cycle/cycle-view.ts';
import { contentOf, hashOf, listVersions, readVersion } from '../cycle/freeze-version.ts';
import type { VersionContent } from '../cycle/model.ts';
import { readRecommended } from '../duties/recommendations.ts';
import type { MeasuresRegistry } from '../measures-registry.ts';
import { type Item, type Objective, tallyOf } from '../model.ts';
import { viewObjectives } from '../objective-view.ts';
import { stateWords } from '../progress/model.ts';
import { readRounds } from '../progress/read-rounds.ts';
import { readCycle } from '../read-plan.ts';
import { readTasks } from '../text/tasks.ts';
import type { Block, Printable, PrintedDocument } from './model.ts';

type Asked = Pick<Context, 'store' | 'clock' | 'jurisdiction'>;

const heading = (text: string, level = 2): Block => ({ kind: 'heading', level, text });
const words = (text: string): Block => ({ kind: 'paragraph', tone: 'words', text });
const text = (said: string): Block => ({ kind: 'paragraph', tone: 'text', text: said });
const table = (caption: string, head: string[], rows: string[][]): Block[] =>
  rows.length === 0 ? [] : [{ kind: 'table', caption, head, rows }];

/** What is printed, composed once: whatever it is printed on says the same. */
export async function composeDocument(
  context: Asked,
  registry: MeasuresRegistry,
  which: Printable,
  version?: string,
): Promise<PrintedDocument> {
  const made = { plan: planDocument, progress: progressDocument, board: boardDocument }[which];
  return made(context, registry, version);
}

async function planDocument(
  context: Asked,
  _registry: MeasuresRegistry,
  version?: string,
): Promise<PrintedDocument> {
  const read = context.store.read;
  const { cycle, adopted } = await readCycle(read);
  const frozen = await listVersions(read, cycle);
  const chosen = version ?? frozen.findLast(({ occasion }) => occasion === 'adopted')?.version;
  const shown = chosen === undefined ? undefined : await readVersion(read, chosen);
  const content: VersionContent = shown?.content ?? (await contentOf(read, cycle));
  const hash = shown?.hash ?? hashOf(JSON.stringify(content));
  const of = (kind: Item['kind']) => content.items.filter((item) => item.kind === kind);
  const said = (item: Item) => (item.name === null ? item.words : `${item.name}: ${item.words}`);
  const list = (items: readonly Item[]): Block[] =>
    items.length === 0
      ? []
      : [
          {
            kind: 'list',
            items: items.map((item, at) => ({ label: String(item.number ?? at + 1), text: said(item) })),
          },
        ];
  const under = (parent: Item, kind: 'action' | 'step') =>
    of(kind).filter((item) => item.parent === parent.item);
  return {
    title: context.jurisdiction.planTitle,
    subtitle: shown ? `${content.title}. ${shown.title}` : content.title,
    version: shown
      ? `${shown.title}, ${hash.slice(0, 12)}`
      : adopted
        ? `In force since ${adopted.on}, ${hash.slice(0, 12)}`
        : `Draft, ${hash.slice(0, 12)}`,
    date: context.clock.today(),
    address: shown ? `/plan/versions/${shown.version}` : '/plan',
    blocks: [
      heading('What the act requires'),
      ...list(of('requirement')),
      heading('Principles'),
      ...of('heading').flatMap((part) => [
        heading(part.words, 3),
        ...of('principle')
          .filter((item) => item.heading === part.item)
          .flatMap((item): Block[] => [
            words(`${item.number}. ${item.words}`),
            ...table(
              `Actions under principle ${item.number}`,
              ['Action', 'Who', 'Due', 'Evidence'],
              under(item, 'action').map((action) => [
                action.words,
                action.details?.owner ?? '',
                action.details?.due ?? '',
                action.details?.evidence ?? '',
              ]),
            ),
          ]),
      ]),
      heading('Focal points'),
      ...of('focal-point').flatMap((item): Block[] => [
        words(`${item.number}. ${said(item)}`),
        ...table(
          `Steps of ${item.name ?? item.item}`,
          ['Step', 'Who', 'Due'],
          under(item, 'step').map((step) => [step.words, step.details?.owner ?? '', step.details?.due ?? '']),
        ),
      ]),
      heading('Goals and objectives'),
      ...of('goal').flatMap((goal): Block[] => [
        words(`${goal.number}. ${goal.words}`),
        ...table(
          `Objectives of goal ${goal.number}`,
          ['Objective', 'Baseline', 'Target', 'By', 'Owner'],
          content.objectives
            .filter((row) => row.goal === goal.item)
            .map((row) => [
              `${row.title}${row.example ? ' (example)' : ''}`,
              row.baseline === null ? '' : String(row.baseline.value),
              row.target === null ? '' : aimOf(row.target),
              row.target?.by ?? '',
              row.owner,
            ]),
        ),
      ]),
      ...(of('recommendation').length === 0
        ? []
        : [heading('Recommendations'), ...list(of('recommendation'))]),
    ],
  };
}

const aimOf = (target: Pick<Objective['target'], 'direction' | 'value' | 'unit'>): string =>
  `${target.direction === 'at-most' ? 'at most ' : ''}${target.value} ${target.unit}`;

const figure = (row: Objective): string =>
  row.now?.value === null || row.now === null
    ? 'Unknown'
    : row.scale?.kind === 'share'
      ? `${Math.round(row.now.value * 10) / 10}% (${row.now.numerator} of ${row.now.denominator})`
      : `${Math.round(row.now.value * 10) / 10} ${row.scale?.unit ?? ''}`;

const statusWords = {
  met: 'Met',
  track: 'On track',
  risk: 'At risk',
  late: 'Late',
  unknown: 'Unknown',
} as const;

async function progressDocument(context: Asked, registry: MeasuresRegistry): Promise<PrintedDocument> {
  const read = context.store.read;
  const today = context.clock.today();
  const cycle = await readCycle(read);
  const objectives = await viewObjectives(context, registry);
  const tally = tallyOf(objectives);
  const [round] = await readRounds(read);
  const tasks = await readTasks(read, today);
  const advice = await readRecommended(read, today);
  const done = tasks.filter(({ state }) => state === 'done');
  return {
    title: 'Progress report',
    subtitle: `${cycle.title}. ${round?.title ?? today}`,
    version: cycle.title,
    date: today,
    address: '/plan/progress',
    blocks: [
      text(
        `${tally.met} met, ${tally.track} on track, ${tally.risk} at risk, ${tally.late} late, ${tally.unknown} unknown, of ${objectives.length} objectives. ${done.length} of ${tasks.length} actions and steps are done.`,
      ),
      heading('Objectives'),
      ...table(
        'Objectives',
        ['Objective', 'Now', 'Target', 'By', 'Status'],
        objectives.map((row) => [
          `${row.number} ${row.title}${row.example ? ' (example)' : ''}`,
          figure(row),
          aimOf(row.target),
          row.target.by,
          `${statusWords[row.stand.status]}${row.stand.reason === '' ? '' : `: ${row.stand.reason}`}`,
        ]),
      ),
      ...(round
        ? [
            heading(`Agencies: ${round.title}`),
            ...table(
              'Reports by agency',
              ['Agency', 'Report'],
              round.reports.map(({ name, state }) => [name, stateWords[state]]),
            ),
          ]
        : []),
      heading('Actions and steps'),
      ...table(
        'Actions and steps',
        ['What', 'Who', 'Due', 'State'],
        tasks.map((task) => [
          task.words,
          task.owner ?? '',
          task.due ?? '',
          task.state === 'done'
            ? `Done ${task.doneOn}: ${task.evidence}`
            : task.slipDays
              ? `Likely ${task.forecast}, ${task.slipDays} days late`
              : 'Open',
        ]),
      ),
      ...(advice.length === 0
        ? []
        : [
            heading('Recommendations'),
            ...table(
              'Recommendations with their answers',
              ['Recommendation', 'To', 'Answer'],
              advice.map((row) => [
                row.words,
                row.addressee ?? '',
                row.response
                  ? `${answerWords[row.response]}: ${row.responseReason}`
                  : row.overdue
                    ? `No answer; it was asked for by ${row.answerBy}`
                    : 'Not answered yet',
              ]),
            ),
          ]),
    ],
  };
}

async function boardDocument(context: Asked): Promise<PrintedDocument> {
  const read = context.store.read;
  const today = context.clock.today();
  const cycle = await docketCycle(read);
  const { title } = await readCycle(read, cycle);
  const dateOf = (at: string) => dateIn(at, context);
  const seats = await seatsOn(read, today);
  const quorum = quorumOf(seats);
  const meetings = await readMeetings(read, { cycle }, dateOf);
  const recommendations = await readRecommendations(read, { cycle });
  const comments = await readComments(read, cycle);
  const answered = comments.filter(({ disposition }) => disposition !== null);
  return {
    title: 'Packet for the advisory board',
    subtitle: title,
    version: title,
    date: today,
    address: '/plan/board',
    blocks: [
      text(
        `${quorum.filled} of ${quorum.voting} voting seats are filled; ${quorum.needed} members must vote for a decision. ${comments.length} comments on the draft, ${answered.length} answered.`,
      ),
      heading('Seats'),
      ...table(
        'Seats',
        ['Seat', 'Held by', 'Vote'],
        seats.map((seat) => [
          seat.title,
          seat.holder === null
            ? `Vacant: ${seat.vacantBecause}`
            : `${seat.holder}${seat.example ? ' (example)' : ''}`,
          seat.voting ? 'Yes' : 'No',
        ]),
      ),
      heading('Meetings'),
      ...table(
        'Meetings',
        ['When', 'What', 'Where', 'State'],
        meetings.map((meeting) => [dateOf(meeting.at), meeting.title, meeting.place, meeting.state]),
      ),
      heading('Recommendations'),
      ...(recommendations.length === 0 ? [text('None yet.')] : []),
      ...table(
        'Recommendations of the board',
        ['No.', 'Recommendation', 'Vote', 'Answer'],
        recommendations.map((row) => [
          String(row.number),
          row.words,
          `${row.state}, ${row.counts.yes} to ${row.counts.no}`,
          row.response ? `${answerWords[row.response]}: ${row.reason}` : '',
        ]),
      ),
      heading('Comments and their answers'),
      ...table(
        'Docket',
        ['No.', 'From', 'Comment', 'Answer'],
        comments.map((row) => [
          String(row.number),
          row.agency ?? row.name ?? 'Name not given',
          row.body ?? 'Withheld',
          row.disposition ? `${dispositionWords[row.disposition]}: ${row.reason}` : 'Under review',
        ]),
      ),
    ],
  };
}
