import { page } from '../../core/page.ts';
import {
  ActForm,
  ButtonLink,
  Facts,
  Links,
  Notice,
  Section,
  Status,
  Time,
  Title,
} from '../../web/components/index.ts';
import { counted, formatCount, inWords, sentence } from '../../web/format/index.ts';
import { listVersions, rollBack, showDataset, withdrawVersion } from './contract.ts';
import { loadReport } from './load-report.tsx';
import { VersionList } from './version-list.tsx';

/** All versions of a dataset, newest first. */
export const versionsPage = page({
  path: '/data/:dataset/versions',
  access: 'everyone',
  render: async (request) => {
    const dataset = request.params['dataset'] ?? '';
    const [about, { versions }] = await Promise.all([
      request.ask(showDataset, { dataset }),
      request.ask(listVersions, { dataset, limit: 200 }),
    ]);
    const home = `/data/${about.dataset}`;
    return {
      title: `Versions of ${about.title}`,
      place: 'data',
      breadcrumbs: [
        { href: '/data', label: 'Data' },
        { href: home, label: about.title },
      ],
      content: (
        <>
          <Title
            kind={`Versions · ${about.dataset}`}
            title={about.title}
            lede={
              versions.length === 0
                ? 'No file has been loaded yet, so there is no version.'
                : `${sentence(inWords(about.versions, 'version'))}. None is ever changed: what you cite today stays what it is.`
            }
            acts={
              versions.length > 1 && (
                <ButtonLink href={`${home}/compare`} kind="outline">
                  Compare two versions
                </ButtonLink>
              )
            }
          />
          <Section title="All versions">
            <VersionList home={home} versions={versions} zone={request.clock.timeZone} />
          </Section>
        </>
      ),
    };
  },
});

/** One version: its rows accounted for, its columns, what did not fit, its file. */
export const versionPage = page({
  path: '/data/:dataset/versions/:version',
  access: 'everyone',
  render: async (request) => {
    const dataset = request.params['dataset'] ?? '';
    const number = Number(request.params['version']);
    const { loaded, content } = await loadReport(request, dataset, number);
    const home = `/data/${loaded.dataset}`;
    const zone = request.clock.timeZone;
    const whole = `/api/v1/datasets/${loaded.dataset}/versions/${number}`;
    const gone = loaded.state === 'withdrawn';
    const [mayWithdraw, mayRollBack] = await Promise.all([
      request.may(withdrawVersion, { dataset: loaded.dataset }),
      request.may(rollBack, { dataset: loaded.dataset }),
    ]);
    return {
      title: `${loaded.title}, version ${number}`,
      place: 'data',
      breadcrumbs: [
        { href: '/data', label: 'Data' },
        { href: home, label: loaded.title },
        { href: `${home}/versions`, label: 'Versions' },
      ],
      content: (
        <>
          <Title
            kind={`Version ${number} · ${stateWords[loaded.state]}`}
            title={loaded.title}
            lede={`${counted(loaded.rows_in, 'row')} came in, ${formatCount(loaded.rows_stored)} are stored, ${loaded.rows_quarantined === 0 ? 'none' : formatCount(loaded.rows_quarantined)} set aside. ${loaded.cells_rejected === 0 ? 'Every cell fits its column.' : `${counted(loaded.cells_rejected, 'cell')} ${loaded.cells_rejected === 1 ? 'does' : 'do'} not fit ${loaded.cells_rejected === 1 ? 'its' : 'their'} column.`}`}
            acts={
              gone || loaded.access !== 'open' ? undefined : (
                <>
                  <ButtonLink href={`${whole}.csv`} kind="outline" download>
                    Download CSV
                  </ButtonLink>
                  <Links>
                    <a href={`${whole}.parquet`}>Parquet</a>
                    <a href={`${whole}.json`}>JSON</a>
                    <a href={`${home}/rows?version=${number}`}>Look at its rows</a>
                    {number > 1 && (
                      <a href={`${home}/compare?from=${number - 1}&to=${number}`}>
                        Compare with version {number - 1}
                      </a>
                    )}
                  </Links>
                </>
              )
            }
          >
            <Facts
              items={[
                { label: 'Loaded', value: <Time at={loaded.loaded_at} zone={zone} as="moment" /> },
                {
                  label: 'Rows and fields',
                  value: `${counted(loaded.rows_stored, 'row')}, ${counted(loaded.fields, 'field')}`,
                },
                {
                  label: 'State',
                  value: gone ? (
                    <Status kind="unknown">Withdrawn</Status>
                  ) : (
                    `${sentence(stateWords[loaded.state])}, ${loaded.access}`
                  ),
                },
                {
                  label: 'Cite',
                  value: (
                    <span class="mono">
                      {loaded.dataset}@{number}
                    </span>
                  ),
                },
              ]}
            />
          </Title>
          {loaded.note && (
            <Notice tone="plain" title="Said when it was loaded">
              <p>{loaded.note}</p>
            </Notice>
          )}
          {loaded.state === 'superseded' && (
            <Notice tone="plain" title="A newer version is current">
              <p>
                This version stays as it is. <a href={home}>See the current one</a>
                {mayRollBack && ', or make these rows current again as a new version'}.
              </p>
              {mayRollBack && (
                <div class="acts">
                  <ActForm request={request}>Roll back to version {number}</ActForm>
                </div>
              )}
            </Notice>
          )}
          {content}
          {mayWithdraw && !gone && (
            <p class="small more">
              <a href={`${home}/versions/${number}/withdraw`}>Withdraw this version</a>
            </p>
          )}
        </>
      ),
    };
  },
  submit: async (request) => {
    const dataset = request.params['dataset'] ?? '';
    const made = await request.ask(rollBack, { dataset, version: Number(request.params['version']) });
    return { redirect: `/data/${made.dataset}/versions/${made.version}` };
  },
});

const stateWords = { current: 'current', superseded: 'superseded', withdrawn: 'withdrawn' } as const;
