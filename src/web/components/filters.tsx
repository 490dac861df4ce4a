import type { Child } from 'hono/jsx';
import { type Choice, Options } from './field.tsx';

/** A plain form above a table; the address holds its state. `keep` carries the rest of the address along. */
export const Filters = ({
  action,
  keep = {},
  act = 'Filter',
  children,
}: {
  action?: string;
  keep?: Readonly<Record<string, string | readonly string[] | undefined>>;
  act?: string;
  children?: Child;
}) => (
  <form class="filters" method="get" action={action}>
    {Object.entries(keep).flatMap(([name, value]) =>
      (typeof value === 'string' ? [value] : (value ?? [])).map((one) => (
        <input type="hidden" name={name} value={one} />
      )),
    )}
    {children}
    <button class="button outline slight" type="submit">
      {act}
    </button>
  </form>
);

/** A select or a search box among the filters. */
export const FilterSelect = ({
  name,
  label,
  choices,
  value,
}: {
  name: string;
  label: Child;
  choices: readonly Choice[];
  value?: string;
}) => (
  <div>
    <label for={`by-${name}`}>{label}</label>
    <select id={`by-${name}`} name={name}>
      <Options choices={choices} value={value} />
    </select>
  </div>
);

export const FilterText = ({ name, label, value }: { name: string; label: Child; value?: string }) => (
  <div>
    <label for={`by-${name}`}>{label}</label>
    <input id={`by-${name}`} name={name} type="search" value={value} class="long" />
  </div>
);
