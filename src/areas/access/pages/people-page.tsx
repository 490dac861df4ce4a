import { page } from '../../../core/page.ts';
import {
  ActForm,
  Empty,
  ErrorSummary,
  Example,
  Form,
  Section,
  SelectField,
  Table,
  TextField,
  Time,
  Title,
} from '../../../web/components/index.ts';
import { inWords, sentence } from '../../../web/format/index.ts';
import { listAgencies } from '../../agencies/contract.ts';
import { endRole, giveRole, listPeople } from '../contract.ts';
import { roleName, roleTitles, roleWords } from '../model.ts';

/** Who has signed in here, and with which roles; the office gives and ends roles. */
export const peoplePage = page({
  path: '/people',
  access: 'staff',
  submit: async (request, form) => {
    const field = (name: string) => String(form.get(name) ?? '').trim();
    if (field('given') !== '') {
      await request.ask(endRole, { account: field('account'), role: field('given') });
    } else {
      await request.ask(giveRole, {
        account: field('account'),
        role: field('role') as never,
        ...(field('agency') === '' ? {} : { agency: field('agency') }),
        ...(field('until') === '' ? {} : { until: field('until') }),
      });
    }
    return { redirect: '/people' };
  },
  render: async (request) => {
    const [{ people }, { agencies }, mayGive] = await Promise.all([
      request.ask(listPeople, {}),
      request.ask(listAgencies, {}),
      request.may(giveRole),
    ]);
    const zone = request.clock.timeZone;
    const { form } = request;
    return {
      title: 'People and roles',
      breadcrumbs: [{ href: '/people', label: 'People' }],
      content: (
        <>
          <Title
            title="People and roles"
            lede={`${sentence(inWords(people.length, 'person is', 'people are'))} known here. Roles come from groups at the sign-in, from posts in agencies, or by hand, for a term.`}
          />
          <Section first title="Who holds what">
            {people.length === 0 ? (
              <Empty>Nobody has signed in yet.</Empty>
            ) : (
              <Table
                caption="People with their roles"
                rows={people}
                columns={[
                  {
                    head: 'Person',
                    width: 'w33',
                    cell: ({ name, example }) => (
                      <>
                        {name} {example && <Example />}
                      </>
                    ),
                  },
                  {
                    head: 'Roles',
                    cell: ({ roles, account, name }) =>
                      roles.length === 0 ? (
                        <span class="quiet">None</span>
                      ) : (
                        <ul class="plain">
                          {roles.map((held) => (
                            <li>
                              {roleWords(held)}
                              {held.until !== undefined && (
                                <>
                                  , to <Time at={held.until} zone={zone} />
                                </>
                              )}
                              {held.given !== null && mayGive && (
                                <ActForm request={request} as="link" fields={{ account, given: held.given }}>
                                  End it
                                  <span class="hidden-text">
                                    : {roleTitles[held.role]} of {name}
                                  </span>
                                </ActForm>
                              )}
                            </li>
                          ))}
                        </ul>
                      ),
                  },
                  {
                    head: 'Last signed in',
                    nowrap: true,
                    cell: ({ signedInAt }) =>
                      signedInAt === null ? 'Not yet' : <Time at={signedInAt} zone={zone} />,
                  },
                  {
                    head: 'Leaves',
                    nowrap: true,
                    cell: ({ leaves }) => (leaves === null ? '–' : <Time at={leaves} zone={zone} />),
                  },
                ]}
              />
            )}
          </Section>
          {mayGive && people.length > 0 && (
            <Section title="Give a role">
              <ErrorSummary form={form} />
              <Form request={request}>
                <SelectField
                  name="account"
                  label="To whom"
                  form={form}
                  choices={people.map(({ account, name }) => ({ value: account, label: name }))}
                />
                <SelectField
                  name="role"
                  label="Role"
                  form={form}
                  choices={roleName.options.map((role) => ({ value: role, label: roleTitles[role] }))}
                />
                <SelectField
                  name="agency"
                  label="For the agency"
                  hint="Data officers, deputies and stewards are held for one"
                  optional
                  form={form}
                  choices={[
                    { value: '', label: 'The state' },
                    ...agencies.map(({ code, name }) => ({ value: code, label: name })),
                  ]}
                />
                <TextField
                  name="until"
                  label="Last day"
                  hint={`Such as ${request.clock.today().slice(0, 4)}-12-31; held until taken away when left blank`}
                  optional
                  short
                  form={form}
                />
                <button class="button" type="submit">
                  Give this role
                </button>
              </Form>
            </Section>
          )}
        </>
      ),
    };
  },
});
