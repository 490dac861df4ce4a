import type { Engine } from '../../engine/engine.ts';
import { ident, join, sql } from '../../engine/sql.ts';
import type { Context } from '../handler.ts';
import type { OpenVersion } from './open-version.ts';
import { placeFinder } from './place-names.ts';

/** The field that says when: the dataset's own, else the fullest date of the version. */
export function dateFieldOf({ dataset, version }: OpenVersion): string | undefined {
  const dates = version.columns.filter((one) => one.type === 'date' || one.type === 'timestamp');
  const own = dates.find((one) => one.name === dataset.dateField);
  return (own ?? dates.toSorted((a, b) => b.filled - a.filled || a.position - b.position)[0])?.name;
}

const found = new WeakMap<Engine, Map<string, Promise<string | undefined>>>();

/** The field that says where: the dataset's own, else one whose values name places of the jurisdiction. */
export async function placeFieldOf(
  context: Pick<Context, 'engine' | 'jurisdiction'>,
  open: OpenVersion,
): Promise<string | undefined> {
  const { dataset, version } = open;
  if (version.columns.some((one) => one.name === dataset.placeField)) return dataset.placeField ?? undefined;
  const known = found.get(context.engine) ?? new Map<string, Promise<string | undefined>>();
  found.set(context.engine, known);
  // What a look may show decides what can be found.
  const key = `${dataset.id}/${version.number}/${[...open.content.masked].sort().join()}`;
  const looking = known.get(key) ?? lookForPlaces(context, open);
  known.set(key, looking);
  return looking;
}

/** Few distinct values is what a field of places has; the most a state could have of them, with every spelling. */
const mostNames = 20_000;
/** At least this share of the rows must name a place, and this many different ones must occur. */
const neededShare = 0.8;
const neededPlaces = 3;

async function lookForPlaces(
  { engine, jurisdiction }: Pick<Context, 'engine' | 'jurisdiction'>,
  open: OpenVersion,
): Promise<string | undefined> {
  const texts = open.version.columns.filter((one) => one.type === 'text' && one.filled > 0).slice(0, 200);
  if (texts.length === 0 || jurisdiction.places.length === 0) return undefined;
  const { rows } = open;
  const counts = join(
    texts.map((one, at) => sql`approx_count_distinct(${ident(one.name)}) as ${ident(`c${at}`)}`),
  );
  const [distinct] = await engine.rows<Record<string, string>>(sql`select ${counts} from ${rows}`, {
    step: 'distinct_names',
  });
  const find = placeFinder(jurisdiction);
  let best: { name: string; rows: number } | undefined;
  for (const [at, column] of texts.entries()) {
    const spellings = Number(distinct![`c${at}`]);
    if (spellings < neededPlaces || spellings > mostNames) continue;
    const value = ident(column.name);
    const names = await engine.rows<{ name: string; n: string }>(
      sql`select ${value} as name, count(*) as n from ${rows} where ${value} is not null group by 1 order by n desc limit 1000`,
      { step: 'names' },
    );
    const all = names.reduce((sum, one) => sum + Number(one.n), 0);
    const known = names.filter((one) => find(one.name) !== undefined);
    const matched = known.reduce((sum, one) => sum + Number(one.n), 0);
    const places = new Set(known.map((one) => find(one.name)!.id));
    const fits = places.size >= neededPlaces && matched >= neededShare * all;
    if (fits && matched > (best?.rows ?? 0)) best = { name: column.name, rows: matched };
  }
  return best?.name;
}
