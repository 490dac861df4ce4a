import { quotedName, quotedText } from '../../web/ask/row-condition.ts';
import { rowsAddress } from '../../web/ask/rows-address.ts';
import { Bar, Section, Table } from '../../web/components/index.ts';
import { counted, formatCount } from '../../web/format/index.ts';
import type { ChartAnswer } from '../portal/model.ts';

/** Of a dataset about people: its largest groups in the place of its first rows. */
export const GroupPreview = ({
  home,
  dataset,
  groups,
  rows,
}: {
  home: string;
  dataset: string;
  groups: ChartAnswer;
  rows: number;
}) => {
  const exact = groups.release === null && groups.withheld === 0;
  return (
    <Section
      id="rows"
      title={`By ${groups.field_title}`}
      finding={
        exact
          ? 'Rows describe people, so this preview shows groups.'
          : groups.withheld === 0
            ? 'These counts passed the release gate before they were shown.'
            : `${counted(groups.withheld, 'count')} ${groups.withheld === 1 ? 'is' : 'are'} withheld, so that nobody behind ${groups.withheld === 1 ? 'it' : 'them'} can be worked out.`
      }
      aside={exact && <a href={`${home}/rows`}>Filter and sort all {formatCount(rows)} rows</a>}
    >
      <Table
        caption={`Rows by ${groups.field_title}`}
        phone="keep"
        density="close"
        rows={groups.points}
        columns={[
          { head: groups.field_title, cell: ({ key }) => key },
          {
            head: 'Rows',
            numeric: true,
            strong: true,
            cell: ({ key, count }) =>
              exact ? (
                <a
                  class="counted"
                  href={rowsAddress(dataset, { where: [`${quotedName(groups.field)} = ${quotedText(key)}`] })}
                >
                  {formatCount(count)}
                </a>
              ) : (
                formatCount(count)
              ),
          },
          {
            head: 'As a bar',
            hiddenHead: true,
            bar: true,
            width: 'w50',
            phoneHide: true,
            cell: ({ count }) => <Bar share={count / (groups.points[0]?.count ?? 1)} />,
          },
        ]}
      />
      {exact && groups.other > 0 && (
        <p class="small quiet more">{counted(groups.other, 'row')} in other groups.</p>
      )}
    </Section>
  );
};
