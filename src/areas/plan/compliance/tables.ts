import { integer, type RowOf, table, text } from '../../../store/database.ts';

export const planClauseFeature = table(
  'plan_clause_feature',
  {
    id: text(),
    clause: text(),
    position: integer(),
    feature: text(),
    href: text(),
    /** JSON: names of evidence. */
    evidence: text(),
  },
  ['id'],
);

export const tables = [planClauseFeature];

declare module '../../../store/database.ts' {
  interface Database {
    plan_clause_feature: RowOf<typeof planClauseFeature>;
  }
}
