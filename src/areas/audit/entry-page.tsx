import { page } from '../../core/page.ts';
import { namesOf } from '../../web/ask/names-of.ts';
import { ButtonLink, Code, Pairs, Section, Time, Title } from '../../web/components/index.ts';
import { formatCount } from '../../web/format/index.ts';
import { prove, showEntry } from './contract.ts';
import { outcomeWords } from './model.ts';

/** One entry, and the proof of it to take away. */
export const entryPage = page({
  path: '/audit/entries/:leaf',
  access: 'auditor',
  render: async (request) => {
    const leaf = Number(request.params['leaf']);
    const entry = await request.ask(showEntry, { leaf });
    const nameOf = await namesOf(request, [entry.actor, entry.person]);
    const proof = JSON.stringify(await request.ask(prove, { leaf }), null, 1);
    const zone = request.clock.timeZone;
    const detail = Object.entries(entry.detail ?? {});
    return {
      title: `Entry ${leaf}`,
      breadcrumbs: [
        { href: '/audit', label: 'Audit log' },
        { href: '/audit/entries', label: 'Search' },
        { href: `/audit/entries/${leaf}`, label: `Entry ${leaf}` },
      ],
      content: (
        <>
          <Title
            kind="Entry of the audit log"
            title={`Entry ${formatCount(leaf)}`}
            lede={
              entry.erased
                ? 'Who, why and about whom were erased; what remains is proved as before.'
                : undefined
            }
          />
          <Section first title="What happened">
            <Pairs
              items={[
                { label: 'When', value: <Time at={entry.at} zone={zone} as="moment" /> },
                {
                  label: 'What',
                  value: `${outcomeWords[entry.outcome]}${entry.count > 1 ? ` ${entry.count} times within a minute` : ''}: ${entry.operation}`,
                },
                {
                  label: 'Dataset',
                  value: entry.dataset ? <a href={`/data/${entry.dataset}`}>{entry.dataset}</a> : 'None',
                },
                { label: 'Who', value: entry.erased ? 'Erased' : nameOf(entry.actor ?? '') },
                { label: 'Purpose', value: entry.erased ? 'Erased' : (entry.purpose ?? 'None given') },
                {
                  label: 'Whose record',
                  value: entry.erased ? 'Erased' : entry.person === null ? 'Nobody’s' : nameOf(entry.person),
                },
                ...detail.map(([label, value]) => ({ label, value: String(value) })),
                { label: 'Reference', value: entry.request ?? '–' },
              ]}
            />
          </Section>
          <Section
            title="Proof that it stands in the log"
            aside={<a href={`/api/v1/audit/entries/${leaf}/proof`}>As data</a>}
          >
            <p>It can be handed to anyone: it holds nothing of who, why and about whom.</p>
            <Code label="Proof" code={proof} wrap />
            <div class="acts">
              <ButtonLink href={`/audit/check?${new URLSearchParams({ proof })}`}>Check it</ButtonLink>
            </div>
          </Section>
        </>
      ),
    };
  },
});
