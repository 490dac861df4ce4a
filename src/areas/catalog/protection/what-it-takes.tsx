import type { PageRequest } from '../../../core/page.ts';
import {
  ActForm,
  type Column,
  Example,
  Form,
  Pairs,
  Section,
  Table,
  TextField,
  Time,
  Unknown,
} from '../../../web/components/index.ts';
import { grantedWords, type ProtectionView } from './model.ts';

type Path = ProtectionView['paths'][number];

const days = (count: number | null) => (count === null ? <Unknown>Not counted</Unknown> : count);

const columns: readonly Column<Path>[] = [
  { head: 'What you need', width: 'w33', cell: ({ needs }) => needs },
  {
    head: 'What you get',
    width: 'w40',
    cell: ({ gets, source, example }) => (
      <>
        {gets}
        <span class="sub">
          {source} {example && <Example />}
        </span>
      </>
    ),
  },
  {
    head: 'Usual time',
    note: 'business days, half within',
    label: 'Usual days',
    numeric: true,
    width: 'w16',
    cell: ({ half_days, usual }) => (
      <>
        {half_days === null ? days(null) : <strong>{half_days}</strong>}
        {usual !== null && <span class="sub">{usual}</span>}
      </>
    ),
  },
  {
    head: 'Nine in ten',
    note: 'within',
    label: 'Nine in ten',
    numeric: true,
    cell: ({ nine_days }) => days(nine_days),
  },
];

/** The ways to what a protected dataset can tell, with the time each takes. */
export const WhatItTakes = ({ protection }: { protection: ProtectionView }) => (
  <Section id="what-it-takes" title="What it would take">
    {protection.paths.length === 0 ? (
      <p>
        The state lists no ways to data of this kind. Ask {protection.ask.owner ?? 'the agency that holds it'}
        .
      </p>
    ) : (
      <Table caption="Ways to this data" rows={protection.paths} columns={columns} />
    )}
  </Section>
);

/** Why it is protected: class, ground and citation, who decided it and since when. */
export const WhyProtected = ({ protection, zone }: { protection: ProtectionView; zone: string }) => (
  <Pairs
    items={[
      {
        label: 'Class',
        value: protection.class_name ?? (
          <Unknown>Nobody has classified it yet: it counts as protected</Unknown>
        ),
      },
      ...(protection.class_says === null ? [] : [{ label: 'Which means', value: protection.class_says }]),
      ...(protection.ground === null ? [] : [{ label: 'Ground', value: protection.ground }]),
      ...(protection.citation === null ? [] : [{ label: 'Citation', value: protection.citation }]),
      ...(protection.valid_from === null
        ? []
        : [{ label: 'Since', value: <Time at={protection.valid_from} zone={zone} /> }]),
    ]}
  />
);

/** Who decides about it, and how to reach them. */
export const WhomToAsk = ({
  protection,
  agencyName,
}: {
  protection: ProtectionView;
  agencyName: (code: string) => string;
}) => {
  const { agency, owner, contact } = protection.ask;
  return (
    <>
      <p>
        {owner !== null && <strong>{owner}</strong>}
        {owner !== null && agency !== null && ', '}
        {agency !== null && <a href={`/agencies/${agency}`}>{agencyName(agency)}</a>}
        {owner === null && agency === null && 'Nobody is named yet. Ask the chief data officer’s office.'}
      </p>
      {contact !== null && (
        <p class="more">{contact.includes('@') ? <a href={`mailto:${contact}`}>{contact}</a> : contact}</p>
      )}
    </>
  );
};

/** Whose data it is may look at its rows once they have said what for. `next` is where they go on. */
export const PurposeForm = ({
  request,
  dataset,
  next,
}: {
  request: PageRequest;
  dataset: string;
  next: string;
}) => (
  <Form request={request} action={`/data/${dataset}/access`}>
    <input type="hidden" name="next" value={next} />
    <TextField
      name="purpose"
      label="What you look at the rows for"
      hint="It stands in the log beside each look, and is yours until you sign out or change it."
    />
    <button type="submit" class="button outline">
      State this purpose and look
    </button>
  </Form>
);

/** What one was granted, each with the step that uses it: a grant counts while its purpose is the one stated. */
export const Granted = ({
  request,
  protection,
  purpose,
}: {
  request: PageRequest;
  protection: ProtectionView;
  purpose: string | null;
}) => (
  <ul class="plain">
    {protection.granted.map((one) => (
      <li>
        <p>
          <strong>{grantedWords[one.view]}</strong>
          {one.emergency ? ', opened in an emergency' : ''}, for “{one.purpose}”, until{' '}
          <Time at={one.until} zone={request.clock.timeZone} as="moment" />.
        </p>
        {!one.emergency && purpose !== one.purpose ? (
          <ActForm
            request={request}
            action={`/data/${protection.dataset}/access`}
            as="outline"
            fields={{
              purpose: one.purpose,
              next: `/data/${protection.dataset}${one.view === 'figures' ? '' : '/rows'}`,
            }}
          >
            Work for this purpose and look
          </ActForm>
        ) : (
          <p>
            <a href={`/data/${protection.dataset}${one.view === 'figures' ? '' : '/rows'}`}>Look</a>
          </p>
        )}
      </li>
    ))}
  </ul>
);

/** What whoever looks may see, as one says it. */
export const shownWords: Readonly<Record<ProtectionView['allowed'], string>> = {
  rows: 'You may see its rows. Each look is written in the log.',
  masked: 'You see its rows with some fields masked. Each look is written in the log.',
  figures: 'You see figures, rounded and without small ones, and no rows.',
  nothing: 'You see its record: what it is, who holds it, its fields and versions, and no rows.',
};
