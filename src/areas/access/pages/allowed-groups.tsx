import { inWords } from '../../../web/format/index.ts';
import type { Usable } from '../model.ts';

/** What an area's operations are about, as people look for it; in the order in which they need it. */
const groups: readonly (readonly [area: string, title: string])[] = [
  ['catalog', 'Datasets, their records, versions and protection'],
  ['quality', 'Quality: rules, checks and issues'],
  ['linkage', 'The same person or thing'],
  ['disclosure', 'Tables and what may leave'],
  ['portal', 'Rows, files and subscriptions'],
  ['plan', 'The plan, its duties and comments'],
  ['agencies', 'Agencies and who answers for them'],
  ['law', 'Law and obstacles'],
  ['access', 'People, roles and access'],
  ['audit', 'The audit log'],
  ['work', 'Work under way'],
  ['store', 'Running the platform'],
];

/** Operations by what they are about: a line each, folded away until one looks for it. */
export const AllowedGroups = ({ things, open }: { things: readonly Usable[]; open: boolean }) => {
  const byArea = Map.groupBy(things, ({ name }) => name.split('.')[0]!);
  const titled = new Map(groups);
  const order = [...titled.keys(), ...[...byArea.keys()].filter((area) => !titled.has(area))];
  return (
    <div class="folds">
      {order.map((area) => {
        const group = byArea.get(area);
        if (group === undefined) return null;
        const changes = group.filter(({ effect }) => effect !== 'read');
        const shows = group.filter(({ effect }) => effect === 'read');
        return (
          <details open={open || undefined}>
            <summary>
              {titled.get(area) ?? area}
              <span class="quiet"> {inWords(group.length, 'operation')}</span>
            </summary>
            {changes.length > 0 && <Lines title="Change" of={changes} />}
            {shows.length > 0 && <Lines title="See" of={shows} />}
          </details>
        );
      })}
    </div>
  );
};

const Lines = ({ title, of }: { title: string; of: readonly Usable[] }) => (
  <>
    <h3>{title}</h3>
    <ul class="plain two">
      {of.map(({ summary, name, policy }) => (
        <li>
          {summary}
          <span class="sub">
            <span class="mono">{name}</span>
            {policy && (
              <>
                {' · '}
                <a href={`/policies#${policy.id}`}>why</a>
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  </>
);
