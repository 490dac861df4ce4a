import { page } from '../../core/page.ts';
import {
  type Column,
  Empty,
  Facts,
  Notice,
  Pairs,
  Section,
  Split,
  Status,
  Table,
  Time,
  Title,
} from '../../web/components/index.ts';
import { formatBytes, formatCount } from '../../web/format/index.ts';
import { showHealth } from './contract.ts';
import type { Health } from './model.ts';

const dayAndMore = 26 * 3600;

/** What an operator must do something about, most pressing first. */
function troubles(health: Health): readonly { readonly title: string; readonly words: string }[] {
  const { disk, last_backup: made, last_drill: drill } = health;
  const found: { title: string; words: string }[] = [];
  if (disk.free_bytes !== null && disk.total_bytes !== null && disk.free_bytes < disk.total_bytes * 0.1)
    found.push({
      title: 'The disk is nearly full',
      words: `${formatBytes(disk.free_bytes)} of ${formatBytes(disk.total_bytes)} are free. A full disk stops loads and decisions; nothing that is stored is lost.`,
    });
  if (made === null)
    found.push({
      title: 'There is no backup',
      words:
        'Make one now, and name a folder on another disk as backup_folder so that one is made every day.',
    });
  else if (made.age_seconds > dayAndMore)
    found.push({
      title: 'The last backup is older than a day',
      words: 'Name a folder as backup_folder in the settings, or look at the jobs for why it was not made.',
    });
  if (drill !== null && !drill.passed)
    found.push({ title: 'The last restore drill failed', words: drill.words });
  if (health.failing_deliveries > 0)
    found.push({
      title: `${formatCount(health.failing_deliveries)} events have not arrived`,
      words: 'Each is tried again; after about an hour it is set aside and waits for a retry.',
    });
  return found;
}

/** How the deployment is, for whoever answers for it. */
export const healthPage = page({
  path: '/operations',
  access: 'office',
  render: async (request) => {
    const health = await request.ask(showHealth, {});
    const zone = request.clock.timeZone;
    const wrong = troubles(health);
    const running = health.jobs.find(({ state }) => state === 'running')?.count ?? 0;
    const waiting = health.jobs.find(({ state }) => state === 'queued')?.count ?? 0;
    return {
      title: 'Operations',
      breadcrumbs: [{ href: '/operations', label: 'Operations' }],
      content: (
        <>
          <Title
            title="Operations"
            lede={
              wrong.length === 0
                ? 'Nothing here asks for anything to be done.'
                : `${wrong.length === 1 ? 'One thing asks' : `${wrong.length} things ask`} for something to be done.`
            }
          >
            <Facts
              items={[
                { label: 'Jobs running', value: formatCount(running) },
                { label: 'Jobs waiting', value: formatCount(waiting) },
                {
                  label: 'Disk free',
                  value: health.disk.free_bytes === null ? 'Unknown' : formatBytes(health.disk.free_bytes),
                },
                {
                  label: 'Last backup',
                  value:
                    health.last_backup === null ? (
                      'None'
                    ) : (
                      <Time at={health.last_backup.made_at} zone={zone} as="moment" />
                    ),
                },
                {
                  label: 'As data',
                  value: (
                    <>
                      <a href="/api/v1/store/health">JSON</a> · <a href="/metrics">metrics</a>
                    </>
                  ),
                },
              ]}
            />
          </Title>
          {wrong.slice(0, 2).map(({ title, words }) => (
            <Notice title={title} tone="warn">
              <p>{words}</p>
            </Notice>
          ))}
          <Split kind="halves">
            <div>
              <Section first={wrong.length === 0} title="Backup">
                <p>
                  Whoever runs the server makes one at any time: <code>oak store backup</code>, and tries
                  restoring it: <code>oak store drill-restore</code>.
                </p>
                <Pairs narrow items={backupFacts(health, zone)} />
              </Section>
              <Section title="Jobs" aside={<a href="/jobs">All of them</a>}>
                <Pairs
                  narrow
                  items={health.jobs.map(({ state, count }) => ({
                    label: stateWords[state] ?? state,
                    value: formatCount(count),
                  }))}
                />
                {health.failed_jobs.length > 0 && (
                  <Table
                    caption="Jobs that failed last"
                    columns={failedColumns(zone)}
                    rows={health.failed_jobs}
                  />
                )}
              </Section>
            </div>
            <div>
              <Section first={wrong.length === 0} title="Server">
                <Pairs
                  narrow
                  items={[
                    { label: 'Version', value: health.version },
                    { label: 'Running for', value: runningFor(health.uptime_seconds) },
                    { label: 'Memory', value: formatBytes(health.resident_bytes) },
                    {
                      label: 'Control plane',
                      value: `${health.store === 'sqlite' ? 'SQLite' : 'PostgreSQL'}${health.store_bytes === null ? '' : `, ${formatBytes(health.store_bytes)}`}`,
                    },
                    {
                      label: 'Audit log',
                      value: (
                        <>
                          <a href="/audit">{formatCount(health.audit.size)} entries</a>
                          {health.audit.waiting > 0 &&
                            `, ${formatCount(health.audit.waiting)} on their way into the tree`}
                        </>
                      ),
                    },
                  ]}
                />
              </Section>
              <Section title="Mail">
                <Pairs
                  narrow
                  items={[
                    { label: 'Mail server', value: serverWords[health.mail_server] ?? health.mail_server },
                    ...health.mail.map(({ state, count }) => ({
                      label: mailWords[state] ?? state,
                      value: formatCount(count),
                    })),
                    { label: 'Events not arrived', value: formatCount(health.failing_deliveries) },
                  ]}
                />
              </Section>
            </div>
          </Split>
          <Section title="Slowest pages and operations" remark="Since the server started">
            {health.slow_pages.length === 0 ? (
              <Empty>Nothing has been asked for yet.</Empty>
            ) : (
              <Table
                caption="Slowest pages and operations"
                columns={slowColumns}
                rows={health.slow_pages}
                phone="keep"
              />
            )}
          </Section>
        </>
      ),
    };
  },
});

const stateWords: Readonly<Record<string, string>> = {
  queued: 'Waiting',
  running: 'Running',
  succeeded: 'Done',
  failed: 'Failed',
  cancelled: 'Stopped',
};
const mailWords: Readonly<Record<string, string>> = {
  waiting: 'Waiting',
  sent: 'Sent',
  gathered: 'In a digest',
  refused: 'Refused',
  'given-up': 'Given up',
  bounced: 'Came back',
};
const serverWords: Readonly<Record<string, string>> = {
  none: 'None is set up',
  unusable: 'Its settings cannot be used',
  ready: 'Set up, not tried yet',
  working: 'Takes mail',
  failing: 'Does not take mail',
};

function backupFacts(health: Health, zone: string) {
  const { last_backup: made, last_drill: drill } = health;
  return [
    {
      label: 'Last backup',
      value:
        made === null ? (
          'None yet'
        ) : (
          <>
            <Time at={made.made_at} zone={zone} as="moment" />
            {made.same_disk && (
              <span class="sub">On the same disk as the home: it would be lost with it</span>
            )}
          </>
        ),
    },
    {
      label: 'Restore drill',
      value:
        drill === null ? (
          'Not done yet'
        ) : (
          <Status kind={drill.passed ? 'met' : 'late'} reason={drill.words}>
            {drill.passed ? 'Passed' : 'Failed'}
          </Status>
        ),
    },
  ];
}

function runningFor(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  if (hours >= 48) return `${formatCount(Math.floor(hours / 24))} days`;
  return hours >= 1
    ? `${hours} h ${Math.floor((seconds % 3600) / 60)} min`
    : `${Math.floor(seconds / 60)} min`;
}

const failedColumns = (zone: string): readonly Column<Health['failed_jobs'][number]>[] => [
  { head: 'Failed last', cell: (row) => <a href={`/jobs/${row.id}`}>{row.kind}</a> },
  { head: 'Why', cell: (row) => row.code ?? 'Unknown' },
  { head: 'When', cell: (row) => <Time at={row.finished_at} zone={zone} as="moment" /> },
];

const slowColumns: readonly Column<Health['slow_pages'][number]>[] = [
  { head: 'Route', mono: true, width: 'w40', cell: (row) => row.route },
  { head: 'Answers', numeric: true, cell: (row) => formatCount(row.count) },
  { head: 'Half within', note: 'ms', numeric: true, cell: (row) => row.median_ms },
  { head: '95 % within', note: 'ms', numeric: true, strong: true, cell: (row) => row.p95_ms },
  { head: 'Slowest', note: 'ms', numeric: true, cell: (row) => row.slowest_ms },
  { head: 'Failed', numeric: true, cell: (row) => formatCount(row.failed) },
];
