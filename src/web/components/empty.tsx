import type { Child } from 'hono/jsx';

/** Nothing here yet: what would be here, why it is not, and the next act. */
export const Empty = ({ children, acts }: { children: Child; acts?: Child }) => (
  <div class="empty">
    <p>{children}</p>
    {acts && <div class="acts">{acts}</div>}
  </div>
);
