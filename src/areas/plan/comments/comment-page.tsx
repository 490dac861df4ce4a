import { page } from '../../../core/page.ts';
import { Empty, Example, Facts, Notice, Section, Table, Time, Title } from '../../../web/components/index.ts';
import { Answer } from './comment-list.tsx';
import { showComment } from './contract.ts';

/** One comment at an address of its own, with its answer and everything that was done about it. */
export const commentPage = page({
  path: '/plan/comments/:number',
  access: 'everyone',
  render: async (request) => {
    const cycle = request.query.get('cycle') ?? undefined;
    const comment = await request.ask(showComment, { number: Number(request.params['number']), cycle });
    const zone = request.clock.timeZone;
    const sent = request.query.get('sent') === '1';
    return {
      title: `Comment No. ${comment.number}`,
      place: 'plan',
      breadcrumbs: [
        { href: '/plan', label: 'Plan' },
        { href: `/plan/comments?cycle=${comment.cycle}`, label: 'Comments' },
        { href: `/plan/comments/${comment.number}?cycle=${comment.cycle}`, label: `No. ${comment.number}` },
      ],
      content: (
        <>
          <Title
            kind={
              <>
                {comment.agency ?? comment.name ?? 'Name not given'} · phase {comment.phase}{' '}
                {comment.example && <Example />}
              </>
            }
            title={`Comment No. ${comment.number}`}
            lede={
              comment.disposition === null
                ? 'It has no answer yet. The plan cannot be published before it has one.'
                : undefined
            }
          >
            {sent && (
              <Notice title="Your comment is kept">
                <p>
                  {comment.state === 'held'
                    ? 'A person looks at it before it is shown. This address stays the same.'
                    : comment.late
                      ? 'It came after the deadline, is marked late, and is answered all the same.'
                      : 'Keep this address: the answer will stand here.'}
                </p>
              </Notice>
            )}
            {comment.body === null ? (
              <p class="quiet">{comment.stateReason}</p>
            ) : (
              <p class="says">{comment.body}</p>
            )}
            <Facts
              items={[
                {
                  label: 'About',
                  value: comment.item ? (
                    <a href={`/plan/${comment.item}`}>{comment.itemWords?.slice(0, 80) ?? comment.item}</a>
                  ) : (
                    'The plan as a whole'
                  ),
                },
                { label: 'Came', value: <Time at={comment.receivedAt} zone={zone} as="moment" /> },
                { label: 'By', value: { form: 'Form', email: 'Email', hearing: 'Hearing' }[comment.channel] },
                ...(comment.version
                  ? [
                      {
                        label: 'On the text',
                        value: <a href={`/plan/versions/${comment.version}`}>As it stood that day</a>,
                      },
                    ]
                  : []),
              ]}
            />
          </Title>
          <Section title="The answer">
            {comment.disposition === null ? <Empty>Under review.</Empty> : <Answer comment={comment} />}
            {comment.change && (
              <>
                <p class="finding">The text now reads:</p>
                <blockquote class="words">{comment.change.words}</blockquote>
              </>
            )}
          </Section>
          {comment.acts.length > 0 && (
            <Section title="What was done about it">
              <Table
                caption="What was done about it"
                rows={comment.acts}
                columns={[
                  { head: 'What', cell: (row) => row.act },
                  { head: 'Why', width: 'w50', cell: (row) => row.reason },
                  { head: 'By', cell: (row) => row.by },
                  { head: 'When', cell: (row) => <Time at={row.at} zone={zone} as="moment" /> },
                ]}
              />
            </Section>
          )}
        </>
      ),
    };
  },
});
