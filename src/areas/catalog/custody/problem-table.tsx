import { Section, Status, Table } from '../../../web/components/index.ts';
import { counted, formatCount } from '../../../web/format/index.ts';
import type { SheetProblem } from './model.ts';

const shown = 200;

/** What is to be looked at in a spreadsheet, row by row. */
export const ProblemTable = ({ problems, more }: { problems: readonly SheetProblem[]; more: number }) => {
  const errors = problems.filter(({ kind }) => kind === 'error').length;
  const total = problems.length + more;
  if (total === 0) return null;
  return (
    <Section
      id="problems"
      title={errors > 0 ? 'What to correct' : 'Worth knowing'}
      finding={
        errors > 0
          ? `${counted(errors, 'row')} cannot be taken as ${errors === 1 ? 'it is' : 'they are'}.`
          : `${counted(total, 'thing')} could not be understood; what was written is kept.`
      }
    >
      <Table
        caption="Problems by row"
        density="tight"
        columns={[
          { head: 'Row', numeric: true, cell: ({ row }) => (row === 0 ? '–' : formatCount(row)) },
          { head: 'Sheet', phoneHide: true, cell: ({ sheet }) => sheet || '–' },
          { head: 'Column', cell: ({ column }) => column ?? '–' },
          { head: 'What', width: 'w50', cell: ({ problem }) => problem },
          {
            head: 'Taken',
            width: 'w-status',
            cell: ({ kind }) =>
              kind === 'error' ? <Status kind="late">No</Status> : <Status kind="unknown">As written</Status>,
          },
        ]}
        rows={problems.slice(0, shown)}
      />
      {total > shown && (
        <p class="small quiet more">
          {formatCount(shown)} of {formatCount(total)} are listed.
        </p>
      )}
    </Section>
  );
};
