import { OakError } from '../../core/error.ts';
import type { InputOf } from '../../core/operation.ts';
import type { Context, Handler } from '../handler.ts';
import { askWorker } from './ask-worker.ts';
import { otherWays } from './builder/alternatives.ts';
import type { buildTable as operation, releaseTable as releaseOperation } from './builder/contract.ts';
import { type CountedTable, countTable, type TableAsked } from './builder/count-table.ts';
import { codesOf, overridesOf } from './builder/ways.ts';
import { homeSecret } from './home-secret.ts';
import type { BuiltCell, BuiltTable } from './model.ts';
import type { Explanation } from './protect/protect-tables.ts';
import { passGate } from './release/gate.ts';
import { answerTo, releaseOf, releasesAbout, viewsOf } from './release/register.ts';
import { rulesOfAgencies } from './rules/find-rule-set.ts';
import { rulesOtherwise } from './rules/rules-otherwise.ts';
import { type GoverningRule, type RuleOf, strictestRule } from './rules/strictest-rule.ts';

/** Counts a table of a dataset and shows what of it may be printed, with the reason of each blank: for an analyst. */
export const buildTable: Handler<typeof operation> = async (context, input) => {
  const asked = askedOf(input);
  const counted = await countTable(context, asked);
  const rules = await rulesFor(context, counted);
  if (counted.figuresOnly) return shownByRelease(context, asked, counted, rules);
  const earlier = await releasesAbout(
    context.store.read,
    [counted.dataset.publicId],
    ['released', 'proposed'],
  );
  const files = earlier.map(({ id, published }) => ({ name: id, text: published }));
  const text = JSON.stringify(counted.tables);
  const { published, explanation } = await askWorker<{ published: string; explanation: string }>(
    {
      ask: 'protect',
      secret: await homeSecret(context, 'companions'),
      tables: { name: 'the table', text },
      earlier: files,
      rules,
      overrides: await overridesOf(asked.way ?? 'blanks', strictestRule(rules).rule, context.clock.today()),
      seconds: 30,
    },
    context.signal,
  ).catch((error: unknown) => {
    throw withOtherWays(error, counted);
  });
  const explained: Explanation = JSON.parse(explanation);
  return {
    ...shown(
      asked,
      counted,
      JSON.parse(published),
      await named(context, asked, rules, explained.rule),
      explained,
    ),
    release: null,
    earlier: earlier.map(({ id, title }) => ({ release: id, title })),
    alternatives:
      input.alternatives && asked.way === undefined
        ? [
            {
              way: 'blanks' as const,
              asked: { rows: input.rows },
              holds: true,
              says: 'Blanks where a figure is small or would give one away',
              cost: `${explained.blanks.length} blanks, ${explained.lost.toLocaleString('en-US')} people behind companions`,
            },
            ...(await otherWays(context, asked, counted, rules, files)),
          ]
        : [],
    published: JSON.parse(published),
  };
};

/** The same table through the gate: counted again, protected, attacked and registered. */
export const releaseTable: Handler<typeof releaseOperation> = async (context, input) => {
  const asked = askedOf(input);
  const counted = await countTable(context, asked);
  const rules = await rulesFor(context, counted);
  const { view, published } = await passGate(context, {
    tables: { name: 'the table', text: JSON.stringify(counted.tables) },
    rules,
    overrides: await overridesOf(asked.way ?? 'blanks', strictestRule(rules).rule, context.clock.today()),
    title: input.title,
    source: { dataset: counted.dataset.id, version: counted.version },
    vintage: `version ${counted.version}`,
    review: input.review ?? false,
    figuresOnly: counted.figuresOnly,
  });
  return { ...view, published: JSON.parse(published) };
};

/** For someone who may see no row the table is no draft: it passes the gate and is registered, and no reason is told. */
async function shownByRelease(
  context: Context,
  asked: TableAsked,
  counted: CountedTable,
  rules: readonly RuleOf[],
): Promise<BuiltTable> {
  const question = JSON.stringify(asked);
  const source = { dataset: counted.dataset.id, version: counted.version };
  const before = await answerTo(context.store.read, source, question);
  const [view] =
    before === undefined
      ? [
          (
            await passGate(context, {
              tables: { name: 'the table', text: JSON.stringify(counted.tables) },
              rules,
              overrides: await overridesOf(
                asked.way ?? 'blanks',
                strictestRule(rules).rule,
                context.clock.today(),
              ),
              title: `${titleOf(counted)} of ${counted.dataset.title}`,
              source,
              vintage: `version ${counted.version}`,
              review: false,
              audience: 'figures',
              question,
            })
          ).view,
        ]
      : await viewsOf(context.store.read, [before]);
  const published = JSON.parse((await releaseOf(context.store.read, view!.release)).published);
  const together = view!.proof.together;
  const earlier =
    together.length === 0
      ? []
      : await context.store.read
          .selectFrom('disclosure_release')
          .select(['id as release', 'title'])
          .where('id', 'in', together)
          .orderBy('sequence')
          .execute();
  return {
    ...shown(
      asked,
      counted,
      published,
      await named(context, asked, rules, { rule: view!.rule, whose: view!.whose }),
    ),
    release: view!.release,
    earlier,
    alternatives: [],
    published,
  };
}

/** A refusal that also says what to ask instead. */
function withOtherWays(error: unknown, { least, coarser }: CountedTable): unknown {
  if (!(error instanceof OakError) || !error.code.startsWith('disclosure.')) return error;
  const { code, status, exit, message, remedy, details } = error;
  return new OakError({
    code,
    status,
    exit,
    message,
    remedy,
    details: { ...details, least, coarser: [...coarser.rows, ...coarser.columns] },
    cause: error,
  });
}

const titleOf = ({ rows, columns }: CountedTable) =>
  columns === null ? rows.title : `${rows.title} by ${columns.title}`;

const askedOf = (input: InputOf<typeof releaseOperation> | InputOf<typeof operation>): TableAsked => ({
  dataset: input.dataset,
  rows: input.rows,
  ...(input.join === undefined ? {} : { join: input.join }),
  ...(input.where === undefined || input.where.length === 0 ? {} : { where: [...input.where].sort() }),
  ...(input.way === 'blanks' ? {} : { way: input.way }),
  ...(input.columns === undefined || input.columns === '' ? {} : { columns: input.columns }),
});

const rulesFor = (context: Context, { agency }: CountedTable) =>
  rulesOfAgencies(agency === null ? [] : [agency], rulesOtherwise, context.clock.today());

/** Codes of percentages that the request alone brought in are named by whose they are. */
async function named(
  context: Context,
  { way }: TableAsked,
  rules: readonly RuleOf[],
  governing: GoverningRule,
): Promise<GoverningRule> {
  if (way !== 'coded-percentages') return governing;
  const { whose } = await codesOf(strictestRule(rules).rule, context.clock.today());
  return whose === undefined
    ? governing
    : { ...governing, whose: { ...governing.whose, percent_codes: whose } };
}

const movesFigures = ({ way }: TableAsked) => way === 'rounding' || way === 'cell-key';

/** Whether a range of per cents says anything: 0 to 100 does not. */
const isRange = (percent: readonly [number, number] | undefined): boolean =>
  percent !== undefined && (percent[0] > 0 || percent[1] < 100);

type Shown = Omit<BuiltTable, 'earlier' | 'alternatives' | 'published' | 'release'>;

function shown(
  asked: TableAsked,
  counted: CountedTable,
  published: { tables: { cells: Record<string, unknown>[] }[] },
  { rule, whose }: GoverningRule,
  explained?: Explanation,
): Shown {
  const reasons = new Map(explained?.blanks.map((blank) => [blank.cell, blank]));
  const { rows, columns } = counted;
  const tableName = (counted.tables['tables'] as { name: string }[])[0]!.name;
  const smalls = new Set(
    explained?.blanks.flatMap(({ cell, reason }) => (reason === 'companion' ? [] : [cell])),
  );
  const nameOf = (row: unknown, column: unknown, cell: Record<string, unknown>) =>
    `${
      [
        ...(row === undefined ? [] : [`${rows.field}=${row}`]),
        ...(column === undefined ? [] : [`${columns!.field}=${column}`]),
        ...counted.filters.map(({ field }) => `${field}=${cell[field]}`),
      ].join(', ') || 'grand total'
    } in ${tableName}`;
  /** Why a companion is one, by the line whose small count it guards. */
  const guards = (row: unknown, column: unknown, cell: Record<string, unknown>): string => {
    const others = (values: readonly string[] | undefined) => [...(values ?? []), undefined];
    const inRow = others(columns?.values).some((other) => smalls.has(nameOf(row, other, cell)));
    const inColumn = others(rows.values).some((other) => smalls.has(nameOf(other, column, cell)));
    const lines = [
      ...(inRow && columns !== null ? [row === undefined ? 'the row of totals' : `the row “${row}”`] : []),
      ...(inColumn ? [column === undefined ? 'the column of totals' : `the column “${column}”`] : []),
    ];
    return lines.length === 0
      ? 'else another companion could be worked out'
      : `else ${lines.join(' or ')} gives its small count`;
  };
  const cells = published.tables[0]!.cells.map((cell): BuiltCell => {
    const [row, column] = [cell[rows.field], columns === null ? undefined : cell[columns.field]];
    const percent = cell['percent'] as [number, number] | undefined;
    const coded = isRange(percent);
    const blank = coded ? undefined : reasons.get(nameOf(row, column, cell));
    return {
      row: String(row ?? ''),
      column: String(column ?? ''),
      value: cell['value'] as number | null,
      ...(coded ? { percent } : {}),
      reason:
        blank === undefined
          ? null
          : blank.reason === 'small' || blank.reason === 'companion'
            ? blank.reason
            : 'other',
      words:
        blank === undefined ? null : blank.reason === 'companion' ? guards(row, column, cell) : blank.words,
      interval: blank?.interval === undefined ? null : [blank.interval[0], blank.interval[1]],
    };
  });
  return {
    dataset: counted.dataset.publicId,
    version: counted.version,
    rows,
    columns,
    filters: counted.filters.map((one) => ({ ...one })),
    way: asked.way ?? 'blanks',
    moved: movesFigures(asked) && explained !== undefined ? explained.lost : 0,
    cells,
    blanks: cells.filter(({ value, percent }) => value === null && percent === undefined).length,
    small: explained?.withheld ?? null,
    companions: explained?.companions ?? null,
    lost: explained === undefined || movesFigures(asked) ? null : explained.lost,
    rule,
    whose: whose as Record<string, string>,
  };
}
