import type { Child } from 'hono/jsx';

/** Code to copy. The button appears when the `copy` script has loaded; without it the text can be selected. */
export const Code = ({ label, code, level = 'h3' }: { label: Child; code: string; level?: 'h3' | 'p' }) => (
  <div class="snippet" data-copy>
    {level === 'h3' ? <h3>{label}</h3> : <p class="label">{label}</p>}
    <pre tabindex={0}>
      <code>{code}</code>
    </pre>
  </div>
);
