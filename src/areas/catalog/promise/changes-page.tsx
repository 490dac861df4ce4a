import { page } from '../../../core/page.ts';
import {
  ActForm,
  Empty,
  ErrorSummary,
  Form,
  Notice,
  Section,
  SelectField,
  Status,
  Table,
  TextArea,
  TextField,
  Title,
} from '../../../web/components/index.ts';
import { formatDate, formatLongDate } from '../../../web/format/index.ts';
import { showDataset } from '../contract.ts';
import { announceChange, announceRetirement, callOffChange, listChanges } from './contract.ts';
import type { ChangeView } from './model.ts';

/** What will change about a published dataset, with the day; and where its officer says so. */
export const changesPage = page({
  path: '/data/:dataset/changes',
  access: 'everyone',
  render: async (request) => {
    const dataset = request.params['dataset'] ?? '';
    const [about, { changes, retirement }] = await Promise.all([
      request.ask(showDataset, { dataset }),
      request.ask(listChanges, { dataset }),
    ]);
    const home = `/data/${about.dataset}`;
    const zone = request.clock.timeZone;
    const today = request.clock.today();
    const coming = changes.filter((one) => one.state !== 'called-off' && one.effective_on > today);
    const may = await request.may(announceChange, { dataset: about.dataset });
    return {
      title: `Changes of ${about.title}`,
      place: 'data',
      breadcrumbs: [
        { href: '/data', label: 'Data' },
        { href: home, label: about.title },
      ],
      content: (
        <>
          <Title
            kind={`Promises · ${about.dataset}`}
            title={about.title}
            lede={
              coming.length === 0
                ? 'No change of its columns is announced.'
                : `${coming.length === 1 ? 'One column changes' : `${coming.length} columns change`}, the first on ${formatLongDate(coming.map((one) => one.effective_on).sort()[0]!, zone)}. Until its day each is answered as before.`
            }
          />
          <ErrorSummary form={request.form} />
          {retirement && (
            <Notice
              tone="warn"
              title={
                retirement.retired_at === null
                  ? `It will be retired on ${formatLongDate(retirement.retire_on, zone)}`
                  : `It was retired on ${formatLongDate(retirement.retire_on, zone)}`
              }
            >
              <p>
                {retirement.reason}{' '}
                {retirement.replaced_by && (
                  <>
                    In its place: <a href={`/data/${retirement.replaced_by}`}>{retirement.replaced_by}</a>.{' '}
                  </>
                )}
                Its versions: {archiveWords[retirement.archive]} ({retirement.archive_ground}).
              </p>
            </Notice>
          )}
          <Section id="changes" title="Changes of columns">
            {changes.length === 0 ? (
              <Empty>A column that will go, be renamed or change its type is listed here with its day.</Empty>
            ) : (
              <Table
                caption="Changes of columns"
                columns={[
                  { head: 'Column', width: 'w25', cell: ({ field }: ChangeView) => <b>{field}</b> },
                  { head: 'What', cell: (change: ChangeView) => words(change) },
                  { head: 'From', nowrap: true, cell: ({ effective_on }) => formatDate(effective_on, zone) },
                  { head: 'Why', width: 'w33', cell: ({ reason }) => reason },
                  {
                    head: 'State',
                    width: 'w-status',
                    cell: (change) => <State change={change} today={today} />,
                  },
                  ...(may
                    ? [
                        {
                          head: 'Act',
                          act: true,
                          cell: ({ change, state, effective_on }: ChangeView) =>
                            state === 'announced' && effective_on > today ? (
                              <ActForm request={request} fields={{ act: 'call-off', change }}>
                                Call off
                              </ActForm>
                            ) : null,
                        },
                      ]
                    : []),
                ]}
                rows={changes}
              />
            )}
          </Section>
          {may && (
            <>
              <Section id="announce" title="Announce a change">
                <Form request={request} draft="change">
                  <input type="hidden" name="act" value="change" />
                  <SelectField
                    name="field"
                    label="Column"
                    form={request.form}
                    choices={about.fields.map(({ name, title }) => ({ value: name, label: title }))}
                  />
                  <SelectField
                    name="kind"
                    label="It"
                    form={request.form}
                    choices={[
                      { value: 'drop', label: 'goes' },
                      { value: 'rename', label: 'gets another name' },
                      { value: 'retype', label: 'gets another type' },
                    ]}
                  />
                  <TextField name="becomes" label="The new name or type" optional form={request.form} />
                  <TextField
                    name="on"
                    label="From which day"
                    hint="As 2026-12-31"
                    short
                    form={request.form}
                  />
                  <TextArea name="reason" label="Why" form={request.form} />
                  <button type="submit" class="button">
                    Announce it
                  </button>
                </Form>
              </Section>
              {retirement === null && about.state === 'active' && (
                <Section id="retire" title="Announce its retirement">
                  <Form request={request} draft="retire">
                    <input type="hidden" name="act" value="retire" />
                    <TextField
                      name="on"
                      label="On which day"
                      hint="As 2027-03-31"
                      short
                      form={request.form}
                    />
                    <TextArea name="reason" label="Why" form={request.form} />
                    <SelectField
                      name="archive"
                      label="Its versions"
                      form={request.form}
                      choices={[
                        { value: 'keep', label: 'stay here to be read' },
                        { value: 'archive', label: 'go to the archive' },
                        { value: 'destroy', label: 'are destroyed as the schedule says' },
                      ]}
                    />
                    <TextField
                      name="archive_ground"
                      label="On which ground"
                      hint="The record schedule, or the reason"
                      form={request.form}
                    />
                    <TextField
                      name="replaced_by"
                      label="Id of the dataset to use in its place"
                      optional
                      short
                      form={request.form}
                    />
                    <button type="submit" class="button outline">
                      Announce it
                    </button>
                  </Form>
                </Section>
              )}
            </>
          )}
        </>
      ),
    };
  },
  submit: async (request, form) => {
    const dataset = request.params['dataset'] ?? '';
    const text = (name: string) => String(form.get(name) ?? '').trim();
    if (text('act') === 'call-off') await request.ask(callOffChange, { dataset, change: text('change') });
    else if (text('act') === 'retire')
      await request.ask(announceRetirement, {
        dataset,
        on: text('on'),
        reason: text('reason'),
        archive: text('archive') as 'keep',
        archive_ground: text('archive_ground'),
        ...(text('replaced_by') && { replaced_by: text('replaced_by') }),
      });
    else
      await request.ask(announceChange, {
        dataset,
        field: text('field'),
        kind: text('kind') as 'drop',
        ...(text('becomes') && { becomes: text('becomes') }),
        on: text('on'),
        reason: text('reason'),
      });
    return { redirect: `/data/${dataset}/changes` };
  },
});

const archiveWords = {
  keep: 'they stay here',
  archive: 'they go to the archive',
  destroy: 'they are destroyed',
} as const;

const words = ({ kind, becomes }: ChangeView) =>
  kind === 'drop'
    ? 'Goes'
    : kind === 'rename'
      ? `Becomes ${becomes}`
      : `Becomes ${becomes ?? 'another type'}`;

function State({ change, today }: { change: ChangeView; today: string }) {
  if (change.state === 'called-off') return <Status kind="unknown">Called off</Status>;
  if (change.effective_on <= today) return <Status kind="late">Gone</Status>;
  return change.state === 'in-force' ? (
    <Status kind="risk">{change.kind === 'drop' ? 'Answered, empty' : 'Old name still answered'}</Status>
  ) : (
    <Status kind="track">Announced</Status>
  );
}
