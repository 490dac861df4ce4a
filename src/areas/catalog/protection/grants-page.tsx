import { page } from '../../../core/page.ts';
import { namesOf } from '../../../web/ask/names-of.ts';
import {
  ActForm,
  Empty,
  ErrorSummary,
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
import { inWords, sentence } from '../../../web/format/index.ts';
import { listPeople } from '../../access/contract.ts';
import { roleWords } from '../../access/model.ts';
import { showDataset } from '../contract.ts';
import { giveGrant, listGrants, withdrawGrant } from './contract.ts';
import { grantedWords } from './model.ts';

/** Who may see a protected dataset, for what purpose and until when; giving such leave, and taking it back. */
export const grantsPage = page({
  path: '/data/:dataset/grants',
  access: 'officer',
  about: { dataset: 'dataset' },
  submit: async (request, form) => {
    const dataset = request.params['dataset'] ?? '';
    const text = (name: string) => String(form.get(name) ?? '').trim();
    if (text('withdraw') !== '') await request.ask(withdrawGrant, { dataset, grant: text('withdraw') });
    else
      await request.ask(giveGrant, {
        dataset,
        grantee: text('grantee'),
        purpose: text('purpose'),
        view: text('view') as never,
        ground: text('ground'),
        until: text('until'),
      });
    return { redirect: `/data/${dataset}/grants` };
  },
  render: async (request) => {
    const dataset = request.params['dataset'] ?? '';
    const [about, { grants }, { people }] = await Promise.all([
      request.ask(showDataset, { dataset }),
      request.ask(listGrants, { dataset }),
      request.ask(listPeople, {}),
    ]);
    const nameOf = await namesOf(
      request,
      grants.flatMap(({ grantee, given_by }) => [grantee, given_by]),
    );
    const zone = request.clock.timeZone;
    const now = request.clock.now();
    const isLive = (one: (typeof grants)[number]) =>
      one.withdrawn_at === null && one.valid_from <= now && now < one.valid_until;
    const live = grants.filter(isLive);
    const home = `/data/${about.dataset}`;
    return {
      title: `Grants for ${about.title}`,
      place: 'data',
      breadcrumbs: [
        { href: '/data', label: 'Data' },
        { href: home, label: about.title },
        { href: `${home}/access`, label: 'Who may see it' },
      ],
      content: (
        <>
          <Title
            kind={`Grants · ${about.dataset}`}
            title={about.title}
            lede={
              live.length === 0
                ? 'Nobody outside its agency may see its rows or figures now.'
                : `${sentence(inWords(live.length, 'grant is', 'grants are'))} in force. A grant counts for one person, one purpose and a time.`
            }
            acts={<a href={`${home}/looks`}>Who looked, when and for what</a>}
          />
          <Section first title="Who holds what">
            {grants.length === 0 ? (
              <Empty>No grant has been given for it.</Empty>
            ) : (
              <Table
                caption="Grants, newest first"
                rows={grants}
                columns={[
                  {
                    head: 'Person',
                    width: 'w20',
                    cell: ({ grantee, given_by }) => (
                      <>
                        {nameOf(grantee)}
                        <span class="sub">Given by {nameOf(given_by).replace(/^Who/, 'who')}</span>
                      </>
                    ),
                  },
                  {
                    head: 'May see',
                    width: 'w40',
                    cell: ({ view, purpose, ground }) => (
                      <>
                        {grantedWords[view]}, for “{purpose}”<span class="sub">{ground}</span>
                      </>
                    ),
                  },
                  {
                    head: 'Until',
                    nowrap: true,
                    cell: ({ valid_until }) => <Time at={valid_until} zone={zone} />,
                  },
                  {
                    head: 'State',
                    cell: (one) =>
                      isLive(one) ? (
                        <Status kind="track">In force</Status>
                      ) : one.withdrawn_at !== null ? (
                        <>
                          Withdrawn <Time at={one.withdrawn_at} zone={zone} />
                        </>
                      ) : (
                        'Over'
                      ),
                  },
                  {
                    head: 'Next step',
                    act: true,
                    cell: (one) =>
                      isLive(one) && (
                        <ActForm request={request} fields={{ withdraw: one.grant }}>
                          Withdraw<span class="hidden-text"> the grant of {nameOf(one.grantee)}</span>
                        </ActForm>
                      ),
                  },
                ]}
              />
            )}
          </Section>
          <Section title="Give a grant">
            <ErrorSummary form={request.form} />
            <Form request={request} draft>
              <SelectField
                name="grantee"
                label="To whom"
                form={request.form}
                choices={people
                  .filter(({ account }) => account !== request.actor.id)
                  .map(({ account, name, roles }) => ({
                    value: account,
                    label: [name, ...roles.map(roleWords)].join(', '),
                  }))}
              />
              <TextField
                name="purpose"
                label="Purpose"
                hint="The person states these very words to look. They stand in the log beside each look."
                form={request.form}
              />
              <RadioField
                name="view"
                label="The most it lets be seen"
                value="figures"
                form={request.form}
                choices={(['figures', 'masked', 'rows'] as const).map((value) => ({
                  value,
                  label: grantedWords[value],
                }))}
              />
              <TextArea
                name="ground"
                label="Ground"
                hint="The agreement or decision it rests on."
                form={request.form}
              />
              <TextField
                name="until"
                label="Last day"
                short
                hint={`Such as ${request.clock.today().slice(0, 4)}-12-31`}
                form={request.form}
              />
              <button class="button" type="submit">
                Give this grant
              </button>
            </Form>
          </Section>
        </>
      ),
    };
  },
});
