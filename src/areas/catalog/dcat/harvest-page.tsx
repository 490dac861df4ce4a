import { page } from '../../../core/page.ts';
import { agencyChoices, ownAgency } from '../../../web/ask/agency-names.ts';
import { ifThere } from '../../../web/ask/if-there.ts';
import {
  Empty,
  ErrorSummary,
  Form,
  NotApplicable,
  RadioField,
  Section,
  SelectField,
  Split,
  Table,
  TextField,
  Time,
  Title,
} from '../../../web/components/index.ts';
import { formatCount } from '../../../web/format/index.ts';
import { type HarvestLine, harvest, listHarvests } from './contract.ts';

/** Take over the records of another catalogue: first what would change, then the change; with what was done before. */
export const harvestPage = page({
  path: '/data/harvest',
  access: 'officer',
  render: async (request) => {
    const { form, query } = request;
    const [agencies, known] = await Promise.all([
      agencyChoices(request),
      ifThere(request.ask(listHarvests, {})),
    ]);
    const harvests = known?.harvests ?? [];
    const zone = request.clock.timeZone;
    return {
      title: 'Harvest a catalogue',
      place: 'data',
      breadcrumbs: [{ href: '/data', label: 'Data' }],
      content: (
        <>
          <Title
            kind="The inventory"
            title="Harvest a catalogue"
            lede="An agency that already publishes a catalogue (DCAT-US 1.1 or 3.0) need not register anything again. Its records are compared first; nothing changes until you say so."
          />
          <ErrorSummary form={form} />
          <Split kind="aside">
            <Section title="The catalogue" first>
              <Form request={request} draft>
                <TextField
                  name="source"
                  label="Address of the catalogue"
                  hint="It ends in data.json, such as https://data.example.gov/data.json"
                  value={query.get('source') ?? ''}
                  form={form}
                />
                <SelectField
                  name="agency"
                  label="All of it is held by"
                  value={ownAgency(request)}
                  choices={[{ value: '', label: 'As each record says' }, ...agencies]}
                  form={form}
                />
                <RadioField
                  name="what"
                  label="Do"
                  value="check"
                  choices={[
                    { value: 'check', label: 'Only compare', hint: 'Lists what would be new or different' },
                    {
                      value: 'take',
                      label: 'Compare and take over',
                      hint: 'Everyone sees the records at once. What somebody changed here since the last harvest stays.',
                    },
                  ]}
                  form={form}
                />
                <button type="submit" class="button">
                  Harvest
                </button>
              </Form>
            </Section>
            <Section title="What is taken" first>
              <p class="more">
                Titles, descriptions, keywords, terms, contacts and where the files lie. No data is copied.
              </p>
              <p class="more">
                A record is known again by its identifier, so harvesting twice changes nothing the second
                time. One that is gone from the catalogue is listed, and stays until somebody retires it.
              </p>
              <p class="small quiet more">
                Addresses inside this network are never asked. A catalogue in a file:{' '}
                <code>oak catalog harvest data.json --check</code>
              </p>
            </Section>
          </Split>
          <Section id="history" title="What was harvested">
            {harvests.length === 0 ? (
              <Empty>No catalogue was harvested or compared yet.</Empty>
            ) : (
              <Table caption="Harvests, the newest first" columns={columnsIn(zone)} rows={harvests} />
            )}
          </Section>
        </>
      ),
    };
  },
  submit: async (request, form) => {
    const agency = String(form.get('agency') ?? '');
    const { job } = await request.ask(harvest, {
      source: String(form.get('source') ?? '').trim(),
      check: form.get('what') !== 'take',
      ...(agency && { agency }),
    });
    return { redirect: `/jobs/${job}` };
  },
});

const columnsIn = (zone: string) => [
  {
    head: 'Catalogue',
    width: 'w33' as const,
    cell: (one: HarvestLine) => (
      <>
        <a href={`/data/harvest/${one.harvest}`}>{one.title ?? one.source}</a>
        <span class="sub">{one.source}</span>
      </>
    ),
  },
  {
    head: 'When',
    nowrap: true,
    cell: (one: HarvestLine) => (
      <>
        <Time at={one.harvested_at} zone={zone} />
        <span class="sub">{one.harvested_by}</span>
      </>
    ),
  },
  { head: 'What', cell: ({ checked }: HarvestLine) => (checked ? 'Compared only' : 'Taken over') },
  { head: 'Records', numeric: true, cell: ({ records }: HarvestLine) => formatCount(records) },
  { head: 'New', numeric: true, cell: ({ added }: HarvestLine) => formatCount(added) },
  { head: 'Different', numeric: true, cell: ({ changed }: HarvestLine) => formatCount(changed) },
  {
    head: 'Gone',
    numeric: true,
    cell: ({ gone }: HarvestLine) => (gone === 0 ? <NotApplicable /> : formatCount(gone)),
  },
];
