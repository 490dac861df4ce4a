import { accessTimesOn } from '../../../core/access-times.ts';
import { page } from '../../../core/page.ts';
import {
  ButtonLink,
  ErrorSummary,
  Form,
  RadioField,
  Section,
  Split,
  TextArea,
  TextField,
  Title,
} from '../../../web/components/index.ts';
import { inWords } from '../../../web/format/index.ts';
import { openBreakGlass } from '../contract.ts';

/** The request: what it does and who hears of it stand before the button, and signing in again before the form. */
export const openBreakGlassPage = page({
  path: '/break-glass/open',
  access: 'staff',
  submit: async (request, form) => {
    const field = (name: string) => String(form.get(name) ?? '').trim();
    const { id } = await request.ask(openBreakGlass, {
      dataset: field('dataset'),
      purpose: field('purpose'),
      reason: field('reason'),
      hours: field('hours'),
    });
    return { redirect: `/break-glass/${id}` };
  },
  render: async (request) => {
    const { form, clock } = request;
    const dataset = form?.values['dataset'] ?? request.query.get('dataset') ?? '';
    const again = `/sign-in/again?${new URLSearchParams({ return_to: `/break-glass/open?${new URLSearchParams({ dataset })}` })}`;
    const { emergencyHours, emergencyReview } = accessTimesOn(
      request.jurisdiction.accessTimes,
      clock.today(),
    );
    const offered = [...new Set([1, emergencyHours.usual, emergencyHours.most])].sort((a, b) => a - b);
    const provedAnew = await request.may(openBreakGlass, {}, 'now');
    return {
      title: 'Open protected rows',
      breadcrumbs: [
        { href: '/break-glass', label: 'Emergency access' },
        { href: '/break-glass/open', label: 'Open protected rows' },
      ],
      content: (
        <>
          <Title
            kind="Emergency access"
            title="Open protected rows"
            lede="For when someone would come to harm if you waited for a grant. A second person is told at once, every look is logged, and an auditor reviews it."
            acts={!provedAnew && <ButtonLink href={again}>Sign in again</ButtonLink>}
          />
          <Split kind="aside">
            {provedAnew || form !== undefined ? (
              <Section first title="What, and why">
                <ErrorSummary form={form} />
                <Form request={request} draft="break-glass">
                  <TextField
                    name="dataset"
                    label="Dataset"
                    hint="Its id, such as abcd-1234"
                    value={dataset}
                    short
                    form={form}
                  />
                  <TextField
                    name="purpose"
                    label="Purpose"
                    hint="What you will do with the rows"
                    form={form}
                  />
                  <TextArea
                    name="reason"
                    label="Reason"
                    hint="Why it cannot wait. The data officer of the agency reads this now, an auditor later."
                    form={form}
                  />
                  <RadioField
                    name="hours"
                    label="For how long"
                    value={String(emergencyHours.usual)}
                    form={form}
                    choices={offered.map((hours) => ({
                      value: String(hours),
                      label: inWords(hours, 'hour'),
                    }))}
                  />
                  <button class="button" type="submit">
                    Open these rows
                  </button>
                </Form>
              </Section>
            ) : (
              <Section first title="First, sign in again">
                <p>
                  Only you may open protected rows in your name. Signing in again shows that it is you; you
                  come back here, and the form stands open for five minutes.
                </p>
              </Section>
            )}
            <aside>
              <h2 class="ruled heavy">What it sets off</h2>
              <ul class="plain small">
                <li>
                  <b>Told at once:</b> the data officer of the agency that holds the data, or who stands in.
                </li>
                <li>
                  <b>Ends:</b> after {inWords(emergencyHours.most, 'hour')} at most.
                  <span class="sub">{emergencyHours.citation}</span>
                </li>
                <li>
                  <b>Reviewed:</b> by an auditor, within {inWords(emergencyReview.days, 'day')}.
                  <span class="sub">{emergencyReview.citation}</span>
                </li>
              </ul>
              <p class="more">
                <a href="/me">Grants and what you may do</a>
              </p>
            </aside>
          </Split>
        </>
      ),
    };
  },
});
