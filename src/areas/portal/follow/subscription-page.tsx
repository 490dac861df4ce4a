import { page } from '../../../core/page.ts';
import { ActForm, Section, Title } from '../../../web/components/index.ts';
import { confirmSubscription, endSubscription, showSubscription } from './contract.ts';

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
    const what = about.topic === 'all' ? 'all data' : about.topic.replace(':', ' ');
    return {
      title: 'Following',
      content: (
        <>
          <Title
            kind="By email, a digest a day"
            title={`Following ${what}`}
            lede={
              {
                unconfirmed: 'Confirm that mail about it shall come to your address.',
                active: 'You are told once a day when something happened.',
                ended: 'This has ended. No more mail about it will come.',
              }[about.state]
            }
          />
          {about.state !== 'ended' && (
            <Section title="What you can do">
              {about.state === 'unconfirmed' && (
                <ActForm request={request} fields={{ act: 'confirm' }} as="filled">
                  Confirm
                </ActForm>
              )}
              <ActForm request={request} fields={{ act: 'end' }} as="outline">
                Stop following
              </ActForm>
            </Section>
          )}
        </>
      ),
    };
  },
  submit: async (request, form) => {
    const subscription = request.params['subscription'] ?? '';
    const key = request.query.get('key') ?? '';
    await request.ask(form.get('act') === 'confirm' ? confirmSubscription : endSubscription, {
      subscription,
      key,
    });
    return { redirect: `/subscriptions/${subscription}?key=${encodeURIComponent(key)}` };
  },
});
