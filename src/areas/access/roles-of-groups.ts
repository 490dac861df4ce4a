import type { Role } from '../../core/access.ts';
import type { Reader } from '../handler.ts';

/**
 * The roles that someone's groups carry, by the table `group_role`. A name there is a group's name; with `{agency}` in it,
 * it fits every group that has an agency's code in that place (`{agency}-data-officers` fits `dot-data-officers`).
 */
export async function rolesOfGroups(
  reader: Reader,
  groups: readonly string[],
): Promise<{ role: Role; agency: string | null }[]> {
  if (groups.length === 0) return [];
  const lines = await reader.selectFrom('group_role').selectAll().orderBy('name').execute();
  const codes = (await reader.selectFrom('agency').select('code').execute()).map(({ code }) => code);
  const found = groups.flatMap((group) =>
    lines.flatMap(({ name, role, agency }) => {
      const [before = '', after] = name.split('{agency}');
      if (after === undefined) return name === group ? [{ role, agency: agency === '' ? null : agency }] : [];
      return codes
        .filter((code) => `${before}${code}${after}`.toLowerCase() === group.toLowerCase())
        .map((code) => ({ role, agency: code }));
    }),
  );
  return [...new Map(found.map((one) => [`${one.role} ${one.agency ?? ''}`, one])).values()];
}
