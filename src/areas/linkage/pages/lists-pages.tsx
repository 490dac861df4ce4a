import { page } from '../../../core/page.ts';
import {
  Code,
  Empty,
  ErrorSummary,
  Form,
  Section,
  Table,
  TextField,
  Title,
  Views,
} from '../../../web/components/index.ts';
import { counted, formatCount } from '../../../web/format/index.ts';
import { saveDefinition } from '../definitions/contract.ts';
import { listClusters, listPairs, showRun, showRunModel } from '../runs/contract.ts';
import { notShown, runCrumbs, takePurpose } from './purpose-first.tsx';
import { bitsWord, chanceWord, clusterWord } from './words.tsx';

const bands = [
  { key: 'doubtful', label: 'Doubtful', from: 0.1, to: 0.9, says: 'a chance from 10 to 90 in 100' },
  { key: 'above', label: 'Just linked', from: 0.5, to: 0.99, says: 'a chance from 50 to 99 in 100' },
  { key: 'below', label: 'Just not', from: 0.01, to: 0.5, says: 'a chance from 1 to 50 in 100' },
] as const;

/** Pairs near the line, by their chance; no value of a record is shown before one is opened. */
export const pairsPage = page({
  path: '/linkage/runs/:run/pairs',
  access: 'staff',
  render: async (request) => {
    const run = await request.ask(showRun, { run: request.params['run'] ?? '' });
    const home = `/linkage/runs/${run.run}`;
    const base = { title: 'Pairs', place: 'sharing' as const, breadcrumbs: runCrumbs(run) };
    if (run.report === null) return { ...base, content: await notShown(request, run) };
    const ruled = run.rules !== null && request.query.get('band') === 'ruled';
    const band = bands.find(({ key }) => key === request.query.get('band')) ?? bands[0];
    const { pairs, all } = await request.ask(
      listPairs,
      ruled
        ? { run: run.run, from: 0, to: 1, verdict: 'review', limit: 50 }
        : { run: run.run, from: band.from, to: band.to, limit: 50 },
    );
    return {
      ...base,
      content: (
        <>
          <Title
            kind={`Pairs · purpose: ${run.purpose}`}
            title="Pairs near the line"
            lede={`${ruled ? `${counted(all, 'pair waits', 'pairs wait')} for a person: the rules ask for one` : `${counted(all, 'pair has', 'pairs have')} ${band.says}`}. Nothing of a record is shown before you open one, and every look is logged.`}
          />
          <Views
            label="Which pairs"
            items={[
              ...bands.map(({ key, label }) => ({
                href: `${home}/pairs?band=${key}`,
                name: label,
                current: !ruled && key === band.key,
              })),
              ...(run.rules === null
                ? []
                : [{ href: `${home}/pairs?band=ruled`, name: 'For a person, by the rules', current: ruled }]),
            ]}
          />
          {pairs.length === 0 ? (
            <Empty>No pair of this link has such a chance.</Empty>
          ) : (
            <Table
              caption="Pairs of the link"
              rows={pairs}
              density="close"
              columns={[
                {
                  head: 'Pair',
                  cell: ({ pair }) => <a href={`${home}/pairs/${pair}`}>Pair {formatCount(pair + 1)}</a>,
                },
                { head: 'The same', cell: ({ chance }) => chanceWord(chance) },
                { head: 'Weight', note: 'by itself', numeric: true, cell: ({ weight }) => bitsWord(weight) },
                {
                  head: 'Decision',
                  cell: ({ linked, decidedBy }) => (
                    <>
                      {linked ? 'Linked' : 'Not linked'}
                      {decidedBy !== null && <span class="sub">by {decidedBy}</span>}
                    </>
                  ),
                },
              ]}
            />
          )}
          {pairs.length < all && (
            <p class="small quiet">
              The {formatCount(pairs.length)} nearest to even odds, of {formatCount(all)}.
            </p>
          )}
        </>
      ),
    };
  },
  submit: async (request, form) => {
    await takePurpose(request, form);
    return { redirect: request.url.pathname };
  },
});

export const clustersPage = page({
  path: '/linkage/runs/:run/clusters',
  access: 'staff',
  render: async (request) => {
    const run = await request.ask(showRun, { run: request.params['run'] ?? '' });
    const home = `/linkage/runs/${run.run}`;
    const base = { title: 'Clusters', place: 'sharing' as const, breadcrumbs: runCrumbs(run) };
    if (run.report === null) return { ...base, content: await notShown(request, run) };
    const by = request.query.get('by') === 'size' ? ('size' as const) : ('bridge' as const);
    const { clusters, all } = await request.ask(listClusters, { run: run.run, by, limit: 50 });
    return {
      ...base,
      content: (
        <>
          <Title
            kind={`Clusters · purpose: ${run.purpose}`}
            title="Records of one person"
            lede={`${counted(all, 'cluster')} of two records or more. Those that hang by the weakest bridge are worth a look first.`}
          />
          <Views
            label="Which clusters"
            items={[
              { href: `${home}/clusters`, name: 'By weakest bridge', current: by === 'bridge' },
              { href: `${home}/clusters?by=size`, name: 'Largest', current: by === 'size' },
            ]}
          />
          {clusters.length === 0 ? (
            <Empty>No records were linked.</Empty>
          ) : (
            <Table
              caption="Clusters of the link"
              rows={clusters}
              density="close"
              columns={[
                {
                  head: 'Cluster',
                  cell: ({ cluster }) => (
                    <a href={`${home}/clusters/${encodeURIComponent(cluster)}`}>{clusterWord(cluster)}</a>
                  ),
                },
                { head: 'Records', numeric: true, strong: true, cell: ({ records }) => formatCount(records) },
                {
                  head: 'Weakest bridge',
                  numeric: true,
                  cell: ({ weakest }) => (weakest === null ? '–' : bitsWord(weakest)),
                },
                {
                  head: 'Such pairs are the same',
                  cell: ({ weakest }) => (weakest === null ? '' : chanceWord(1 / (1 + 2 ** -weakest))),
                },
              ]}
            />
          )}
          {clusters.length < all && (
            <p class="small quiet">
              The first {formatCount(clusters.length)} of {formatCount(all)}.
            </p>
          )}
        </>
      ),
    };
  },
  submit: async (request, form) => {
    await takePurpose(request, form);
    return { redirect: request.url.pathname };
  },
});

/** The model of a link, as the file that can be edited and used again. */
export const modelPage = page({
  path: '/linkage/runs/:run/model',
  access: 'staff',
  render: async (request) => {
    const run = await request.ask(showRun, { run: request.params['run'] ?? '' });
    const base = { title: 'Model', place: 'sharing' as const, breadcrumbs: runCrumbs(run) };
    if (run.report === null) return { ...base, content: await notShown(request, run) };
    const { model } = await request.ask(showRunModel, { run: run.run });
    return {
      ...base,
      content: (
        <>
          <Title
            kind="Model of a link"
            title="How the records were told apart"
            lede={`${run.report.model.from === null ? `Learned from ${formatCount(run.report.model.trainedOn)} pairs without labels.` : 'Taken over, not learned anew.'} It holds shares and weights, and no value of a record.`}
          />
          <Section
            title="As a file"
            first
            finding="For each way two records can agree: how often it happens when they are the same (m), and when they are not (u)."
          >
            <Code label="model.yaml" code={model} />
          </Section>
          <Section
            title="Use it again"
            finding="Saved under a name it can be edited, compared with other versions, and chosen when a link is started."
          >
            <ErrorSummary form={request.form} />
            <Form request={request}>
              <TextField
                name="name"
                label="Name"
                hint="Small letters, digits and hyphens: client-records. A name that is there gets its next version."
                form={request.form}
              />
              <TextField name="note" label="What it is for" optional form={request.form} />
              <p class="acts">
                <button class="button outline" type="submit">
                  Save the model
                </button>
                <a href="/linkage/definitions">Models and rules</a>
              </p>
            </Form>
          </Section>
        </>
      ),
    };
  },
  submit: async (request, form) => {
    if (await takePurpose(request, form)) return { redirect: request.url.pathname };
    const { name } = await request.ask(saveDefinition, {
      kind: 'model',
      name: String(form.get('name') ?? ''),
      note: String(form.get('note') ?? ''),
      run: request.params['run'] ?? '',
    });
    return { redirect: `/linkage/definitions/model/${name}` };
  },
});
