import { page } from '../../core/page.ts';
import { Empty, ErrorSummary, Form, Section, TextField, Title } from '../../web/components/index.ts';
import { formatDate } from '../../web/format/index.ts';
import { nameOfficer, showAgency } from './contract.ts';

/** Names who answers for the data of an agency: says before what follows from it and who sees it. */
export const officerPage = page({
  path: '/agencies/:agency/officer',
  access: 'officer',
  about: { agency: 'agency' },
  submit: async (request, form) => {
    const agency = (request.params['agency'] ?? '').toUpperCase();
    const from = String(form.get('from') ?? '').trim();
    await request.ask(nameOfficer, {
      agency,
      person: String(form.get('person') ?? ''),
      ...(from && { from }),
    });
    return { redirect: `/agencies/${agency}` };
  },
  render: async (request) => {
    const code = (request.params['agency'] ?? '').toUpperCase();
    const agency = await request.ask(showAgency, { agency: code });
    const holder = agency.posts[0]?.holder ?? null;
    return {
      title: `Name a data officer, ${agency.name}`,
      place: 'data',
      breadcrumbs: [
        { href: '/agencies', label: 'Agencies' },
        { href: `/agencies/${code}`, label: code },
        { href: `/agencies/${code}/officer`, label: 'Name a data officer' },
      ],
      content: (
        <>
          <Title
            kind={agency.name}
            title="Name who answers for its data"
            lede={
              holder
                ? `${holder.name} holds the post. Their term ends the day before the new one begins; everyone can see both.`
                : `${agency.posts[0]?.vacantSince ? 'The post is vacant' : 'Nobody is recorded in the post'}. Everyone can see the name and the day it begins.`
            }
          />
          <Section first title="The new data officer">
            <ErrorSummary form={request.form} />
            {agency.posts.length === 0 ? (
              <Empty>The act asks no data officer of this agency.</Empty>
            ) : (
              <Form request={request} draft>
                <TextField name="person" label="Name" form={request.form} />
                <TextField
                  name="from"
                  label="First day"
                  optional
                  hint={`Such as ${request.clock.today()}; today, ${formatDate(request.clock.today(), request.clock.timeZone)}, when left blank`}
                  form={request.form}
                />
                <button class="button" type="submit">
                  Name this person
                </button>
              </Form>
            )}
          </Section>
        </>
      ),
    };
  },
});
