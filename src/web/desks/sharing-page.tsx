import { listRuns } from '../../areas/linkage/runs/contract.ts';
import { page } from '../../core/page.ts';
import { Empty, Section, Title } from '../components/index.ts';

/** What can be done with protected data today. Requests between agencies are not built yet, and the page says so. */
export const sharingPage = page({
  path: '/sharing',
  access: 'everyone',
  render: async (request) => ({
    title: 'Sharing',
    place: 'sharing',
    breadcrumbs: [{ href: '/sharing', label: 'Sharing' }],
    content: (
      <>
        <Title
          title="Sharing"
          lede="Protected data is used here for a stated purpose, by those who were granted it, and every look is logged."
        />
        <Section title="What can be done today">
          <ul>
            <li>
              <a href="/data">See which data is protected</a>, why, and what it would take to use it.
            </li>
            {(await request.may(listRuns)) && (
              <li>
                <a href="/linkage">Link records about people</a> of datasets whose rows you may see.
              </li>
            )}
            <li>
              <a href="/releases">Read the tables released about people</a>, or ask for one on a dataset’s
              page.
            </li>
            <li>
              <a href="/agencies">Find whom to ask</a>, and <a href="/law">the law behind it</a>.
            </li>
          </ul>
        </Section>
        <Section title="Requests between agencies">
          <Empty>
            They cannot be made here yet. Ask the agency that holds the data: its page names the data officer,
            who can grant a look for a purpose and a time.
          </Empty>
        </Section>
      </>
    ),
  }),
});
