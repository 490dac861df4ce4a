import { page } from '../../../core/page.ts';
import { pageNotFound } from '../../../core/request-errors.ts';
import {
  ActForm,
  ButtonLink,
  type Column,
  Deadline,
  Empty,
  ErrorSummary,
  Facts,
  Form,
  Pairs,
  RadioField,
  Section,
  Status,
  Table,
  TextArea,
  Time,
  Title,
} from '../../../web/components/index.ts';
import { inWords, sentence } from '../../../web/format/index.ts';
import { endBreakGlass, listBreakGlass, reviewBreakGlass } from '../contract.ts';
import type { BreakGlassView } from '../model.ts';

const home = { href: '/break-glass', label: 'Emergency access' };

/** Emergency accesses one may know of, and what is still to be reviewed. */
export const breakGlassListPage = page({
  path: '/break-glass',
  access: 'staff',
  render: async (request) => {
    const { breakGlass } = await request.ask(listBreakGlass, {});
    const due = breakGlass.filter(({ review }) => review === 'due');
    const live = breakGlass.filter((one) => one.live);
    const zone = request.clock.timeZone;
    return {
      title: 'Emergency access',
      breadcrumbs: [home],
      content: (
        <>
          <Title
            title="Emergency access"
            lede={
              breakGlass.length === 0
                ? 'Nobody has opened protected rows in an emergency.'
                : `${sentence(inWords(live.length, 'access is', 'accesses are'))} open now; ${inWords(due.length, 'waits', 'wait')} for a review.`
            }
            acts={<ButtonLink href="/break-glass/open">Open protected rows</ButtonLink>}
          />
          <Section first title="Every access">
            {breakGlass.length === 0 ? (
              <Empty>
                What is opened is listed here, with its reason, who was told and what a review found.
              </Empty>
            ) : (
              <Table
                caption="Emergency accesses, newest first"
                rows={breakGlass}
                columns={columns(zone, request.clock.today())}
              />
            )}
          </Section>
        </>
      ),
    };
  },
});

const columns = (zone: string, today: string): readonly Column<BreakGlassView>[] => [
  {
    head: 'Dataset',
    width: 'w33',
    cell: ({ id, title, name }) => (
      <>
        <a href={`/break-glass/${id}`}>{title}</a>
        <span class="sub">{name}</span>
      </>
    ),
  },
  { head: 'Opened', nowrap: true, cell: ({ openedAt }) => <Time at={openedAt} zone={zone} as="moment" /> },
  { head: 'Told', cell: ({ told }) => told },
  { head: 'State', cell: (row) => <State of={row} /> },
  {
    head: 'Review due',
    nowrap: true,
    cell: ({ review, reviewDue }) =>
      review === 'due' ? <Deadline at={reviewDue} zone={zone} today={today} /> : '–',
  },
];

const State = ({ of }: { of: BreakGlassView }) =>
  of.review === 'justified' ? (
    <Status kind="met">Justified</Status>
  ) : of.review === 'not-justified' ? (
    <Status kind="late">Not justified</Status>
  ) : of.overdue ? (
    <Status kind="late">Review overdue</Status>
  ) : of.live ? (
    <Status kind="risk">Open now</Status>
  ) : (
    <Status kind="track">Waits for review</Status>
  );

/** One emergency access: who, why, until when; closing it; its review. */
export const breakGlassPage = page({
  path: '/break-glass/:id',
  access: 'staff',
  submit: async (request, form) => {
    const id = request.params['id'] ?? '';
    const field = (name: string) => String(form.get(name) ?? '').trim();
    if (field('act') === 'end') await request.ask(endBreakGlass, { id });
    else
      await request.ask(reviewBreakGlass, {
        id,
        outcome: field('outcome') as never,
        note: field('note'),
      });
    return { redirect: `/break-glass/${id}` };
  },
  render: async (request) => {
    const id = request.params['id'] ?? '';
    const { breakGlass } = await request.ask(listBreakGlass, {});
    const found = breakGlass.find((one) => one.id === id);
    if (found === undefined) throw pageNotFound.with({ path: `/break-glass/${id}` });
    const mayReview = !found.mine && found.review === 'due' && (await request.may(reviewBreakGlass));
    const zone = request.clock.timeZone;
    return {
      title: `Emergency access to ${found.title}`,
      breadcrumbs: [home],
      content: (
        <>
          <Title
            kind={`Emergency access · ${found.live ? 'open now' : 'closed'}`}
            title={found.title}
            lede={`${found.name} opened its protected rows. ${found.told} was told at once.`}
          >
            <Facts
              items={[
                { label: 'Opened', value: <Time at={found.openedAt} zone={zone} as="moment" /> },
                {
                  label: found.live ? 'Until' : 'Ended',
                  value: <Time at={found.until} zone={zone} as="moment" />,
                },
                { label: 'State', value: <State of={found} /> },
                {
                  label: 'Review due',
                  value: <Deadline at={found.reviewDue} zone={zone} today={request.clock.today()} />,
                },
              ]}
            />
          </Title>
          <Section first title="Why">
            <Pairs
              items={[
                { label: 'Purpose', value: found.purpose },
                { label: 'Reason', value: found.reason },
                { label: 'Dataset', value: <a href={`/data/${found.dataset}`}>{found.title}</a> },
                {
                  label: 'Who looked, and when',
                  value: <a href={`/audit/entries?dataset=${found.dataset}`}>In the log</a>,
                },
              ]}
            />
            {found.live && (
              <div class="acts more">
                <ActForm request={request} fields={{ act: 'end' }}>
                  Close it now
                </ActForm>
              </div>
            )}
          </Section>
          <Section title="Review">
            {found.review !== 'due' ? (
              <Pairs
                items={[
                  { label: 'Found', value: <State of={found} /> },
                  { label: 'By', value: found.reviewer },
                  {
                    label: 'On',
                    value: found.reviewedAt && <Time at={found.reviewedAt} zone={zone} as="moment" />,
                  },
                  { label: 'Because', value: found.reviewNote },
                ]}
              />
            ) : mayReview ? (
              <>
                <ErrorSummary form={request.form} />
                <Form request={request} draft="review">
                  <RadioField
                    name="outcome"
                    label="Was it justified?"
                    form={request.form}
                    choices={[
                      { value: 'justified', label: 'Justified' },
                      { value: 'not-justified', label: 'Not justified' },
                    ]}
                  />
                  <TextArea
                    name="note"
                    label="What you found"
                    hint="The person, the agency and the office read this."
                    form={request.form}
                  />
                  <button class="button" type="submit">
                    Record the review
                  </button>
                </Form>
              </>
            ) : (
              <Empty>
                {found.mine
                  ? 'An auditor reviews it. Until then, and past the day it is due, you cannot open another.'
                  : 'It waits for an auditor.'}
              </Empty>
            )}
          </Section>
        </>
      ),
    };
  },
});
