import { page } from '../../../core/page.ts';
import {
  Empty,
  ErrorSummary,
  Form,
  Section,
  SelectField,
  Table,
  TextField,
  Title,
} from '../../../web/components/index.ts';
import { counted, formatCount, listed } from '../../../web/format/index.ts';
import { showDataset } from '../contract.ts';
import { linkSource, showCustody, showLineage } from './contract.ts';
import { CopySection, keepFromForm } from './copy-section.tsx';
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
    const [about, lineage, { copies }] = await Promise.all([
      request.ask(showDataset, { dataset }),
      request.ask(showLineage, { dataset, most: mostDrawn }),
      request.ask(showCustody, { dataset }),
    ]);
    const home = `/data/${about.dataset}`;
    const count = (kind: LineageNode['kind'], before: boolean) =>
      lineage.nodes.filter((node) => node.kind === kind && (before ? node.step < 0 : node.step > 0)).length;
    const [files, sources] = [count('file', true), count('dataset', true)];
    const [made, released] = [count('dataset', false), count('release', false)];
    const from = [files > 0 && counted(files, 'file'), sources > 0 && counted(sources, 'other dataset')];
    const into = [made > 0 && counted(made, 'dataset'), released > 0 && counted(released, 'release')];
    const words = (parts: readonly (string | false)[]) =>
      listed(parts.filter((one): one is string => one !== false));
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
              lineage.nodes.length === 1
                ? 'Nothing says what this is made from, or what is made from it.'
                : `${words(from) === '' ? 'Nothing says what it is made from' : `Made from ${words(from)}`}; ${words(into) === '' ? 'nothing here was made from it' : `from it ${made + released === 1 ? 'was' : 'were'} made ${words(into)}`}${lineage.more ? '. There is more further away' : ''}.`
            }
          />
          <ErrorSummary form={request.form} />
          {lineage.nodes.length === 1 ? (
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
                      head: 'What',
                      width: 'w40',
                      cell: ({ kind, dataset: id, href, title }: LineageNode) => {
                        const to = kind === 'dataset' ? `/data/${id}` : href;
                        return (
                          <>
                            {to === null ? title : <a href={to}>{title}</a>}
                            <span class="sub">
                              {
                                {
                                  dataset: id,
                                  file: 'The file it was read from',
                                  release: 'Left the platform',
                                }[kind]
                              }
                            </span>
                          </>
                        );
                      },
                    },
                    { head: 'Where it stands', cell: ({ step }) => standing(step) },
                    {
                      head: 'How',
                      cell: ({ dataset: id }) =>
                        lineage.edges
                          .filter(
                            (edge) =>
                              edge.dataset === id || (edge.source === id && edge.dataset === about.dataset),
                          )
                          .map(
                            ({ how, kind }) =>
                              how ?? (kind === 'transform' ? 'Made here.' : 'Said by who keeps it.'),
                          )
                          .join(' ') || '–',
                    },
                  ]}
                  rows={lineage.nodes.filter(({ step }) => step !== 0)}
                />
              </Section>
            </>
          )}
          <CopySection request={request} copies={copies} mayKeep={mayLink} />
          {mayLink && (
            <Section id="link" title="Say what it is made from">
              <Form request={request} draft="source">
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
    if (await keepFromForm(request, dataset, form)) return { redirect: `/data/${dataset}/lineage#copies` };
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
