import type { Child } from 'hono/jsx';
import { formatCount } from '../format/index.ts';

/** A number that was counted: a link to exactly the records behind it. */
export const Counted = ({ href, n, children }: { href: string; n?: number; children?: Child }) => (
  <a class="counted" href={href}>
    {children ?? formatCount(n ?? 0)}
  </a>
);

/** Something not known, said in a word; the reason stands near. */
export const Unknown = ({ children = 'Unknown' }: { children?: Child }) => (
  <span class="unknown">{children}</span>
);

/** A value held back: a hatched square and why, `1 to 5` or `withheld`. */
export const Withheld = ({ children = 'withheld' }: { children?: Child }) => (
  <span class="withheld">
    <svg viewBox="0 0 15 11" aria-hidden="true">
      <path fill="#fff" stroke="#a9aeb1" d="M.5.5h14v10H.5z" />
      <path stroke="#a9aeb1" d="M1 5 5 1M1 10 10 1M6 10l8-8M11 10l3-3" />
    </svg>
    {children}
  </span>
);

/** Does not apply: an en dash, never a blank. */
export const NotApplicable = () => <>–</>;

/** A value not yet complete. */
export const SoFar = ({ children }: { children?: Child }) => (
  <>
    {children} <span class="so-far">so far</span>
  </>
);

/** Made up for demonstration. */
export const Example = () => <span class="example">example</span>;

/** A cell that holds nothing. */
export const Blank = () => <span class="blank">(blank)</span>;
