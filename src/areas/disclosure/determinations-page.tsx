import { page } from '../../core/page.ts';
import {
  Empty,
  ErrorSummary,
  Form,
  Pairs,
  RadioField,
  Section,
  Status,
  TextArea,
  TextField,
  Time,
  Title,
} from '../../web/components/index.ts';
import { formatCount } from '../../web/format/index.ts';
import { showDataset } from '../catalog/contract.ts';
import { listDeterminations, recordDetermination } from './determination/contract.ts';

const outcomes = {
  'very-small': { word: 'Very small', kind: 'met' },
  'not-very-small': { word: 'Not very small', kind: 'late' },
} as const;

/** Determinations of an expert that the risk of a dataset is very small (HIPAA), and the form to record one. */
export const determinationsPage = page({
  path: '/data/:dataset/determinations',
  access: 'reviewer',
  render: async (request) => {
    const about = await request.ask(showDataset, { dataset: request.params['dataset'] ?? '' });
    const { determinations } = await request.ask(listDeterminations, { dataset: about.dataset });
    const home = `/data/${about.dataset}`;
    const { form } = request;
    const today = request.clock.today();
    const due = determinations[0] !== undefined && determinations[0].review_by < today;
    return {
      title: `Expert determinations of ${about.title}`,
      place: 'data',
      breadcrumbs: [
        { href: '/data', label: 'Data' },
        { href: home, label: about.title },
        { href: `${home}/determinations`, label: 'Expert determinations' },
      ],
      content: (
        <>
          <Title
            kind="Expert determination"
            title={`May ${about.title} be called de-identified?`}
            lede={
              determinations[0] === undefined
                ? 'No expert has determined it. What one finds is recorded here, with the risk measured at that moment.'
                : `${determinations[0].expert} found the risk ${outcomes[determinations[0].outcome].word.toLowerCase()}${due ? '; the day by which it is determined anew has passed' : ''}.`
            }
          />
          <ErrorSummary form={form} />
          <Section
            title="What was determined"
            finding="Newest first. A determination is never changed: a later one follows it."
          >
            {determinations.length === 0 && <Empty>Nothing is recorded yet.</Empty>}
            {determinations.map((one) => (
              <article>
                <h3>
                  {one.expert}, <Time at={one.recorded_at} zone={request.clock.timeZone} />
                </h3>
                <Pairs
                  items={[
                    {
                      label: 'Risk',
                      value: <Status kind={outcomes[one.outcome].kind}>{outcomes[one.outcome].word}</Status>,
                    },
                    { label: 'Version', value: String(one.version) },
                    { label: 'Recipient', value: one.recipient },
                    { label: 'What binds the recipient', value: one.controls },
                    { label: 'Method', value: one.method },
                    { label: 'Result', value: one.result },
                    { label: 'Qualification', value: one.qualification },
                    {
                      label: 'Measured then',
                      value: `smallest group ${formatCount(one.measured.k)}, ${formatCount(one.measured.uniques)} of ${formatCount(one.measured.records)} rows alone in theirs`,
                    },
                    { label: 'Determined anew by', value: one.review_by },
                    { label: 'Ground', value: one.citation },
                  ]}
                />
              </article>
            ))}
          </Section>
          <Section
            title="Record a determination"
            finding="The risk of the current version is measured by the fields named, and kept with it."
          >
            <Form request={request} draft="determination">
              <TextField
                name="quasi"
                label="Fields by which somebody could be recognized"
                hint={`Names, with commas: ${about.fields
                  .slice(0, 4)
                  .map(({ name }) => name)
                  .join(', ')} …`}
                form={form}
              />
              <TextField name="expert" label="Expert" form={form} />
              <TextArea
                name="qualification"
                label="Qualification"
                hint="Knowledge and experience with statistical methods of de-identification."
                form={form}
              />
              <TextArea name="recipient" label="Anticipated recipient" form={form} />
              <TextArea
                name="controls"
                label="What binds the recipient"
                hint="Agreement, place of work, who has access."
                form={form}
              />
              <TextArea name="method" label="Methods of the analysis" form={form} />
              <TextArea name="result" label="Results that justify it" form={form} />
              <RadioField
                name="outcome"
                label="The risk that somebody is recognized is"
                form={form}
                choices={[
                  { value: 'very-small', label: 'Very small' },
                  { value: 'not-very-small', label: 'Not very small' },
                ]}
              />
              <TextField
                name="review_by"
                label="Determined anew by"
                hint="A day, as 2027-11-24."
                form={form}
              />
              <p class="acts">
                <button class="button" type="submit">
                  Record it
                </button>
              </p>
            </Form>
          </Section>
        </>
      ),
    };
  },
  submit: async (request, form) => {
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const dataset = request.params['dataset'] ?? '';
    await request.ask(recordDetermination, {
      dataset,
      quasi: text('quasi')
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
      expert: text('expert'),
      qualification: text('qualification'),
      recipient: text('recipient'),
      controls: text('controls'),
      method: text('method'),
      result: text('result'),
      outcome: text('outcome') as keyof typeof outcomes,
      review_by: text('review_by'),
    });
    return { redirect: `/data/${dataset}/determinations` };
  },
});
