import { page } from '../../../core/page.ts';
import {
  Empty,
  ErrorSummary,
  Example,
  FilterSelect,
  Filters,
  Form,
  RadioField,
  Section,
  SelectField,
  Status,
  Table,
  TextArea,
  TextField,
  Time,
  Title,
} from '../../../web/components/index.ts';
import { formatDistance, inWords, sentence } from '../../../web/format/index.ts';
import { listObstacles, raiseObstacle, reviewObstacle } from './contract.ts';
import { obstacleKind, obstacleOutcome, outcomeWords } from './model.ts';

/** What stands in the way of sharing, and the timeline of its review that the act asks for. */
export const obstaclesPage = page({
  path: '/law/obstacles',
  access: 'everyone',
  submit: async (request, form) => {
    const text = (name: string) => String(form.get(name) ?? '').trim();
    if (text('act') === 'review')
      await request.ask(reviewObstacle, {
        obstacle: text('obstacle'),
        outcome: text('outcome') as 'stands',
        words: text('words'),
      });
    else
      await request.ask(raiseObstacle, {
        kind: text('kind') as 'legal',
        title: text('title'),
        citation: text('citation'),
        data: text('data'),
        agencies: text('agencies')
          .toUpperCase()
          .split(/[\s,]+/)
          .filter(Boolean),
        reviewer: text('reviewer'),
        reviewer_email: text('reviewer_email') || undefined,
        review_by: text('review_by'),
        linked_to: text('linked_to') || undefined,
      });
    return { redirect: '/law/obstacles' };
  },
  render: async (request) => {
    const zone = request.clock.timeZone;
    const today = request.clock.today();
    const kind = obstacleKind
      .optional()
      .catch(undefined)
      .parse(request.query.get('kind') ?? undefined);
    const { obstacles, counts, overdue, agencies } = await request.ask(listObstacles, { kind });
    const [raises, reviews] = await Promise.all([request.may(raiseObstacle), request.may(reviewObstacle)]);
    const waiting = obstacles.filter(({ outcome }) => outcome === null);
    const { form } = request;
    const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
    return {
      title: 'Obstacles to sharing',
      place: 'law',
      breadcrumbs: [
        { href: '/law', label: 'Law' },
        { href: '/law/obstacles', label: 'Obstacles' },
      ],
      content: (
        <>
          <Title
            title="Obstacles to sharing"
            lede={
              total === 0
                ? undefined
                : `${sentence(inWords(total, 'obstacle'))} in ${inWords(agencies, 'agency', 'agencies')}: ${counts.legal} legal, ${counts.security} security, ${counts.privacy} privacy, ${counts.other} other. ${overdue === 0 ? 'No review is overdue.' : `${sentence(inWords(overdue, 'review is', 'reviews are'))} overdue.`}`
            }
          >
            <Filters>
              <FilterSelect
                name="kind"
                label="Type"
                value={kind}
                choices={[
                  { value: '', label: 'All' },
                  ...obstacleKind.options.map((value) => ({ value, label: sentence(value) })),
                ]}
              />
            </Filters>
          </Title>
          <ErrorSummary form={form} />
          <Section
            first
            title="Timeline of the review"
            aside={<a href="/api/v1/obstacles.csv">Yearly report (CSV)</a>}
          >
            {obstacles.length === 0 ? (
              <Empty>
                No obstacle is registered. One is raised from a request, an agreement or by any agency.
              </Empty>
            ) : (
              <Table
                caption="Obstacles by the date of their review"
                rows={obstacles}
                columns={[
                  {
                    head: 'Obstacle',
                    width: 'w40',
                    cell: (row) => (
                      <>
                        {row.title} {row.example && <Example />}
                        <span class="sub">
                          {row.citation}. {row.data}
                        </span>
                      </>
                    ),
                  },
                  { head: 'Type', cell: (row) => sentence(row.kind) },
                  { head: 'Agencies', cell: (row) => row.agencies.join(', ') },
                  { head: 'Reviewer', cell: (row) => row.reviewer },
                  { head: 'Review by', nowrap: true, cell: (row) => <Time at={row.reviewBy} zone={zone} /> },
                  {
                    head: 'State',
                    cell: (row) => (
                      <Status
                        kind={row.state === 'reviewed' ? 'met' : row.state === 'overdue' ? 'late' : 'track'}
                        reason={
                          row.state === 'reviewed' ? row.outcomeWords : formatDistance(today, row.reviewBy)
                        }
                      >
                        {row.outcome
                          ? outcomeWords[row.outcome]
                          : row.state === 'overdue'
                            ? 'Overdue'
                            : 'To review'}
                      </Status>
                    ),
                  },
                ]}
              />
            )}
          </Section>
          {reviews && waiting.length > 0 && (
            <Section title="Record a review">
              <Form request={request} draft="review">
                <input type="hidden" name="act" value="review" />
                <SelectField
                  name="obstacle"
                  label="Obstacle"
                  form={form}
                  choices={waiting.map((one) => ({ value: one.obstacle, label: one.title }))}
                />
                <RadioField
                  name="outcome"
                  label="What was found"
                  value="stands"
                  form={form}
                  choices={obstacleOutcome.options.map((value) => ({ value, label: outcomeWords[value] }))}
                />
                <TextArea name="words" label="In words" hint="Public" form={form} />
                <div class="acts">
                  <button class="button outline" type="submit">
                    Record the review
                  </button>
                </div>
              </Form>
            </Section>
          )}
          {raises && (
            <Section title="Raise an obstacle">
              <Form request={request} draft="raise">
                <RadioField
                  name="kind"
                  label="Type"
                  value="legal"
                  form={form}
                  choices={obstacleKind.options.map((value) => ({ value, label: sentence(value) }))}
                />
                <TextField name="title" label="What stands in the way" form={form} />
                <TextField name="citation" label="Law, rule or policy" form={form} />
                <TextField name="data" label="Data that it holds back" form={form} />
                <TextField name="agencies" label="Agencies" hint="Codes, with commas" form={form} />
                <TextField name="reviewer" label="Who reviews it" form={form} />
                <TextField
                  name="reviewer_email"
                  label="Their email"
                  hint="Never shown. Alerted when the date passes."
                  optional
                  form={form}
                />
                <TextField name="review_by" label="Review by" hint={`Such as ${today}`} short form={form} />
                <TextField
                  name="linked_to"
                  label="Address of the request or agreement it was met in"
                  optional
                  form={form}
                />
                <div class="acts">
                  <button class="button outline" type="submit">
                    Raise it
                  </button>
                </div>
              </Form>
            </Section>
          )}
        </>
      ),
    };
  },
});
