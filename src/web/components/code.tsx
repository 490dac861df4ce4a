import type { Child } from 'hono/jsx';

/** Code to copy. The button appears when the `copy` script has loaded; without it the text can be selected. */
export const Code = ({
  label,
  code,
  level = 'h3',
  wrap = false,
}: {
  label: Child;
  code: string;
  level?: 'h3' | 'p';
  /** Words rather than a program: long lines are broken. */
  wrap?: boolean;
}) => (
  <div class="snippet" data-copy>
    {level === 'h3' ? <h3>{label}</h3> : <p class="label">{label}</p>}
    <pre tabindex={0} class={wrap ? 'wrapped' : undefined}>
      <code>{code}</code>
    </pre>
  </div>
);
