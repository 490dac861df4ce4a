import { page } from '../../core/page.ts';
import {
  ButtonLink,
  Code,
  type Column,
  Empty,
  Facts,
  Section,
  Table,
  Time,
  Title,
} from '../../web/components/index.ts';
import { formatCount } from '../../web/format/index.ts';
import { search, showLog } from './contract.ts';

type Line = { readonly size: number; readonly root: string; readonly at: string; readonly note: string };

/** The log as everyone may know it: how long it is, who signs it, and how to hold it to what it once said. */
export const logPage = page({
  path: '/audit',
  access: 'everyone',
  render: async (request) => {
    const { verifier, size, newest, kept } = await request.ask(showLog, {});
    const mayRead = await request.may(search);
    const zone = request.clock.timeZone;
    const columns: readonly Column<Line>[] = [
      { head: 'Made', cell: (row) => <Time at={row.at} zone={zone} as="moment" /> },
      { head: 'Entries', numeric: true, cell: (row) => formatCount(row.size) },
      { head: 'Root of the tree', mono: true, phoneHide: true, cell: (row) => row.root },
    ];
    return {
      title: 'Audit log',
      breadcrumbs: [{ href: '/audit', label: 'Audit log' }],
      content: (
        <>
          <Title
            title="Audit log"
            lede="Every look at protected data, every change and every refusal is an entry here, written before it takes effect. Whoever keeps one checkpoint can see later that nothing before it was altered, removed or put in another order."
            acts={
              <>
                <ButtonLink href="/audit/check">Check a proof</ButtonLink>
                {mayRead && <a href="/audit/entries">Search the log</a>}
              </>
            }
          >
            <Facts
              items={[
                { label: 'Entries', value: formatCount(size) },
                {
                  label: 'Newest checkpoint',
                  value: newest ? <Time at={newest.at} zone={zone} as="moment" /> : 'None yet',
                },
                { label: 'Checkpoints kept', value: formatCount(kept.length) },
                { label: 'As data', value: <a href="/api/v1/audit">JSON</a> },
              ]}
            />
          </Title>
          <Section
            first
            title="Keep a checkpoint"
            aside={<a href="/api/v1/audit/checkpoint">Newest checkpoint, as text</a>}
          >
            {newest === null ? (
              <Empty>The log has no entry yet. It has one as soon as anything is changed.</Empty>
            ) : (
              <>
                <p>
                  These lines are the name of the log, the number of its entries, the root of the tree over
                  them, and a signature. They hold nothing about a person: keep them anywhere that nobody here
                  can reach.
                </p>
                <p>
                  A machine of yours can keep checkpoints by itself and refuse a log that no longer continues
                  them: <code>oak audit witness ADDRESS --key KEY --keep FOLDER</code>.
                </p>
                <Code label="Newest checkpoint" code={newest.note} wrap />
                <Code label="Key that checks the signature" code={verifier} wrap />
              </>
            )}
          </Section>
          <Section title="Checkpoints kept here" remark="One a day">
            {kept.length === 0 ? (
              <Empty>The first is made tonight.</Empty>
            ) : (
              <Table caption="Checkpoints, newest first" columns={columns} rows={kept} />
            )}
          </Section>
        </>
      ),
    };
  },
});
