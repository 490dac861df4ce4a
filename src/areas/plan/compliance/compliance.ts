import { newId } from '../../../core/id.ts';
import { parseRecordFile } from '../../../core/record-file.ts';
import type { Context, Handler } from '../../handler.ts';
import { readRecordUpload } from '../../record-upload.ts';
import { csvAnswer } from '../csv-answer.ts';
import type { exportCompliance, loadCompliance, showCompliance } from './contract.ts';
import { findEvidence } from './find-evidence.ts';
import {
  type ComplianceRow,
  complianceFile,
  type Evidence,
  type EvidenceName,
  evidenceName,
} from './model.ts';

export const loadComplianceHandler: Handler<typeof loadCompliance> = async (context, input) => {
  const { text, name } = await readRecordUpload(context, input);
  const file = parseRecordFile(text, complianceFile, name);
  const rows = file.clauses.flatMap(({ clause, features }) =>
    features.map((one, position) => ({
      id: newId(context.random),
      clause,
      position,
      feature: one.feature,
      href: one.href,
      evidence: JSON.stringify(one.evidence),
    })),
  );
  context.audit.about({ detail: { clauses: file.clauses.length, features: rows.length } });
  await context.store.write(async (tx) => {
    await tx.deleteFrom('plan_clause_feature').execute();
    for (const row of rows) await tx.insertInto('plan_clause_feature').values(row).execute();
  });
  return { clauses: file.clauses.length, features: rows.length };
};

/** Every clause in the law's records: one that nothing answers stands there too, in red. */
async function matrixOf(context: Context, act?: string): Promise<ComplianceRow[]> {
  const read = context.store.read;
  const clauses = await read
    .selectFrom('law_clause')
    .innerJoin('law_act', 'law_act.id', 'law_clause.act')
    .leftJoin('law_source', 'law_source.id', 'law_clause.source')
    .select([
      'law_clause.clause',
      'law_clause.label',
      'law_clause.says',
      'law_clause.standing',
      'law_act.citation',
    ])
    .select(['law_source.title', 'law_source.address', 'law_source.read_on'])
    .where('law_clause.superseded_at', 'is', null)
    .$if(act !== undefined, (query) => query.where('law_clause.act', '=', act!))
    .orderBy('law_act.file')
    .orderBy('law_act.position')
    .orderBy('law_clause.position')
    .execute();
  const features = await read.selectFrom('plan_clause_feature').selectAll().orderBy('position').execute();
  const found = new Map<EvidenceName, Promise<Evidence>>();
  const look = (name: EvidenceName) => {
    const known = found.get(name) ?? findEvidence(context, name);
    found.set(name, known);
    return known;
  };
  return Promise.all(
    clauses.map(async (row): Promise<ComplianceRow> => {
      const own = await Promise.all(
        features
          .filter(({ clause }) => clause === row.clause)
          .map(async ({ feature, href, evidence }) => ({
            feature,
            href,
            evidence: await Promise.all(
              (JSON.parse(evidence) as string[]).map((name) => look(evidenceName.parse(name))),
            ),
          })),
      );
      const all = own.flatMap(({ evidence }) => evidence);
      const met = all.filter((one) => one.met).length;
      return {
        clause: row.clause,
        citation: `${row.citation} ${row.label}`,
        says: row.says,
        standing: row.standing,
        source: row.title === null ? null : { title: row.title, address: row.address!, read: row.read_on },
        features: own,
        status: all.length === 0 ? 'no-evidence' : met === all.length ? 'met' : met > 0 ? 'partly' : 'open',
      };
    }),
  );
}

export const showComplianceHandler: Handler<typeof showCompliance> = async (context, { act }) => {
  const rows = await matrixOf(context, act);
  const count = (status: ComplianceRow['status']) => rows.filter((row) => row.status === status).length;
  return {
    rows,
    counts: {
      met: count('met'),
      partly: count('partly'),
      open: count('open'),
      noEvidence: count('no-evidence'),
    },
  };
};

export const exportComplianceHandler: Handler<typeof exportCompliance> = async (context) => {
  const rows = await matrixOf(context);
  const lines = rows.flatMap((row) =>
    (row.features.length === 0 ? [undefined] : row.features).map((feature) => [
      row.clause,
      row.citation,
      row.standing,
      row.source?.address ?? '',
      row.source?.read ?? '',
      row.status,
      feature?.feature ?? '',
      feature?.href ?? '',
      feature?.evidence.map(({ words }) => words).join('; ') ?? '',
    ]),
  );
  const head = 'clause,citation,how_known,source,read_on,status,feature,address,evidence';
  return csvAnswer('compliance', head.split(','), lines);
};
