import { page } from '../../core/page.ts';
import { ErrorSummary, Form, SelectField, TextArea, TextField, Title } from '../../web/components/index.ts';
import { inWords, sentence } from '../../web/format/index.ts';
import { listAgencies } from '../agencies/contract.ts';
import { editDataset, showDataset } from './contract.ts';
import { type Cadence, cadences, type DatasetView } from './model.ts';

/** What a person must say about a dataset because no file says it: whose it is, what it means, how often it comes. */
export const editPage = page({
  path: '/data/:dataset/edit',
  access: 'officer',
  about: { dataset: 'dataset' },
  render: async (request) => {
    const dataset = request.params['dataset'] ?? '';
    const [about, { agencies }] = await Promise.all([
      request.ask(showDataset, { dataset }),
      request.ask(listAgencies, {}),
    ]);
    const home = `/data/${about.dataset}`;
    const { form } = request;
    const missing = missingFrom(about);
    const fields = about.fields.map(({ name, title }) => ({ value: name, label: title }));
    const none = { value: '', label: 'None' };
    return {
      title: `The record of ${about.title}`,
      place: 'data',
      breadcrumbs: [
        { href: '/data', label: 'Data' },
        { href: home, label: about.title },
      ],
      content: (
        <>
          <Title
            kind={`Record · ${about.dataset}`}
            title={about.title}
            lede={
              missing.length === 0
                ? 'The record is complete. What you change is seen by everyone at once.'
                : `${sentence(inWords(missing.length, 'thing'))} ${missing.length === 1 ? 'is' : 'are'} missing: ${missing.join(', ')}.`
            }
          />
          <ErrorSummary form={form} />
          <Form request={request} draft>
            <TextField
              name="title"
              label="Title"
              hint="What a stranger would call it"
              value={about.title}
              form={form}
            />
            <TextArea
              name="description"
              label="What it is"
              hint="What one row is, from when to when, and where it comes from."
              value={about.description ?? ''}
              form={form}
            />
            <SelectField
              name="agency"
              label="Held by"
              value={about.agency ?? ''}
              form={form}
              choices={[
                { value: '', label: 'Nobody named' },
                ...agencies.map(({ code, name }) => ({ value: code, label: name })),
              ]}
            />
            <TextField
              name="owner"
              label="Who answers questions about it"
              value={about.owner ?? ''}
              form={form}
            />
            <TextField
              name="contact"
              label="How to reach them"
              hint="An email address or a telephone number"
              value={about.contact ?? ''}
              form={form}
            />
            <SelectField
              name="cadence"
              label="A newer file is promised"
              hint="Freshness is measured against it."
              value={about.cadence ?? ''}
              form={form}
              choices={[
                { value: '', label: 'No promise' },
                ...Object.keys(cadences).map((value) => ({
                  value,
                  label: sentence(value.replace('-', ' ')),
                })),
              ]}
            />
            <TextField name="licence" label="License" value={about.licence ?? ''} form={form} />
            <TextField
              name="source_url"
              label="Address of the source"
              optional
              value={about.source_url ?? ''}
              form={form}
            />
            <SelectField
              name="date_field"
              label="The field that says when"
              value={about.date_field ?? ''}
              form={form}
              choices={[none, ...fields]}
            />
            <SelectField
              name="place_field"
              label={`The field that names the ${request.jurisdiction.placeNoun.one}`}
              value={about.place_field ?? ''}
              form={form}
              choices={[none, ...fields]}
            />
            <SelectField
              name="main_filter"
              label="The field people filter by most"
              value={about.main_filter ?? ''}
              form={form}
              choices={[none, ...fields]}
            />
            <TextField
              name="key_fields"
              label="The fields that together tell rows apart"
              optional
              hint="Names in the API, by comma. With them, the next version shows which rows changed."
              value={about.key_fields.join(', ')}
              form={form}
            />
            <TextField
              name="tags"
              label="Keywords"
              optional
              hint="By comma"
              value={about.tags.join(', ')}
              form={form}
            />
            <button type="submit" class="button">
              Save the record
            </button>
          </Form>
        </>
      ),
    };
  },
  submit: async (request, form) => {
    const dataset = request.params['dataset'] ?? '';
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const list = (name: string) =>
      text(name)
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean);
    const about = await request.ask(editDataset, {
      dataset,
      title: text('title'),
      description: text('description'),
      agency: text('agency'),
      owner: text('owner'),
      contact: text('contact'),
      cadence: text('cadence') as Cadence | '',
      licence: text('licence'),
      source_url: text('source_url'),
      date_field: text('date_field'),
      place_field: text('place_field'),
      main_filter: text('main_filter'),
      key_fields: list('key_fields'),
      tags: list('tags'),
    });
    return { redirect: `/data/${about.dataset}` };
  },
});

/** What a stranger would ask for and not find, in words for a sentence. */
export function missingFrom(about: DatasetView): readonly string[] {
  const asked: readonly (readonly [unknown, string])[] = [
    [about.description, 'what it is'],
    [about.agency, 'who holds it'],
    [about.owner, 'who answers questions'],
    [about.cadence, 'an update promise'],
    [about.licence, 'a license'],
  ];
  return asked.filter(([value]) => value === null || value === '').map(([, words]) => words);
}
