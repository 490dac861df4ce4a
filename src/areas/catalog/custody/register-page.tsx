import { plainCustody, rulesOn } from '../../../core/custody-rules.ts';
import { page } from '../../../core/page.ts';
import { agencyChoices, ownAgency } from '../../../web/ask/agency-names.ts';
import {
  CheckFields,
  ErrorSummary,
  Form,
  Links,
  Section,
  SelectField,
  Split,
  TextArea,
  TextField,
  Title,
} from '../../../web/components/index.ts';
import { sentence } from '../../../web/format/index.ts';
import { registerDataset } from '../contract.ts';
import { type Cadence, cadences } from '../model.ts';
import { accessLevels, type CustodyInput } from './model.ts';

/** One asset, with or without a file: what the state must know of it to find it, to ask for it and to answer for it. */
export const registerPage = page({
  path: '/data/register',
  access: 'officer',
  render: async (request) => {
    const { form, clock, jurisdiction } = request;
    const agencies = await agencyChoices(request);
    const reasons = rulesOn((jurisdiction.custody ?? plainCustody).reasons, clock.today());
    const none = (label: string) => ({ value: '', label });
    return {
      title: 'Register an asset',
      place: 'data',
      breadcrumbs: [{ href: '/data', label: 'Data' }],
      content: (
        <>
          <Title
            kind="The inventory"
            title="Register an asset"
            lede="Data that your agency keeps, whether or not a file of it will ever be loaded here. What you say is seen by everyone at once; the data itself is not."
          />
          <ErrorSummary form={form} />
          <Split kind="aside">
            <Section title="The asset" first>
              <Form request={request} draft>
                <TextField name="title" label="Title" hint="What a stranger would call it" form={form} />
                <TextArea
                  name="description"
                  label="What it is"
                  hint="What one row or file is about, and where it comes from."
                  optional
                  form={form}
                />
                <TextField name="tags" label="Keywords" hint="By comma" optional form={form} />
                <h3 class="form-part">Who answers for it</h3>
                <SelectField
                  name="agency"
                  label="Held by"
                  form={form}
                  choices={[none('Nobody named'), ...agencies]}
                  value={ownAgency(request)}
                />
                <TextField name="owner" label="Who answers questions about it" optional form={form} />
                <TextField name="contact" label="Their email address" optional form={form} />
                <h3 class="form-part">How it is kept</h3>
                <SelectField
                  name="cadence"
                  label="How often it is updated"
                  form={form}
                  choices={[
                    none('Not promised'),
                    ...Object.keys(cadences).map((value) => ({
                      value,
                      label: sentence(value.replace('-', ' ')),
                    })),
                  ]}
                />
                <TextField name="system" label="System that holds it" optional form={form} />
                <TextField
                  name="format"
                  label="How it is kept there"
                  hint="Table, files, paper"
                  optional
                  form={form}
                />
                <TextField name="years_from" label="First year there is" optional short form={form} />
                <TextField
                  name="years_to"
                  label="Last year there is"
                  hint="Empty while there are new ones"
                  optional
                  short
                  form={form}
                />
                <h3 class="form-part">Access</h3>
                <SelectField
                  name="access_level"
                  label="Who may have it"
                  form={form}
                  choices={[
                    none('Not said yet'),
                    ...accessLevels.map((value) => ({ value, label: sentence(value) })),
                  ]}
                />
                <TextField
                  name="access_ground"
                  label="On which ground"
                  hint="The law, or the reason"
                  optional
                  form={form}
                />
                <TextField name="rights" label="Terms on which it may be used" optional form={form} />
                <h3 class="form-part">What it is worth</h3>
                {reasons.length > 0 && (
                  <CheckFields
                    name="reasons"
                    label="Why it is of high value"
                    hint="As the head of the agency determined. Leave all empty when it is not."
                    choices={reasons.map(({ code, says }) => ({ value: code, label: `${code}: ${says}` }))}
                    form={form}
                  />
                )}
                <TextField name="determined_by" label="Who determined that" optional form={form} />
                <button type="submit" class="button">
                  Register it
                </button>
              </Form>
            </Section>
            <Section title="Many at once" first>
              <p class="more">
                A spreadsheet of the inventory goes out and comes back: one asset a row, every error told with
                its row.
              </p>
              <p class="more">
                <Links>
                  <a href="/data/inventory">Inventory as a spreadsheet</a>
                  <a href="/data/dictionary">Read a data dictionary</a>
                  <a href="/data/harvest">Harvest a catalogue</a>
                </Links>
              </p>
            </Section>
          </Split>
        </>
      ),
    };
  },
  submit: async (request, form) => {
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const given = (names: readonly string[]) =>
      Object.fromEntries(names.flatMap((name) => (text(name) === '' ? [] : [[name, text(name)]])));
    const year = (name: string) => (text(name) === '' ? {} : { [name]: Number(text(name)) });
    const custody: CustodyInput = {
      ...given(['system', 'format', 'access_level', 'access_ground', 'rights', 'determined_by']),
      ...year('years_from'),
      ...year('years_to'),
      ...(form.getAll('reasons').length > 0 && {
        reasons: form.getAll('reasons').map(String),
        determined_on: request.clock.today(),
      }),
    };
    const { dataset } = await request.ask(registerDataset, {
      title: text('title'),
      ...given(['description', 'agency', 'owner', 'contact']),
      ...(text('cadence') === '' ? {} : { cadence: text('cadence') as Cadence }),
      tags: text('tags')
        .split(',')
        .map((tag) => tag.trim())
        .filter(Boolean),
      ...(Object.keys(custody).length > 0 && { custody }),
    });
    return { redirect: `/data/${dataset}` };
  },
});
