import type { Child } from 'hono/jsx';

export interface NumberedItem {
  readonly no: Child;
  readonly text: Child;
  readonly side?: Child;
  readonly id?: string;
}

/** The plan's own words, numbered, in serif; `spoken` for the platform's words, in sans. */
export const Numbered = ({ items, spoken = false }: { items: readonly NumberedItem[]; spoken?: boolean }) => (
  <ol class={spoken ? 'numbered spoken' : 'numbered'}>
    {items.map(({ no, text, side, id }) => (
      <li id={id}>
        <span class="no">{no}</span>
        <p class="text">{text}</p>
        {side && <p class="side">{side}</p>}
      </li>
    ))}
  </ol>
);
