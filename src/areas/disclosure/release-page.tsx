import { page } from '../../core/page.ts';
import {
  ErrorSummary,
  Facts,
  Form,
  Links,
  RadioField,
  Section,
  Status,
  TextArea,
  TextField,
  Time,
  Title,
} from '../../web/components/index.ts';
import { formatCount } from '../../web/format/index.ts';
import type { ReleaseView } from './model.ts';
import { type PrintedTable, PublishedTable } from './published-table.tsx';
import { decideRelease, showRelease } from './release/contract.ts';
import { stateWords } from './releases-page.tsx';
import { RuleWords } from './rule-words.tsx';

/** One release: its tables as printed, its proof, and for a reviewer the decision. */
export const releasePage = page({
  path: '/releases/:release',
  access: 'everyone',
  render: async (request) => {
    const { form } = request;
    const found = await request.ask(showRelease, { release: request.params['release'] ?? '' });
    const tables = found.published['tables'] as readonly PrintedTable[];
    const decides = found.state === 'proposed' && (await request.may(decideRelease));
    return {
      title: found.title,
      place: 'data',
      breadcrumbs: [
        { href: '/data', label: 'Data' },
        { href: '/releases', label: 'Register of releases' },
        { href: `/releases/${found.release}`, label: found.title },
      ],
      content: (
        <>
          <Title kind={`Release · ${found.release}`} title={found.title} lede={answerOf(found)}>
            <Facts
              items={[
                {
                  label: 'State',
                  value: <Status kind={stateWords[found.state].kind}>{stateWords[found.state].word}</Status>,
                },
                { label: 'About', value: found.universes.join(', ') },
                { label: 'Asked', value: <Time at={found.asked_at} zone={request.clock.timeZone} /> },
                ...(found.decided_at === null
                  ? []
                  : [
                      {
                        label: 'Decided',
                        value: <Time at={found.decided_at} zone={request.clock.timeZone} />,
                      },
                      { label: 'By', value: found.reviewer },
                    ]),
              ]}
            />
          </Title>
          <ErrorSummary form={form} />
          {tables.map((table, at) => (
            <Section
              title={tables.length === 1 ? 'The table' : table.name}
              remark={at === 0 ? <RuleWords rule={found.rule} /> : undefined}
              finding={
                found.blanks > 0
                  ? 'Blanks are alike: which are small and which only guard others is not said.'
                  : undefined
              }
            >
              <PublishedTable table={table} />
            </Section>
          ))}
          <Section title="What the attacker found" finding={proofWords(found)}>
            <p>
              <Links>
                {[
                  <a href={`/api/v1/disclosure/releases/${found.release}`}>The published tables as JSON</a>,
                  ...found.proof.together.map((id) => <a href={`/releases/${id}`}>Tested with {id}</a>),
                ]}
              </Links>
            </p>
            <p class="small quiet">
              SHA-256 of the published tables: <code>{breakable(found.sha256)}</code>
            </p>
          </Section>
          {decides && (
            <Section
              title="Decide"
              finding="Once released it cannot be called back. It is attacked again with all that has left since."
            >
              <Form request={request} draft="decision">
                <RadioField
                  name="outcome"
                  label="May it leave?"
                  form={form}
                  choices={[
                    { value: 'released', label: 'Release it' },
                    { value: 'refused', label: 'Refuse it' },
                  ]}
                />
                {request.actor.kind !== 'person' && (
                  <TextField name="reviewer" label="Who decides" form={form} />
                )}
                <TextArea
                  name="reason"
                  label="Why"
                  hint="For whoever asked, and for the register."
                  form={form}
                />
                <p class="acts">
                  <button class="button" type="submit">
                    Record the decision
                  </button>
                  {request.actor.kind === 'person' && (
                    <span class="quiet">
                      The register will name {request.actor.name ?? request.actor.id}.
                    </span>
                  )}
                </p>
              </Form>
            </Section>
          )}
          {found.reason !== null && (
            <Section title="Why it was decided so">
              <p>{found.reason}</p>
            </Section>
          )}
        </>
      ),
    };
  },
  submit: async (request, form) => {
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const release = request.params['release'] ?? '';
    await request.ask(decideRelease, {
      release,
      outcome: text('outcome') as 'released' | 'refused',
      ...(text('reviewer') !== '' && { reviewer: text('reviewer') }),
      reason: text('reason'),
    });
    return { redirect: `/releases/${release}` };
  },
});

const answerOf = ({ blanks, cells }: ReleaseView) =>
  blanks === 0
    ? `All ${formatCount(cells)} figures are printed.`
    : `${formatCount(blanks)} of ${formatCount(cells)} figures are withheld, so that nobody behind them can be worked out.`;

function proofWords({ proof }: ReleaseView): string {
  const together =
    proof.together.length === 0
      ? 'No earlier release is about the same people'
      : `Tested together with ${formatCount(proof.together.length)} earlier ${proof.together.length === 1 ? 'release' : 'releases'} about the same people`;
  const narrowest =
    proof.narrowest === null
      ? ''
      : ` The narrowest range left to an outsider is ${formatCount(proof.narrowest)} wide.`;
  return `Nothing. ${together}.${narrowest}`;
}

/** A digest that a narrow window may break: after every sixteenth letter. */
const breakable = (text: string) =>
  (text.match(/.{1,16}/g) ?? []).map((part) => (
    <>
      {part}
      <wbr />
    </>
  ));
