import { type PageRequest, page } from '../../../core/page.ts';
import {
  ActForm,
  ButtonLink,
  Empty,
  ErrorSummary,
  Filters,
  FilterText,
  Form,
  Links,
  Section,
  Split,
  Table,
  TextField,
  Time,
  Title,
} from '../../../web/components/index.ts';
import { inWords, sentence } from '../../../web/format/index.ts';
import { listOwnGrants } from '../../catalog/protection/contract.ts';
import { grantedWords } from '../../catalog/protection/model.ts';
import { endSession, listAllowed, listSessions, setPurpose, whoAmI } from '../contract.ts';
import { roleWords, type Usable } from '../model.ts';
import { AllowedGroups } from './allowed-groups.tsx';

/** Who am I here, what may I do, and where do I work: the answer of the same policies that every request asks. */
export const mePage = page({
  path: '/me',
  access: 'everyone',
  submit: async (request, form) => {
    if (form.has('end')) {
      await request.ask(endSession, { session: String(form.get('end')) });
      return { redirect: '/me' };
    }
    await request.ask(setPurpose, { purpose: String(form.get('purpose') ?? '') });
    const next = String(form.get('next') ?? '');
    return { redirect: /^\/data\/[a-z0-9]{4}-[a-z0-9]{4}(\/rows)?$/.test(next) ? next : '/me' };
  },
  render: async (request) => {
    const [me, { things }] = await Promise.all([request.ask(whoAmI, {}), request.ask(listAllowed, {})]);
    const isPerson = me.kind === 'person';
    const [{ grants }, { sessions }] = isPerson
      ? await Promise.all([request.ask(listOwnGrants, {}), request.ask(listSessions, {})])
      : [{ grants: [] }, { sessions: [] }];
    const zone = request.clock.timeZone;
    const operations = things.filter(({ kind }) => kind === 'operation');
    const places = workplaces(things, me.roles);
    return {
      title: isPerson ? (me.name ?? 'You') : 'What is open to everyone',
      breadcrumbs: [{ href: '/me', label: isPerson ? 'You' : 'What is open to everyone' }],
      content: (
        <>
          <Title
            kind={isPerson ? 'Signed in' : 'Not signed in'}
            title={me.name ?? 'A visitor'}
            lede={
              isPerson
                ? me.roles.length === 0
                  ? 'You hold no role yet, so what is open to everyone is open to you. The data officer of your agency gives roles.'
                  : `${me.roles.map(roleWords).join('; ')}.`
                : 'What is open needs no account. With one, you do what your role is for.'
            }
            acts={
              isPerson ? (
                <Links>
                  <a href="/me/looks">Who looked at my record</a>
                  <a href="/me/tokens">Access tokens</a>
                  <a href="/policies">The policies</a>
                </Links>
              ) : (
                <>
                  <ButtonLink href="/sign-in?return_to=%2Fme">Sign in</ButtonLink>
                  <a href="/policies">The policies</a>
                </>
              )
            }
          />
          {isPerson && (
            <Split kind="aside">
              <div>
                <Section
                  first
                  title="Your purpose"
                  finding={
                    me.purpose === null
                      ? 'You have stated none. Protected data is shown only for the purpose it was granted for.'
                      : `You work for this purpose now: ${me.purpose}. It is logged with what you look at.`
                  }
                >
                  {grants.length > 0 && (
                    <ul class="plain ruled-list">
                      {grants.map(({ dataset, title, purpose, view, valid_until }) => (
                        <li>
                          <p>
                            <a href={`/data/${dataset}`}>{title}</a>: {grantedWords[view].toLowerCase()}, for
                            “{purpose}”, until <Time at={valid_until} zone={zone} />
                          </p>
                          {purpose !== me.purpose && (
                            <ActForm
                              request={request}
                              fields={{
                                purpose,
                                next: `/data/${dataset}${view === 'figures' ? '' : '/rows'}`,
                              }}
                            >
                              Work for this purpose<span class="hidden-text"> and look at {title}</span>
                            </ActForm>
                          )}
                        </li>
                      ))}
                    </ul>
                  )}
                  <ErrorSummary form={request.form} />
                  <Form request={request}>
                    <TextField
                      name="purpose"
                      label={grants.length > 0 ? 'Another purpose' : 'What you work on'}
                      hint="As your grant words it, when you have one. Leave it empty to state none."
                      value={me.purpose ?? ''}
                      form={request.form}
                    />
                    <button class="button outline" type="submit">
                      State this purpose
                    </button>
                  </Form>
                </Section>
              </div>
              <aside>
                {places.length > 0 && (
                  <>
                    <h2 class="ruled heavy">Where you work</h2>
                    <ul class="plain">
                      {places.map(({ href, label }) => (
                        <li>
                          <a href={href}>{label}</a>
                        </li>
                      ))}
                    </ul>
                  </>
                )}
                <h2 class={places.length > 0 ? 'ruled gap' : 'ruled heavy'}>This session</h2>
                <ul class="plain small">
                  {me.signedInAt !== null && (
                    <li>
                      Signed in <Time at={me.signedInAt} zone={zone} as="moment" />
                    </li>
                  )}
                  {me.sessionUntil !== null && (
                    <li>
                      Ends <Time at={me.sessionUntil} zone={zone} as="moment" /> if you do nothing; the page
                      says so five minutes before.
                    </li>
                  )}
                  {me.roles
                    .filter(({ until }) => until !== undefined)
                    .map((held) => (
                      <li>
                        {roleWords(held)}: until <Time at={held.until!} zone={zone} />
                      </li>
                    ))}
                </ul>
                {sessions.length > 1 && (
                  <>
                    <h2 class="ruled gap">Your other sessions</h2>
                    <ul class="plain small">
                      {sessions
                        .filter(({ signedInAt }) => signedInAt !== me.signedInAt)
                        .map(({ session, signedInAt, seenAt }) => (
                          <li>
                            Signed in <Time at={signedInAt} zone={zone} as="moment" />, last used{' '}
                            <Time at={seenAt} zone={zone} as="moment" />.{' '}
                            <ActForm request={request} as="link" fields={{ end: session }}>
                              End it
                            </ActForm>
                          </li>
                        ))}
                    </ul>
                  </>
                )}
              </aside>
            </Split>
          )}
          <Allowed request={request} operations={operations} isPerson={isPerson} />
          <Closed operations={operations} />
        </>
      ),
    };
  },
});

/** The pages that a role is for, each only where the policies let one in. */
function workplaces(
  things: readonly Usable[],
  roles: readonly { readonly agency?: string | undefined }[],
): readonly { href: string; label: string }[] {
  const open = new Set(
    things.flatMap(({ kind, name, allowed }) => (kind === 'page' && allowed ? [name] : [])),
  );
  const agencies = [...new Set(roles.flatMap(({ agency }) => agency ?? []))];
  const fixed = [
    ['/desk', 'The plan’s desk'],
    ['/data/upload', 'Load a file'],
    ['/data/register', 'Register an asset'],
    ['/linkage', 'Find the same person across datasets'],
    ['/releases', 'The register of releases'],
    ['/data/without-owner', 'Datasets without an owner'],
    ['/break-glass', 'Emergency access'],
    ['/people', 'People and roles'],
    ['/audit/entries', 'Search the log'],
    ['/operations', 'Operations'],
  ] as const;
  return [
    ...agencies.map((code) => ({ href: `/agencies/${code}/desk`, label: `The desk of ${code}` })),
    ...agencies.map((code) => ({ href: `/agencies/${code}/leaving`, label: `Who leaves ${code}` })),
    ...(roles.length === 0 ? [] : fixed)
      .filter(([href]) => open.has(href))
      .map(([href, label]) => ({ href, label })),
  ];
}

function Allowed({
  request,
  operations,
  isPerson,
}: {
  request: PageRequest;
  operations: readonly Usable[];
  isPerson: boolean;
}) {
  const asked = request.query.get('q')?.trim().toLowerCase() ?? '';
  const allowed = operations.filter((thing) => thing.allowed);
  const own = isPerson ? allowed.filter(({ policy }) => policy?.id !== 'use/everyone') : allowed;
  const found = (asked === '' ? own : allowed).filter(({ summary, name }) =>
    `${summary} ${name}`.toLowerCase().includes(asked),
  );
  return (
    <Section
      id="may"
      title={isPerson ? 'What you may do beyond a visitor' : 'What is open'}
      remark={inWords(own.length, 'operation')}
      first={!isPerson}
      finding={
        isPerson
          ? `${sentence(inWords(allowed.length - own.length, 'more operation'))} that show what is open, or take your words, are for everyone. What you may do for an agency is counted for your own.`
          : undefined
      }
    >
      <Filters action="/me#may" act="Find">
        <FilterText
          name="q"
          label="What you want to do, in a word"
          value={request.query.get('q') ?? undefined}
        />
      </Filters>
      {found.length === 0 ? (
        <Empty acts={<a href="/me#may">Show all</a>}>
          {asked === ''
            ? 'Nothing beyond what everyone may.'
            : `Nothing that you may do has “${asked}” in its words.`}
        </Empty>
      ) : (
        <AllowedGroups things={found} open={asked !== ''} />
      )}
    </Section>
  );
}

function Closed({ operations }: { operations: readonly Usable[] }) {
  const refused = operations.filter((thing) => !thing.allowed);
  const byPolicy = [...Map.groupBy(refused, ({ policy }) => policy?.id ?? '').values()];
  return (
    <Section title="What is closed to you, and whom to ask" remark={inWords(refused.length, 'operation')}>
      {refused.length === 0 ? (
        <Empty>Nothing is closed to you.</Empty>
      ) : (
        <Table
          caption="What is closed to you, by the policy that would open it"
          rows={byPolicy}
          columns={[
            {
              head: 'Policy',
              width: 'w33',
              cell: ([first]) =>
                first?.policy && <a href={`/policies#${first.policy.id}`}>{first.policy.title}</a>,
            },
            { head: 'Operations', numeric: true, cell: (group) => group.length },
            { head: 'Such as', cell: ([first]) => first?.summary },
            { head: 'Whom to ask', cell: ([first]) => first?.ask ?? '–' },
          ]}
        />
      )}
    </Section>
  );
}
