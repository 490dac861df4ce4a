import type { Child } from 'hono/jsx';

interface TitleProps {
  /** Kind of thing and its state, in one small line: `Open dataset · rybz-nyjw`. */
  readonly kind?: Child;
  /** The page's `h1`. */
  readonly title: Child;
  /** The answer, in one or two sentences. */
  readonly lede?: Child;
  /** At most one filled button, then links. */
  readonly acts?: Child;
  /** Facts, a tally, a meter: what stands under the answer. */
  readonly children?: Child;
}

/** The head of a page: what it is, its name, the answer, the one main act, three to six facts. */
export const Title = ({ kind, title, lede, acts, children }: TitleProps) => (
  <div class="title">
    {kind && <p class="kind">{kind}</p>}
    <h1>{title}</h1>
    {lede && <p class="lede">{lede}</p>}
    {acts && <div class="acts">{acts}</div>}
    {children}
  </div>
);
