import { page } from '../../core/page.ts';
import { Empty, Section, Title } from '../components/index.ts';

/** Sharing of protected data is not built yet: the place in the masthead says so, and what is open today. */
export const sharingPage = page({
  path: '/sharing',
  access: 'everyone',
  render: async () => ({
    title: 'Sharing',
    place: 'sharing',
    breadcrumbs: [{ href: '/sharing', label: 'Sharing' }],
    content: (
      <>
        <Title
          title="Sharing"
          lede="Requests for protected data cannot be made here yet. Everything on this server is open example data, and can be used without asking."
        />
        <Section title="What is open today">
          <Empty
            acts={
              <>
                <a href="/data">All datasets</a> <a href="/releases">Tables released about people</a>{' '}
                <a href="/agencies">Agencies and whom to ask</a> <a href="/law">The law behind it</a>
              </>
            }
          >
            Requests, agreements and where each stands will be listed here. Until then, ask the agency that
            holds the data.
          </Empty>
        </Section>
      </>
    ),
  }),
});
