import { page } from '../../core/page.ts';
import { ErrorSummary, Form, RadioField, Section, TextField, Title } from '../../web/components/index.ts';
import { recordNotice } from './contract.ts';

/** Records the written notice by which a body the act does not bind complies by choice, or stops to. */
export const noticePage = page({
  path: '/agencies/notices',
  access: 'office',
  submit: async (request, form) => {
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const { agency } = await request.ask(recordNotice, {
      agency: text('agency'),
      notice: text('notice') === 'withdraw' ? 'withdraw' : 'comply',
      from: text('from'),
      dated: text('dated'),
      words: text('words') || undefined,
      name: text('name') || undefined,
      kind: text('kind') || undefined,
      head: text('head') || undefined,
    });
    return { redirect: `/agencies/${agency}` };
  },
  render: async (request) => {
    const { form } = request;
    const day = `Such as ${request.clock.today()}`;
    return {
      title: 'Record a notice',
      place: 'data',
      breadcrumbs: [
        { href: '/agencies', label: 'Agencies' },
        { href: '/agencies/notices', label: 'Notice' },
      ],
      content: (
        <>
          <Title
            title="Record a written notice"
            lede="A town, or a body outside the executive branch, may comply with the act by choice. Its duties begin, or end, on the day its notice names."
          />
          <ErrorSummary form={form} />
          <Section first title="The notice">
            <Form request={request} draft>
              <TextField
                name="agency"
                label="Code of the body"
                short
                value={request.query.get('agency') ?? ''}
                form={form}
              />
              <RadioField
                name="notice"
                label="What it says"
                value="comply"
                form={form}
                choices={[
                  { value: 'comply', label: 'It complies by choice' },
                  { value: 'withdraw', label: 'It no longer complies' },
                ]}
              />
              <TextField name="dated" label="Date of the notice" hint={day} short form={form} />
              <TextField name="from" label="First day on which it holds" hint={day} short form={form} />
              <TextField name="words" label="Who signed it, and where it is kept" optional form={form} />
              <TextField
                name="name"
                label="Name"
                hint="Only of a body that is not listed yet"
                optional
                form={form}
              />
              <TextField name="kind" label="Kind of body" hint="Such as town" optional short form={form} />
              <TextField name="head" label="Title of its head" optional form={form} />
              <div class="acts">
                <button class="button" type="submit">
                  Record the notice
                </button>
              </div>
            </Form>
          </Section>
        </>
      ),
    };
  },
});
