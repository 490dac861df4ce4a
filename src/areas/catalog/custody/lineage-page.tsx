import { page } from '../../../core/page.ts';
import { Empty, Form, Section, SelectField, Table, TextField, Title } from '../../../web/components/index.ts';
import { counted, formatCount } from '../../../web/format/index.ts';
import { showDataset } from '../contract.ts';
import { linkSource, showLineage } from './contract.ts';
import { LineageDrawing } from './lineage-drawing.tsx';
import type { LineageNode } from './model.ts';

/** More than these are listed, not drawn. */
const mostDrawn = 60;

/** What a dataset is made from and what is made from it: drawn, and as a list of equal rank. */
export const lineagePage = page({
  path: '/data/:dataset/lineage',
  access: 'everyone',
  render: async (request) => {
    const dataset = request.params['dataset'] ?? '';
    const [about, lineage] = await Promise.all([
      request.ask(showDataset, { dataset }),
      request.ask(showLineage, { dataset, most: mostDrawn }),
    ]);
    const home = `/data/${about.dataset}`;
    const sources = lineage.nodes.filter(({ step }) => step < 0).length;
    const made = lineage.nodes.filter(({ step }) => step > 0).length;
    const mayLink = await request.may(linkSource, { dataset: about.dataset });
    return {
      title: `Lineage of ${about.title}`,
      place: 'data',
      breadcrumbs: [
        { href: '/data', label: 'Data' },
        { href: home, label: about.title },
      ],
      content: (
        <>
          <Title
            kind={`Lineage · ${about.dataset}`}
            title={about.title}
            lede={
              sources + made === 0
                ? 'Nothing says what this is made from, or what is made from it.'
                : `Made from ${counted(sources, 'dataset')}; ${made === 0 ? 'nothing is' : `${formatCount(made)} ${made === 1 ? 'is' : 'are'}`} made from it${lineage.more ? ', and more further away' : ''}.`
            }
          />
          {sources + made === 0 ? (
            <Section title="Where it comes from">
              <Empty>
                What a dataset is made from stands here once somebody, or a step of the platform, says so.
              </Empty>
            </Section>
          ) : (
            <>
              <Section title="Drawn">
                <LineageDrawing lineage={lineage} />
              </Section>
              <Section
                id="list"
                title="As a list"
                aside={
                  <a href={`/api/v1/datasets/${about.dataset}/lineage?most=20000&steps=100`}>
                    All of it, JSON
                  </a>
                }
              >
                <Table
                  caption="Datasets in the lineage"
                  columns={[
                    {
                      head: 'Dataset',
                      width: 'w40',
                      cell: ({ dataset: id, title }: LineageNode) => <a href={`/data/${id}`}>{title}</a>,
                    },
                    { head: 'Where it stands', cell: ({ step }) => standing(step) },
                    {
                      head: 'How',
                      cell: ({ dataset: id }) =>
                        lineage.edges
                          .filter((edge) => edge.dataset === id)
                          .flatMap(({ how }) => how ?? [])
                          .join(' ') || '–',
                    },
                  ]}
                  rows={lineage.nodes.filter(({ step }) => step !== 0)}
                />
              </Section>
            </>
          )}
          {mayLink && (
            <Section id="link" title="Say what it is made from">
              <Form request={request} draft>
                <TextField
                  name="source"
                  label="Id of the dataset it is made from"
                  hint="Such as abcd-1234"
                  short
                  form={request.form}
                />
                <TextField name="how" label="How, in a sentence" optional form={request.form} />
                <SelectField
                  name="remove"
                  label="Do"
                  choices={[
                    { value: '', label: 'Say it' },
                    { value: 'yes', label: 'Take it back' },
                  ]}
                  form={request.form}
                />
                <button type="submit" class="button">
                  Save
                </button>
              </Form>
            </Section>
          )}
        </>
      ),
    };
  },
  submit: async (request, form) => {
    const dataset = request.params['dataset'] ?? '';
    await request.ask(linkSource, {
      dataset,
      source: String(form.get('source') ?? '').trim(),
      how: String(form.get('how') ?? '').trim(),
      remove: form.get('remove') === 'yes',
    });
    return { redirect: `/data/${dataset}/lineage` };
  },
});

const standing = (step: number) =>
  step < 0
    ? step === -1
      ? 'A source of it'
      : `${formatCount(-step)} steps before it`
    : step === 1
      ? 'Made from it'
      : `${formatCount(step)} steps after it`;
