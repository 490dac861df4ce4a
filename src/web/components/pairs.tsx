import type { Child } from 'hono/jsx';

/** Labels and values, one under the other. `narrow` gives the labels less room. */
export const Pairs = ({
  items,
  narrow = false,
}: {
  items: readonly { readonly label: Child; readonly value: Child }[];
  narrow?: boolean;
}) => (
  <dl class={narrow ? 'pairs narrow-labels' : 'pairs'}>
    {items.map(({ label, value }) => (
      <>
        <dt>{label}</dt>
        <dd>{value}</dd>
      </>
    ))}
  </dl>
);
