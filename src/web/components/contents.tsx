/** The list of a long page's parts, kept in view beside it. Use inside `<Split kind="contents">`. */
export const Contents = ({
  items,
}: {
  items: readonly { readonly href: string; readonly label: string; readonly inner?: boolean }[];
}) => (
  <nav class="contents" aria-label="On this page">
    <ul>
      {items.map(({ href, label, inner }) => (
        <li>
          <a href={href} class={inner ? 'inner' : undefined}>
            {label}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);
