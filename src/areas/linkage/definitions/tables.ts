import { integer, optional, type RowOf, table, text } from '../../../store/database.ts';

/** Models and rule sets that people have saved under a name, each time as the next version. Never a value of a record. */
export const linkageDefinitionTable = table(
  'linkage_definition',
  {
    kind: text<'model' | 'rules'>(),
    name: text(),
    version: integer(),
    /** YAML, as `--model` and `--rules` take it. */
    content: text(),
    note: optional(text()),
    /** The run that learned it. */
    made_from: optional(text()),
    saved_by: text(),
    saved_at: text(),
  },
  ['kind', 'name', 'version'],
);

declare module '../../../store/database.ts' {
  interface Database {
    linkage_definition: RowOf<typeof linkageDefinitionTable>;
  }
}
