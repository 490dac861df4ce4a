import { OakError } from '../../core/error.ts';
import { type PageRequest, page } from '../../core/page.ts';
import { Code, Field, Notice, Section, Title } from '../../web/components/index.ts';
import { formatCount } from '../../web/format/index.ts';
import { checkProof, showLog } from './contract.ts';
import { inclusionProof } from './model.ts';

type Verdict =
  | { readonly kind: 'shown'; readonly leaf: number; readonly entries: number; readonly text: string }
  | { readonly kind: 'fails'; readonly because: string }
  | { readonly kind: 'unreadable'; readonly because: string };

const reasons = {
  signature: 'Its checkpoint is not signed by the key of this log, or a letter of it was changed.',
  path: 'The way from the entry does not lead to the root that was signed: the entry, its place or the way was changed.',
};

async function judge(request: PageRequest, given: string): Promise<Verdict> {
  try {
    const proof = inclusionProof.safeParse(JSON.parse(given));
    if (!proof.success)
      return { kind: 'unreadable', because: 'It lacks one of leaf, text, path and checkpoint.' };
    const { shown, fails, entries } = await request.ask(checkProof, proof.data);
    return shown
      ? { kind: 'shown', leaf: proof.data.leaf, entries: entries ?? 0, text: proof.data.text }
      : { kind: 'fails', because: reasons[fails ?? 'path'] };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof OakError)
      return { kind: 'unreadable', because: 'It is not the JSON that a proof is.' };
    throw error;
  }
}

/** Anyone checks a proof: paste it, press the button. The address holds only what a proof holds, nothing about a person. */
export const checkPage = page({
  path: '/audit/check',
  access: 'everyone',
  render: async (request) => {
    const given = request.query.get('proof') ?? '';
    const verdict = given.trim() === '' ? undefined : await judge(request, given);
    const { verifier } = await request.ask(showLog, {});
    return {
      title: 'Check a proof',
      breadcrumbs: [
        { href: '/audit', label: 'Audit log' },
        { href: '/audit/check', label: 'Check a proof' },
      ],
      content: (
        <>
          <Title
            title="Check a proof"
            lede="A proof shows that one entry stands in the log that was signed. It holds the entry’s time, kind and dataset, and a seal over who and why; not who and why themselves."
          />
          {verdict && <Answer verdict={verdict} />}
          <Section first={verdict === undefined} title="The proof">
            <form method="get" class="form">
              <Field
                name="proof"
                label="Paste it here"
                hint="The text that the entry’s page, the address below or oak audit prove gave"
              >
                {(attributes) => (
                  <textarea {...attributes} rows={10} spellcheck={false}>
                    {given}
                  </textarea>
                )}
              </Field>
              <button class="button" type="submit">
                Check it
              </button>
            </form>
          </Section>
          <Section title="Without trusting this server">
            <p>
              The arithmetic is public (RFC 6962 over SHA-256, a signed note under Ed25519) and fits a page of
              code that needs nothing of ours. It stands in the guide <code>docs/guides/audit-log.md</code>,
              and a test runs it as it stands. It takes a proof and this key, which you should have from
              somewhere else than from here:
            </p>
            <Code label="Key of this log" code={verifier} wrap />
            <Code
              label="Where a proof comes from, here for the first entry"
              code={`curl ${request.url.origin}/api/v1/audit/entries/0/proof`}
              wrap
            />
          </Section>
        </>
      ),
    };
  },
});

function Answer({ verdict }: { verdict: Verdict }) {
  switch (verdict.kind) {
    case 'shown':
      return (
        <Notice title="It holds">
          <p>
            Entry {formatCount(verdict.leaf)} stood in the log when it had {formatCount(verdict.entries)}{' '}
            {verdict.entries === 1 ? 'entry' : 'entries'}, and reads exactly so:
          </p>
          <Code label="The entry" level="p" code={verdict.text} wrap />
        </Notice>
      );
    case 'fails':
      return (
        <Notice title="It does not hold" tone="bad">
          <p>{verdict.because}</p>
        </Notice>
      );
    case 'unreadable':
      return (
        <Notice title="This is not a proof" tone="warn">
          <p>{verdict.because} Copy the whole text again, from its first brace to its last.</p>
        </Notice>
      );
  }
}
