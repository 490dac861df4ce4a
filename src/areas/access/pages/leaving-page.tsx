import { accessTimesOn } from '../../../core/access-times.ts';
import { page } from '../../../core/page.ts';
import {
  Empty,
  ErrorSummary,
  Form,
  Section,
  SelectField,
  Status,
  Table,
  TextField,
  Time,
  Title,
} from '../../../web/components/index.ts';
import { inWords, sentence } from '../../../web/format/index.ts';
import { showAgency } from '../../agencies/contract.ts';
import { giveNotice, listLeaving, listPeople } from '../contract.ts';
import type { LeavingView } from '../model.ts';

/** Who leaves an agency: notice, the end of access, and what is still to be handed over. */
export const leavingPage = page({
  path: '/agencies/:agency/leaving',
  access: 'officer',
  about: { agency: 'agency' },
  submit: async (request, form) => {
    const agency = (request.params['agency'] ?? '').toUpperCase();
    const [kind, id = ''] = String(form.get('who') ?? '').split(':');
    const last_day = String(form.get('last_day') ?? '').trim();
    const { leaving } = await request.ask(giveNotice, {
      agency,
      ...(kind === 'account' ? { account: id } : { person: id }),
      ...(last_day === '' ? {} : { last_day }),
    });
    return { redirect: `/agencies/${agency}/leaving/${leaving}` };
  },
  render: async (request) => {
    const code = (request.params['agency'] ?? '').toUpperCase();
    const [agency, { leaving }, { people }] = await Promise.all([
      request.ask(showAgency, { agency: code }),
      request.ask(listLeaving, { agency: code }),
      request.ask(listPeople, { agency: code }),
    ]);
    const zone = request.clock.timeZone;
    const { leaverAccess } = accessTimesOn(request.jurisdiction.accessTimes, request.clock.today());
    const open = leaving.filter(({ handedOverAt }) => handedOverAt === null);
    const known = new Set(people.map(({ person }) => person));
    const choices = [
      ...people.map(({ account, name }) => ({ value: `account:${account}`, label: name })),
      ...agency.terms
        .filter((term) => term.holds && !known.has(term.person))
        .map((term) => ({
          value: `person:${term.person}`,
          label: `${term.name}, ${term.roleTitle.toLowerCase()}`,
        })),
    ];
    return {
      title: `Who leaves ${agency.name}`,
      place: 'data',
      breadcrumbs: [
        { href: '/agencies', label: 'Agencies' },
        { href: `/agencies/${code}`, label: code },
        { href: `/agencies/${code}/leaving`, label: 'Leaving' },
      ],
      content: (
        <>
          <Title
            kind={agency.name}
            title="Who leaves"
            lede={
              open.length === 0
                ? 'Nobody is leaving whose things are still to be handed over.'
                : `${sentence(inWords(open.length, 'person leaves', 'people leave'))} whose things are still to be handed over.`
            }
          />
          {leaving.length > 0 && (
            <Section first title="Notices">
              <Table
                caption="People who leave or have left"
                rows={leaving}
                columns={[
                  {
                    head: 'Person',
                    width: 'w33',
                    cell: (row) =>
                      row.handedOverAt === null ? (
                        <a href={`/agencies/${code}/leaving/${row.leaving}`}>{row.name}</a>
                      ) : (
                        row.name
                      ),
                  },
                  { head: 'Last day', nowrap: true, cell: (row) => <Time at={row.lastDay} zone={zone} /> },
                  { head: 'Access', cell: (row) => <Access of={row} zone={zone} /> },
                  { head: 'Handed over', cell: (row) => handedWords(row) },
                ]}
              />
            </Section>
          )}
          <Section first={leaving.length === 0} title="Give notice">
            <ErrorSummary form={request.form} />
            {choices.length === 0 ? (
              <Empty>Nobody is recorded here who could leave.</Empty>
            ) : (
              <Form request={request} draft>
                <SelectField name="who" label="Who leaves" form={request.form} choices={choices} />
                <TextField
                  name="last_day"
                  label="Last day"
                  optional
                  short
                  hint={`Such as ${request.clock.today()}; today when left blank. Access ends with it, and ${inWords(leaverAccess.hours, 'hour')} from now at the latest (${leaverAccess.citation}).`}
                  form={request.form}
                />
                <button class="button" type="submit">
                  Give notice
                </button>
              </Form>
            )}
          </Section>
        </>
      ),
    };
  },
});

export const Access = ({ of, zone }: { of: LeavingView; zone: string }) =>
  of.ended ? (
    <Status kind="met">
      Ended <Time at={of.endsAt} zone={zone} as="moment" />
    </Status>
  ) : (
    <Status kind="track">
      Ends <Time at={of.endsAt} zone={zone} as="moment" />
    </Status>
  );

export const handedWords = (row: LeavingView): string =>
  row.handedOverAt === null
    ? 'Not yet'
    : `To ${row.successor}: ${row.handed.map(({ kind, count }) => `${count} ${kind}`).join(', ') || 'nothing was theirs'}`;
