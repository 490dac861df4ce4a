import type { PageRequest } from '../../../core/page.ts';
import { ActForm, Status, Table, Time } from '../../../web/components/index.ts';
import type { SubscriptionView } from './model.ts';

/** What is followed, each with the button that ends it. */
export const SubscriptionTable = ({
  request,
  subscriptions,
  end,
}: {
  request: PageRequest;
  subscriptions: readonly SubscriptionView[];
  /** What the form of the button carries. */
  end: (one: SubscriptionView) => Readonly<Record<string, string>>;
}) => (
  <Table
    caption="What is followed"
    rows={subscriptions}
    columns={[
      {
        head: 'What',
        width: 'w40',
        cell: ({ title, href, topic }) => (
          <>
            <a href={href}>{title}</a>
            <span class="sub">{topic}</span>
          </>
        ),
      },
      {
        head: 'How',
        cell: ({ channel }) => (channel === 'email' ? 'Email, a digest a day' : 'Webhook, at once'),
      },
      { head: 'Since', nowrap: true, cell: ({ since }) => <Time at={since} zone={request.clock.timeZone} /> },
      {
        head: 'State',
        width: 'w-status',
        cell: ({ state }) =>
          state === 'active' ? (
            <Status kind="met">You are told</Status>
          ) : (
            <Status kind="unknown">Not confirmed yet</Status>
          ),
      },
      {
        head: 'Act',
        act: true,
        cell: (one) => (
          <ActForm request={request} fields={end(one)}>
            Stop<span class="hidden-text"> following {one.title}</span>
          </ActForm>
        ),
      },
    ]}
  />
);
