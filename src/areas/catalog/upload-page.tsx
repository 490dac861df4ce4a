import { page } from '../../core/page.ts';
import { ifThere } from '../../web/ask/if-there.ts';
import {
  ErrorSummary,
  Form,
  Notice,
  Section,
  SelectField,
  Split,
  TextField,
  Title,
} from '../../web/components/index.ts';
import { listAgencies } from '../agencies/contract.ts';
import { ingest, listDatasets, showDataset } from './contract.ts';
import { showProtection } from './protection/contract.ts';

/** A longer list is no choice any more. */
const mostToChooseFrom = 60;

/** From a file on disk to a dataset: the one form. It posts to the operation itself, so that the file is read as it comes. */
export const uploadPage = page({
  path: '/data/upload',
  access: 'officer',
  render: async (request) => {
    const wanted = request.query.get('dataset') ?? '';
    const [{ datasets, total }, { agencies }, target] = await Promise.all([
      request.ask(listDatasets, { limit: mostToChooseFrom }),
      request.ask(listAgencies, {}),
      wanted === '' ? undefined : ifThere(request.ask(showDataset, { dataset: wanted })),
    ]);
    const { form } = request;
    const standing =
      target !== undefined &&
      (await request.ask(showProtection, { dataset: target.dataset })).standing !== null;
    return {
      title: target ? `A newer file of ${target.title}` : 'Load a file',
      place: 'data',
      breadcrumbs: [
        { href: '/data', label: 'Data' },
        ...(target ? [{ href: `/data/${target.dataset}`, label: target.title }] : []),
      ],
      island: 'upload',
      content: (
        <>
          <Title
            kind={target ? `A new version · ${target.dataset}` : 'A new dataset, or a new version of one'}
            title={target ? `Load a newer file of ${target.title}` : 'Load a file'}
            lede="Choose a file. Its layout and the kind of each column are found from every row; nothing is asked, and no row is lost."
          />
          <ErrorSummary form={form} />
          <Split kind="aside">
            <Section title="The file" first>
              <Form request={request} action={ingest.path} upload id="upload" draft>
                {target === undefined && total > mostToChooseFrom ? (
                  <TextField
                    name="dataset"
                    label="Id of the dataset, when it is a newer file of one"
                    optional
                    short
                    hint={
                      <>
                        Such as abcd-1234. It stands on the dataset’s page: <a href="/data">all datasets</a>.
                        Left out, a new dataset is made.
                      </>
                    }
                    form={form}
                  />
                ) : (
                  <SelectField
                    name="dataset"
                    label="It is"
                    value={target?.dataset ?? ''}
                    form={form}
                    choices={[
                      { value: '', label: 'A new dataset' },
                      ...(target ? [target] : datasets).map(({ dataset, title }) => ({
                        value: dataset,
                        label: `A newer version of ${title}`,
                      })),
                    ]}
                  />
                )}
                <details class="field">
                  <summary>
                    {target ? 'Say something about this version' : 'Give it a title, say who holds it'}{' '}
                    (optional)
                  </summary>
                  <div class="more">
                    {!target && (
                      <>
                        <TextField
                          name="title"
                          label="Title"
                          hint="For a new dataset. Left out, it is made from the name of the file."
                          form={form}
                        />
                        <SelectField
                          name="agency"
                          label="Held by"
                          form={form}
                          choices={[
                            { value: '', label: 'Say later' },
                            ...agencies.map(({ code, name }) => ({ value: code, label: name })),
                          ]}
                        />
                      </>
                    )}
                    <TextField name="note" label="What is to be said about this version" form={form} />
                  </div>
                </details>
                <div class="field drop">
                  <label for="f-file">File</label>
                  <p class="hint" id="f-file-hint">
                    CSV, TSV, JSON, NDJSON, Parquet, XLSX or GeoJSON, as it is or in gzip.
                    <span data-drop-hint hidden>
                      {' '}
                      You can also drop it here.
                    </span>
                  </p>
                  <input type="file" id="f-file" name="file" required aria-describedby="f-file-hint" />
                  <p class="small more" data-progress role="status" />
                </div>
                <button type="submit" class="button">
                  Load it
                </button>
              </Form>
            </Section>
            <Section title="What happens" first>
              <ol class="path small">
                <li>The file is kept as it came.</li>
                <li>Encoding, separator and head are found by reading all of it.</li>
                <li>
                  Each column gets the kind that fits 99 in 100 of its filled cells, else it stays text.
                  Leading zeros stay.
                </li>
                <li>
                  Cells that do not fit are listed with row and reason. Rows that cannot be split are set
                  aside, word for word.
                </li>
                <li>
                  The version appears all at once, or not at all. Then it is profiled, and rules worth having
                  are suggested.
                </li>
              </ol>
              <Notice tone="plain" title={standing ? 'Open at once' : 'Protected at first'} level={3}>
                <p class="small">
                  {standing
                    ? 'New versions of this dataset are open at once: anyone may have what you load.'
                    : 'What you load is sealed and nobody sees its rows without leave. When it may be public, release it in one step: with the ground and who reviewed it.'}
                </p>
              </Notice>
            </Section>
          </Split>
        </>
      ),
    };
  },
});
