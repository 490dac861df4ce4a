import type { Child } from 'hono/jsx';

interface FigureProps {
  /** Name, unit and period. */
  readonly caption: Child;
  /** The heading above already says it: the caption is only for screen readers. */
  readonly quiet?: boolean;
  readonly unit?: Child;
  /** Source, version, date and caveat. */
  readonly source?: Child;
  readonly children?: Child;
}

/** A chart or a map with its name above and its source below. */
export const Figure = ({ caption, quiet, unit, source, children }: FigureProps) => (
  <figure>
    <figcaption class={quiet ? 'hidden-text' : undefined}>{caption}</figcaption>
    {unit && <p class="unit">{unit}</p>}
    {children}
    {source && <p class="source">{source}</p>}
  </figure>
);
