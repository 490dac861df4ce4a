import { showAgency } from '../../areas/agencies/contract.ts';
import { listDatasets } from '../../areas/catalog/contract.ts';
import { listDutiesDue } from '../../areas/law/contract.ts';
import { listAccessPlans } from '../../areas/plan/access-plan/contract.ts';
import { listComments } from '../../areas/plan/comments/contract.ts';
import { listItActions } from '../../areas/plan/duties/contract.ts';
import { showInventoryYear } from '../../areas/plan/inventory/contract.ts';
import { listRounds } from '../../areas/plan/progress/contract.ts';
import { stateWords } from '../../areas/plan/progress/model.ts';
import { stateShape } from '../../areas/plan/progress/progress-page.tsx';
import { listTasks } from '../../areas/plan/text/contract.ts';
import { listIssues } from '../../areas/quality/contract.ts';
import { page } from '../../core/page.ts';
import {
  ButtonLink,
  Empty,
  Section,
  Status,
  type StatusKind,
  Table,
  Time,
  Title,
} from '../components/index.ts';
import { counted, formatDistance, inWords, sentence } from '../format/index.ts';

interface Due {
  readonly what: string;
  readonly note: string;
  readonly by: string | null;
  readonly kind: StatusKind;
  readonly state: string;
  readonly act: string;
  readonly href: string;
}

/** Everything an agency owes this year and how far it is: one row a duty, one act a row. */
export const agencyDeskPage = page({
  path: '/agencies/:agency/desk',
  access: 'everyone',
  render: async (request) => {
    const code = (request.params['agency'] ?? '').toUpperCase();
    const agency = await request.ask(showAgency, { agency: code });
    const zone = request.clock.timeZone;
    const today = request.clock.today();
    const year = today.slice(0, 4);
    const [{ duties }, { rounds }, { tasks }, it, { issues }, held, inventory, access, asked] =
      await Promise.all([
        request.ask(listDutiesDue, {
          from: `${year}-01-01`,
          to: `${year}-12-31`,
          bearer: 'covered agencies',
        }),
        request.ask(listRounds, {}),
        request.ask(listTasks, { agency: code }),
        request.ask(listItActions, { agency: code, check_again: true }),
        request.ask(listIssues, { agency: code, limit: 50 }),
        request.ask(listDatasets, { agency: code, limit: 1 }),
        request.ask(showInventoryYear, { agency: code, year: Number(year) }),
        request.ask(listAccessPlans, { agency: code }),
        request.ask(listComments, { agency: code, answer: 'open', limit: 1 }),
      ]);
    const plan = access.plans[0];
    const post = agency.posts[0];
    const reports = rounds.flatMap((round) =>
      round.reports
        .filter((one) => one.agency === code && one.state !== 'accepted' && one.state !== 'submitted')
        .map((one) => ({ round, state: one.state })),
    );
    const rows: readonly Due[] = [
      ...(post && post.holder === null
        ? [
            {
              what: 'Name an agency data officer',
              note:
                post.vacantDays === null
                  ? `Nobody is recorded as having held the post. Requests go to the ${agency.head ?? 'head of the agency'}.`
                  : `Vacant for ${counted(post.vacantDays, 'day')}. Requests go to the ${agency.head ?? 'head of the agency'}.`,
              by: null,
              kind: 'late' as const,
              state: 'Vacant',
              act: 'Name someone',
              href: `/agencies/${code}/officer`,
            },
          ]
        : []),
      ...reports.map(({ round, state }) => ({
        what: `Progress report: ${round.title}`,
        note: 'What can be counted is filled in already.',
        by: round.dueOn,
        kind: round.dueOn < today ? ('late' as const) : stateShape[state],
        state: stateWords[state],
        act: state === 'needs-clarification' ? 'Make it clear' : 'Confirm and send',
        href: `/plan/progress/${round.round}/${code}`,
      })),
      ...duties
        .filter(({ due }) => due !== null)
        .map((line) => ({
          what: line.title,
          note: `${line.citation}. ${
            inventory.entries.length === 0
              ? `${counted(held.total, 'dataset is', 'datasets are')} registered.`
              : `${inventory.complete} of ${counted(inventory.entries.length, 'asset lacks', 'assets lack')} nothing.`
          }`,
          by: line.due,
          kind:
            inventory.state === 'submitted'
              ? ('met' as const)
              : line.due! < today
                ? ('late' as const)
                : ('track' as const),
          state:
            inventory.state === 'submitted'
              ? 'Submitted'
              : line.due! < today
                ? 'Its date has passed'
                : 'To do',
          act: inventory.state === 'submitted' ? 'Read it' : 'Open the inventory',
          href: `/agencies/${code}/inventory/${line.due!.slice(0, 4)}`,
        })),
      ...(plan !== undefined
        ? [
            {
              what: 'Open data access plan',
              note:
                plan.entries.length === 0
                  ? 'No dataset is planned yet.'
                  : `${counted(plan.entries.length, 'dataset')} planned, ${plan.entries.filter(({ state }) => state === 'late').length} late.`,
              by: null,
              kind: plan.entries.some(({ state }) => state === 'late')
                ? ('late' as const)
                : plan.state === 'submitted'
                  ? ('met' as const)
                  : ('risk' as const),
              state: {
                'not-submitted': 'Not submitted',
                'changed-since': 'Changed since it was submitted',
                submitted: 'Submitted',
              }[plan.state],
              act: plan.state === 'submitted' ? 'Read it' : 'Open the plan',
              href: `/agencies/${code}/access-plan`,
            },
          ]
        : []),
      ...(asked.total > 0
        ? [
            {
              what: `${counted(asked.total, 'comment')} of yours on the draft plan`,
              note: 'The office answers each before the plan is published.',
              by: null,
              kind: 'track' as const,
              state: 'Waits for the office',
              act: 'Read them',
              href: `/plan/comments?agency=${code}`,
            },
          ]
        : []),
      ...tasks
        .filter(({ state }) => state === 'ready' || state === 'started')
        .map((task) => ({
          what: task.words,
          note: `Evidence: ${task.evidenceWanted ?? 'not stated'}`,
          by: task.due,
          kind:
            task.due !== null && task.due < today
              ? ('late' as const)
              : task.slipDays
                ? ('risk' as const)
                : ('track' as const),
          state:
            task.due !== null && task.due < today ? 'Late' : task.state === 'started' ? 'Under way' : 'To do',
          act: 'Open',
          href: `/plan/${task.item}`,
        })),
      ...it.actions.map((action) => ({
        what: action.title,
        note:
          action.result === null
            ? 'Never checked against the plan'
            : 'A newer plan was adopted since its check',
        by: null,
        kind: 'risk' as const,
        state: 'Check again',
        act: 'Check',
        href: `/plan/it/${action.action}`,
      })),
      ...(issues.length > 0
        ? [
            {
              what: `${counted(issues.length, 'quality issue')} in your datasets`,
              note: 'Open longest first',
              by: null,
              kind: 'risk' as const,
              state: 'Open',
              act: `Look at ${issues.length}`,
              href: `/data/issues?agency=${code}`,
            },
          ]
        : []),
    ];
    const order: readonly StatusKind[] = ['late', 'risk', 'track', 'unknown', 'met'];
    const sorted = rows.toSorted(
      (a, b) =>
        order.indexOf(a.kind) - order.indexOf(b.kind) || (a.by ?? '9999').localeCompare(b.by ?? '9999'),
    );
    const late = rows.filter(({ kind }) => kind === 'late').length;
    const waiting = rows.filter(({ kind }) => kind !== 'met').length;
    return {
      title: `Desk of ${agency.name}`,
      place: 'plan',
      breadcrumbs: [
        { href: '/agencies', label: 'Agencies' },
        { href: `/agencies/${code}`, label: code },
        { href: `/agencies/${code}/desk`, label: 'Desk' },
      ],
      content: (
        <>
          <Title
            kind={`Agency desk · ${year}`}
            title={agency.name}
            lede={`${sentence(inWords(waiting, 'thing waits', 'things wait'))} for this agency${late > 0 ? `, ${inWords(late, 'of them is', 'of them are')} late` : ''}.${inventory.from === null ? '' : ` The inventory of ${inventory.from} is carried forward.`}`}
          />
          <Section first title="Due this year">
            {rows.length === 0 ? (
              <Empty>Nothing is due from this agency this year.</Empty>
            ) : (
              <Table
                caption="What is due from this agency this year"
                rows={sorted}
                columns={[
                  {
                    head: 'What',
                    width: 'w50',
                    cell: (row) => (
                      <>
                        <a href={row.href}>{row.what}</a>
                        <span class="sub">{row.note}</span>
                      </>
                    ),
                  },
                  {
                    head: 'By',
                    nowrap: true,
                    cell: (row) =>
                      row.by === null ? (
                        '–'
                      ) : (
                        <>
                          <Time at={row.by} zone={zone} />
                          <span class="sub">{formatDistance(today, row.by)}</span>
                        </>
                      ),
                  },
                  {
                    head: 'State',
                    width: 'w-status',
                    cell: (row) => <Status kind={row.kind}>{row.state}</Status>,
                  },
                  {
                    head: 'Next step',
                    act: true,
                    cell: (row) => (
                      <ButtonLink href={row.href} kind="slight">
                        {row.act}
                      </ButtonLink>
                    ),
                  },
                ]}
              />
            )}
          </Section>
        </>
      ),
    };
  },
});
