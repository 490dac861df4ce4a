import type { Child } from 'hono/jsx';

interface SectionProps {
  readonly title: Child;
  readonly id?: string;
  /** At the right of the heading: what one can do with it (CSV, compare, all of them). */
  readonly aside?: Child;
  /** The aside is a remark, not links. */
  readonly remark?: Child;
  /** The finding, as a sentence. */
  readonly finding?: Child;
  /** The first section in a column: no space above. */
  readonly first?: boolean;
  readonly children?: Child;
}

/** A part of a page, opened by a black rule. */
export const Section = ({ title, id, aside, remark, finding, first, children }: SectionProps) => (
  <section id={id} class={first ? 'first' : undefined}>
    <div class="section-head">
      <h2>{title}</h2>
      {aside && <p class="small">{aside}</p>}
      {remark && <p class="small quiet">{remark}</p>}
    </div>
    {finding && <p class="finding">{finding}</p>}
    {children}
  </section>
);
