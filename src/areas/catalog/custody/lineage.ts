import type { Reader } from '../../handler.ts';
import type { LineageEdge, LineageView } from './model.ts';

/** Ids asked for in one statement. */
const batch = 400;

interface Edge {
  readonly dataset: string;
  readonly source: string;
  readonly kind: LineageEdge['kind'];
  readonly how: string | null;
}

/**
 * What a dataset (internal id) is made from and what is made from it, followed step by step: one indexed question a step,
 * however many stand in it. Stops at `most` datasets.
 */
export async function followLineage(
  reader: Reader,
  start: string,
  steps: number,
  most: number,
): Promise<Omit<LineageView, 'dataset'>> {
  const stepOf = new Map([[start, 0]]);
  const edges = new Map<string, Edge>();
  let more = false;
  for (const [toward, from, sign] of [
    ['source', 'dataset', -1],
    ['dataset', 'source', 1],
  ] as const) {
    let front = [start];
    for (let step = 1; front.length > 0; step++) {
      const next: string[] = [];
      for (let at = 0; at < front.length; at += batch) {
        const found = await reader
          .selectFrom('lineage')
          .select(['dataset', 'source', 'kind', 'how'])
          .where(from, 'in', front.slice(at, at + batch))
          .orderBy('dataset')
          .orderBy('source')
          .execute();
        for (const edge of found) {
          const known = stepOf.has(edge[toward]);
          if (!known && (step > steps || stepOf.size >= most)) {
            more = true;
            continue;
          }
          edges.set(`${edge.dataset} ${edge.source} ${edge.kind}`, edge);
          if (known) continue;
          stepOf.set(edge[toward], sign * step);
          next.push(edge[toward]);
        }
      }
      if (step > steps) break;
      front = next;
    }
  }
  const about = await namesOf(reader, [...stepOf.keys()]);
  const publicId = (id: string) => about.get(id)?.public_id ?? id;
  return {
    nodes: [...stepOf]
      .map(([id, step]) => ({
        dataset: publicId(id),
        kind: 'dataset' as const,
        title: about.get(id)?.title ?? id,
        agency: about.get(id)?.agency ?? null,
        href: `/data/${publicId(id)}/lineage`,
        step,
      }))
      .sort((a, b) => a.step - b.step || (a.title < b.title ? -1 : 1)),
    edges: [...edges.values()].map((edge) => ({
      ...edge,
      dataset: publicId(edge.dataset),
      source: publicId(edge.source),
    })),
    more,
  };
}

/** Whether one (internal ids) is made from the other, directly or through others. */
export async function isMadeFrom(reader: Reader, dataset: string, source: string): Promise<boolean> {
  const seen = new Set([dataset]);
  for (let front = [dataset]; front.length > 0; ) {
    const found = await reader
      .selectFrom('lineage')
      .select('source')
      .where('dataset', 'in', front.slice(0, batch))
      .execute();
    const rest = front.slice(batch);
    const next = found.map((edge) => edge.source).filter((id) => !seen.has(id));
    if (next.includes(source)) return true;
    for (const id of next) seen.add(id);
    front = [...rest, ...new Set(next)];
  }
  return false;
}

async function namesOf(reader: Reader, ids: readonly string[]) {
  const rows = [];
  for (let at = 0; at < ids.length; at += batch)
    rows.push(
      ...(await reader
        .selectFrom('dataset')
        .select(['id', 'public_id', 'title', 'agency'])
        .where('id', 'in', ids.slice(at, at + batch))
        .execute()),
    );
  return new Map(rows.map((row) => [row.id, row]));
}
