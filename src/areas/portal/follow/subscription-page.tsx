import { page } from '../../../core/page.ts';
import { ActForm, Section, Title } from '../../../web/components/index.ts';
import { confirmSubscription, endSubscription, showSubscription } from './contract.ts';
import { SubscriptionTable } from './subscription-table.tsx';

/** Where the links of mails lead: nothing changes by opening it, only by its buttons. */
export const subscriptionPage = page({
  path: '/subscriptions/:subscription',
  access: 'everyone',
  render: async (request) => {
    const key = request.query.get('key') ?? '';
    const about = await request.ask(showSubscription, {
      subscription: request.params['subscription'] ?? '',
      key,
    });
    const byMail = about.channel === 'email';
    return {
      title: `Following ${about.title}`,
      place: 'data',
      content: (
        <>
          <Title
            kind={byMail ? 'By email, a digest a day' : 'By webhook, at once'}
            title={`Following ${about.title}`}
            lede={
              {
                unconfirmed: byMail
                  ? 'Confirm that mail about it shall come to your address.'
                  : 'The address has not repeated its challenge yet.',
                active: byMail
                  ? 'You are told at most once a day, and only when something happened.'
                  : 'What happens is sent to your address, signed with this secret.',
                ended: 'This has ended. Nothing more about it will come, and the address is no longer kept.',
              }[about.state]
            }
            acts={
              about.state !== 'ended' && (
                <>
                  {about.state === 'unconfirmed' && byMail && (
                    <ActForm request={request} fields={{ act: 'confirm' }} as="filled">
                      Confirm
                    </ActForm>
                  )}
                  <ActForm request={request} fields={{ act: 'end' }} as="outline">
                    Stop following
                  </ActForm>
                  <a href={about.href}>See it</a>
                </>
              )
            }
          />
          {about.others.length > 0 && (
            <Section title="Also comes to this address">
              <SubscriptionTable
                request={request}
                subscriptions={about.others}
                end={({ subscription }) => ({ act: 'end', which: subscription })}
              />
            </Section>
          )}
        </>
      ),
    };
  },
  submit: async (request, form) => {
    const subscription = request.params['subscription'] ?? '';
    const key = request.query.get('key') ?? '';
    const which = String(form.get('which') ?? '');
    if (form.get('act') === 'confirm') await request.ask(confirmSubscription, { subscription, key });
    else await request.ask(endSubscription, { subscription, key, ...(which && { which }) });
    return { redirect: `/subscriptions/${subscription}?key=${encodeURIComponent(key)}` };
  },
});
