import { accessTimesOn } from '../../../core/access-times.ts';
import { page } from '../../../core/page.ts';
import {
  ActForm,
  ButtonLink,
  Empty,
  Example,
  Notice,
  Section,
  Split,
  Table,
  Title,
} from '../../../web/components/index.ts';
import { inWords } from '../../../web/format/index.ts';
import { waysIn } from '../contract.ts';

/** Says what needs no account, where one comes back to and what is learned; then one button. */
export const signInPage = page({
  path: '/sign-in',
  access: 'everyone',
  render: async (request) => {
    const { leaverAccess } = accessTimesOn(request.jurisdiction.accessTimes, request.clock.today());
    const ways = await request.ask(waysIn, {});
    const back = request.query.get('return_to') ?? '/';
    const start = (as?: string) =>
      `/sign-in/start?${new URLSearchParams({ return_to: back, ...(as === undefined ? {} : { as }) })}`;
    const { actor } = request;
    return {
      title: 'Sign in',
      content: (
        <>
          <Title
            title="Sign in"
            lede="Reading the plan and open data needs no account. Sign in to work for an agency, to ask for protected data, or to review."
          >
            {request.query.get('out') === '1' && actor.kind === 'open' && (
              <Notice title="You are signed out">
                <p>Nothing you see now is kept under your name.</p>
              </Notice>
            )}
            {actor.kind === 'person' && (
              <Notice title={`You are signed in as ${actor.name}`} tone="plain">
                <p>
                  <a href="/me">What you are allowed</a>. To be someone else, sign out first.
                </p>
                <div class="acts">
                  <ActForm request={request} action="/sign-out">
                    Sign out
                  </ActForm>
                </div>
              </Notice>
            )}
          </Title>
          <Split kind="aside">
            <div>
              {ways.samples.length === 0 && (
                <Section first title="With your state account">
                  {ways.provider === null ? (
                    <Empty>
                      Nobody can sign in: this server knows no identity provider. Who runs it names one in its
                      configuration.
                    </Empty>
                  ) : (
                    <>
                      <p>
                        Your agency’s sign-in page opens, then you come back
                        {back === '/' ? '' : ' to the page where you were'}.
                      </p>
                      <p class="acts more">
                        <ButtonLink href={start()}>Continue to {ways.provider}</ButtonLink>
                      </p>
                      <p class="small quiet more">
                        We learn your name, work email and groups. Not your password.
                      </p>
                    </>
                  )}
                </Section>
              )}
              {ways.samples.length > 0 && (
                <Section
                  first
                  title="As a sample person"
                  remark={
                    <>
                      Demonstration only <Example />
                    </>
                  }
                  finding="No password. Each sees what that role may see; what they do is logged under the sample name."
                >
                  <Table
                    caption="Sample people"
                    rows={ways.samples}
                    columns={[
                      {
                        head: 'Person',
                        width: 'w50',
                        cell: ({ name, is }) => (
                          <>
                            {name}
                            <span class="sub">{is}</span>
                          </>
                        ),
                      },
                      { head: 'May see and do', cell: ({ may }) => may },
                      {
                        head: 'Sign in',
                        act: true,
                        cell: ({ id, name }) => (
                          <ButtonLink kind="slight" href={start(id)}>
                            Be {name.split(' ').at(-1)}
                          </ButtonLink>
                        ),
                      },
                    ]}
                  />
                  <p class="small quiet more">
                    This list exists only while the platform answers this computer alone. On any other address
                    it is off.
                  </p>
                </Section>
              )}
            </div>
            <aside>
              <h2 class="ruled heavy">If it does not work</h2>
              <ul class="plain small">
                <li>
                  <b>New role?</b> The data officer of your agency gives it. <a href="/agencies">Find them</a>
                </li>
                <li>
                  <b>Left your agency?</b> Access ends within {inWords(leaverAccess.hours, 'hour')} of the
                  notice.<span class="sub">{leaverAccess.citation}</span>
                </li>
              </ul>
              <h2 class="ruled gap">A session</h2>
              <ul class="plain small">
                <li>
                  Ends after {ways.idleMinutes} minutes without a click, and at {ways.sessionHours} hours.
                </li>
                <li>Opening protected rows in an emergency asks you to sign in again.</li>
              </ul>
            </aside>
          </Split>
        </>
      ),
    };
  },
});
