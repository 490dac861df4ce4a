import { page } from '../../../core/page.ts';
import {
  Empty,
  ErrorSummary,
  Field,
  FilterSelect,
  Filters,
  FilterText,
  Follow,
  Form,
  Notice,
  RadioField,
  Section,
  SelectField,
  TextArea,
  TextField,
  Time,
  Title,
} from '../../../web/components/index.ts';
import { counted, formatMoment } from '../../../web/format/index.ts';
import { listAgencies } from '../../agencies/contract.ts';
import { showDraft } from '../text/contract.ts';
import { CommentList } from './comment-list.tsx';
import { listComments, sendComment, startComment } from './contract.ts';
import { limits } from './model.ts';

const pageSize = 25;
const kinds = ['principle', 'focal-point', 'goal', 'action', 'step', 'recommendation'];

/** Every comment beside its answer, and the form for the next one. */
export const docketPage = page({
  path: '/plan/comments',
  access: 'everyone',
  submit: async (request, form) => {
    const text = (name: string) => {
      const value = form.get(name);
      return typeof value === 'string' && value !== '' ? value : undefined;
    };
    const stance = text('stance');
    const sent = await request.ask(sendComment, {
      ticket: text('ticket') ?? '',
      item: text('item'),
      stance: stance === 'support' || stance === 'question' ? stance : 'change',
      body: text('body') ?? '',
      name: text('name'),
      email: text('email'),
      agency: text('agency'),
      website: text('website'),
    });
    return { redirect: `/plan/comments/${sent.number}?cycle=${sent.cycle}&sent=1` };
  },
  render: async (request) => {
    const zone = request.clock.timeZone;
    const query = (name: string) => request.query.get(name) || undefined;
    const item = query('item');
    const offset = Math.max(0, Number(query('offset') ?? 0) || 0);
    const answer = query('answer') as 'open' | 'answered' | undefined;
    const from = query('from') as 'public' | 'agency' | undefined;
    const filters = { cycle: query('cycle'), item, answer, from, contains: query('contains') };
    const [docket, begun] = await Promise.all([
      request.ask(listComments, { ...filters, offset, limit: pageSize }),
      request.ask(startComment, {}),
    ]);
    const draft = await request.ask(showDraft, { cycle: docket.cycle });
    const items = draft.items.filter(({ kind }) => kinds.includes(kind));
    const about = draft.items.find((one) => one.item === item);
    const name = (one: (typeof items)[number]) =>
      `${kindWord(one.kind)} ${one.number ?? ''}${one.name ? `: ${one.name}` : ''}`.trim();
    const own = docket.cycle === begun.cycle;
    const { agencies } =
      request.actor?.kind === 'person'
        ? await request.ask(listAgencies, { covered: true })
        : { agencies: [] };
    const link = (over: Record<string, string | undefined>) => {
      const all = { ...Object.fromEntries(request.query), ...over };
      const kept = Object.entries(all).filter((entry): entry is [string, string] => Boolean(entry[1]));
      return `/plan/comments?${new URLSearchParams(kept)}`;
    };
    return {
      title: 'Comments on the plan',
      place: 'plan',
      breadcrumbs: [
        { href: '/plan', label: 'Plan' },
        { href: '/plan/comments', label: 'Comments' },
      ],
      content: (
        <>
          <Title
            kind={
              <>
                {draft.title}, phase {begun.phase}
                {own && begun.open && begun.until && <> · open until {formatMoment(begun.until, zone)}</>}
                {own && !begun.open && begun.until && (
                  <> · comments closed {formatMoment(begun.until, zone)}</>
                )}
              </>
            }
            title={draft.open ? 'Comments on the draft plan' : 'Comments on the plan'}
            lede={`${counted(docket.all, 'comment')} so far, ${docket.answered} answered. Every comment gets an answer here before the plan is final.`}
          />
          <div class="with-form">
            <div>
              <Section
                first
                title={about ? name(about) : 'All comments'}
                aside={
                  <>
                    {about && (
                      <>
                        <a href={link({ item: undefined, offset: undefined })}>All items</a> ·{' '}
                      </>
                    )}
                    <a href={`/api/v1/plan/comments.csv?cycle=${docket.cycle}`}>CSV of all {docket.all}</a>
                  </>
                }
              >
                {about && <blockquote class="words">{about.words}</blockquote>}
                <Filters keep={{ item, cycle: query('cycle') }}>
                  <FilterSelect
                    name="answer"
                    label="Answer"
                    value={answer}
                    choices={[
                      { value: '', label: 'All' },
                      { value: 'open', label: 'Under review' },
                      { value: 'answered', label: 'Answered' },
                    ]}
                  />
                  <FilterSelect
                    name="from"
                    label="From"
                    value={from}
                    choices={[
                      { value: '', label: 'Everyone' },
                      { value: 'public', label: 'The public' },
                      { value: 'agency', label: 'Agencies' },
                    ]}
                  />
                  <FilterText name="contains" label="Words" value={query('contains')} />
                </Filters>
                {docket.comments.length === 0 ? (
                  <Empty>
                    {docket.all === 0
                      ? 'No comments yet. Be the first: the form takes a minute and needs no account.'
                      : 'No comment fits these filters.'}
                  </Empty>
                ) : (
                  <CommentList comments={docket.comments} zone={zone} withItem={about === undefined} />
                )}
                <p class="small more">
                  {docket.total === 0
                    ? ''
                    : `${offset + 1} to ${offset + docket.comments.length} of ${docket.total}`}
                  {offset > 0 && (
                    <>
                      {' · '}
                      <a href={link({ offset: String(Math.max(0, offset - pageSize)) })}>Newer {pageSize}</a>
                    </>
                  )}
                  {offset + pageSize < docket.total && (
                    <>
                      {' · '}
                      <a href={link({ offset: String(offset + pageSize) })}>Older {pageSize}</a>
                    </>
                  )}
                </p>
              </Section>
            </div>
            <section class="first form-column" aria-labelledby="say">
              <div class="section-head">
                <h2 id="say">{about ? `Comment on ${name(about)}` : 'Write a comment'}</h2>
              </div>
              <ErrorSummary form={request.form} />
              {!begun.open && (
                <Notice level={3} tone="warn" title="The time for comments is over">
                  <p>What you write is kept, marked late and answered all the same.</p>
                </Notice>
              )}
              <Form request={request} draft="comment">
                <input type="hidden" name="ticket" value={begun.ticket} />
                <SelectField
                  name="item"
                  label="About"
                  value={item ?? ''}
                  form={request.form}
                  choices={[
                    { value: '', label: 'The plan as a whole' },
                    ...items.map((one) => ({ value: one.item, label: name(one) })),
                  ]}
                />
                <RadioField
                  name="stance"
                  label="What do you want to say?"
                  value="change"
                  form={request.form}
                  choices={[
                    { value: 'change', label: 'Change the words' },
                    { value: 'support', label: 'Support as written' },
                    { value: 'question', label: 'Ask a question' },
                  ]}
                />
                <TextArea
                  name="body"
                  label="Your comment"
                  hint={`It will be public. Leave out personal details of others. Up to ${limits.bodyCharacters.toLocaleString('en-US')} characters.`}
                  form={request.form}
                />
                <TextField
                  name="name"
                  label="Name or organization"
                  optional
                  hint="Shown with your comment."
                  form={request.form}
                />
                <Field
                  name="email"
                  label="Email"
                  optional
                  hint="Never shown. One message, when your comment is answered."
                  form={request.form}
                >
                  {(attributes) => (
                    <input
                      type="text"
                      {...attributes}
                      value={request.form?.values['email']}
                      data-draft-never
                    />
                  )}
                </Field>
                {agencies.length > 0 && (
                  <SelectField
                    name="agency"
                    label="For an agency"
                    optional
                    form={request.form}
                    choices={[
                      { value: '', label: 'For myself' },
                      ...agencies.map(({ code, name: title }) => ({ value: code, label: title })),
                    ]}
                  />
                )}
                <div class="trap" aria-hidden="true">
                  <label for="f-website">Leave this empty</label>
                  <input id="f-website" name="website" type="text" tabindex={-1} autocomplete="off" />
                </div>
                <div class="acts">
                  <button class="button" type="submit">
                    Send comment
                  </button>
                </div>
                <p class="small quiet more">
                  {begun.open && begun.until ? (
                    <>
                      Time left: {begun.left}, until <Time at={begun.until} zone={zone} as="moment" />.{' '}
                    </>
                  ) : null}
                  Late comments are kept and marked. An email to the chief data officer lands in the same
                  docket.
                </p>
              </Form>
            </section>
          </div>
          <Follow request={request} topic="plan:comments" what="when a comment comes or is answered." />
        </>
      ),
    };
  },
});

const kindWord = (kind: string): string => (kind.charAt(0).toUpperCase() + kind.slice(1)).replace('-', ' ');
