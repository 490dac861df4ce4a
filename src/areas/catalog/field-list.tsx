import { type Column, NotApplicable, Table } from '../../web/components/index.ts';
import { formatCount, formatShare, kindOf } from '../../web/format/index.ts';
import type { FieldProfile } from '../quality/model.ts';
import { FieldSpread, spreadInWords } from './field-spread.tsx';
import type { FieldView } from './model.ts';

export interface FieldLine {
  readonly field: FieldView;
  /** Absent while the version is not profiled. */
  readonly profile?: FieldProfile;
  /** New in the current version. */
  readonly isNew: boolean;
}

interface FieldListProps {
  /** Address of the dataset: `/data/rybz-nyjw`. */
  readonly home: string;
  readonly rows: number;
  readonly lines: readonly FieldLine[];
  /** What fields tell about a person, by name, where somebody classified them. */
  readonly tells?: ReadonlyMap<string, string>;
}

/** The fields of a version: what each means, how full it is, and what it holds. */
export const FieldList = ({ home, rows, lines, tells }: FieldListProps) => {
  const profiled = lines.some(({ profile }) => profile !== undefined);
  const columns: readonly Column<FieldLine>[] = [
    {
      head: 'Field',
      width: 'w25',
      cell: ({ field, isNew }) => {
        const note = field.description ?? field.notes[0];
        return (
          <>
            <a href={`${home}/fields/${encodeURIComponent(field.name)}`}>{field.title}</a>
            {(note || isNew) && (
              <span class="sub">{[note, isNew && 'New in this version'].filter(Boolean).join(' · ')}</span>
            )}
          </>
        );
      },
    },
    { head: 'Kind', phoneHide: true, nowrap: true, cell: ({ field }) => kindOf(field.type) },
    ...(tells !== undefined && tells.size > 0
      ? ([
          {
            head: 'Tells about a person',
            phoneHide: true,
            cell: ({ field }) => tells.get(field.name) ?? 'Not said: it counts as naming someone',
          },
        ] satisfies Column<FieldLine>[])
      : []),
    ...(lines.some(({ field }) => field.filled !== null)
      ? ([
          {
            head: 'Filled',
            numeric: true,
            cell: ({ field }) =>
              field.filled === null ? <NotApplicable /> : formatShare(field.filled, rows),
          },
        ] satisfies Column<FieldLine>[])
      : []),
    ...(profiled
      ? ([
          {
            head: 'Distinct',
            numeric: true,
            phoneHide: true,
            cell: ({ profile }) =>
              profile === undefined ? <NotApplicable /> : formatCount(profile.distinct),
          },
          {
            head: 'Spread',
            width: 'w-picture',
            cell: ({ profile }) =>
              profile === undefined ? <NotApplicable /> : <FieldSpread profile={profile} />,
          },
          {
            head: 'Range or commonest values',
            label: 'Values',
            cell: ({ profile }) => (profile === undefined ? 'Not profiled' : spreadInWords(profile)),
          },
        ] satisfies Column<FieldLine>[])
      : []),
  ];
  return <Table caption="Fields" columns={columns} rows={lines} />;
};
