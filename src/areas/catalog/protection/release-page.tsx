import { page } from '../../../core/page.ts';
import {
  ErrorSummary,
  Form,
  Notice,
  Pairs,
  RadioField,
  Section,
  SelectField,
  Split,
  TextField,
  Time,
  Title,
} from '../../../web/components/index.ts';
import { counted, formatCount } from '../../../web/format/index.ts';
import { showVersion } from '../contract.ts';
import { listGrounds, releaseVersion, showProtection } from './contract.ts';

/** One step from protected to open: what will be seen by whom stands before the button. */
export const releasePage = page({
  path: '/data/:dataset/versions/:version/release',
  access: 'officer',
  about: { dataset: 'dataset' },
  render: async (request) => {
    const dataset = request.params['dataset'] ?? '';
    const number = Number(request.params['version']);
    const [version, protection, { grounds }] = await Promise.all([
      request.ask(showVersion, { dataset, version: number }),
      request.ask(showProtection, { dataset }),
      request.ask(listGrounds, {}),
    ]);
    const home = `/data/${version.dataset}`;
    const { form } = request;
    const breadcrumbs = [
      { href: '/data', label: 'Data' },
      { href: home, label: version.title },
      { href: `${home}/versions/${number}`, label: `Version ${number}` },
    ];
    return {
      title: `Release version ${number} of ${version.title}`,
      place: 'data',
      breadcrumbs,
      content: (
        <>
          <Title
            kind={`Version ${number} · ${version.dataset}`}
            title={`Release ${version.title}`}
            lede={
              version.access === 'open'
                ? 'This version is open already.'
                : `After this, anyone may have all ${counted(version.rows_stored, 'row')} with all ${formatCount(version.fields)} fields, and copies cannot be called back.`
            }
          />
          <ErrorSummary form={form} />
          <Split kind="aside">
            <Section first title="The decision">
              {!protection.open_class ? (
                <Notice tone="warn" title="Classify it first" level={3}>
                  <p>
                    {protection.class_name === null
                      ? 'Nobody has classified this dataset yet.'
                      : `It is classified ${protection.class_name.toLowerCase()}, and data of that class is not released.`}{' '}
                    <a href={`${home}/classification`}>Say of which class it is, and on what ground</a>
                  </p>
                </Notice>
              ) : version.access === 'open' ? (
                <p>
                  <a href={`${home}/access`}>The decision that opened it</a>
                </p>
              ) : (
                <Form request={request} draft>
                  <SelectField
                    name="ground"
                    label="Ground"
                    hint="Why it may be public."
                    form={form}
                    choices={grounds.map(({ id, says }) => ({ value: id, label: says }))}
                  />
                  <TextField
                    name="reviewer"
                    label="Reviewed by"
                    hint="Who looked at the rows and answers for the decision."
                    value={request.actor.name ?? ''}
                    form={form}
                  />
                  <TextField
                    name="source"
                    label="Address where its holder publishes it"
                    optional
                    form={form}
                  />
                  <RadioField
                    name="coming"
                    label="Versions loaded later"
                    value="no"
                    form={form}
                    choices={[
                      { value: 'no', label: 'Each waits for its own decision' },
                      {
                        value: 'yes',
                        label: 'Are open at once',
                        hint: 'Until the class of the dataset changes or you revoke it.',
                      },
                    ]}
                  />
                  <button type="submit" class="button">
                    Release version {number}
                  </button>
                </Form>
              )}
            </Section>
            <aside>
              <h2 class="ruled heavy">What was loaded</h2>
              <Pairs
                items={[
                  { label: 'Loaded', value: <Time at={version.loaded_at} zone={request.clock.timeZone} /> },
                  { label: 'A row is about', value: protection.describes ?? 'not said' },
                  {
                    label: 'Names or numbers of people',
                    value: counted(
                      protection.fields.filter((one) => one.class === 'identifier').length,
                      'field',
                    ),
                  },
                  { label: 'Did not fit', value: counted(version.cells_rejected, 'cell') },
                ]}
              />
              <p class="more">
                <a href={`${home}/rows?version=${number}`}>Look at the rows first</a>
              </p>
            </aside>
          </Split>
        </>
      ),
    };
  },
  submit: async (request, form) => {
    const dataset = request.params['dataset'] ?? '';
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const source = text('source');
    await request.ask(releaseVersion, {
      dataset,
      version: Number(request.params['version']),
      ground: text('ground'),
      reviewer: text('reviewer'),
      coming: text('coming') === 'yes',
      ...(source !== '' && { source }),
    });
    return { redirect: `/data/${dataset}` };
  },
});
