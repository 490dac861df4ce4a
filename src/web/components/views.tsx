import type { Child } from 'hono/jsx';
import { formatCount } from '../format/index.ts';

/** Ways to look at the same records, each with its count and its own address: numerator, denominator, missing. */
export const Views = ({
  label,
  items,
}: {
  label: string;
  items: readonly {
    readonly href: string;
    readonly name: Child;
    readonly count?: number;
    readonly current?: boolean;
  }[];
}) => (
  <nav class="views" aria-label={label}>
    {items.map(({ href, name, count, current }) => (
      <a href={href} aria-current={current ? 'true' : undefined}>
        {name}
        {count !== undefined && (
          <>
            {' '}
            <b>{formatCount(count)}</b>
          </>
        )}
      </a>
    ))}
  </nav>
);
