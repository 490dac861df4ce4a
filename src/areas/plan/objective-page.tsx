import { OakError } from '../../core/error.ts';
import type { AnswerOf } from '../../core/operation.ts';
import { page } from '../../core/page.ts';
import { LineChart } from '../../web/charts/line-chart.tsx';
import {
  Example,
  NotApplicable,
  Pairs,
  Section,
  Split,
  Status,
  Table,
  Time,
  Title,
  Unknown,
} from '../../web/components/index.ts';
import { formatCount, formatDate, inWords, listed, sentence } from '../../web/format/index.ts';
import { listAgencies } from '../agencies/contract.ts';
import { owesDuties } from '../agencies/model.ts';
import { listObjectiveRecords, showObjective, showPlan } from './contract.ts';
import { noAgency, type Objective, type View, view } from './model.ts';
import { baselineText, figureText, formatFigure, Standing } from './objective-cells.tsx';
import { ByAgency, Records } from './objective-records.tsx';
import { valueSteps } from './value-steps.tsx';

const pageSize = 100;

/** One objective: its figure, how it stands and why, and the records it is counted from. */
export const objectivePage = page({
  path: '/plan/objectives/:objective',
  access: 'everyone',
  render: async (request) => {
    const id = request.params['objective'] ?? '';
    const { query } = request;
    const filter = {
      view: view.catch('missing').parse(query.get('view') ?? 'missing') as View,
      agency: query.get('agency') || undefined,
      contains: query.get('contains') || undefined,
      offset: Math.max(0, Number.parseInt(query.get('from') ?? '1', 10) - 1 || 0),
    };
    const objective = await request.ask(showObjective, { objective: id });
    const records = await request
      .ask(listObjectiveRecords, { objective: id, ...filter, limit: pageSize })
      .catch((error: unknown) => {
        if (error instanceof OakError && error.code === 'plan.nothing-counts') return undefined;
        throw error;
      });
    const [{ items }, { agencies }] = await Promise.all([
      request.ask(showPlan, {}),
      request.ask(listAgencies, {}),
    ]);
    const names = new Map(agencies.map(({ code, name }) => [code, name]));
    const nameOf = (code: string) => names.get(code) ?? code;
    const owing = agencies.filter(({ coverage }) => owesDuties(coverage?.status)).length;
    const zone = request.clock.timeZone;
    const { scale, target } = objective;
    const principles = items.filter((item) => objective.principles.includes(item.item));
    return {
      title: objective.title,
      place: 'plan',
      breadcrumbs: [
        { href: '/plan', label: 'Plan' },
        { href: `/plan/${objective.goal}`, label: `Goal ${objective.number.split('.')[0]}` },
        { href: `/plan/objectives/${id}`, label: `Objective ${objective.number}` },
      ],
      content: (
        <>
          <Title
            kind={
              <>
                Objective {objective.number} {objective.example && <Example />} · {objective.goalWords}
              </>
            }
            title={objective.title}
          />
          <Split kind="figure">
            <div>
              <GreatFigure objective={objective} records={records} zone={zone} />
              <p class="standing">
                <Standing objective={{ ...objective, stand: { ...objective.stand, reason: '' } }} />{' '}
                <span>{sentence(objective.stand.reason)}</span>
              </p>
              {records && <p class="finding">{whoLacks(records, nameOf)}</p>}
              <Pairs
                narrow
                items={[
                  {
                    label: 'Baseline',
                    value:
                      objective.baseline === null ? (
                        <Unknown>None yet</Unknown>
                      ) : (
                        <>
                          {baselineText(objective)}, <Time at={objective.baseline.on} zone={zone} as="long" />{' '}
                          {objective.baseline.example && <Example />}
                          <span class="sub">
                            {objective.baseline.first
                              ? 'The first measurement made here'
                              : objective.baseline.source}
                          </span>
                        </>
                      ),
                  },
                  {
                    label: 'Target',
                    value: (
                      <>
                        {target.direction === 'at-most' ? 'at most ' : ''}
                        {formatFigure(target.value, objective)}
                        {target.unit === '%' ? '' : ` ${target.unit}`} by{' '}
                        <Time at={target.by} zone={zone} as="long" /> {target.example && <Example />}
                      </>
                    ),
                  },
                  ...(objective.nextCheck
                    ? [
                        {
                          label: 'Next check',
                          value: <Time at={objective.nextCheck} zone={zone} as="long" />,
                        },
                      ]
                    : []),
                  { label: 'Owner', value: objective.owner },
                  ...(records
                    ? [
                        {
                          label: 'Counts',
                          value: <Counted objective={objective} owing={owing} nameOf={nameOf} />,
                        },
                      ]
                    : []),
                  {
                    label: 'Advances',
                    value: principles.map((principle, at) => (
                      <>
                        {at > 0 && ', '}
                        <a href={`/plan/${principle.item}`}>Principle {principle.number}</a>
                      </>
                    )),
                  },
                ]}
              />
            </div>
            <Course objective={objective} zone={zone} />
          </Split>
          {objective.reported.length > 0 && (
            <Section
              id="reported"
              title="Reported by people"
              finding="These figures stand beside the counted ones and never replace them."
            >
              <Table
                caption="Reported figures"
                rows={objective.reported}
                columns={[
                  { head: 'For', cell: (row) => <Time at={row.on} zone={zone} /> },
                  { head: 'By', cell: (row) => row.agency ?? row.by },
                  {
                    head: 'Figure',
                    numeric: true,
                    strong: true,
                    cell: (row) => formatFigure(row.value, objective),
                  },
                  {
                    head: 'Differs',
                    cell: (row) => (row.differs ? <Status kind="risk">From what was counted</Status> : 'No'),
                  },
                  {
                    head: 'Where it comes from',
                    cell: (row) => (
                      <>
                        {row.source} {row.example && <Example />}
                      </>
                    ),
                  },
                ]}
              />
            </Section>
          )}
          {records && records.agencies.length > 1 && records.denominator > records.agencies.length && (
            <ByAgency objective={objective} records={records} nameOf={nameOf} />
          )}
          {records && (
            <Records
              objective={objective}
              records={records}
              filter={filter}
              size={pageSize}
              nameOf={nameOf}
              zone={zone}
            />
          )}
          <Section title="How it is counted">
            <Pairs
              items={[
                {
                  label: 'Method',
                  value: objective.method ?? 'Nothing in the platform computes this measure yet.',
                },
                ...(records
                  ? [
                      {
                        label: 'Check',
                        value: `${formatCount(records.numerator)} + ${formatCount(records.denominator - records.numerator)} = ${formatCount(records.denominator)}. The downloads add up to the same figure.`,
                      },
                    ]
                  : []),
                { label: 'Measure', value: <code>{objective.measure}</code> },
                {
                  label: 'History',
                  value:
                    'Values are never overwritten: a later count of the same day stands beside the earlier one.',
                },
              ]}
            />
          </Section>
          {objective.values.length > 0 && (
            <Section title="Values" id="values" aside={<a href={`/api/v1/objectives/${id}`}>JSON</a>}>
              <Table
                caption="Every value measured"
                density="tight"
                rows={objective.values.slice(0, 60)}
                columns={[
                  { head: 'Of', nowrap: true, cell: (row) => <Time at={row.on} zone={zone} /> },
                  {
                    head: 'Value',
                    numeric: true,
                    strong: true,
                    cell: (row) => figureText(row, scale) ?? row.reason,
                  },
                  {
                    head: 'Counted',
                    numeric: true,
                    cell: (row) => (row.numerator === null ? <NotApplicable /> : formatCount(row.numerator)),
                  },
                  {
                    head: 'Of all',
                    numeric: true,
                    cell: (row) =>
                      row.denominator === null ? <NotApplicable /> : formatCount(row.denominator),
                  },
                  {
                    head: 'Known since',
                    nowrap: true,
                    cell: (row) => <Time at={row.knownAt} zone={zone} as="moment" />,
                  },
                ]}
              />
            </Section>
          )}
        </>
      ),
    };
  },
});

/** Whose records are in the denominator: a share of state agencies is not one of everybody whose data is here. */
const Counted = ({
  objective: { covered, agencies, datasets },
  owing,
  nameOf,
}: {
  objective: Objective;
  owing: number;
  nameOf: (code: string) => string;
}) =>
  datasets.length > 0 ? (
    <>
      The {datasets.length === 1 ? 'dataset' : 'datasets'}{' '}
      {datasets.map((id, at) => (
        <>
          {at > 0 && ', '}
          <a href={`/data/${id}`}>{id}</a>
        </>
      ))}
    </>
  ) : agencies.length > 0 ? (
    <>
      {listed(agencies.map(nameOf), 6)}
      {covered && ', while the act covers them or they comply by choice'}
    </>
  ) : covered ? (
    <>
      The <a href="/agencies">{inWords(owing, 'agency', 'agencies')}</a> covered by the act or complying by
      choice
    </>
  ) : (
    'Everyone whose records are here, also those outside the act'
  );

/** The agencies none of whose records counts, and how much of what is missing they hold. */
function whoLacks(
  {
    agencies,
    numerator,
    denominator,
    scale,
  }: CountedNow & Pick<AnswerOf<typeof listObjectiveRecords>, 'agencies' | 'scale'>,
  nameOf: (code: string) => string,
): string {
  const missing = denominator - numerator;
  const none = agencies.filter((line) => line.agency !== noAgency && line.numerator === 0);
  if (missing === 0 || agencies.length < 2 || none.length === 0) return '';
  const held = none.reduce((sum, line) => sum + line.denominator, 0);
  const first = `${sentence(inWords(none.length, 'agency has', 'agencies have'))} none that counts: ${listed(
    none.map(({ agency }) => nameOf(agency)),
    6,
  )}.`;
  if (denominator === agencies.length) return first;
  const all = held === missing ? 'all' : formatCount(held);
  return `${first} ${none.length === 1 ? 'It holds' : 'Together they hold'} ${all} of the ${formatCount(missing)} ${missing === 1 ? scale.record.one : scale.record.many} missing.`;
}

interface CountedNow {
  readonly numerator: number;
  readonly denominator: number;
  readonly value: number | null;
  readonly countedAt: string;
}

const GreatFigure = ({
  objective,
  records,
  zone,
}: {
  objective: Objective;
  records?: CountedNow;
  zone: string;
}) => {
  if (!records && objective.now?.value != null)
    return (
      <>
        <p class="big">{figureText(objective.now, objective.scale)}</p>
        <p class="fraction">
          {objective.target.unit}, <a href="#reported">as reported</a>
        </p>
      </>
    );
  if (!records || objective.scale === null || records.value === null)
    return (
      <>
        <p class="big">–</p>
        <p class="fraction">
          <Unknown>{records ? 'No value: nothing to divide by' : 'Not measured'}</Unknown>
        </p>
      </>
    );
  const { scale } = objective;
  const here = `/plan/objectives/${objective.objective}`;
  const text = figureText(records, scale)!;
  return (
    <>
      <p class="big">
        {text.replace('%', '')}
        {text.endsWith('%') && <small>%</small>}
      </p>
      <p class="fraction">
        {scale.kind === 'median' && `${scale.unit}; `}
        <a class="counted" href={`${here}?view=numerator#records`}>
          {formatCount(records.numerator)}
        </a>{' '}
        of{' '}
        <a class="counted" href={`${here}?view=denominator#records`}>
          {formatCount(records.denominator)}
        </a>{' '}
        {records.denominator === 1 ? scale.record.one : scale.record.many}
      </p>
      <p class="small quiet">
        Counted <Time at={records.countedAt} zone={zone} as="moment" />
      </p>
    </>
  );
};

/** The values over time; with fewer than two, why there is no line. */
const Course = ({ objective, zone }: { objective: Objective; zone: string }) => {
  const { series, scale, target, stand } = objective;
  const format = (value: number) => formatFigure(Math.round(value), objective);
  if (series.length < 2)
    return (
      <figure>
        <figcaption>How it went</figcaption>
        <p class="small quiet">
          {series.length === 1
            ? `One measurement so far, on ${formatDate(series[0]!.on, zone)}. A line needs two; a forecast needs five over 14 days.`
            : 'No value has been measured, so there is no line to draw.'}
        </p>
      </figure>
    );
  const { xs, values, stepDays } = valueSteps(series, zone);
  const last = values.at(-1)!;
  const daysAhead = Math.max(
    1,
    Math.round((Date.parse(target.by) - Date.parse(series.at(-1)!.on)) / 86_400_000 / stepDays),
  );
  return (
    <figure>
      <figcaption>
        {objective.now?.denominator === null
          ? sentence(target.unit)
          : scale?.kind === 'count'
            ? `${sentence(scale.record.many)} that count`
            : scale?.kind === 'median'
              ? sentence(scale.unit)
              : 'Share that counts, %'}
      </figcaption>
      <LineChart
        size="half"
        xs={xs}
        format={format}
        top={scale?.kind === 'share' || scale === null ? 100 : undefined}
        lines={[{ name: '', tone: 'c1', values }]}
        target={{ value: target.value, label: `Target ${formatFigure(target.value, objective)}` }}
        forecast={
          stand.forecast
            ? {
                ...stand.forecast,
                steps: Math.min(daysAhead, xs.length),
                label: stand.reason.replace('likely', 'Likely'),
              }
            : undefined
        }
        label={`From ${format(values[0]!)} on ${xs[0]} to ${format(last)} on ${xs.at(-1)}; the target is ${formatFigure(target.value, objective)}.`}
      />
      <p class="source">
        <a href="#values">Values as a table</a>
      </p>
    </figure>
  );
};
