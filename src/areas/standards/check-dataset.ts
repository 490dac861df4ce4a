import { ident, integer, join, type Sql, sql } from '../../engine/sql.ts';
import { datasetOf, mayLook, openContent, versionAt } from '../catalog/index.ts';
import type { DatasetVersion, VersionColumn } from '../catalog/model.ts';
import type { Context, Handler } from '../handler.ts';
import type { checkStandards as op } from './contract.ts';
import { dateColumns, judgeRecord } from './judge-record.ts';
import type { Finding, Standard } from './model.ts';
import { judgedOf } from './read-judged.ts';
import { standardsOn } from './read-standards.ts';

/** A dataset against the standards in force: by field for everyone, by row for those who may see rows. */
export const checkDataset: Handler<typeof op> = async (context, input) => {
  const { store, clock } = context;
  const dataset = await datasetOf(store.read, input.dataset);
  const on = clock.today();
  const [standards, [judged]] = await Promise.all([
    standardsOn(store.read, on),
    judgedOf(store.read, [dataset]),
  ]);
  const version =
    dataset.currentVersion === null && input.version === undefined
      ? undefined
      : await versionAt(store.read, dataset, input.version === undefined ? {} : { version: input.version });
  const seen = version !== undefined && (await mayLook(context, version, 'read-rows'));
  const columns = version?.columns ?? [];
  const { rules, findings, conforms } = judgeRecord(standards, { ...judged!, columns });
  const cells = seen ? await rowsOf(context, version, standards, input.limit) : { found: [], total: 0 };
  // Of cells there is a count by field and, to whoever may see rows, each by its row. How many are amiss in protected
  // data is a figure about its rows.
  const named = new Set(cells.found.map(({ field }) => field));
  const ofCells = new Set(
    standards.flatMap(({ checks }) => checks.filter(({ kind }) => kind === 'dates').map(({ id }) => id)),
  );
  const shown = findings.filter(({ rule, field }) => !ofCells.has(rule) || (seen && !named.has(field)));
  return {
    dataset: dataset.publicId,
    title: dataset.title,
    version: version?.number ?? null,
    on,
    conforms,
    rules,
    findings: [...shown, ...cells.found],
    more: Math.max(0, cells.total - cells.found.length),
    withheld: version !== undefined && !seen,
  };
};

/** The rows whose cell in a field of dates is none: cells that did not fit, and texts of a field that is read as text. */
async function rowsOf(
  context: Context,
  version: DatasetVersion,
  standards: readonly Standard[],
  limit: number,
): Promise<{ found: Finding[]; total: number }> {
  const checks = standards.flatMap(({ id, version: edition, checks }) =>
    checks.flatMap((check) =>
      check.kind === 'dates'
        ? [
            {
              rule: { standard: id, version: edition, rule: check.id, says: check.says },
              columns: dateColumns(check, version.columns),
            },
          ]
        : [],
    ),
  );
  const columns = [...new Map(checks.flatMap((one) => one.columns).map((one) => [one.name, one])).values()];
  if (columns.length === 0) return { found: [], total: 0 };
  const content = await openContent(context, version, 'read-rows');
  const kept = await content.rejectedCells();
  const typed = columns.filter(({ type }) => type !== 'text');
  const texts = columns.filter(({ type, name }) => type === 'text' && !content.masked.has(name));
  const parts: Sql[] = [
    ...(kept === undefined || typed.length === 0
      ? []
      : [
          sql`select _row as "row", "column" as field from ${kept} where "column" in (${join(typed.map(({ name }) => sql`${name}`))})`,
        ]),
    ...(texts.length === 0 ? [] : await textParts(content.rows(), texts)),
  ];
  if (parts.length === 0) return { found: [], total: 0 };
  const all = join(parts, ' union all ');
  const rows = await context.engine.rows<{ row: string; field: string; total: string }>(
    sql`select "row", field, count(*) over () as total from (${all}) order by "row", field limit ${integer(limit)}`,
    { step: 'cells_that_are_no_date', signal: context.signal, timeoutMs: 10_000 },
  );
  const found = rows.flatMap(({ row, field }) =>
    checks
      .filter((check) => check.columns.some(({ name }) => name === field))
      .map(({ rule }) => ({ ...rule, field, row: Number(row), problem: 'The cell is no date.' })),
  );
  return { found, total: Number(rows[0]?.total ?? 0) };
}

async function textParts(rows: Promise<Sql>, texts: readonly VersionColumn[]): Promise<Sql[]> {
  const relation = await rows;
  return texts.map(
    ({ name }) =>
      sql`select _row as "row", ${name} as field from ${relation} where ${ident(name)} is not null and try_cast(${ident(name)} as timestamp) is null`,
  );
}
