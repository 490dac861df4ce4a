import { page } from '../../../core/page.ts';
import {
  ButtonLink,
  ErrorSummary,
  Form,
  Section,
  TextField,
  Time,
  Title,
} from '../../../web/components/index.ts';
import { counted } from '../../../web/format/index.ts';
import { listReviews, openReview } from '../review/contract.ts';
import { showRun } from '../runs/contract.ts';
import { notShown, runCrumbs, takePurpose } from './purpose-first.tsx';
import { ReviewFindings } from './review-findings.tsx';
import { progressFacts } from './review-page.tsx';

/** The reviews of a link, and the form that draws a new one. */
export const reviewsPage = page({
  path: '/linkage/runs/:run/review',
  access: 'staff',
  render: async (request) => {
    const run = await request.ask(showRun, { run: request.params['run'] ?? '' });
    const base = { title: 'Review', place: 'sharing' as const, breadcrumbs: runCrumbs(run) };
    if (run.report === null) return { ...base, content: await notShown(request, run) };
    const { reviews } = await request.ask(listReviews, { run: run.run });
    const drawing = request.query.has('drawing') && reviews.length === 0;
    const zone = request.clock.timeZone;
    return {
      ...base,
      ...(drawing ? { refreshSeconds: 5, island: 'job' } : {}),
      content: (
        <div data-live={drawing || undefined}>
          <Title
            kind={`Review · purpose: ${run.purpose}`}
            title="People decide, the model learns what it is worth"
            lede={
              drawing
                ? 'Pairs are being drawn. This page renews itself.'
                : 'A sample of pairs is decided by people: from every band of weight, below the line too, and by every rule that brought records together. Precision and recall follow from it with intervals, and what is decided stands in later links.'
            }
          />
          <ErrorSummary form={request.form} />
          {reviews.map((review) => (
            <Section
              title={
                <>
                  {counted(review.progress.pairs, 'pair')}, drawn <Time at={review.openedAt} zone={zone} />
                </>
              }
              first
            >
              {progressFacts(review)}
              <p class="acts more">
                <ButtonLink href={`/linkage/reviews/${review.id}`}>
                  {review.progress.waitingForMe === 0
                    ? 'See what follows from it'
                    : `Review ${counted(review.progress.waitingForMe, 'pair')}`}
                </ButtonLink>
              </p>
            </Section>
          ))}
          {reviews[0] && reviews[0].progress.decided > 0 && <ReviewFindings review={reviews[0]} />}
          {!drawing && (
            <Section
              title={reviews.length === 0 ? 'Draw pairs' : 'Draw other pairs'}
              first={reviews.length === 0}
            >
              <Form request={request}>
                <TextField
                  name="pairs"
                  label="Pairs to decide"
                  hint="From 20 to 5,000. About a minute for three of them; 120 give a first picture."
                  value="120"
                  short
                  form={request.form}
                />
                <TextField
                  name="double"
                  label="Share decided by two people, in %"
                  hint="Each without the other’s word: it tells how far people agree."
                  value="20"
                  short
                  form={request.form}
                />
                <p class="acts">
                  <button class={reviews.length === 0 ? 'button' : 'button outline'} type="submit">
                    Draw the pairs
                  </button>
                </p>
              </Form>
            </Section>
          )}
        </div>
      ),
    };
  },
  submit: async (request, form) => {
    const run = request.params['run'] ?? '';
    const here = `/linkage/runs/${run}/review`;
    if (await takePurpose(request, form)) return { redirect: here };
    const { reviews } = await request.ask(listReviews, { run });
    await request.ask(openReview, {
      run,
      pairs: Number(form.get('pairs')),
      double: Number(form.get('double')) / 100,
      seed: reviews.length + 1,
    });
    return { redirect: `${here}?drawing` };
  },
});
