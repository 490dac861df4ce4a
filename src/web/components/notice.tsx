import type { Child } from 'hono/jsx';

interface NoticeProps {
  readonly title: Child;
  /** `warn`: know before use. `bad`: something failed. `plain`: advice. None: good news. */
  readonly tone?: 'warn' | 'bad' | 'plain';
  /** Heading level: 2 above the sections, 3 inside one. */
  readonly level?: 2 | 3;
  readonly id?: string;
  readonly children?: Child;
}

/** What must be known before use. A page has at most two. */
export const Notice = ({ title, tone, level = 2, id, children }: NoticeProps) => (
  <div class={tone ? `notice ${tone}` : 'notice'} id={id}>
    {level === 2 ? <h2>{title}</h2> : <h3>{title}</h3>}
    {children}
  </div>
);
