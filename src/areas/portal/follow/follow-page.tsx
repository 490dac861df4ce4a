import { type PageRequest, page } from '../../../core/page.ts';
import {
  Code,
  Empty,
  ErrorSummary,
  Form,
  Links,
  Notice,
  RadioField,
  Section,
  Split,
  TextField,
  Title,
} from '../../../web/components/index.ts';
import { endSubscription, listNews, listSubscriptions, subscribe } from './contract.ts';
import { SubscriptionTable } from './subscription-table.tsx';

/** Follow one topic, by whichever way suits: a digest a day, a feed, a webhook. Says what happened to it lately. */
export const followPage = page({
  path: '/follow',
  access: 'everyone',
  render: (request) => show(request),
  submit: async (request, form) => {
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const channel = form.get('channel') === 'webhook' ? 'webhook' : 'email';
    const topic = text('topic');
    const { secret, title } = await request.ask(subscribe, { topic, channel, address: text('address') });
    // The secret is shown this once, so it stands in no address.
    if (secret !== null) return show(request, { topic, title, secret });
    return { redirect: `/follow?${new URLSearchParams({ topic, sent: 'yes' })}` };
  },
});

async function show(
  request: PageRequest,
  hook?: { readonly topic: string; readonly title: string; readonly secret: string },
) {
  const { form, query } = request;
  const topic = hook?.topic ?? form?.values['topic'] ?? query.get('topic') ?? 'all';
  const { items, title, href } = await request.ask(listNews, { topic, limit: 10 });
  const ofPlan = topic.startsWith('plan:');
  const happens = ofPlan
    ? 'New versions of the text, answers, meetings and targets reached.'
    : 'New versions, announced changes, withdrawals and answered questions.';
  return {
    title: `Follow ${title}`,
    place: ofPlan ? ('plan' as const) : ('data' as const),
    breadcrumbs: [
      ofPlan ? { href: '/plan', label: 'Plan' } : { href: '/data', label: 'Data' },
      ...(href === '/data' || href === '/plan' ? [] : [{ href, label: title }]),
    ],
    content: (
      <>
        <Title
          kind="Be told when something happens"
          title={`Follow ${title}`}
          lede={`${happens} No account is needed, and the address is used for nothing else.`}
        />
        {query.get('sent') !== null && (
          <Notice title="A mail is on its way to your address">
            <p>Press the link in it to confirm. Without that no more mail comes.</p>
          </Notice>
        )}
        {hook && (
          <Notice title="Keep this secret now: it is shown once">
            <Code label="Secret of the webhook" code={hook.secret} wrap />
            <p class="small">
              The address is sent a challenge first and must repeat it. Everything sent afterwards carries an
              HMAC-SHA256 signature made with this secret.
            </p>
          </Notice>
        )}
        <ErrorSummary form={form} />
        <Split kind="aside">
          <Section title="By email or webhook" first>
            <Form request={request} action="/follow" draft>
              <input type="hidden" name="topic" value={topic} />
              <RadioField
                name="channel"
                label="How"
                value={query.get('channel') === 'webhook' ? 'webhook' : 'email'}
                form={form}
                choices={[
                  {
                    value: 'email',
                    label: 'By email',
                    hint: 'One digest a day, only when something happened',
                  },
                  {
                    value: 'webhook',
                    label: 'By webhook',
                    hint: 'At once, as signed JSON to an address of yours that begins with https://',
                  },
                ]}
              />
              <TextField name="address" label="Email or webhook address" form={form} />
              <button type="submit" class="button">
                Follow
              </button>
            </Form>
          </Section>
          <Section title="By feed reader" first>
            <p class="more">
              <a href={feedOf(topic)}>Atom feed</a>
            </p>
            <p class="small quiet">Nothing to give and nothing to end: your reader asks for it.</p>
            {request.actor.kind === 'person' && (
              <p class="more">
                <Links>
                  <a href="/subscriptions">What you follow</a>
                </Links>
              </p>
            )}
          </Section>
        </Split>
        <Section title="What happened lately">
          {items.length === 0 ? (
            <Empty>Nothing has happened since it stands here. You will be the first to hear.</Empty>
          ) : (
            <ol class="plain">
              {items.map((item) => (
                <li class="more">
                  <a href={item.href}>{item.title}</a>
                  <span class="sub">{item.summary}</span>
                </li>
              ))}
            </ol>
          )}
        </Section>
      </>
    ),
  };
}

const feedOf = (topic: string) => `/feeds/${topic.split(':').map(encodeURIComponent).join('/')}.atom`;

/** What a person who signed in has asked for, with the way out of each. */
export const subscriptionsPage = page({
  path: '/subscriptions',
  access: 'signed-in',
  render: async (request) => {
    const { subscriptions } = await request.ask(listSubscriptions, {});
    return {
      title: 'What you follow',
      place: 'data',
      content: (
        <>
          <Title
            kind="Be told when something happens"
            title="What you follow"
            lede="The subscriptions you asked for while signed in. Those from before are reached by the link in any of their mails."
          />
          <Section title="Subscriptions" first>
            {subscriptions.length === 0 ? (
              <Empty acts={<a href="/data">Look for data to follow</a>}>
                You follow nothing. Each dataset, keyword and agency has “Follow” on its page.
              </Empty>
            ) : (
              <SubscriptionTable
                request={request}
                subscriptions={subscriptions}
                end={({ subscription }) => ({ subscription })}
              />
            )}
          </Section>
        </>
      ),
    };
  },
  submit: async (request, form) => {
    await request.ask(endSubscription, { subscription: String(form.get('subscription') ?? '') });
    return { redirect: '/subscriptions' };
  },
});
