import type { OakError } from '../core/error.ts';
import type { PageAnswer, PageRequest } from '../core/page.ts';
import { ButtonLink, Pairs, Section, Split, Title } from './components/index.ts';

/**
 * Why may I not? The reason, the decision with the policy that made it, whom to ask, and what one could do at once. Takes
 * any error whose details name a policy: `policy`, `title`, `ask`, and where there is one `agency` and `dataset`.
 */
export function refusalPage(
  error: OakError,
  requestId: string,
  request: PageRequest,
): Exclude<PageAnswer, { redirect: string }> {
  const text = (name: string) => {
    const value = error.details[name];
    return value === undefined ? '' : String(value);
  };
  const { actor } = request;
  const named = text('asked') || text('dataset');
  const asked = named === '' || named.startsWith('page ') ? request.url.pathname : named;
  const back = request.url.pathname + request.url.search;
  const query = new URLSearchParams({ return_to: back });
  const roles = (actor.roles ?? []).map(({ role, agency }) => (agency ? `${role}, ${agency}` : role));
  return {
    title: 'Why may I not?',
    content: (
      <>
        <Title
          kind="Not open to you"
          title="Why may I not?"
          lede={text('reason') || error.message}
          acts={
            error.code === 'access.step-up-needed' ? (
              <ButtonLink href={`/sign-in/again?${query}`}>Sign in again</ButtonLink>
            ) : actor.kind === 'open' ? (
              <>
                <ButtonLink href={`/sign-in?${query}`}>Sign in</ButtonLink>
                <a href="/">First page</a>
              </>
            ) : (
              <>
                <a href="/me">What you may do</a>
                <a href="/">First page</a>
              </>
            )
          }
        />
        <Split kind="aside">
          <Section first title="The decision">
            <Pairs
              items={[
                {
                  label: 'You',
                  value:
                    actor.kind === 'person'
                      ? `${actor.name} (${roles.length === 0 ? 'no role' : roles.join('; ')})`
                      : 'A visitor who has not signed in',
                },
                {
                  label: 'You asked for',
                  value: <span class="mono">{asked}</span>,
                },
                {
                  label: 'Policy',
                  value: (
                    <>
                      <a href={`/policies#${text('policy')}`}>{text('title')}</a>
                      <span class="sub mono">{text('policy')}</span>
                    </>
                  ),
                },
                { label: 'Decided by', value: 'The policies, without a person' },
              ]}
            />
          </Section>
          <aside>
            <h2 class="ruled heavy">Whom to ask</h2>
            <p>{text('ask')}</p>
            {text('dataset') !== '' && (
              <p class="more">
                <a href={`/data/${text('dataset')}/access`}>What it would take, and how long</a>
              </p>
            )}
            {text('agency') !== '' && (
              <p class="more">
                <a href={`/agencies/${text('agency')}`}>The data officer of {text('agency')}</a>
              </p>
            )}
          </aside>
        </Split>
        <p class="small quiet more">
          That you asked is written in the log, and is held against nobody. To report this, quote{' '}
          <span class="mono">{requestId}</span> and <span class="mono">{error.code}</span>.
        </p>
      </>
    ),
  };
}
