import { page } from '../../core/page.ts';
import {
  ErrorSummary,
  Form,
  RadioField,
  SelectField,
  TextArea,
  TextField,
  Title,
} from '../../web/components/index.ts';
import { listDatasets, showDataset } from '../catalog/contract.ts';
import { acceptRule } from './contract.ts';
import type { Criticality, RuleDefinition, RuleKindName } from './model.ts';

const kinds: readonly { readonly value: RuleKindName; readonly label: string }[] = [
  { value: 'not-null', label: 'is filled' },
  { value: 'unique', label: 'occurs once' },
  { value: 'range', label: 'lies between two bounds' },
  { value: 'in-set', label: 'is one of a list' },
  { value: 'pattern', label: 'has a form (regular expression)' },
  { value: 'order', label: 'is at most another field' },
  { value: 'not-future', label: 'is not in the future' },
  { value: 'recent', label: 'has a newest date so many days before the load' },
  { value: 'place', label: 'names a place of the state' },
  { value: 'code', label: 'is a code of a code system' },
  { value: 'type-fit', label: 'fits its type in every row' },
  { value: 'foreign-key', label: 'occurs in another dataset' },
  { value: 'row-count', label: '(no field) there are so many rows' },
];

/** A rule that nobody suggested: the one form serves every kind, each answer used by the kinds that need it. */
export const newRulePage = page({
  path: '/data/:dataset/rules/new',
  access: 'officer',
  about: { dataset: 'dataset' },
  render: async (request) => {
    const { form } = request;
    const about = await request.ask(showDataset, { dataset: request.params['dataset'] ?? '' });
    const { datasets } = await request.ask(listDatasets, { limit: 500 });
    const home = `/data/${about.dataset}`;
    const none = { value: '', label: 'None' };
    const fields = about.fields
      .filter((field) => field.known_to === null)
      .map(({ name, title }) => ({ value: name, label: title }));
    return {
      title: `A rule for ${about.title}`,
      place: 'data',
      breadcrumbs: [
        { href: '/data', label: 'Data' },
        { href: home, label: about.title },
        { href: `${home}/rules`, label: 'Rules' },
      ],
      content: (
        <>
          <Title
            kind={`New quality rule · ${about.dataset}`}
            title="What must hold?"
            lede="The rule joins the data contract at once, is checked on the current version and on every later one, and its failures go to the owner."
          />
          <ErrorSummary form={form} />
          <Form request={request} draft>
            <SelectField name="field" label="Field" choices={[...fields, none]} form={form} />
            <SelectField name="kind" label="What must be true of it" choices={kinds} form={form} />
            <TextField
              name="from"
              label="At least"
              optional
              hint="For bounds and numbers of rows: a number, or a date such as 2020-01-31."
              short
              form={form}
            />
            <TextField
              name="to"
              label="At most"
              optional
              hint="For bounds, numbers of rows and days before the load."
              short
              form={form}
            />
            <TextArea
              name="list"
              label="List, form or code system"
              optional
              hint="For a list, one value a line. For a form, a regular expression that the whole value matches."
              form={form}
            />
            <SelectField
              name="other"
              label="The other field"
              optional
              hint="The one it may not exceed, or that together with it occurs once."
              choices={[none, ...fields]}
              form={form}
            />
            <SelectField
              name="elsewhere"
              label="The other dataset"
              optional
              choices={[
                none,
                ...datasets
                  .filter((one) => one.dataset !== about.dataset)
                  .map((one) => ({ value: one.dataset, label: one.title })),
              ]}
              form={form}
            />
            <TextField name="key" label="Its key field there" optional hint="Name in the API." form={form} />
            <TextField name="tolerance" label="Percent of rows that may fail" value="0" short form={form} />
            <RadioField
              name="criticality"
              label="How much depends on it"
              value="normal"
              form={form}
              choices={[
                { value: 'high', label: 'Much', hint: 'Counts four times in the score' },
                { value: 'normal', label: 'Something', hint: 'Counts twice' },
                { value: 'low', label: 'Little', hint: 'Counts once' },
              ]}
            />
            <button type="submit" class="button">
              Accept the rule
            </button>
          </Form>
        </>
      ),
    };
  },
  submit: async (request, form) => {
    const dataset = request.params['dataset'] ?? '';
    const text = (name: string) => String(form.get(name) ?? '').trim();
    await request.ask(acceptRule, {
      dataset,
      rule: definitionFrom(text),
      tolerance: Number(text('tolerance') || 0),
      criticality: (text('criticality') || 'normal') as Criticality,
    });
    return { redirect: `/data/${dataset}/rules#rules` };
  },
});

/** What the form says as a rule; the operation judges whether it makes sense. */
export function definitionFrom(text: (name: string) => string): RuleDefinition {
  const field = text('field');
  const bound = (name: string) => {
    const given = text(name);
    return given === '' ? undefined : /^[+-]?\d+(\.\d+)?$/.test(given) ? Number(given) : given;
  };
  const bounds = { ...given('min', bound('from')), ...given('max', bound('to')) };
  const kind = text('kind') as RuleKindName;
  switch (kind) {
    case 'unique':
      return { kind, fields: [field, text('other')].filter((one) => one !== '') };
    case 'range':
      return { kind, field, ...bounds };
    case 'row-count':
      return { kind, ...(bounds as { min?: number; max?: number }) };
    case 'in-set':
      return {
        kind,
        field,
        values: text('list')
          .split(/\r?\n/)
          .map((line) => line.trim())
          .filter(Boolean),
      };
    case 'pattern':
      return { kind, field, pattern: text('list') };
    case 'order':
      return { kind, field, atMost: text('other') };
    case 'recent':
      return { kind, field, withinDays: Number(text('to')) };
    case 'code':
      return { kind, field, system: text('list') };
    case 'foreign-key':
      return { kind, field, dataset: text('elsewhere'), key: text('key') };
    default:
      return { kind, field };
  }
}

const given = (name: string, value: number | string | undefined) =>
  value === undefined ? {} : { [name]: value };
