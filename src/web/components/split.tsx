import type { Child } from 'hono/jsx';

const classOf = {
  aside: 'with-aside',
  contents: 'with-contents',
  halves: 'halves',
  figure: 'figure-first',
  thirds: 'two-thirds',
  map: 'map-and-list',
  facets: 'with-facets',
  question: 'with-question',
} as const;

/** Whole columns that become one under 960 px: main and aside, two equal, figure and chart, map and list, a
 * question and its answer. */
export const Split = ({ kind, children }: { kind: keyof typeof classOf; children?: Child }) => (
  <div class={classOf[kind]}>{children}</div>
);
