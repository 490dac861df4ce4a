import { type PageRequest, page } from '../../core/page.ts';
import { ifThere } from '../../web/ask/if-there.ts';
import { rowCondition } from '../../web/ask/row-condition.ts';
import { rowsAddress } from '../../web/ask/rows-address.ts';
import {
  Bar,
  Blank,
  type Column,
  Counted,
  Empty,
  ErrorSummary,
  Facts,
  Form,
  Notice,
  Pairs,
  Section,
  Table,
  TextArea,
  TextField,
  Time,
  Title,
} from '../../web/components/index.ts';
import {
  counted,
  formatAmount,
  formatCount,
  formatDecimal,
  formatShare,
  formatValue,
  kindOf,
  sentence,
} from '../../web/format/index.ts';
import { showFieldProfile, showProfile } from '../quality/contract.ts';
import type { FieldProfile, Rule } from '../quality/model.ts';
import { editField, listRejectedCells, showDataset, showField } from './contract.ts';
import { FieldList } from './field-list.tsx';
import { spreadInWords } from './field-spread.tsx';
import type { DatasetView } from './model.ts';
import { showProtection } from './protection/contract.ts';
import { RejectedCells } from './rejected-cells.tsx';

/** Whether whoever looks may see what fields hold: then it is asked for, and the look is written down. */
async function seesValues(
  request: PageRequest,
  { dataset, access }: Pick<DatasetView, 'dataset' | 'access'>,
): Promise<boolean> {
  if (access !== 'protected') return access === 'open';
  const { allowed } = await request.ask(showProtection, { dataset });
  return allowed === 'rows' || allowed === 'masked';
}

/** All fields of a dataset with what each holds. */
export const fieldsPage = page({
  path: '/data/:dataset/fields',
  access: 'everyone',
  render: async (request) => {
    const dataset = request.params['dataset'] ?? '';
    const about = await request.ask(showDataset, { dataset });
    const profile = (await seesValues(request, about))
      ? await ifThere(request.ask(showProfile, { dataset }))
      : undefined;
    const profiles = new Map(profile?.fields.map((field) => [field.field, field]));
    const home = `/data/${about.dataset}`;
    const described = about.fields.filter(
      ({ description }) => description !== null && description !== '',
    ).length;
    return {
      title: `Fields of ${about.title}`,
      place: 'data',
      breadcrumbs: [
        { href: '/data', label: 'Data' },
        { href: home, label: about.title },
      ],
      content: (
        <>
          <Title
            kind={`Fields · ${about.dataset}`}
            title={about.title}
            lede={`${sentence(counted(about.fields.length, 'field'))}; ${described === about.fields.length ? 'all are' : `${formatCount(described)} ${described === 1 ? 'is' : 'are'}`} described in words.`}
            acts={<a href={`/api/v1/datasets/${about.dataset}/dictionary.csv`}>Dictionary, CSV</a>}
          />
          <Section title="All fields">
            <FieldList
              home={home}
              rows={about.version?.rows_stored ?? 0}
              lines={about.fields.map((field) => ({
                field,
                profile: profiles.get(field.name),
                isNew: about.versions > 1 && field.known_from === about.version?.version,
              }))}
            />
          </Section>
        </>
      ),
    };
  },
});

/** One field: what it means, what it holds, and how that changed over the versions. */
export const fieldPage = page({
  path: '/data/:dataset/fields/:field',
  access: 'everyone',
  render: async (request) => {
    const dataset = request.params['dataset'] ?? '';
    const name = request.params['field'] ?? '';
    const field = await request.ask(showField, { dataset, field: name });
    const shown = await seesValues(request, await request.ask(showDataset, { dataset }));
    const [seen, cells] = await Promise.all([
      shown ? ifThere(request.ask(showFieldProfile, { dataset, field: name })) : undefined,
      shown && field.rejected
        ? ifThere(request.ask(listRejectedCells, { dataset, column: name, limit: 25 }))
        : undefined,
    ]);
    const home = `/data/${field.dataset}`;
    const may = await request.may(editField, { dataset: field.dataset });
    const profile = seen?.profile;
    const zone = request.clock.timeZone;
    return {
      title: `${field.title} – ${field.dataset_title}`,
      place: 'data',
      breadcrumbs: [
        { href: '/data', label: 'Data' },
        { href: home, label: field.dataset_title },
        { href: `${home}/fields`, label: 'Fields' },
      ],
      content: (
        <>
          <Title
            kind={`Field of ${field.dataset_title} · ${kindOf(field.type)}`}
            title={field.title}
            lede={
              field.description ??
              (profile
                ? `${spreadInWords(profile)}. Nobody has said yet what it means.`
                : 'Nobody has said yet what it means.')
            }
          >
            <Facts
              items={[
                { label: 'Name in the API', value: <span class="mono">{field.name}</span> },
                { label: 'Kind', value: sentence(kindOf(field.type)) },
                ...(profile
                  ? [
                      {
                        label: 'Filled',
                        value: `${formatShare(profile.rows - profile.nulls, profile.rows)}, ${formatCount(profile.rows - profile.nulls)} of ${formatCount(profile.rows)}`,
                      },
                      { label: 'Different values', value: formatCount(profile.distinct) },
                    ]
                  : []),
                { label: 'Since', value: `version ${field.known_from}` },
              ]}
            />
          </Title>
          {field.known_to !== null && (
            <Notice tone="warn" title={`Gone since version ${field.known_to}`}>
              <p>Newer versions do not have this field. Older ones keep it.</p>
            </Notice>
          )}
          {seen?.anomalies.map(({ sentence: words }) => (
            <Notice tone="warn" title="Unlike the versions before">
              <p>{words}</p>
            </Notice>
          ))}
          {profile ? (
            <Holds profile={profile} dataset={field.dataset} />
          ) : (
            <Section title="What it holds">
              <Empty>
                {shown
                  ? 'Its range and commonest values are shown once the version is profiled. That happens by itself after a load.'
                  : 'What it holds is protected. Its name, its kind and what it means are open.'}
              </Empty>
            </Section>
          )}
          {cells && (
            <RejectedCells
              total={cells.total}
              byColumn={cells.by_column}
              cells={cells.cells}
              titleOf={() => field.title}
              allHref={`/api/v1/datasets/${field.dataset}/rejected-cells?column=${encodeURIComponent(field.name)}&limit=1000`}
            />
          )}
          {seen && seen.rules.length > 0 && <Rules home={home} rules={seen.rules} zone={zone} />}
          {seen && seen.history.length > 1 && (
            <Section title="Over the versions">
              <Table
                caption="This field in each version"
                phone="many"
                rows={seen.history.toReversed()}
                columns={[
                  {
                    head: 'Version',
                    cell: ({ version }) => <a href={`${home}/versions/${version}`}>{version}</a>,
                  },
                  {
                    head: 'Loaded',
                    nowrap: true,
                    cell: ({ loadedAt }) => <Time at={loadedAt} zone={zone} />,
                  },
                  {
                    head: 'Filled',
                    numeric: true,
                    cell: ({ rows, nulls }) => formatShare(rows - nulls, rows),
                  },
                  { head: 'Different', numeric: true, cell: ({ distinct }) => formatCount(distinct) },
                  {
                    head: 'Least',
                    numeric: true,
                    cell: ({ min }) => (min === null ? '–' : short(formatValue(field.type, min))),
                  },
                  {
                    head: 'Median',
                    numeric: true,
                    cell: ({ median }) => (median === null ? '–' : short(formatValue(field.type, median))),
                  },
                  {
                    head: 'Most',
                    numeric: true,
                    cell: ({ max }) => (max === null ? '–' : short(formatValue(field.type, max))),
                  },
                ]}
              />
            </Section>
          )}
          {may && (
            <Section title="Say what it means">
              <ErrorSummary form={request.form} />
              <Form request={request} draft>
                <TextField name="title" label="Name for people" value={field.title} form={request.form} />
                <TextArea
                  name="description"
                  label="What it means"
                  hint="One or two sentences: what is counted, in which unit, and what a blank means."
                  value={field.description ?? ''}
                  form={request.form}
                />
                <button type="submit" class="button">
                  Save
                </button>
              </Form>
            </Section>
          )}
        </>
      ),
    };
  },
  submit: async (request, form) => {
    const dataset = request.params['dataset'] ?? '';
    const field = request.params['field'] ?? '';
    const text = (name: string) => String(form.get(name) ?? '').trim();
    await request.ask(editField, { dataset, field, title: text('title'), description: text('description') });
    return { redirect: `/data/${dataset}/fields/${encodeURIComponent(field)}` };
  },
});

const short = (text: string): string => (text.length > 30 ? `${text.slice(0, 28)} …` : text);

function Holds({ profile, dataset }: { profile: FieldProfile; dataset: string }) {
  const { type, quantiles, number, text, outliers, histogram } = profile;
  const amount = (value: string) => formatAmount(type, value);
  const facts = [
    ...(quantiles
      ? [
          { label: 'Least and most', value: `${amount(profile.min ?? '')} to ${amount(profile.max ?? '')}` },
          { label: 'Median', value: amount(quantiles.p50) },
          { label: 'Middle half', value: `${amount(quantiles.p25)} to ${amount(quantiles.p75)}` },
          { label: 'Nine in ten', value: `${amount(quantiles.p05)} to ${amount(quantiles.p95)}` },
        ]
      : []),
    ...(number
      ? [
          {
            label: 'Mean',
            value: `${formatDecimal(number.mean, 2)}${number.deviation === null ? '' : `, standard deviation ${formatDecimal(number.deviation, 2)}`}`,
          },
          {
            label: 'Zero, below zero',
            value: `${formatCount(number.zeros)}, ${formatCount(number.negatives)}`,
          },
        ]
      : []),
    ...(outliers && outliers.below + outliers.above > 0
      ? [
          {
            label: 'Far outside',
            value: `${formatCount(outliers.below)} below ${amount(outliers.insideMin)}, ${formatCount(outliers.above)} above ${amount(outliers.insideMax)}`,
          },
        ]
      : []),
    ...(text
      ? [
          {
            label: 'Length',
            value: `${formatCount(text.shortest)} to ${formatCount(text.longest)} characters`,
          },
          ...(text.padded > 0 ? [{ label: 'Blanks around', value: counted(text.padded, 'row') }] : []),
        ]
      : []),
    { label: 'Stand once only', value: counted(profile.once, 'value') },
  ];
  const filled = profile.rows - profile.nulls;
  return (
    <>
      <Section title="What it holds" finding={`${spreadInWords(profile)}.`}>
        <Pairs items={facts} />
      </Section>
      {histogram && histogram.bars.length > 1 && <Bars profile={profile} />}
      {profile.top.length > 0 && (
        <Section
          title="Commonest values"
          remark={`${formatCount(Math.min(profile.top.length, 20))} of ${formatCount(profile.distinct)}`}
        >
          <Table
            caption="Commonest values"
            phone="keep"
            density="close"
            rows={profile.top.slice(0, 20)}
            columns={[
              {
                head: 'Value',
                cell: ({ value }) =>
                  value === '' ? <Blank /> : <span class="anywhere">{formatValue(type, value)}</span>,
              },
              {
                head: 'Rows',
                numeric: true,
                strong: true,
                cell: ({ value, rows }) => (
                  <RowsWith dataset={dataset} profile={profile} value={value} rows={rows} />
                ),
              },
              { head: 'Of filled', numeric: true, cell: ({ rows }) => formatShare(rows, filled) },
              {
                head: 'As a bar',
                hiddenHead: true,
                bar: true,
                width: 'w33',
                phoneHide: true,
                cell: ({ rows }) => <Bar share={rows / (profile.top[0]?.rows ?? 1)} />,
              },
            ]}
          />
        </Section>
      )}
      {text && text.shapes.length > 1 && (
        <Section title="How it is written" remark="9 a digit, A a capital, a a small letter">
          <Table
            caption="Forms of the values"
            phone="keep"
            density="close"
            rows={text.shapes.slice(0, 12)}
            columns={[
              { head: 'Form', cell: ({ shape }) => <span class="mono anywhere">{shape}</span> },
              { head: 'Rows', numeric: true, cell: ({ rows }) => formatCount(rows) },
              { head: 'Different values', numeric: true, cell: ({ values }) => formatCount(values) },
            ]}
          />
        </Section>
      )}
    </>
  );
}

/** The count of a value, opening its rows; a value cut short cannot be looked for. */
function RowsWith({
  dataset,
  profile,
  value,
  rows,
}: {
  dataset: string;
  profile: FieldProfile;
  value: string;
  rows: number;
}) {
  const wanted = value.endsWith('…')
    ? { problem: '' }
    : rowCondition({ name: profile.field, title: profile.title, type: profile.type }, 'is', value);
  return 'condition' in wanted ? (
    <Counted href={rowsAddress(dataset, { where: [wanted.condition] })} n={rows} />
  ) : (
    <span>{formatCount(rows)}</span>
  );
}

function Bars({ profile }: { profile: FieldProfile }) {
  const { histogram, type } = profile;
  const bars = histogram?.bars ?? [];
  const most = Math.max(1, ...bars.map(({ rows }) => rows));
  const columns: readonly Column<(typeof bars)[number]>[] = [
    { head: 'From', cell: ({ from, to }) => `${formatAmount(type, from)} to ${formatAmount(type, to)}` },
    { head: 'Rows', numeric: true, cell: ({ rows }) => formatCount(rows) },
    {
      head: 'As a bar',
      hiddenHead: true,
      bar: true,
      width: 'w50',
      cell: ({ rows }) => <Bar share={rows / most} />,
    },
  ];
  const outside = (histogram?.below ?? 0) + (histogram?.above ?? 0);
  return (
    <Section
      title="Spread"
      remark={`up to, not including, the second value${outside > 0 ? `; ${counted(outside, 'row')} outside` : ''}`}
    >
      <Table caption="Spread of the values" phone="keep" density="tight" columns={columns} rows={bars} />
    </Section>
  );
}

function Rules({ home, rules, zone }: { home: string; rules: readonly Rule[]; zone: string }) {
  return (
    <Section title="Rules about it" aside={<a href={`${home}/rules`}>All rules</a>}>
      <Table
        caption="Rules about this field"
        rows={rules}
        columns={[
          { head: 'Rule', cell: ({ id, sentence: words }) => <a href={`${home}/rules/${id}`}>{words}</a> },
          {
            head: 'Since',
            nowrap: true,
            cell: ({ acceptedAt }) => <Time at={acceptedAt} zone={zone} />,
          },
        ]}
      />
    </Section>
  );
}
