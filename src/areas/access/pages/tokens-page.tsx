import { type PageAnswer, page } from '../../../core/page.ts';
import {
  ActForm,
  Code,
  Empty,
  ErrorSummary,
  Form,
  RadioField,
  Section,
  Table,
  TextField,
  Time,
  Title,
  Unknown,
} from '../../../web/components/index.ts';
import { createToken, listTokens, revokeToken } from '../contract.ts';
import type { TokenView } from '../model.ts';

const crumbs = [
  { href: '/me', label: 'What am I allowed' },
  { href: '/me/tokens', label: 'Access tokens' },
];

/** Personal access tokens: make one, see when each was used, end it. */
export const tokensPage = page({
  path: '/me/tokens',
  access: 'signed-in',
  submit: async (request, form): Promise<PageAnswer> => {
    const token = form.get('token');
    if (typeof token === 'string') {
      await request.ask(revokeToken, { token });
      return { redirect: '/me/tokens' };
    }
    const made = await request.ask(createToken, {
      name: String(form.get('name') ?? ''),
      scope: form.get('scope') === 'write' ? 'write' : 'read',
      days: String(form.get('days') ?? '90'),
    });
    return {
      title: 'Your new token',
      breadcrumbs: crumbs,
      content: (
        <>
          <Title
            kind="Access token"
            title={made.name}
            lede="Copy it now. It is shown this once; here only its digest is kept, so nobody can show it again."
          />
          <Section first title="The token">
            <Code code={made.secret} label="The token" wrap />
            <p class="more">
              A script sends it with every request, as <span class="mono">Authorization: Bearer</span> and the
              token. It {made.scope === 'read' ? 'may only read' : 'may read and write'} what you may, until{' '}
              <Time at={made.endsAt} zone={request.clock.timeZone} as="long" />.
            </p>
            <p class="more">
              <a href="/me/tokens">Back to your tokens</a>
            </p>
          </Section>
        </>
      ),
    };
  },
  render: async (request) => {
    const { tokens } = await request.ask(listTokens, {});
    const zone = request.clock.timeZone;
    const live = tokens.filter(({ state }) => state === 'live');
    return {
      title: 'Access tokens',
      breadcrumbs: crumbs,
      content: (
        <>
          <Title
            title="Access tokens"
            lede="A token lets a script work in your name: at most what you may do yourself, and only until its end."
          />
          <Section first title="Your tokens">
            {live.length === 0 ? (
              <Empty>You have no live token.</Empty>
            ) : (
              <Table
                caption="Live tokens"
                rows={live}
                columns={[
                  { head: 'For', width: 'w33', cell: ({ name }) => name },
                  { head: 'May', cell: ({ scope }) => (scope === 'read' ? 'read' : 'read and write') },
                  {
                    head: 'Last used',
                    cell: ({ usedAt }) =>
                      usedAt === null ? (
                        <Unknown>never</Unknown>
                      ) : (
                        <Time at={usedAt} zone={zone} as="moment" />
                      ),
                  },
                  { head: 'Ends', nowrap: true, cell: ({ endsAt }) => <Time at={endsAt} zone={zone} /> },
                  {
                    head: 'End it',
                    act: true,
                    cell: ({ token, name }) => (
                      <ActForm request={request} fields={{ token }}>
                        End it now<span class="hidden-text">: {name}</span>
                      </ActForm>
                    ),
                  },
                ]}
              />
            )}
          </Section>
          <Section title="Make a token">
            <ErrorSummary form={request.form} />
            <Form request={request}>
              <TextField
                name="name"
                label="What is it for?"
                hint="Such as: nightly load of crashes"
                form={request.form}
              />
              <RadioField
                name="scope"
                label="What may it do?"
                value="read"
                form={request.form}
                choices={[
                  { value: 'read', label: 'Read only', hint: 'Changes nothing, whatever you may change' },
                  { value: 'write', label: 'Read and write', hint: 'All that you may' },
                ]}
              />
              <TextField
                name="days"
                label="Days until it ends"
                hint="1 to 365"
                value="90"
                short
                form={request.form}
              />
              <button class="button" type="submit">
                Make the token
              </button>
            </Form>
          </Section>
          <Ended tokens={tokens.filter(({ state }) => state !== 'live')} zone={zone} />
        </>
      ),
    };
  },
});

function Ended({ tokens, zone }: { tokens: readonly TokenView[]; zone: string }) {
  if (tokens.length === 0) return null;
  return (
    <Section title="Ended">
      <Table
        caption="Tokens that open nothing any more"
        rows={tokens}
        density="close"
        columns={[
          { head: 'For', width: 'w33', cell: ({ name }) => name },
          { head: 'How', cell: ({ state }) => (state === 'revoked' ? 'You ended it' : 'Its time was over') },
          { head: 'Made', nowrap: true, cell: ({ createdAt }) => <Time at={createdAt} zone={zone} /> },
        ]}
      />
    </Section>
  );
}
