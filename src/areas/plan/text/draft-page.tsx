import { page } from '../../../core/page.ts';
import {
  Empty,
  ErrorSummary,
  Form,
  Links,
  Notice,
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
import { inWords, sentence, shortened } from '../../../web/format/index.ts';
import { listCycles } from '../cycle/contract.ts';
import { itemKind } from '../model.ts';
import {
  addItem,
  decideSuggestion,
  dropItem,
  editItem,
  listConsultations,
  listSuggestions,
  recordConsultation,
  showDraft,
  suggest,
} from './contract.ts';
import type { DraftItem, Suggestion } from './model.ts';

/** The draft as it is written together: words with their revisions, suggestions beside them, the log of agencies asked. */
export const draftPage = page({
  path: '/plan/draft',
  access: 'staff',
  submit: async (request, form) => {
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const [cycle, item] = [text('cycle'), text('item')];
    if (text('act') === 'edit')
      await request.ask(editItem, { cycle, item, revision: text('revision'), words: text('words') });
    else if (text('act') === 'suggest')
      await request.ask(suggest, { cycle, item, words: text('words'), reason: text('reason') });
    else if (text('act') === 'consult') {
      await request.ask(recordConsultation, {
        cycle,
        agency: text('agency') || undefined,
        outcome: text('outcome') as 'asked',
        on: text('on') || undefined,
        words: text('words') || undefined,
      });
      return { redirect: '/plan/draft#consulted' };
    } else if (text('act') === 'add') {
      await request.ask(addItem, {
        cycle,
        item,
        kind: itemKind.parse(text('kind')),
        words: text('words'),
        parent: text('parent') || null,
        details: {
          ...(text('owner') && { owner: text('owner') }),
          ...(text('due') && { due: text('due') }),
          ...(text('evidence') && { evidence: text('evidence') }),
          ...(text('agencies') && {
            agencies: text('agencies')
              .toUpperCase()
              .split(/[\s,]+/),
          }),
        },
      });
    } else if (text('act') === 'drop') {
      await request.ask(dropItem, { cycle, item, revision: text('revision') });
      return { redirect: '/plan/draft' };
    } else
      await request.ask(decideSuggestion, {
        suggestion: text('suggestion'),
        decision: text('act') === 'accept' ? 'accept' : 'decline',
        revision: text('revision'),
        reason: text('reason'),
      });
    return { redirect: `/plan/draft?item=${item}#${item}` };
  },
  render: async (request) => {
    const zone = request.clock.timeZone;
    const { cycles } = await request.ask(listCycles, {});
    const drafting = cycles.find(({ state }) => state === 'drafting');
    const crumbs = {
      title: 'The draft',
      place: 'plan' as const,
      breadcrumbs: [
        { href: '/plan', label: 'Plan' },
        { href: '/plan/draft', label: 'Draft' },
      ],
    };
    if (drafting === undefined)
      return {
        ...crumbs,
        content: (
          <>
            <Title title="The draft" />
            <ErrorSummary form={request.form} />
            <Empty>
              No plan is being drafted. The next cycle is opened with <code>oak plan open-cycle</code>.
            </Empty>
          </>
        ),
      };
    const { cycle } = drafting;
    const [draft, { suggestions }, log] = await Promise.all([
      request.ask(showDraft, { cycle }),
      request.ask(listSuggestions, { cycle }),
      request.ask(listConsultations, { cycle }),
    ]);
    const writes = await request.may(editItem, { cycle });
    const chosen = draft.items.find(({ item }) => item === request.query.get('item'));
    const shown = draft.items.filter(({ kind }) => !['requirement', 'duty', 'phase'].includes(kind));
    const open = suggestions.filter(({ state }) => state === 'open');
    return {
      ...crumbs,
      content: (
        <>
          <Title
            kind={draft.title}
            title="The draft"
            lede={`${sentence(inWords(open.length, 'suggestion waits', 'suggestions wait'))} for a decision; ${inWords(log.missing, 'agency has', 'agencies have')} not been heard.`}
            acts={
              <Links>
                <a href={`/plan/compare?to=draft-${cycle}`}>What changed</a>
                <a href="/desk">Desk</a>
              </Links>
            }
          />
          <ErrorSummary form={request.form} />
          {chosen && (
            <EditItem
              request={request}
              cycle={cycle}
              item={chosen}
              place={placed(chosen, draft.items)}
              writes={writes}
              suggestions={suggestions.filter(({ item }) => item === chosen.item)}
            />
          )}
          <Section title="Words" first={chosen === undefined}>
            <Table
              caption="Items of the draft"
              rows={shown}
              columns={[
                {
                  head: 'Item',
                  nowrap: true,
                  cell: (row) => (
                    <a id={row.item} href={`/plan/draft?item=${row.item}`}>
                      {placed(row, draft.items)}
                    </a>
                  ),
                },
                {
                  head: 'Words',
                  width: 'w50',
                  cell: (row) => `${row.name ? `${row.name}: ` : ''}${row.words}`,
                },
                { head: 'Suggestions', numeric: true, cell: (row) => row.suggestions },
                {
                  head: 'Changed',
                  cell: (row) => (
                    <>
                      <Time at={row.changedAt} zone={zone} />
                      {row.changedBy && <span class="sub">{row.changedBy}</span>}
                    </>
                  ),
                },
              ]}
            />
          </Section>
          {writes && (
            <Section title="Objectives" aside={<a href="/plan/draft/objectives/new">Write a new one</a>}>
              <Table
                caption="Objectives of the draft"
                density="tight"
                rows={draft.objectives}
                columns={[
                  {
                    head: 'Objective',
                    width: 'w50',
                    cell: (row) => <a href={`/plan/draft/objectives/${row.objective}`}>{row.title}</a>,
                  },
                  { head: 'Measure', cell: (row) => <code>{row.measure}</code> },
                  {
                    head: 'Ready',
                    cell: (row) =>
                      row.missing.length === 0 ? (
                        <Status kind="met">Complete</Status>
                      ) : (
                        <Status kind="risk" reason={row.missing.join(', ')}>
                          Lacks
                        </Status>
                      ),
                  },
                ]}
              />
            </Section>
          )}
          {writes && (
            <Section title="Add an item">
              <AddItem request={request} cycle={cycle} items={shown} />
            </Section>
          )}
          <Section title="Agencies consulted" id="consulted">
            <Table
              caption="Agencies consulted"
              density="tight"
              rows={log.consultations}
              columns={[
                { head: 'Agency', cell: (row) => row.name },
                {
                  head: 'Asked',
                  cell: (row) => (row.askedOn ? <Time at={row.askedOn} zone={zone} /> : 'Not asked yet'),
                },
                {
                  head: 'Answer',
                  width: 'w40',
                  cell: (row) =>
                    row.outcome === 'answered'
                      ? (row.words ?? 'Answered')
                      : row.outcome === 'no-response'
                        ? 'Did not respond'
                        : 'Waits',
                },
              ]}
            />
            {writes && (
              <Form request={request} draft="consultation">
                <h3>Record an answer</h3>
                <input type="hidden" name="act" value="consult" />
                <input type="hidden" name="cycle" value={cycle} />
                <SelectField
                  name="agency"
                  label="Agency"
                  form={request.form}
                  choices={[
                    { value: '', label: 'Every agency that has not answered' },
                    ...log.consultations.map(({ agency, name }) => ({ value: agency, label: name })),
                  ]}
                />
                <RadioField
                  name="outcome"
                  label="What happened"
                  value="answered"
                  form={request.form}
                  choices={[
                    { value: 'asked', label: 'It was asked' },
                    { value: 'answered', label: 'It answered' },
                    { value: 'no-response', label: 'It did not respond' },
                  ]}
                />
                <TextField
                  name="on"
                  label="On"
                  hint="Today when left blank"
                  optional
                  short
                  form={request.form}
                />
                <TextArea name="words" label="Its answer" optional form={request.form} />
                <div class="acts">
                  <button class="button outline" type="submit">
                    Record it
                  </button>
                </div>
              </Form>
            )}
          </Section>
        </>
      ),
    };
  },
});

/** Where an item stands, told apart from every other: `Principle 9, action 1`; without a number, by its first words. */
function placed(item: DraftItem, items: readonly DraftItem[]): string {
  const kind = item.kind.replace('-', ' ');
  const above = items.find((one) => one.item === item.parent);
  const own =
    item.number === null ? `${kind} “${shortened(item.name ?? item.words, 30)}”` : `${kind} ${item.number}`;
  return above === undefined ? sentence(own) : `${placed(above, items)}, ${own}`;
}

const EditItem = ({
  request,
  cycle,
  item,
  place,
  writes,
  suggestions,
}: {
  request: Parameters<typeof Form>[0]['request'];
  cycle: string;
  item: DraftItem;
  place: string;
  writes: boolean;
  suggestions: readonly Suggestion[];
}) => {
  const typed = request.form?.values['words'];
  const clash = typed !== undefined && request.form?.values['revision'] !== item.revision;
  return (
    <Section first title={place}>
      {clash && (
        <Notice level={3} tone="warn" title="Somebody else changed it meanwhile: both texts">
          <p>As it stands now:</p>
          <blockquote class="words">{item.words}</blockquote>
          <p>What you wrote is in the field below. Saving replaces the words above.</p>
        </Notice>
      )}
      <Form request={request} draft={item.item}>
        <input type="hidden" name="act" value={writes ? 'edit' : 'suggest'} />
        <input type="hidden" name="cycle" value={cycle} />
        <input type="hidden" name="item" value={item.item} />
        <input type="hidden" name="revision" value={item.revision} />
        <TextArea name="words" label="Words" value={item.words} form={request.form} />
        {!writes && <TextField name="reason" label="Why" form={request.form} />}
        <div class="acts">
          <button class="button" type="submit">
            {writes ? 'Save the words' : 'Suggest these words'}
          </button>
        </div>
      </Form>
      {suggestions.map((one) => (
        <article id={one.suggestion}>
          <h3>
            Suggested by {one.author}
            {one.agency && `, ${one.agency}`}
          </h3>
          <blockquote class="words">{one.proposal.words ?? 'Drop it'}</blockquote>
          <p class="small">
            {one.reason}
            {one.outdated && ' The words it was made about have changed since.'}
          </p>
          {one.state !== 'open' ? (
            <p class="small quiet">
              {sentence(one.state)} by {one.decidedBy}: {one.decision}
            </p>
          ) : writes ? (
            <Form request={request}>
              <input type="hidden" name="suggestion" value={one.suggestion} />
              <input type="hidden" name="item" value={item.item} />
              <input type="hidden" name="revision" value={item.revision} />
              <TextField name="reason" label="Your reason" form={request.form} />
              <div class="acts">
                <button class="button outline" type="submit" name="act" value="accept">
                  Accept
                </button>
                <button class="button outline" type="submit" name="act" value="decline">
                  Decline
                </button>
              </div>
            </Form>
          ) : null}
        </article>
      ))}
    </Section>
  );
};

const AddItem = ({
  request,
  cycle,
  items,
}: {
  request: Parameters<typeof Form>[0]['request'];
  cycle: string;
  items: readonly DraftItem[];
}) => (
  <Form request={request} draft="new-item">
    <input type="hidden" name="act" value="add" />
    <input type="hidden" name="cycle" value={cycle} />
    <SelectField
      name="kind"
      label="What it is"
      value="action"
      form={request.form}
      choices={['principle', 'action', 'focal-point', 'step', 'goal', 'recommendation'].map((value) => ({
        value,
        label: sentence(value.replace('-', ' ')),
      }))}
    />
    <TextField
      name="item"
      label="Lasting id"
      hint="Small letters, digits and hyphens. It never changes, whatever number the item gets."
      short
      form={request.form}
    />
    <TextArea name="words" label="Words" form={request.form} />
    <SelectField
      name="parent"
      label="Under"
      hint="The principle of an action, the focal point of a step"
      optional
      form={request.form}
      choices={[
        { value: '', label: 'Nothing' },
        ...items
          .filter(({ kind }) => kind === 'principle' || kind === 'focal-point')
          .map((one) => ({
            value: one.item,
            label: `${placed(one, items)}: ${shortened(one.words, 60)}`,
          })),
      ]}
    />
    <TextField name="owner" label="Who answers for it" optional form={request.form} />
    <TextField
      name="agencies"
      label="Agencies that act"
      hint="Codes, with commas"
      optional
      form={request.form}
    />
    <TextField name="due" label="Due" hint="Such as 2027-12-31" optional short form={request.form} />
    <TextField name="evidence" label="What will show that it is done" optional form={request.form} />
    <div class="acts">
      <button class="button outline" type="submit">
        Add it to the draft
      </button>
    </div>
  </Form>
);
