import type { AnswerOf } from '../../../core/operation.ts';
import { Links, Notice, Pairs, Section, Table, Unknown } from '../../../web/components/index.ts';
import { counted, formatCount, formatDate, sentence } from '../../../web/format/index.ts';
import type { showCustody } from './contract.ts';
import type { DescribedField } from './model.ts';

type Custody = AnswerOf<typeof showCustody>;
const fieldsShown = 12;

/** Where an asset is kept, from when, on which terms, and why it is of high value. */
export function CustodySection({
  custody,
  tags,
  home,
  zone,
}: {
  custody: Custody;
  tags: readonly string[];
  home: string;
  zone: string;
}) {
  const said = [
    ...pairsOf(custody, zone),
    ...(tags.length === 0
      ? []
      : [
          {
            label: 'Keywords',
            value: (
              <Links>
                {tags.map((tag) => (
                  <a href={`/data?tag=${encodeURIComponent(tag)}`}>{tag}</a>
                ))}
              </Links>
            ),
          },
        ]),
  ];
  return (
    <Section
      id="custody"
      title="Where and how it is kept"
      aside={
        <Links>
          <a href={`${home}/questions`}>Ask about it</a>
          <a href={`${home}/changes`}>Announced changes</a>
          <a href={`${home}/lineage`}>Lineage</a>
          <a href={`/api/v1/datasets/${custody.dataset}/custody`}>JSON</a>
        </Links>
      }
    >
      {said.length === 0 ? (
        <p class="more">
          <Unknown>Nobody has said which system holds it, on which terms, or since when.</Unknown>
        </p>
      ) : (
        <Pairs items={said} />
      )}
    </Section>
  );
}

function pairsOf(custody: Custody, zone: string) {
  const { years_from: from, years_to: to } = custody;
  return [
    { label: 'Held by', value: custody.holder },
    { label: 'System', value: custody.system },
    { label: 'Kept as', value: custody.format },
    { label: 'Years', value: from === null ? null : `${from} to ${to ?? 'now'}` },
    { label: 'Places', value: custody.spatial },
    {
      label: 'Who may have it',
      value:
        custody.access_level === null
          ? null
          : `${sentence(custody.access_level)}${custody.access_ground ? `: ${custody.access_ground}` : ''}`,
    },
    { label: 'Terms of use', value: custody.rights },
    {
      label: 'High value',
      value:
        custody.reasons.length === 0 ? null : (
          <>
            {custody.reason_words.map(({ code, says, citation }) => (
              <span class="line">
                <b>{code}</b> {says}
                {citation && <span class="sub">{citation}</span>}
              </span>
            ))}
            <span class="sub">
              Determined by {custody.determined_by}
              {custody.determined_on && `, ${formatDate(custody.determined_on, zone)}`}
            </span>
          </>
        ),
    },
    {
      label: 'Read about it',
      value: custody.landing_page && <a href={custody.landing_page}>{custody.landing_page}</a>,
    },
  ].filter(({ value }) => value !== null && value !== '');
}

/** Said where another dataset has nearly the same columns: one of the two may be needless. */
export function CopyNotice({ custody }: { custody: Custody }) {
  const open = custody.copies.filter(({ kept_because }) => kept_because === null);
  if (open.length === 0) return null;
  return (
    <Notice
      tone="warn"
      title={`It nearly repeats ${open.length === 1 ? 'another dataset' : `${formatCount(open.length)} others`}`}
    >
      {open.map((copy) => (
        <p>
          <a href={`/data/${copy.dataset}`}>{copy.title}</a> has {formatCount(copy.columns_alike)} of{' '}
          {counted(copy.columns_all, 'column')} the same
          {copy.keys_all !== null &&
            `, and ${formatCount(copy.keys_alike ?? 0)} of ${counted(copy.keys_all, 'key')}`}
          .
        </p>
      ))}
    </Notice>
  );
}

/** The fields of an asset without a file, as its holder describes them. */
export function DescribedFields({ fields, all }: { fields: readonly DescribedField[]; all: boolean }) {
  if (fields.length === 0) return null;
  return (
    <Section
      id="fields"
      title="Fields, as described"
      aside={
        fields.length > fieldsShown &&
        !all && (
          <span>
            {fieldsShown} of {formatCount(fields.length)} · <a href="?fields=all#fields">Show all</a>
          </span>
        )
      }
    >
      <Table
        caption="Described fields"
        columns={[
          {
            head: 'Field',
            width: 'w33',
            cell: ({ title, category }: DescribedField) => (
              <>
                {title}
                {category && <span class="sub">{category}</span>}
              </>
            ),
          },
          {
            head: 'What it means',
            width: 'w40',
            cell: ({ description }) => description ?? <Unknown>Not said</Unknown>,
          },
          {
            head: 'Type',
            cell: ({ type, type_written }) =>
              type === null ? (
                (type_written ?? <Unknown>Not said</Unknown>)
              ) : (
                <>
                  {type}
                  {type_written && <span class="sub">{type_written}</span>}
                </>
              ),
          },
          {
            head: 'Years',
            nowrap: true,
            cell: ({ years_from: from, years_to: to }) =>
              from === null ? <Unknown>Not said</Unknown> : `${from} to ${to ?? 'now'}`,
          },
        ]}
        rows={all ? fields : fields.slice(0, fieldsShown)}
      />
    </Section>
  );
}
