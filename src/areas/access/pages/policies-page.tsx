import { page } from '../../../core/page.ts';
import { Notice, Section, Time, Title } from '../../../web/components/index.ts';
import { inWords, listed } from '../../../web/format/index.ts';
import { listPolicies } from '../contract.ts';
import type { PolicyView } from '../model.ts';

/** Every policy in force, in plain words and in its own. */
export const policiesPage = page({
  path: '/policies',
  access: 'everyone',
  render: async (request) => {
    const { policies, inForceSince, fault } = await request.ask(listPolicies, {});
    const files = [...new Set(policies.map(({ file }) => file))];
    return {
      title: 'Policies',
      breadcrumbs: [{ href: '/policies', label: 'Policies' }],
      content: (
        <>
          <Title
            title="Policies"
            lede={
              <>
                {inWords(policies.length, 'policy decides', 'policies decide').replace(/^./, (letter) =>
                  letter.toUpperCase(),
                )}{' '}
                who may see and do what here. Where none allows, the answer is no; where one forbids, no other
                can allow.
              </>
            }
          >
            {inForceSince !== null && (
              <p class="small quiet more">
                In force since <Time at={inForceSince} zone={request.clock.timeZone} as="moment" />
              </p>
            )}
            {fault !== null && (
              <Notice title="The files on the disk are not these" tone="warn">
                <p>{fault}</p>
              </Notice>
            )}
          </Title>
          {files.map((file, at) => (
            <Section first={at === 0} title={titles[file] ?? file} remark={file}>
              {policies
                .filter((policy) => policy.file === file)
                .map((policy) => (
                  <PolicyWords policy={policy} />
                ))}
            </Section>
          ))}
        </>
      ),
    };
  },
});

const titles: Readonly<Record<string, string>> = {
  'use.cedar': 'Who may use what',
  'data.cedar': 'Who may see data',
  'lists.cedar': 'Who may know of what',
};

const PolicyWords = ({ policy }: { policy: PolicyView }) => (
  <article id={policy.id} class="more">
    <h3>{policy.title}</h3>
    <p class="small quiet mono">{policy.id}</p>
    {policy.effect === 'forbid' && <p class="small">Forbids: {policy.refuses}</p>}
    <Obliges of={policy.obligations} />
    <details class="small">
      <summary>Its words</summary>
      <pre class="code" tabindex={0}>
        {policy.text}
      </pre>
    </details>
  </article>
);

function Obliges({ of }: { of: PolicyView['obligations'] }) {
  const parts = [
    of.mask.length > 0 && `fields of the kinds ${listed(of.mask)} are masked`,
    of.aggregateOnly && 'only figures are shown, never a row',
    of.minimumCell > 0 && `no figure counts fewer than ${of.minimumCell}`,
    of.log === 'each' && 'every look is logged',
  ].filter((part) => part !== false);
  return parts.length === 0 ? null : <p class="small">Obliges: {listed(parts)}.</p>;
}
