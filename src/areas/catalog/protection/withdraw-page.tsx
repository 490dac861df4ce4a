import { page } from '../../../core/page.ts';
import { namesOf } from '../../../web/ask/names-of.ts';
import {
  Empty,
  ErrorSummary,
  Form,
  Section,
  Split,
  Table,
  TextArea,
  Time,
  Title,
} from '../../../web/components/index.ts';
import { counted } from '../../../web/format/index.ts';
import { showUse } from '../../portal/contract.ts';
import { showVersion, withdrawVersion } from '../contract.ts';
import { listReaders } from './contract.ts';

/** Taking a version back: what happens, who had it, and the reason everyone will read. */
export const withdrawPage = page({
  path: '/data/:dataset/versions/:version/withdraw',
  access: 'officer',
  about: { dataset: 'dataset' },
  render: async (request) => {
    const dataset = request.params['dataset'] ?? '';
    const number = Number(request.params['version']);
    const [version, { readers }, use] = await Promise.all([
      request.ask(showVersion, { dataset, version: number }),
      request.ask(listReaders, { dataset, version: number }),
      request.ask(showUse, { dataset }),
    ]);
    const nameOf = await namesOf(
      request,
      readers.map(({ person }) => person),
    );
    const home = `/data/${version.dataset}`;
    const zone = request.clock.timeZone;
    const gone = version.state === 'withdrawn';
    return {
      title: `Withdraw version ${number} of ${version.title}`,
      place: 'data',
      breadcrumbs: [
        { href: '/data', label: 'Data' },
        { href: home, label: version.title },
        { href: `${home}/versions/${number}`, label: `Version ${number}` },
      ],
      content: (
        <>
          <Title
            kind={`Version ${number} · ${version.dataset}`}
            title={gone ? 'This version is withdrawn' : `Withdraw ${version.title}`}
            lede={
              gone
                ? `Nobody can reach it. The reason: ${version.note ?? 'none is given'}`
                : 'Its rows go out of reach at once: on every page, in downloads under way, in the API. Its number, its counts and your reason stay for everyone to read. A number is never used again.'
            }
          />
          <ErrorSummary form={request.form} />
          <Split kind="aside">
            <Section first title={gone ? 'Who had it' : 'The reason'}>
              {!gone && (
                <Form request={request} draft>
                  <TextArea
                    name="reason"
                    label="Why it is withdrawn"
                    hint="Everyone reads this in its place. Name no person."
                    form={request.form}
                  />
                  <button type="submit" class="button">
                    Withdraw version {number}
                  </button>
                </Form>
              )}
            </Section>
            <aside>
              <h2 class="ruled heavy">Open downloads</h2>
              <p>
                {counted(
                  use.days.reduce((sum, { downloads }) => sum + downloads, 0),
                  'download',
                )}{' '}
                of this dataset were counted in the last 90 days, without addresses: who made them is not
                known.
              </p>
            </aside>
          </Split>
          <Section title="People known to have looked" remark="while it was protected; from the log">
            {readers.length === 0 ? (
              <Empty>Nobody has looked at it while it was protected.</Empty>
            ) : (
              <Table
                caption="People known to have looked at this version"
                rows={readers}
                columns={[
                  { head: 'Person', cell: ({ person }) => nameOf(person) },
                  { head: 'Looks', numeric: true, cell: ({ looks }) => looks },
                  {
                    head: 'Last',
                    nowrap: true,
                    cell: ({ last_at }) => <Time at={last_at} zone={zone} as="moment" />,
                  },
                  { head: 'For', cell: ({ purposes }) => purposes.join('; ') || '–' },
                ]}
              />
            )}
          </Section>
        </>
      ),
    };
  },
  submit: async (request, form) => {
    const dataset = request.params['dataset'] ?? '';
    const version = Number(request.params['version']);
    await request.ask(withdrawVersion, { dataset, version, reason: String(form.get('reason') ?? '').trim() });
    return { redirect: `/data/${dataset}/versions/${version}` };
  },
});
