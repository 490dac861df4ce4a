import type { SchemaNotice, VersionColumn } from '../model.ts';

type Named = Pick<VersionColumn, 'name' | 'title' | 'type'>;

/** A renamed column that only its values give away; see `same-values.sql.ts`. Names of the two versions. */
export interface Likeness {
  readonly from: string;
  readonly to: string;
  readonly because: string;
}

/**
 * What changed in the columns; null when nothing did. A column is renamed when its letters are the same, or when
 * `alike` says that its values are; any other that is in one version only was dropped or added.
 */
export function compareColumns(
  before: readonly Named[],
  after: readonly Named[],
  alike: readonly Likeness[] = [],
): SchemaNotice | null {
  const { gone, fresh } = unmatchedColumns(before, after);
  const renamed: SchemaNotice['renamed'] = [];
  const pairs: [Named, Named][] = [];
  const pair = (from: Named, to: Named, because: string | undefined) => {
    pairs.push([from, to]);
    if (because !== undefined) renamed.push({ from: brief(from), to: brief(to), because });
  };
  for (const from of before) {
    const to = after.find((one) => one.name === from.name);
    if (to) pair(from, to, from.title === to.title ? undefined : 'Same letters.');
  }
  const left = [...fresh];
  const dropped: SchemaNotice['dropped'] = [];
  for (const from of gone) {
    const letters = left.find((one) => lettersOf(one) === lettersOf(from));
    const likeness = letters ? undefined : alike.find((one) => one.from === from.name);
    const to = letters ?? left.find((one) => one.name === likeness?.to);
    if (to === undefined) dropped.push(brief(from));
    else {
      left.splice(left.indexOf(to), 1);
      pair(from, to, likeness?.because ?? 'Same letters.');
    }
  }
  const retyped = pairs
    .filter(([from, to]) => from.type !== to.type)
    .map(([from, to]) => ({ ...brief(to), from: from.type, to: to.type }));
  const added = left.map(brief);
  if (added.length + dropped.length + renamed.length + retyped.length === 0) return null;
  return { added, dropped, renamed, retyped, says: sentence(added, dropped, renamed, retyped) };
}

/** Columns whose names and letters stand in one version only: their values must tell. */
export function unmatchedColumns<C extends Named>(before: readonly C[], after: readonly C[]) {
  const names = new Set(before.map((one) => one.name));
  const later = new Set(after.map((one) => one.name));
  return {
    gone: before.filter((one) => !later.has(one.name)),
    fresh: after.filter((one) => !names.has(one.name)),
  };
}

/** A file's title with nothing but its letters and digits: `Injury City` and `InjuryCity` agree. */
export const lettersOf = (column: Pick<Named, 'title'>): string =>
  column.title.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const brief = ({ name, title }: Named) => ({ name, title });

const most = 12;
function list(titles: readonly string[]): string {
  const shown = titles.slice(0, most).map((title) => title.trim());
  const more = titles.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

function sentence(
  added: SchemaNotice['added'],
  dropped: SchemaNotice['dropped'],
  renamed: SchemaNotice['renamed'],
  retyped: SchemaNotice['retyped'],
): string {
  const parts = [
    dropped.length > 0 ? `Dropped: ${list(dropped.map((one) => one.title))}.` : '',
    added.length > 0 ? `New: ${list(added.map((one) => one.title))}.` : '',
    renamed.length > 0
      ? `Renamed: ${list(renamed.map((one) => `${one.from.title.trim()} to ${one.to.title.trim()}`))}.`
      : '',
    retyped.length > 0
      ? `Read as another type: ${list(retyped.map((one) => `${one.title.trim()} (${one.from} to ${one.to})`))}.`
      : '',
  ];
  return `The fields changed. ${parts.filter((one) => one !== '').join(' ')}`;
}
