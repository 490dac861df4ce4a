import type { Child } from 'hono/jsx';

/** Links in one line, with a dot between. Falsy entries are left out; a list among the children is as good as its entries. */
export const Links = ({ children }: { children: Child | (Child | Child[])[] }) => {
  const shown = [children]
    .flat(2)
    .filter((child) => child !== null && child !== undefined && child !== false);
  return (
    <span>
      {shown.map((child, at) => (
        <>
          {at > 0 && ' · '}
          {child}
        </>
      ))}
    </span>
  );
};

/** A link that acts, drawn as a button: filled for the one main act, outlined for the rest. */
export const ButtonLink = ({
  href,
  kind = 'filled',
  download,
  children,
}: {
  href: string;
  kind?: 'filled' | 'outline' | 'slight';
  download?: boolean;
  children?: Child;
}) => (
  <a class={buttonClass(kind)} href={href} download={download || undefined}>
    {children}
  </a>
);

export const buttonClass = (kind: 'filled' | 'outline' | 'slight'): string =>
  ({ filled: 'button', outline: 'button outline', slight: 'button outline slight' })[kind];
