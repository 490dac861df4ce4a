import { page } from '../../../core/page.ts';
import {
  CheckFields,
  Empty,
  ErrorSummary,
  Form,
  RadioField,
  Section,
  SelectField,
  TextField,
  Title,
} from '../../../web/components/index.ts';
import { shortened } from '../../../web/format/index.ts';
import { listCycles } from '../cycle/contract.ts';
import { listMeasures, putObjective, showDraft } from './contract.ts';

/** An objective as it is drafted: its measure, baseline, target, owner. It may be saved before it is complete. */
export const objectiveDraftPage = page({
  path: '/plan/draft/objectives/:objective',
  access: 'office',
  submit: async (request, form) => {
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const figure = (name: string) => Number(text(name).replace(/[%,\s]/g, ''));
    const asked = request.params['objective'] ?? 'new';
    const objective = asked === 'new' ? text('objective') : asked;
    await request.ask(putObjective, {
      cycle: text('cycle'),
      objective,
      goal: text('goal'),
      title: text('title'),
      measure: text('measure'),
      covered: text('who') === 'covered' || undefined,
      agencies: listed(text('agencies').toUpperCase()),
      datasets: listed(text('datasets')),
      principles: form.getAll('principles').map(String),
      baseline:
        text('baseline_value') === '' || text('baseline_on') === ''
          ? undefined
          : {
              value: figure('baseline_value'),
              on: text('baseline_on'),
              source: text('baseline_source') || null,
            },
      target:
        text('target_value') === '' || text('target_by') === ''
          ? undefined
          : {
              value: figure('target_value'),
              unit: text('unit') || '%',
              by: text('target_by'),
              direction: text('direction') === 'at-most' ? 'at-most' : 'at-least',
            },
      horizon: text('horizon') === 'long' ? 'long' : 'short',
      next_check: text('next_check') || undefined,
      owner: text('owner'),
      revision: text('revision'),
    });
    return { redirect: '/plan/draft' };
  },
  render: async (request) => {
    const id = request.params['objective'] ?? 'new';
    const { cycles } = await request.ask(listCycles, {});
    const drafting = cycles.find(({ state }) => state === 'drafting');
    if (drafting === undefined)
      return {
        title: 'Objective',
        place: 'plan',
        content: (
          <>
            <Title title="Objective" />
            <ErrorSummary form={request.form} />
            <Empty>No plan is being drafted.</Empty>
          </>
        ),
      };
    const [{ items, objectives }, { measures }] = await Promise.all([
      request.ask(showDraft, { cycle: drafting.cycle }),
      request.ask(listMeasures, {}),
    ]);
    const known = objectives.find(({ objective }) => objective === id);
    const { form } = request;
    return {
      title: known?.title ?? 'New objective',
      place: 'plan',
      breadcrumbs: [
        { href: '/plan', label: 'Plan' },
        { href: '/plan/draft', label: 'Draft' },
        { href: `/plan/draft/objectives/${id}`, label: 'Objective' },
      ],
      content: (
        <>
          <Title
            kind={drafting.title}
            title={known?.title ?? 'New objective'}
            lede={
              known === undefined
                ? 'It may be saved before it is complete; it cannot be adopted before.'
                : known.missing.length === 0
                  ? 'It has all it needs to be adopted.'
                  : `It lacks ${known.missing.join(', ')}.`
            }
          />
          <ErrorSummary form={form} />
          <Section first title="What it says">
            <Form request={request} draft>
              <input type="hidden" name="cycle" value={drafting.cycle} />
              <input type="hidden" name="revision" value={known?.revision ?? ''} />
              {id === 'new' && (
                <TextField
                  name="objective"
                  label="Lasting id"
                  hint="Small letters, digits and hyphens"
                  short
                  form={form}
                />
              )}
              <TextField name="title" label="Title" value={known?.title} form={form} />
              <SelectField
                name="goal"
                label="Goal"
                value={known?.goal}
                form={form}
                choices={items
                  .filter(({ kind }) => kind === 'goal')
                  .map(({ item, number, words }) => ({
                    value: item,
                    label: `Goal ${number}: ${shortened(words, 80)}`,
                  }))}
              />
              <SelectField
                name="measure"
                label="What counts it"
                value={known?.measure}
                form={form}
                choices={[
                  ...measures.map(({ measure, title }) => ({ value: measure, label: title })),
                  ...(known && !measures.some(({ measure }) => measure === known.measure)
                    ? [{ value: known.measure, label: `${known.measure} (nothing computes it)` }]
                    : []),
                ]}
              />
              <RadioField
                name="who"
                label="Whose records it counts"
                value={known?.covered === false ? 'all' : 'covered'}
                form={form}
                choices={[
                  {
                    value: 'covered',
                    label: 'Agencies covered by the act, or complying by choice',
                    hint: 'By their coverage on the day that is counted',
                  },
                  { value: 'all', label: 'Everyone’s, also of those outside the act' },
                ]}
              />
              <TextField
                name="agencies"
                label="Only these agencies"
                hint="Codes, with commas; all of them when left blank"
                optional
                value={known?.agencies.join(', ')}
                form={form}
              />
              <TextField
                name="datasets"
                label="Only these datasets"
                hint="Ids, with commas; all of them when left blank"
                optional
                value={known?.datasets.join(', ')}
                form={form}
              />
              <CheckFields
                name="principles"
                label="Principles it follows"
                values={known?.principles ?? []}
                choices={items
                  .filter(({ kind }) => kind === 'principle')
                  .map(({ item, number, words }) => ({
                    value: item,
                    label: `${number}. ${shortened(words, 90)}`,
                  }))}
              />
              <TextField
                name="baseline_value"
                label="Baseline"
                hint="The figure it starts from"
                optional
                short
                value={known?.baseline ? String(known.baseline.value) : ''}
                form={form}
              />
              <TextField
                name="baseline_on"
                label="Baseline measured on"
                hint={`Such as ${request.clock.today()}`}
                optional
                short
                value={known?.baseline?.on ?? ''}
                form={form}
              />
              <TextField
                name="baseline_source"
                label="Source of the baseline"
                optional
                value={known?.baseline?.source ?? ''}
                form={form}
              />
              <TextField
                name="target_value"
                label="Target"
                optional
                short
                value={known?.target ? String(known.target.value) : ''}
                form={form}
              />
              <TextField
                name="unit"
                label="Unit"
                hint="% for a share"
                short
                value={known?.target?.unit ?? '%'}
                form={form}
              />
              <RadioField
                name="direction"
                label="It is reached"
                value={known?.target?.direction ?? 'at-least'}
                form={form}
                choices={[
                  { value: 'at-least', label: 'at or above the target' },
                  { value: 'at-most', label: 'at or below the target' },
                ]}
              />
              <TextField
                name="target_by"
                label="Due"
                hint="A short-term one within two years of adoption"
                optional
                short
                value={known?.target?.by ?? ''}
                form={form}
              />
              <RadioField
                name="horizon"
                label="Horizon"
                value={known?.horizon ?? 'short'}
                form={form}
                choices={[
                  { value: 'short', label: 'Within two years' },
                  { value: 'long', label: 'Longer term' },
                ]}
              />
              <TextField
                name="next_check"
                label="Next check of a longer-term one"
                optional
                short
                value={known?.nextCheck ?? ''}
                form={form}
              />
              <TextField name="owner" label="Who answers for it" optional value={known?.owner} form={form} />
              <div class="acts">
                <button class="button" type="submit">
                  Save the objective
                </button>
              </div>
            </Form>
          </Section>
        </>
      ),
    };
  },
});

/** Ids with commas or spaces between; nothing for none. */
const listed = (text: string): string[] | undefined => (text === '' ? undefined : text.split(/[\s,]+/));
