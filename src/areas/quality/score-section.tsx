import { type Column, NotApplicable, Section, Status, Table, Unknown } from '../../web/components/index.ts';
import { counted, formatDecimal } from '../../web/format/index.ts';
import type { DataQuality, MetadataAccess } from './model.ts';
import { dimensionTitles } from './model.ts';

type Line = DataQuality['dimensions'][number];

const columns: readonly Column<Line>[] = [
  {
    head: 'Dimension',
    width: 'w40',
    cell: ({ dimension, title }) => (
      <>
        {title}
        <span class="sub">{dimensionTitles[dimension].asks}</span>
      </>
    ),
  },
  { head: 'Rules', numeric: true, cell: ({ rules }) => rules },
  { head: 'Pass', numeric: true, cell: ({ rules, passing }) => (rules === 0 ? <NotApplicable /> : passing) },
  {
    head: 'Score',
    note: 'of 100',
    numeric: true,
    strong: true,
    cell: ({ score }) => (score === null ? <Unknown>Not assessed</Unknown> : formatDecimal(score, 1)),
  },
];

/** Data quality by dimension, with how much of the dataset the rules look at. */
export const QualitySection = ({ quality }: { quality: DataQuality }) => {
  const { coverage, score, because } = quality;
  return (
    <Section
      id="dimensions"
      title="Data quality by dimension"
      finding={
        score === null
          ? because
          : `${formatDecimal(score, 1)} of 100, the mean of the dimensions assessed. ${counted(coverage.rules, 'rule')} look at ${coverage.fieldsCovered} of ${counted(coverage.fields, 'field')}; the rest is not assessed.`
      }
    >
      <Table
        caption="Data quality by dimension"
        columns={columns}
        rows={quality.dimensions.filter((one) => one.dimension !== 'coverage' || one.rules > 0)}
      />
      <p class="src">
        A rule scores the share of the rows it looked at that pass. A dimension is the mean of its rules,
        weighted 1, 2 or 4 by how much depends on them. Scores are cut, never rounded up: 100 means that
        nothing fails.
      </p>
    </Section>
  );
};

/** The other number: how well the dataset is described and opened. */
export const MetadataSection = ({
  home,
  metadata,
  may,
}: {
  home: string;
  metadata: MetadataAccess;
  /** Whether whoever looks answers for the record. */
  may: boolean;
}) => {
  const met = metadata.points.filter((one) => one.met).length;
  const rows: readonly Column<MetadataAccess['points'][number]>[] = [
    { head: 'Point', width: 'w40', cell: ({ point }) => point },
    {
      head: 'Met',
      width: 'w-status',
      cell: (one) => <Status kind={one.met ? 'met' : 'unknown'}>{one.met ? 'Met' : 'Missing'}</Status>,
    },
    { head: 'What is known', label: 'Known', cell: ({ because }) => <span class="anywhere">{because}</span> },
  ];
  return (
    <Section
      id="metadata"
      title="Metadata and access"
      aside={may && <a href={`${home}/edit`}>Complete the record</a>}
      finding={`${met} of ${metadata.points.length} points. This says how well the dataset is described and opened, and nothing of its rows; the two numbers are never mixed.`}
    >
      <Table
        caption="Metadata and access, point by point"
        columns={rows}
        rows={metadata.points}
        density="tight"
      />
    </Section>
  );
};
