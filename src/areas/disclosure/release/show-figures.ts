import type { Context } from '../../handler.ts';
import { mustNotIdentify } from '../builder/count-table.ts';
import { rulesOfAgencies } from '../rules/find-rule-set.ts';
import { rulesOtherwise } from '../rules/rules-otherwise.ts';
import { total } from '../tables/hierarchy.ts';
import { passGate } from './gate.ts';
import { answerTo } from './register.ts';

/** Counts by one field that somebody who may see figures and no row asks for. */
export interface FiguresAsked {
  readonly dataset: { readonly id: string; readonly publicId: string; readonly title: string };
  readonly agency: string | null;
  readonly version: number;
  readonly field: string;
  readonly title: string;
  /** People by value, every value once. */
  readonly counts: ReadonlyMap<string, number>;
  /** Values that others make up: years of months. */
  readonly wholes?: Readonly<Record<string, readonly string[]>>;
}

/** What of it is shown: null where it is withheld. */
export interface ShownFigures {
  readonly release: string;
  readonly counts: ReadonlyMap<string, number | null>;
}

/**
 * A table shown to someone without a grant to the rows is a release to that person: it passes the gate, is protected against
 * all that left before, and is registered before it is shown. The same question about the same version has one answer.
 * Throws what the gate throws.
 */
export async function showFigures(context: Context, asked: FiguresAsked): Promise<ShownFigures> {
  const { dataset, version, field, counts, wholes = {} } = asked;
  await mustNotIdentify(context, dataset.id, [field], () => asked.title);
  const question = JSON.stringify({ by: field, whole: Object.keys(wholes).length > 0 });
  const source = { dataset: dataset.id, version };
  const before = await answerTo(context.store.read, source, question);
  if (before !== undefined) return shown(before.id, before.published, field);
  const sum = (values: readonly string[]) =>
    values.reduce((people, value) => people + (counts.get(value) ?? 0), 0);
  const parts = new Set(Object.values(wholes).flat());
  const tops = [...Object.keys(wholes), ...[...counts.keys()].filter((value) => !parts.has(value))];
  const cells = [
    ...[...counts].map(([value, people]) => ({ [field]: value, value: people })),
    ...Object.entries(wholes).map(([value, of]) => ({ [field]: value, value: sum(of) })),
    { value: sum([...counts.keys()]) },
  ];
  const { view, published } = await passGate(context, {
    tables: {
      name: asked.title,
      text: JSON.stringify({
        hierarchies: { [field]: { [total]: tops, ...wholes } },
        tables: [{ name: asked.title, dims: [field], universe: dataset.publicId, cells }],
      }),
    },
    rules: await rulesOfAgencies(
      asked.agency === null ? [] : [asked.agency],
      rulesOtherwise,
      context.clock.today(),
    ),
    overrides: {},
    title: `${asked.title} of ${dataset.title}`,
    source,
    vintage: `version ${version}`,
    review: false,
    audience: 'figures',
    question,
  });
  return shown(view.release, published, field);
}

function shown(release: string, published: string, field: string): ShownFigures {
  const [table] = JSON.parse(published).tables as { cells: Record<string, unknown>[] }[];
  return {
    release,
    counts: new Map(
      table!.cells.flatMap((cell) =>
        cell[field] === undefined ? [] : [[String(cell[field]), cell['value'] as number | null] as const],
      ),
    ),
  };
}
