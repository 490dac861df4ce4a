import type { Child } from 'hono/jsx';

export interface Fact {
  readonly label: string;
  readonly value: Child;
}

/** Three to six facts in a row under the answer. */
export const Facts = ({ items }: { items: readonly Fact[] }) => (
  <dl class="facts">
    {items.map(({ label, value }) => (
      <div>
        <dt>{label}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);
