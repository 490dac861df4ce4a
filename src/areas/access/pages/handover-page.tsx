import { page } from '../../../core/page.ts';
import {
  ActForm,
  Empty,
  ErrorSummary,
  Facts,
  Form,
  Section,
  SelectField,
  TextField,
  Time,
  Title,
} from '../../../web/components/index.ts';
import { inWords, listed } from '../../../web/format/index.ts';
import { handOver, showHandover, withdrawNotice } from '../contract.ts';
import { Access } from './leaving-page.tsx';

/** A leaver's desk: all that was theirs, and one step that gives it to a successor. */
export const handoverPage = page({
  path: '/agencies/:agency/leaving/:leaving',
  access: 'officer',
  about: { agency: 'agency' },
  submit: async (request, form) => {
    const agency = (request.params['agency'] ?? '').toUpperCase();
    const leaving = request.params['leaving'] ?? '';
    const field = (name: string) => String(form.get(name) ?? '').trim();
    if (field('act') === 'withdraw') await request.ask(withdrawNotice, { agency, leaving });
    else
      await request.ask(handOver, {
        agency,
        leaving,
        ...(field('to_account') === '' ? {} : { to_account: field('to_account') }),
        ...(field('to_name') === '' ? {} : { to_name: field('to_name') }),
      });
    return { redirect: `/agencies/${agency}/leaving` };
  },
  render: async (request) => {
    const agency = (request.params['agency'] ?? '').toUpperCase();
    const notice = await request.ask(showHandover, { agency, leaving: request.params['leaving'] ?? '' });
    const zone = request.clock.timeZone;
    const count = notice.owned.reduce((sum, { things }) => sum + things.length, 0);
    return {
      title: `Hand over from ${notice.name}`,
      place: 'data',
      breadcrumbs: [
        { href: '/agencies', label: 'Agencies' },
        { href: `/agencies/${agency}`, label: agency },
        { href: `/agencies/${agency}/leaving`, label: 'Leaving' },
      ],
      content: (
        <>
          <Title
            kind={`Leaving · ${agency}`}
            title={notice.name}
            lede={
              count === 0
                ? 'Nothing here is theirs.'
                : `${listed(notice.owned.map(({ one, many, things }) => inWords(things.length, one, many))).replace(/^./, (letter) => letter.toUpperCase())} ${count === 1 ? 'is' : 'are'} theirs. One step gives all of it to a successor.`
            }
          >
            <Facts
              items={[
                { label: 'Last day', value: <Time at={notice.lastDay} zone={zone} /> },
                { label: 'Access', value: <Access of={notice} zone={zone} /> },
                {
                  label: 'Notice given',
                  value: <Time at={notice.noticedAt} zone={zone} as="moment" />,
                },
              ]}
            />
          </Title>
          {notice.owned.map(({ many, things }, at) => (
            <Section
              first={at === 0}
              title={many.replace(/^./, (letter) => letter.toUpperCase())}
              remark={String(things.length)}
            >
              <ul class="plain">
                {things.map(({ title, href }) => (
                  <li>
                    <a href={href}>{title}</a>
                  </li>
                ))}
              </ul>
            </Section>
          ))}
          <Section first={count === 0} title="Hand it over">
            <ErrorSummary form={request.form} />
            {count === 0 && <Empty>Handing over closes the notice and ends access at once.</Empty>}
            <Form request={request}>
              <SelectField
                name="to_account"
                label="Successor"
                form={request.form}
                choices={[
                  { value: '', label: 'Someone who has not signed in yet' },
                  ...notice.candidates.map(({ account, name, is }) => ({
                    value: account,
                    label: `${name}, ${is}`,
                  })),
                ]}
              />
              <TextField
                name="to_name"
                label="Their name"
                hint="Only when they are not in the list"
                optional
                form={request.form}
              />
              <button class="button" type="submit">
                {count === 0 ? 'Close the notice' : 'Hand over everything'}
              </button>
            </Form>
            <p class="small quiet more">
              Posts begin anew today, datasets change their owner, and sessions, tokens and roles of{' '}
              {notice.name} end at once. Everyone can see who holds the posts.
            </p>
          </Section>
          {!notice.ended && (
            <Section title="A mistake?">
              <ActForm request={request} fields={{ act: 'withdraw' }}>
                Withdraw the notice
              </ActForm>
            </Section>
          )}
        </>
      ),
    };
  },
});
