import { page } from '../../../core/page.ts';
import { agencyNames } from '../../../web/ask/agency-names.ts';
import { ButtonLink, Links, Pairs, Section, Split, Time, Title } from '../../../web/components/index.ts';
import { setPurpose, whoAmI } from '../../access/contract.ts';
import { showDataset } from '../contract.ts';
import { classifyDataset, listGrants, showProtection } from './contract.ts';
import { Granted, PurposeForm, shownWords, WhatItTakes, WhomToAsk, WhyProtected } from './what-it-takes.tsx';

/** Why a dataset is protected or open, what whoever looks may see of it, and what more would take. */
export const accessPage = page({
  path: '/data/:dataset/access',
  access: 'everyone',
  render: async (request) => {
    const [about, protection, agencyName] = await Promise.all([
      request.ask(showDataset, { dataset: request.params['dataset'] ?? '' }),
      request.ask(showProtection, { dataset: request.params['dataset'] ?? '' }),
      agencyNames(request),
    ]);
    const home = `/data/${about.dataset}`;
    const isOpen = protection.access === 'open';
    const [mayClassify, mayGrant, me] = await Promise.all([
      request.may(classifyDataset, { dataset: about.dataset }),
      request.may(listGrants, { dataset: about.dataset }),
      request.ask(whoAmI, {}),
    ]);
    // Its holder's own people need no grant, only a purpose.
    const mayLookForPurpose =
      mayGrant &&
      request.actor.kind === 'person' &&
      protection.allowed !== 'rows' &&
      protection.access === 'protected';
    return {
      title: `Who may see ${about.title}`,
      place: 'data',
      breadcrumbs: [
        { href: '/data', label: 'Data' },
        { href: home, label: about.title },
      ],
      content: (
        <>
          <Title
            kind={`Who may see it · ${about.dataset}`}
            title={about.title}
            lede={
              isOpen
                ? 'It is open: anyone may have its rows, and any figure made from them.'
                : protection.access === 'no-file'
                  ? 'No file of it was loaded here. Its record is open to everyone.'
                  : `Its rows are protected. ${shownWords[protection.allowed]}`
            }
            acts={
              <>
                {request.actor.kind === 'open' && !isOpen && (
                  <ButtonLink href={`/sign-in?${new URLSearchParams({ return_to: `${home}/access` })}`}>
                    Sign in
                  </ButtonLink>
                )}
                <Links>
                  <a href={home}>See what is open about it</a>
                  {mayGrant && !isOpen && <a href={`${home}/grants`}>Grants</a>}
                  {mayGrant && !isOpen && <a href={`${home}/looks`}>Who looked</a>}
                  {mayClassify && <a href={`${home}/classification`}>Classify it</a>}
                </Links>
              </>
            }
          />
          {protection.granted.length > 0 && (
            <Section first title="What you were granted">
              <Granted request={request} protection={protection} purpose={me.purpose} />
            </Section>
          )}
          <Split kind="aside">
            <Section
              first={protection.granted.length === 0}
              title={isOpen ? 'Why it is open' : 'Why it is protected'}
            >
              <WhyProtected protection={protection} zone={request.clock.timeZone} />
              {protection.refusal && (
                <Pairs
                  items={[
                    {
                      label: 'Policy',
                      value: (
                        <>
                          <a href={`/policies#${protection.refusal.policy}`}>{protection.refusal.title}</a>
                          <span class="sub mono">{protection.refusal.policy}</span>
                        </>
                      ),
                    },
                    { label: 'Which says', value: protection.refusal.reason },
                  ]}
                />
              )}
              {mayLookForPurpose && (
                <PurposeForm request={request} dataset={about.dataset} next={`${home}/rows`} />
              )}
              {protection.standing && (
                <p class="more">
                  New versions are open at once: {protection.standing.ground_says.toLowerCase()}. Decided by{' '}
                  {protection.standing.reviewer} on{' '}
                  <Time at={protection.standing.decided_at} zone={request.clock.timeZone} />.{' '}
                  {protection.standing.source && (
                    <a href={protection.standing.source}>Where its holder publishes it</a>
                  )}
                </p>
              )}
            </Section>
            <aside>
              <h2 class="ruled heavy">Whom to ask</h2>
              <WhomToAsk protection={protection} agencyName={agencyName} />
            </aside>
          </Split>
          {!isOpen && <WhatItTakes protection={protection} />}
          {protection.fields.length > 0 && (
            <Section title="What fields tell about a person" remark="masks follow it">
              <Pairs
                items={protection.fields.map((one) => ({
                  label: about.fields.find(({ name }) => name === one.field)?.title ?? one.field,
                  value: (
                    <>
                      {one.element_name}
                      {one.citation && <span class="sub">{one.citation}</span>}
                    </>
                  ),
                }))}
              />
            </Section>
          )}
        </>
      ),
    };
  },
  // Stating a purpose is all that is sent from here.
  submit: async (request, form) => {
    const home = `/data/${request.params['dataset'] ?? ''}`;
    await request.ask(setPurpose, { purpose: String(form.get('purpose') ?? '').trim() });
    const next = String(form.get('next') ?? '');
    // Never to another site: only to pages of this dataset, or of the work that loaded it.
    return {
      redirect:
        next.startsWith(`${home}/`) || next === home || /^\/jobs\/[a-z0-9]+$/.test(next)
          ? next
          : `${home}/access`,
    };
  },
});
