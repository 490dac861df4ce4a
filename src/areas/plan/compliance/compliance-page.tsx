import { page } from '../../../core/page.ts';
import {
  type Column,
  Links,
  Section,
  Status,
  type StatusKind,
  Table,
  Title,
} from '../../../web/components/index.ts';
import { inWords, sentence } from '../../../web/format/index.ts';
import { standingInWords } from '../../agencies/model.ts';
import { showCompliance } from './contract.ts';
import type { ComplianceRow } from './model.ts';

const shapes: Readonly<Record<ComplianceRow['status'], StatusKind>> = {
  met: 'met',
  partly: 'risk',
  open: 'risk',
  'no-evidence': 'late',
};
const said: Readonly<Record<ComplianceRow['status'], string>> = {
  met: 'Shown',
  partly: 'Shown in part',
  open: 'Not shown yet',
  'no-evidence': 'No evidence',
};

/** Clause by clause: what fulfils it, what shows it, how we know its words. */
export const compliancePage = page({
  path: '/plan/compliance',
  access: 'everyone',
  render: async (request) => {
    const { rows, counts } = await request.ask(showCompliance, {});
    const columns: readonly Column<ComplianceRow>[] = [
      {
        head: 'Clause',
        width: 'w40',
        cell: (row) => (
          <>
            <a href={`/law/${row.clause}`}>{row.citation}</a>
            <span class="sub">{row.says}</span>
          </>
        ),
      },
      {
        head: 'What fulfils it here, and what shows it',
        width: 'w33',
        cell: (row) =>
          row.features.length === 0
            ? 'Nothing yet'
            : row.features.map((feature) => (
                <>
                  <p>
                    <a href={feature.href}>{feature.feature}</a>
                  </p>
                  {feature.evidence.map((one) => (
                    <p class="small quiet">
                      {one.met ? 'Shown' : 'Open'}: {one.words}
                    </p>
                  ))}
                </>
              )),
      },
      {
        head: 'Status',
        width: 'w-status',
        cell: (row) => <Status kind={shapes[row.status]}>{said[row.status]}</Status>,
      },
      {
        head: 'Words of the law',
        cell: (row) => (
          <>
            {standingInWords(row.standing)}
            {row.source && (
              <span class="sub">
                <a href={row.source.address}>{row.source.title}</a>
                {row.source.read && `, read ${row.source.read}`}
              </span>
            )}
          </>
        ),
      },
    ];
    return {
      title: 'Compliance',
      place: 'plan',
      breadcrumbs: [
        { href: '/plan', label: 'Plan' },
        { href: '/plan/compliance', label: 'Compliance' },
      ],
      content: (
        <>
          <Title
            title="Proof of compliance"
            lede={`${sentence(inWords(counts.met, `of ${rows.length} clauses is`, `of ${rows.length} clauses are`))} shown to be met, ${counts.partly + counts.open} in part or not yet, ${counts.noEvidence} without evidence.`}
          />
          <Section
            first
            title="Clause by clause"
            aside={
              <Links>
                <a href="/api/v1/plan/compliance.csv">CSV</a>
                <a href="/law">The law</a>
              </Links>
            }
            finding="Evidence is counted from the records each time this page is asked for; nothing on it is stated by hand."
          >
            <Table caption="Clauses with features, evidence and status" columns={columns} rows={rows} />
          </Section>
        </>
      ),
    };
  },
});
