import { page } from '../../../core/page.ts';
import {
  ButtonLink,
  type Column,
  Empty,
  ErrorSummary,
  Facts,
  Form,
  Links,
  Section,
  Table,
  TextField,
  Time,
  Title,
} from '../../../web/components/index.ts';
import { formatCount, inWords, sentence } from '../../../web/format/index.ts';
import { listAllowed, setPurpose, whoAmI } from '../contract.ts';
import { roleWords, type Usable } from '../model.ts';

/** Who am I here, and what may I do: the answer of the same policies that every request asks. */
export const mePage = page({
  path: '/me',
  access: 'everyone',
  submit: async (request, form) => {
    await request.ask(setPurpose, { purpose: String(form.get('purpose') ?? '') });
    return { redirect: '/me' };
  },
  render: async (request) => {
    const [me, { things }] = await Promise.all([request.ask(whoAmI, {}), request.ask(listAllowed, {})]);
    const zone = request.clock.timeZone;
    const operations = things.filter(({ kind }) => kind === 'operation');
    const allowed = operations.filter((thing) => thing.allowed);
    const refused = operations.filter((thing) => !thing.allowed);
    const more = allowed.filter(({ policy }) => policy?.id !== 'use/everyone');
    const closedBy = new Map<string, { first: Usable; count: number }>();
    for (const thing of refused) {
      const id = thing.policy?.id ?? '';
      const known = closedBy.get(id);
      closedBy.set(id, { first: known?.first ?? thing, count: (known?.count ?? 0) + 1 });
    }
    return {
      title: 'What am I allowed',
      breadcrumbs: [{ href: '/me', label: 'What am I allowed' }],
      content: (
        <>
          <Title
            kind={me.kind === 'person' ? 'Signed in' : 'Not signed in'}
            title={me.name ?? 'A visitor'}
            lede={`You may use ${formatCount(allowed.length)} of the ${inWords(operations.length, 'operation')} here. ${
              me.kind === 'person'
                ? me.roles.length === 0
                  ? 'You hold no role yet, so what is open to everyone is open to you.'
                  : 'What you may do for an agency is counted for your own.'
                : 'That is what is open to everyone.'
            }`}
            acts={
              me.kind === 'person' ? (
                <Links>
                  <a href="/me/tokens">Access tokens</a>
                  {me.roles.length > 0 && <a href="/break-glass">Emergency access</a>}
                  {me.roles.length > 0 && <a href="/people">People and roles</a>}
                  {me.roles.length > 0 && <a href="/data/without-owner">Datasets without an owner</a>}
                  <a href="/policies">The policies</a>
                </Links>
              ) : (
                <>
                  <ButtonLink href="/sign-in?return_to=%2Fme">Sign in</ButtonLink>
                  <a href="/policies">The policies</a>
                </>
              )
            }
          >
            {me.roles.length > 0 && (
              <Facts
                items={me.roles.map((held) => ({
                  label: held.until === undefined ? 'Held until taken away' : 'Held for a term',
                  value: (
                    <>
                      {roleWords(held)}
                      {held.until !== undefined && (
                        <>
                          , to <Time at={held.until} zone={zone} />
                        </>
                      )}
                    </>
                  ),
                }))}
              />
            )}
          </Title>
          {me.kind === 'person' && (
            <Section
              first
              title="Your purpose"
              finding={
                me.purpose === null
                  ? 'You have stated none. Protected data is shown only for the purpose it was granted for.'
                  : `You work for this purpose now: ${me.purpose}. It is logged with what you look at.`
              }
            >
              <ErrorSummary form={request.form} />
              <Form request={request}>
                <TextField
                  name="purpose"
                  label="What you work on"
                  hint="As your grant words it, when you have one. Leave it empty to state none."
                  value={me.purpose ?? ''}
                  form={request.form}
                />
                <button class="button outline" type="submit">
                  State this purpose
                </button>
              </Form>
            </Section>
          )}
          <Section
            title={me.kind === 'person' ? 'What you may do beyond a visitor' : 'What is open'}
            remark={me.kind === 'person' ? inWords(more.length, 'operation') : undefined}
            first={me.kind !== 'person'}
            finding={`${sentence(inWords(allowed.length - more.length, 'operation'))} that show what is open, or take your words, are for everyone.`}
          >
            {more.length > 0 && (
              <Table
                caption="Operations you may use and a visitor may not"
                rows={more}
                density="close"
                columns={[summaryColumn, policyColumn]}
              />
            )}
          </Section>
          <Section
            title="What is closed to you, and whom to ask"
            remark={inWords(refused.length, 'operation')}
          >
            {refused.length === 0 ? (
              <Empty>Nothing is closed to you.</Empty>
            ) : (
              <Table
                caption="What is closed to you, by the policy that would open it"
                rows={[...closedBy.values()]}
                columns={[
                  {
                    head: 'Policy',
                    width: 'w33',
                    cell: ({ first: { policy } }) =>
                      policy && <a href={`/policies#${policy.id}`}>{policy.title}</a>,
                  },
                  { head: 'Operations', numeric: true, cell: ({ count }) => formatCount(count) },
                  { head: 'Such as', cell: ({ first }) => first.summary },
                  { head: 'Whom to ask', cell: ({ first }) => first.ask ?? '–' },
                ]}
              />
            )}
          </Section>
        </>
      ),
    };
  },
});

const summaryColumn: Column<Usable> = {
  head: 'What',
  width: 'w50',
  cell: ({ summary, name }) => (
    <>
      {summary}
      <span class="sub mono">{name}</span>
    </>
  ),
};

const policyColumn: Column<Usable> = {
  head: 'By the policy',
  cell: ({ policy }) => (policy === null ? '–' : <a href={`/policies#${policy.id}`}>{policy.title}</a>),
};
