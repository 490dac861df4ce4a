import { type PageRequest, page } from '../../../core/page.ts';
import {
  ActForm,
  ButtonLink,
  Empty,
  ErrorSummary,
  Facts,
  Form,
  Links,
  Notice,
  Section,
  Status,
  Table,
  TextArea,
  TextField,
  Time,
  Title,
} from '../../../web/components/index.ts';
import { counted, formatDistance, inWords, sentence } from '../../../web/format/index.ts';
import { showAgency } from '../../agencies/contract.ts';
import { editInventory } from '../../catalog/custody/contract.ts';
import { accessLevels, type SheetProblem } from '../../catalog/custody/model.ts';
import { cadences } from '../../catalog/model.ts';
import { reopenInventory, showInventoryYear, submitInventory } from './contract.ts';
import type { InventoryLine, InventoryYear } from './model.ts';

const yearOf = (request: PageRequest) => Number(request.params['year']) || 0;
const here = (agency: string, year: number) => `/agencies/${agency}/inventory/${year}`;

/** An agency's inventory of a year: carried forward, corrected many at once, sent in, and then as it was sent. */
export const inventoryYearPage = page({
  path: '/agencies/:agency/inventory/:year',
  access: 'everyone',
  about: { agency: 'agency' },
  submit: async (request, form) => {
    const which = { agency: request.params['agency'] ?? '', year: yearOf(request) };
    const text = (name: string) => String(form.get(name) ?? '').trim();
    if (text('act') === 'submit') {
      const why = text('nothing_held');
      await request.ask(submitInventory, { ...which, ...(why && { nothing_held: why }) });
    } else if (text('act') === 'reopen')
      await request.ask(reopenInventory, { ...which, because: text('because') });
    else {
      const typed = new Map<string, Record<string, string>>();
      for (const [name, value] of form) {
        const [, id, key] = /^cell:([^:]+):([a-z_]+)$/.exec(name) ?? [];
        if (id !== undefined && typeof value === 'string')
          typed.set(id, { ...typed.get(id), id, [key!]: value.trim() });
      }
      // One outside the inventory about which nothing was said stays outside.
      const rows = [...typed.values()].filter(
        ({ id: _, ...said }) =>
          Object.keys(said).length > 2 || Object.values(said).some((cell) => cell !== ''),
      );
      if (rows.length > 0) {
        const answer = await request.ask(editInventory, { agency: which.agency, rows });
        const ids = rows.map(({ id }) => id ?? '');
        if (!answer.taken) return show(request, { typed, ids, problems: answer.problems });
      }
    }
    return { redirect: `${here(which.agency, which.year)}?saved=1` };
  },
  render: (request) => show(request),
});

interface Failed {
  readonly typed: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** Public ids by row. */
  readonly ids: readonly string[];
  readonly problems: readonly SheetProblem[];
}

async function show(request: PageRequest, failed?: Failed) {
  const code = request.params['agency'] ?? '';
  const year = yearOf(request);
  const [agency, inventory] = await Promise.all([
    request.ask(showAgency, { agency: code }),
    request.ask(showInventoryYear, { agency: code, year }),
  ]);
  const [writes, reopens] = await Promise.all([
    request.may(submitInventory, { agency: code }),
    request.may(reopenInventory, { agency: code }),
  ]);
  const { entries, complete, state } = inventory;
  const lacking = entries.length - complete;
  const open = state === 'open';
  return {
    title: `Inventory of ${year}, ${agency.name}`,
    place: 'plan' as const,
    breadcrumbs: [
      { href: '/agencies', label: 'Agencies' },
      { href: `/agencies/${code}`, label: code },
      { href: `/agencies/${code}/desk`, label: 'Desk' },
      { href: here(code, year), label: `Inventory ${year}` },
    ],
    content: (
      <>
        <Title
          kind={agency.name}
          title={`High value data inventory of ${year}`}
          lede={
            !open && entries.length === 0
              ? 'Submitted without an asset of high value. This year is frozen.'
              : !open
                ? `${sentence(inWords(entries.length, 'asset was', 'assets were'))} submitted. This year is frozen; later changes of the catalog do not reach it.`
                : entries.length === 0
                  ? 'No asset of this agency has a reason of high value yet.'
                  : `${sentence(inWords(entries.length, 'asset'))} of high value, ${lacking === 0 ? 'and none lacks anything: it can be submitted.' : `${inWords(lacking, 'of them lacks', 'of them lack')} something.`}`
          }
        >
          <Status kind={!open ? (inventory.late ? 'risk' : 'met') : inventory.late ? 'late' : 'track'}>
            {open
              ? inventory.late
                ? 'Not submitted, late'
                : 'Not submitted yet'
              : inventory.late
                ? 'Submitted late'
                : 'Submitted'}
          </Status>
          <Facts items={factsOf(request, inventory)} />
        </Title>
        {request.query.get('saved') !== null && !failed && (
          <Notice title={<Status kind="met">Saved</Status>}>
            <p>
              {open ? 'What is said below is in the catalog.' : 'The office and everyone else can see it.'}
            </p>
          </Notice>
        )}
        <ErrorSummary form={request.form ?? formOf(failed)} />
        <Section
          first
          title={open ? 'Assets of high value' : 'As submitted'}
          aside={
            <Links>
              <a href={`/api/v1/agencies/${code}/inventories/${year}.csv`}>CSV</a>
              {open && writes && <a href={`/data/inventory?agency=${code}`}>Spreadsheet out and in</a>}
            </Links>
          }
          finding={
            open && inventory.from !== null
              ? `Carried forward from ${inventory.from}: ${inWords(entries.filter(({ since }) => since === 'carried').length, 'entry is', 'entries are')} as ${entries.length === 1 ? 'it was' : 'they were'}.`
              : undefined
          }
        >
          {!open && entries.length === 0 ? (
            <p class="read">The agency says why it holds none: {inventory.nothingHeld}</p>
          ) : entries.length === 0 ? (
            <Empty>
              {inventory.others.length === 0
                ? 'Nothing is registered yet.'
                : `${counted(inventory.others.length, 'asset is', 'assets are')} registered without a reason.`}{' '}
              {writes ? (
                <a href={`/data/inventory?agency=${code}`}>Send last year’s workbook as it is</a>
              ) : (
                'Its data officer says which are of high value.'
              )}
            </Empty>
          ) : open && writes ? (
            <Form request={request} draft>
              {entries.map((entry) => (
                <EntryFields entry={entry} failed={failed} />
              ))}
              <div class="acts">
                <button class="button outline" type="submit">
                  Save {counted(entries.length, 'asset')}
                </button>
              </div>
            </Form>
          ) : (
            <EntryTable entries={entries} />
          )}
        </Section>
        {open && writes && inventory.others.length > 0 && (
          <Section
            title="Not in the inventory"
            finding="An asset belongs to it once it has a reason of high value and somebody who determined that."
          >
            <Form request={request} draft="others">
              {inventory.others.map(({ dataset, title }) => (
                <fieldset class="entry-fields">
                  <legend>
                    <a href={`/data/${dataset}`}>{title}</a>
                  </legend>
                  <div class="filters">
                    {cells.slice(0, 2).map((cell) => (
                      <CellField cell={cell} dataset={dataset} value="" failed={failed} />
                    ))}
                  </div>
                </fieldset>
              ))}
              <div class="acts">
                <button class="button outline" type="submit">
                  Take into the inventory
                </button>
              </div>
            </Form>
          </Section>
        )}
        {inventory.dropped.length > 0 && (
          <Section title="No longer there">
            <ul>
              {inventory.dropped.map((one) => (
                <li>
                  <a href={`/data/${one.dataset}`}>{one.title}</a>
                </li>
              ))}
            </ul>
          </Section>
        )}
        {open && writes && (
          <Section title="Submit the year">
            {entries.length === 0 ? (
              <Form request={request} draft>
                <input type="hidden" name="act" value="submit" />
                <TextArea
                  name="nothing_held"
                  label={`Why ${agency.name} holds no data of high value`}
                  hint={`Submitting freezes ${year} without an asset. Everyone can read the reason.`}
                  form={request.form}
                />
                <div class="acts">
                  <button class="button outline" type="submit">
                    Submit {String(year)} without an asset
                  </button>
                </div>
              </Form>
            ) : lacking > 0 ? (
              <p>
                It can be submitted when nothing is missing above. {sentence(inWords(lacking, 'asset'))}{' '}
                {lacking === 1 ? 'waits' : 'wait'} for a word.
              </p>
            ) : (
              <>
                <p class="read">
                  Submitting freezes {year} as it stands. Everyone can read it; only the office can open it
                  again.
                </p>
                <ActForm request={request} fields={{ act: 'submit' }} as="filled">
                  Submit the inventory of {String(year)}
                </ActForm>
              </>
            )}
          </Section>
        )}
        {!open && reopens && (
          <Section title="Open it again">
            <Form request={request}>
              <input type="hidden" name="act" value="reopen" />
              <TextField name="because" label="Why" hint="What was submitted is kept." form={request.form} />
              <div class="acts">
                <button class="button outline" type="submit">
                  Open for correction
                </button>
              </div>
            </Form>
          </Section>
        )}
        {!writes && open && (
          <Section title="Whose task it is">
            <p>
              The data officer of {agency.name} says this.{' '}
              <ButtonLink href={`/agencies/${code}`}>Who that is</ButtonLink>
            </p>
          </Section>
        )}
      </>
    ),
  };
}

const factsOf = (request: PageRequest, { dueOn, submittedAt, submittedBy, others, hash }: InventoryYear) => [
  ...(dueOn === null
    ? []
    : [
        {
          label: 'Due',
          value: (
            <>
              <Time at={dueOn} zone={request.clock.timeZone} />
              {submittedAt === null && `, ${formatDistance(request.clock.today(), dueOn)}`}
            </>
          ),
        },
      ]),
  ...(submittedAt === null
    ? [{ label: 'Other assets, without a reason', value: String(others.length) }]
    : [
        { label: 'Submitted', value: <Time at={submittedAt} zone={request.clock.timeZone} as="moment" /> },
        { label: 'By', value: submittedBy },
        { label: 'SHA-256', value: <code>{hash?.slice(0, 16)}…</code> },
      ]),
];

/** The row's problems, each beside the cell it is about. */
const formOf = (failed: Failed | undefined) =>
  failed && {
    values: {},
    errors: failed.problems.map(({ row, problem, column }) => ({
      field: cellName(failed.ids[row - 1] ?? '', keyOf(column)),
      message: `Row ${row}: ${problem}`,
    })),
  };

const cellName = (dataset: string, key: string) => `cell:${dataset}:${key}`;

interface Cell {
  readonly key: string;
  readonly label: string;
  readonly value: (entry: InventoryLine) => string;
  readonly long?: true;
  readonly choices?: readonly string[];
}
const cells: readonly Cell[] = [
  { key: 'reasons', label: 'High value reasons', value: ({ reasons }) => reasons.join(', ') },
  { key: 'determined_by', label: 'Determined by', value: ({ determinedBy }) => determinedBy ?? '' },
  { key: 'access_level', label: 'Access', value: ({ access }) => access ?? '', choices: accessLevels },
  { key: 'access_ground', label: 'Ground for that access', value: ({ ground }) => ground ?? '', long: true },
  { key: 'owner', label: 'Owner', value: ({ owner }) => owner ?? '' },
  { key: 'format', label: 'Format', value: ({ format }) => format ?? '' },
  {
    key: 'cadence',
    label: 'Updated',
    value: ({ frequency }) => frequency ?? '',
    choices: Object.keys(cadences),
  },
];
const keyOf = (head: string | null) => cells.find(({ label }) => label === head)?.key ?? 'reasons';

/** One cell of the bulk edit, with what was typed and what is wrong with it after a refusal. */
const CellField = ({
  cell: { key, label, long, choices },
  dataset,
  value,
  failed,
}: {
  cell: Cell;
  dataset: string;
  value: string;
  failed?: Failed;
}) => {
  const name = cellName(dataset, key);
  const now = failed?.typed.get(dataset)?.[key] ?? value;
  const row = failed ? failed.ids.indexOf(dataset) + 1 : 0;
  const problem = failed?.problems.find((one) => one.row === row && keyOf(one.column) === key);
  const more = {
    id: `f-${name}`,
    name,
    'aria-invalid': problem ? ('true' as const) : undefined,
    'aria-describedby': problem ? `f-${name}-wrong` : undefined,
  };
  return (
    <div class={problem ? 'wrong' : undefined}>
      <label for={more.id}>{label}</label>
      {choices ? (
        <select {...more}>
          {['', ...choices].map((choice) => (
            <option value={choice} selected={choice === now || undefined}>
              {choice || 'Not said'}
            </option>
          ))}
        </select>
      ) : (
        <input type="text" {...more} value={now} class={long ? 'long' : undefined} />
      )}
      {problem && (
        <p class="wrong-words" id={`f-${name}-wrong`}>
          {problem.problem}
        </p>
      )}
    </div>
  );
};

const EntryFields = ({ entry, failed }: { entry: InventoryLine; failed?: Failed }) => (
  <fieldset class="entry-fields">
    <legend>
      <a href={`/data/${entry.dataset}`}>{entry.title}</a>
    </legend>
    <Status
      kind={entry.missing.length > 0 ? 'risk' : 'met'}
      reason={entry.missing.length > 0 ? entry.missing.join(', ') : undefined}
    >
      {entry.missing.length > 0
        ? 'Lacks'
        : { carried: 'As last year', changed: 'Changed', new: 'New this year' }[entry.since]}
    </Status>
    <div class="filters">
      {cells.map((cell) => (
        <CellField cell={cell} dataset={entry.dataset} value={cell.value(entry)} failed={failed} />
      ))}
    </div>
    {entry.fields === 0 && (
      <p class="small">
        <a href="/data/dictionary">Send its dictionary</a>, or describe its fields one by one.
      </p>
    )}
  </fieldset>
);

const EntryTable = ({ entries }: { entries: readonly InventoryLine[] }) => (
  <Table
    caption="Assets of high value"
    density="tight"
    rows={entries}
    columns={[
      {
        head: 'Asset',
        width: 'w33',
        cell: (row) => (
          <>
            <a href={`/data/${row.dataset}`}>{row.title}</a>
            {row.missing.length > 0 && <span class="sub">Lacks {row.missing.join(', ')}</span>}
          </>
        ),
      },
      { head: 'Reasons', cell: (row) => row.reasons.join(', ') || '–' },
      { head: 'Determined by', cell: (row) => row.determinedBy ?? '–' },
      {
        head: 'Access',
        cell: (row) => (
          <>
            {row.access ?? 'Not said'}
            {row.ground && <span class="sub">{row.ground}</span>}
          </>
        ),
      },
      { head: 'Owner', cell: (row) => row.owner ?? 'Nobody' },
      { head: 'Format', phoneHide: true, cell: (row) => row.format ?? '–' },
      { head: 'Updated', cell: (row) => row.frequency ?? 'No promise' },
      { head: 'Fields described', numeric: true, cell: (row) => row.fields },
    ]}
  />
);
