import { page } from '../../../core/page.ts';
import {
  ErrorSummary,
  Form,
  Options,
  RadioField,
  Section,
  SelectField,
  Table,
  TextArea,
  TextField,
  Title,
} from '../../../web/components/index.ts';
import { kindOf, sentence } from '../../../web/format/index.ts';
import { showDataset } from '../contract.ts';
import { classifyDataset, classifyFields, listGrounds, showProtection } from './contract.ts';

/** Of which class a dataset is, what its fields tell about a person, and on what ground. */
export const classificationPage = page({
  path: '/data/:dataset/classification',
  access: 'officer',
  about: { dataset: 'dataset' },
  render: async (request) => {
    const dataset = request.params['dataset'] ?? '';
    const [about, protection, { classes, elements }] = await Promise.all([
      request.ask(showDataset, { dataset }),
      request.ask(showProtection, { dataset }),
      request.ask(listGrounds, {}),
    ]);
    const home = `/data/${about.dataset}`;
    const { form } = request;
    const known = new Map(protection.fields.map((one) => [one.field, one.element]));
    const choices = (none: string) => [
      { value: '', label: none },
      ...elements.map((one) => ({ value: one.id, label: one.name })),
    ];
    return {
      title: `Classify ${about.title}`,
      place: 'data',
      breadcrumbs: [
        { href: '/data', label: 'Data' },
        { href: home, label: about.title },
        { href: `${home}/access`, label: 'Who may see it' },
      ],
      content: (
        <>
          <Title
            kind={`Classification · ${about.dataset}`}
            title={`Classify ${about.title}`}
            lede="The class says whether it can ever be released. A class that is not open takes back every release at once. What was said before stays on record."
          />
          <ErrorSummary form={form} />
          <Section title="The dataset">
            <Form request={request} draft="dataset">
              <input type="hidden" name="act" value="dataset" />
              <RadioField
                name="class"
                label="Class"
                value={protection.class ?? ''}
                form={form}
                choices={classes.map(({ id, name, says, citation }) => ({
                  value: id,
                  label: name,
                  hint: citation === null ? says : `${says} ${citation}`,
                }))}
              />
              <TextField
                name="describes"
                label="A row is about"
                hint="Such as people, events, places. Of people, pages show groups first."
                value={about.describes ?? ''}
                optional
                form={form}
              />
              <TextArea name="ground" label="Ground" hint="Why it is of this class." form={form} />
              <TextField name="citation" label="Law or decision" optional form={form} />
              <button type="submit" class="button">
                Classify the dataset
              </button>
            </Form>
          </Section>
          {about.fields.length > 0 && (
            <Section title="Its fields" remark="what is not said counts as naming a person">
              <Form request={request} draft="fields">
                <input type="hidden" name="act" value="fields" />
                <SelectField
                  name="rest"
                  label="All fields not said yet"
                  hint="Say what most of them are, and the others one by one below."
                  value=""
                  choices={choices('Leave as they are')}
                  form={form}
                />
                <Table
                  caption="What each field tells about a person"
                  density="tight"
                  rows={about.fields}
                  columns={[
                    {
                      head: 'Field',
                      width: 'w50',
                      cell: ({ name, title }) => (
                        <>
                          <label for={`f-field-${name}`}>{title}</label>
                          <span class="sub mono">{name}</span>
                        </>
                      ),
                    },
                    { head: 'Kind', cell: ({ type }) => sentence(kindOf(type)) },
                    {
                      head: 'What it tells',
                      cell: ({ name }) => (
                        <select id={`f-field-${name}`} name={`field-${name}`}>
                          <Options
                            choices={choices('Not said yet')}
                            value={form?.values[`field-${name}`] ?? known.get(name) ?? ''}
                          />
                        </select>
                      ),
                    },
                  ]}
                />
                <div class="acts more">
                  <button type="submit" class="button outline">
                    Classify the fields
                  </button>
                </div>
              </Form>
            </Section>
          )}
        </>
      ),
    };
  },
  submit: async (request, form) => {
    const dataset = request.params['dataset'] ?? '';
    const text = (name: string) => String(form.get(name) ?? '').trim();
    if (text('act') === 'fields') {
      const fields = Object.fromEntries(
        [...form].flatMap(([name, value]) => {
          const element = value === '' ? text('rest') : String(value);
          return name.startsWith('field-') && element !== '' ? [[name.slice('field-'.length), element]] : [];
        }),
      );
      await request.ask(classifyFields, { dataset, fields, ground: 'Looked at, field by field' });
    } else {
      const citation = text('citation');
      await request.ask(classifyDataset, {
        dataset,
        class: text('class'),
        ground: text('ground'),
        describes: text('describes'),
        ...(citation !== '' && { citation }),
      });
    }
    return { redirect: `/data/${dataset}/access` };
  },
});
