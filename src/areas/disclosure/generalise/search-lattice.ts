import { checkNode, type NodeCheck, type Privacy } from './check-node.ts';
import type { CodedRecords } from './coded-records.ts';
import { type LossMetric, stepLosses } from './information-loss.ts';

/** The cheapest full-domain generalisation: a step for each column, what it loses, and its classes. */
export interface Generalisation {
  readonly node: readonly number[];
  readonly loss: number;
  readonly check: NodeCheck;
  /** Nodes of the lattice, and how many had to be checked. */
  readonly nodes: number;
  readonly checked: number;
}

export const mostNodes = 500_000;

export const latticeSize = ({ attributes }: CodedRecords): number =>
  attributes.reduce((nodes, { steps }) => nodes * steps.length, 1);

/**
 * Full-domain generalisation with suppression of least loss, proved optimal: nodes are ordered by loss, and the one in the
 * middle of those still open is checked. One that holds closes all that lose as much; one that does not closes all finer than
 * itself, where holding passes on from finer to coarser (k and distinct l always; entropy l and t only when no record may be
 * suppressed). Undefined when not even the coarsest node holds.
 */
export function searchLattice(
  records: CodedRecords,
  privacy: Privacy,
  mostSuppressed: number,
  metric: LossMetric,
): Generalisation | undefined {
  const losses = stepLosses(records, metric);
  const nodes = allNodes(records).map((node) => ({
    node,
    loss: node.reduce((sum, step, at) => sum + losses[at]![step]!, 0),
  }));
  nodes.sort((a, b) => a.loss - b.loss || coarseness(a.node) - coarseness(b.node));
  const passesOn = mostSuppressed === 0 || (privacy.entropyL === undefined && privacy.t === undefined);
  let open = nodes;
  let best: Generalisation | undefined;
  let checked = 0;
  while (open.length > 0) {
    // Where nothing passes on, the cheapest that holds must be met in order.
    const at = passesOn ? open.length >> 1 : 0;
    const { node, loss } = open[at]!;
    const check = checkNode(records, node, privacy);
    checked++;
    if (check.suppressed <= mostSuppressed) {
      best = { node, loss, check, nodes: nodes.length, checked };
      open = open.slice(0, at);
    } else if (passesOn)
      open = open.filter((other) => !other.node.every((step, column) => step <= node[column]!));
    else open = open.slice(1);
  }
  return best && { ...best, checked };
}

const coarseness = (node: readonly number[]) => node.reduce((sum, step) => sum + step, 0);

function allNodes({ attributes }: CodedRecords): number[][] {
  let nodes: number[][] = [[]];
  for (const { steps } of attributes)
    nodes = nodes.flatMap((node) => steps.map((_, step) => [...node, step]));
  return nodes;
}
