import type { Handler, Reader } from '../../handler.ts';
import { noSuchItem } from '../errors.ts';
import type { MeasuresRegistry } from '../measures-registry.ts';
import { readDraftObjectives } from '../objective-row.ts';
import { readPlan } from '../read-plan.ts';
import { isReportedMeasure } from '../reported-measure.ts';
import type { listOrphans, trace } from './contract.ts';

interface Node {
  readonly id: string;
  readonly kind: string;
  readonly words: string;
  readonly href: string;
}

/** The whole plan as nodes and the links from each to what it serves. */
async function graphOf(reader: Reader, registry: MeasuresRegistry, cycle?: string) {
  const plan = await readPlan(reader, cycle);
  const objectives = await readDraftObjectives(reader, plan.cycle.cycle);
  const clauses = await reader
    .selectFrom('law_clause')
    .innerJoin('law_act', 'law_act.id', 'law_clause.act')
    .select(['law_clause.clause', 'law_clause.label', 'law_clause.says', 'law_act.citation'])
    .where('law_clause.superseded_at', 'is', null)
    .execute();
  const nodes = new Map<string, Node>();
  const serves: [string, string][] = [];
  for (const row of clauses)
    nodes.set(row.clause, {
      id: row.clause,
      kind: 'clause',
      words: `${row.citation} ${row.label}: ${row.says}`,
      href: `/law/${row.clause}`,
    });
  for (const item of plan.items) {
    nodes.set(item.item, {
      id: item.item,
      kind: item.kind,
      words: item.name === null ? item.words : `${item.name}: ${item.words}`,
      href: `/plan/${item.item}`,
    });
    for (const to of [item.clause, item.parent, item.heading]) if (to !== null) serves.push([item.item, to]);
  }
  // The parts of the plan that carry a duty of the act: principles are its standards, goals and objectives its goals.
  const requirements = plan.items.filter(({ kind }) => kind === 'requirement');
  const requirement = (number: number) => requirements.find((item) => item.number === number)?.item;
  const fulfil: Record<string, number> = { heading: 1, goal: 2, 'focal-point': 3, recommendation: 3 };
  for (const item of plan.items) {
    const to = fulfil[item.kind] === undefined ? undefined : requirement(fulfil[item.kind]!);
    if (to !== undefined) serves.push([item.item, to]);
  }
  for (const row of objectives) {
    const id = `objective:${row.objective}`;
    nodes.set(id, {
      id,
      kind: 'objective',
      words: row.title,
      href: `/plan/objectives/${row.objective}`,
    });
    serves.push([id, row.goal]);
    for (const principle of row.principles) serves.push([id, principle]);
    const measure = registry.get(row.measure);
    const data = `data:${row.objective}`;
    if (measure !== undefined || isReportedMeasure(row.measure)) {
      nodes.set(data, {
        id: data,
        kind: 'data',
        words: measure ? measure.title : 'Reported by agencies',
        href: `/plan/objectives/${row.objective}`,
      });
      serves.push([data, id]);
    }
  }
  return { nodes, serves: serves.filter(([from, to]) => nodes.has(from) && nodes.has(to)) };
}

type Graph = Awaited<ReturnType<typeof graphOf>>;

function walk({ nodes, serves }: Graph, start: string, upward: boolean): Node[] {
  const found = new Set<string>();
  let edge = [start];
  while (edge.length > 0) {
    edge = edge
      .flatMap((id) =>
        serves.filter(([from, to]) => (upward ? from : to) === id).map(([from, to]) => (upward ? to : from)),
      )
      .filter((id) => !found.has(id));
    for (const id of edge) found.add(id);
  }
  found.delete(start);
  return [...found].map((id) => nodes.get(id)!);
}

export const traceHandler =
  (registry: MeasuresRegistry): Handler<typeof trace> =>
  async (context, { id, cycle }) => {
    const graph = await graphOf(context.store.read, registry, cycle);
    const start = graph.nodes.has(id) ? id : `objective:${id}`;
    const node = graph.nodes.get(start);
    if (!node) throw noSuchItem.with({ item: id });
    return { node, up: walk(graph, start, true), down: walk(graph, start, false) };
  };

/** What each kind must lead up to, and what must lead to it. */
export const listOrphansHandler =
  (registry: MeasuresRegistry): Handler<typeof listOrphans> =>
  async (context, { cycle }) => {
    const graph = await graphOf(context.store.read, registry, cycle);
    const up = (id: string, kind: string) => walk(graph, id, true).some((node) => node.kind === kind);
    const orphans = [...graph.nodes.values()].flatMap((node) => {
      const missing =
        node.kind === 'action' && !up(node.id, 'principle')
          ? 'a principle'
          : node.kind === 'step' && !up(node.id, 'focal-point')
            ? 'a focal point'
            : node.kind === 'objective' && !up(node.id, 'goal')
              ? 'a goal'
              : ['action', 'step', 'objective', 'principle', 'goal', 'focal-point', 'requirement'].includes(
                    node.kind,
                  ) && !up(node.id, 'clause')
                ? 'a clause of law'
                : '';
      return missing === '' ? [] : [{ ...node, missing }];
    });
    return { orphans };
  };
