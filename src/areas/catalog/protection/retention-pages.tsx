import { type PageRequest, page } from '../../../core/page.ts';
import {
  ActForm,
  type Column,
  Empty,
  ErrorSummary,
  Example,
  Form,
  Notice,
  Pairs,
  Section,
  SelectField,
  Split,
  Table,
  TextArea,
  TextField,
  Time,
  Title,
  Unknown,
} from '../../../web/components/index.ts';
import { counted, inWords, sentence } from '../../../web/format/index.ts';
import {
  disposeVersion,
  liftHold,
  placeHold,
  setRecordClass,
  showRetention,
  showSchedule,
} from './contract.ts';

const keptFor = (keep: string | null, after: string | null) =>
  keep === null ? 'For good' : `${periodWords(keep)} after it was ${after}`;

/** `P3Y` as three years; one unit is what schedules have. */
function periodWords(duration: string): string {
  const units = { Y: 'year', M: 'month', W: 'week', D: 'day' } as const;
  return [...duration.matchAll(/(\d+)([YMWD])/g)]
    .map(([, count, unit]) => counted(Number(count), units[unit as keyof typeof units]))
    .join(', ');
}

/** How long the versions of a dataset are kept, what holds them, and what was destroyed, with its proof. */
export const retentionPage = page({
  path: '/data/:dataset/retention',
  access: 'everyone',
  render: async (request) => {
    const dataset = request.params['dataset'] ?? '';
    const [kept, schedule, mayAct] = await Promise.all([
      request.ask(showRetention, { dataset }),
      request.ask(showSchedule, {}),
      request.may(placeHold, { dataset }),
    ]);
    const home = `/data/${kept.dataset}`;
    const zone = request.clock.timeZone;
    const held = kept.holds.filter(({ lifted_at }) => lifted_at === null);
    const due = kept.versions.filter((one) => one.due);
    const record = kept.record_class;
    return {
      title: `How long ${kept.title} is kept`,
      place: 'data',
      breadcrumbs: [
        { href: '/data', label: 'Data' },
        { href: home, label: kept.title },
      ],
      content: (
        <>
          <Title
            kind={`Retention · ${kept.dataset}`}
            title={kept.title}
            lede={
              held.length > 0
                ? 'A legal hold keeps everything of this dataset until it is lifted.'
                : record === null
                  ? 'No record class is named, so nothing of it is disposed of.'
                  : record.keep === null
                    ? 'Its versions are kept for good.'
                    : `Each version is kept ${periodWords(record.keep)} after it was ${record.after}; then it is ${record.disposal === 'destroy' ? 'destroyed' : 'given to the archive'}. ${due.length === 0 ? 'None is due.' : `${sentence(inWords(due.length, 'version is', 'versions are'))} due.`}`
            }
          />
          <ErrorSummary form={request.form} />
          <Split kind="aside">
            <Section first title="Versions">
              {kept.versions.length === 0 ? (
                <Empty>Versions are listed here once a file is loaded.</Empty>
              ) : (
                <Table
                  caption="Versions and when they are due"
                  rows={kept.versions}
                  columns={[
                    {
                      head: 'Version',
                      cell: ({ version }) => <a href={`${home}/versions/${version}`}>{version}</a>,
                    },
                    {
                      head: 'Loaded',
                      nowrap: true,
                      cell: ({ loaded_at }) => <Time at={loaded_at} zone={zone} />,
                    },
                    { head: 'State', cell: ({ state, destroyed }) => (destroyed ? 'destroyed' : state) },
                    {
                      head: 'Due',
                      nowrap: true,
                      cell: ({ due_on }) => (due_on === null ? '–' : <Time at={due_on} zone={zone} />),
                    },
                    ...(mayAct && due.length > 0
                      ? [
                          {
                            head: 'Dispose',
                            act: true,
                            cell: ({ version, due: isDue }: (typeof kept.versions)[number]) =>
                              isDue && (
                                <ActForm
                                  request={request}
                                  fields={{ act: 'dispose', version: String(version) }}
                                >
                                  Destroy version {version}
                                </ActForm>
                              ),
                          },
                        ]
                      : []),
                  ]}
                />
              )}
            </Section>
            <aside>
              <h2 class="ruled heavy">Record class</h2>
              {record === null ? (
                <p>
                  <Unknown>None named</Unknown>
                </p>
              ) : (
                <Pairs
                  items={[
                    { label: 'Class', value: record.title },
                    { label: 'Kept', value: keptFor(record.keep, record.after) },
                    {
                      label: 'Schedule',
                      value: (
                        <>
                          {record.citation} {record.standing === 'example' && <Example />}
                        </>
                      ),
                    },
                  ]}
                />
              )}
              {mayAct && (
                <Form request={request} draft="class">
                  <input type="hidden" name="act" value="class" />
                  <SelectField
                    name="record_class"
                    label="It belongs to"
                    value={record?.id ?? ''}
                    choices={schedule.records.map(({ id, title }) => ({ value: id, label: title }))}
                  />
                  <button type="submit" class="button outline slight">
                    Name the class
                  </button>
                </Form>
              )}
              <p class="more small">
                <a href="/data/retention">The whole schedule</a>
              </p>
            </aside>
          </Split>
          <Section id="holds" title="Legal holds" remark={`${held.length} in force`}>
            {kept.holds.length === 0 ? (
              <Empty>A hold stops every disposal. There is none, and there was none.</Empty>
            ) : (
              <Table
                caption="Legal holds"
                rows={kept.holds}
                columns={[
                  {
                    head: 'Reason',
                    width: 'w50',
                    cell: ({ reason, citation }) => (
                      <>
                        {reason}
                        {citation && <span class="sub">{citation}</span>}
                      </>
                    ),
                  },
                  {
                    head: 'Placed',
                    nowrap: true,
                    cell: ({ placed_at }) => <Time at={placed_at} zone={zone} />,
                  },
                  {
                    head: 'Lifted',
                    cell: ({ lifted_at, lifted_because, hold }) =>
                      lifted_at === null ? (
                        mayAct ? (
                          <LiftForm request={request} hold={hold} />
                        ) : (
                          'In force'
                        )
                      ) : (
                        <>
                          <Time at={lifted_at} zone={zone} />
                          <span class="sub">{lifted_because}</span>
                        </>
                      ),
                  },
                ]}
              />
            )}
            {mayAct && (
              <details class="more">
                <summary>Place a hold</summary>
                <Form request={request} draft="hold">
                  <input type="hidden" name="act" value="hold" />
                  <TextArea name="reason" label="Why nothing may be destroyed" form={request.form} />
                  <TextField name="citation" label="Case or order" optional form={request.form} />
                  <button type="submit" class="button outline">
                    Place the hold
                  </button>
                </Form>
              </details>
            )}
          </Section>
          {kept.certificates.length > 0 && (
            <Section id="certificates" title="Certificates of destruction">
              {kept.certificates.map((one) => (
                <Notice
                  tone="plain"
                  title={`Version ${one.version}`}
                  level={3}
                  id={`certificate-${one.version}`}
                >
                  <Pairs
                    items={[
                      { label: 'Certificate', value: <span class="mono">{one.certificate}</span> },
                      { label: 'Ground', value: one.ground },
                      { label: 'Schedule', value: one.citation ?? '–' },
                      {
                        label: 'Destroyed',
                        value:
                          one.destroyed_at === null ? (
                            'Approved, under way'
                          ) : (
                            <Time at={one.destroyed_at} zone={zone} as="moment" />
                          ),
                      },
                      {
                        label: 'Key destroyed',
                        value:
                          one.key === null ? (
                            'None: its files lay plain'
                          ) : (
                            <span class="mono">{one.key}</span>
                          ),
                      },
                      {
                        label: 'Proof',
                        value: one.proof === null ? '–' : `Opening a file afterwards: ${one.proof}`,
                      },
                      {
                        label: 'Backups of the key',
                        value:
                          one.key_backups_until === null ? (
                            'None were made'
                          ) : (
                            <>
                              gone after <Time at={one.key_backups_until} zone={zone} />
                            </>
                          ),
                      },
                    ]}
                  />
                </Notice>
              ))}
            </Section>
          )}
        </>
      ),
    };
  },
  submit: async (request, form) => {
    const dataset = request.params['dataset'] ?? '';
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const back = { redirect: `/data/${dataset}/retention` };
    const citation = text('citation');
    switch (text('act')) {
      case 'hold':
        await request.ask(placeHold, {
          dataset,
          reason: text('reason'),
          ...(citation !== '' && { citation }),
        });
        return back;
      case 'lift':
        await request.ask(liftHold, { dataset, hold: text('hold'), reason: text('reason') });
        return back;
      case 'dispose': {
        const { job } = await request.ask(disposeVersion, {
          dataset,
          version: Number(text('version')),
          ground: 'Due under its record class',
        });
        return { redirect: `/jobs/${job}` };
      }
      default:
        await request.ask(setRecordClass, { dataset, record_class: text('record_class') });
        return back;
    }
  },
});

const LiftForm = ({ request, hold }: { request: PageRequest; hold: string }) => (
  <Form request={request}>
    <input type="hidden" name="act" value="lift" />
    <input type="hidden" name="hold" value={hold} />
    <label for={`lift-${hold}`}>Why it has ended</label>
    <input type="text" id={`lift-${hold}`} name="reason" />
    <button type="submit" class="button outline slight">
      Lift it
    </button>
  </Form>
);

/** The retention schedule of the state, what is due, and the holds in force. */
export const schedulePage = page({
  path: '/data/retention',
  access: 'everyone',
  render: async (request) => {
    const schedule = await request.ask(showSchedule, {});
    const zone = request.clock.timeZone;
    const records: readonly Column<(typeof schedule.records)[number]>[] = [
      {
        head: 'Record class',
        width: 'w33',
        cell: ({ title, citation, standing }) => (
          <>
            {title} {standing === 'example' && <Example />}
            <span class="sub">{citation}</span>
          </>
        ),
      },
      { head: 'Kept', cell: ({ keep, after }) => keptFor(keep, after) },
      { head: 'Then', cell: ({ disposal }) => (disposal === 'destroy' ? 'Destroyed' : 'To the archive') },
      { head: 'Datasets', numeric: true, cell: ({ datasets }) => datasets },
    ];
    return {
      title: 'How long data is kept',
      place: 'data',
      breadcrumbs: [{ href: '/data', label: 'Data' }],
      content: (
        <>
          <Title
            title="How long data is kept"
            lede={`${schedule.due.length === 0 ? 'Nothing is' : sentence(inWords(schedule.due.length, 'version is', 'versions are'))} due for disposal. ${schedule.unclassified === 0 ? 'Every dataset has a record class.' : `${sentence(inWords(schedule.unclassified, 'dataset has', 'datasets have'))} no record class yet.`}`}
          />
          <Section
            title="The schedule"
            remark={`backups of keys are kept ${counted(schedule.key_backup_days, 'day')}`}
          >
            <Table caption="Record classes" rows={schedule.records} columns={records} />
          </Section>
          <Section title="Due for disposal">
            {schedule.due.length === 0 ? (
              <Empty>Versions whose time has passed are listed here, unless a hold keeps them.</Empty>
            ) : (
              <Table
                caption="Versions due for disposal"
                rows={schedule.due}
                columns={[
                  {
                    head: 'Dataset',
                    cell: ({ dataset, title }) => <a href={`/data/${dataset}/retention`}>{title}</a>,
                  },
                  { head: 'Version', numeric: true, cell: ({ version }) => version },
                  { head: 'Since', nowrap: true, cell: ({ due_on }) => <Time at={due_on} zone={zone} /> },
                ]}
              />
            )}
          </Section>
          <Section title="Legal holds in force">
            {schedule.holds.length === 0 ? (
              <Empty>A hold stops every disposal of a dataset. None is in force.</Empty>
            ) : (
              <Table
                caption="Legal holds in force"
                rows={schedule.holds}
                columns={[
                  {
                    head: 'Dataset',
                    cell: ({ dataset, title }) => <a href={`/data/${dataset}/retention#holds`}>{title}</a>,
                  },
                  { head: 'Reason', width: 'w50', cell: ({ reason }) => reason },
                  {
                    head: 'Placed',
                    nowrap: true,
                    cell: ({ placed_at }) => <Time at={placed_at} zone={zone} />,
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
