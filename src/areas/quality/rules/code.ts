import type { Jurisdiction } from '../../../core/jurisdiction.ts';
import { ident, sql } from '../../../engine/sql.ts';
import { isNumber } from '../profile/value-text.sql.ts';
import { counted, whole } from './counted.ts';
import { type Candidate, cannot, columnOf, missing, ruleKind } from './rule-kind.ts';

/** The code exists in a code system of the jurisdiction, in any of its vintages. */
export const code = ruleKind({
  kind: 'code',
  title: 'Is a known code',
  dimension: 'accuracy',
  says: ({ field, system }, words) =>
    `${words.field(field)} is a ${system} code of ${words.jurisdiction.name}`,
  test: ({ field, system }, ground) => {
    const column = columnOf(ground, field);
    if (column === undefined) return missing(field);
    const codes = codeSystems(ground.jurisdiction).get(system);
    if (codes === undefined) return cannot(`${ground.jurisdiction.name} has no code system named ${system}.`);
    const known = ground.own('known_codes');
    return {
      scope: 'row',
      before: [sql`CREATE TEMP TABLE ${known} AS SELECT unnest(${[...codes]}::VARCHAR[]) AS code`],
      looksAt: sql`${ident(field)} IS NOT NULL`,
      fails: sql`trim(${ident(field)}::VARCHAR) NOT IN (SELECT code FROM ${known})`,
    };
  },
  candidates: ({ profile, jurisdiction }) =>
    profile.fields.flatMap((field): Candidate[] => {
      if ((field.type !== 'text' && !isNumber(field.type)) || field.distinct < 3) return [];
      const all = field.top.reduce((sum, one) => sum + one.rows, 0);
      for (const [system, codes] of codeSystems(jurisdiction)) {
        const known = field.top.filter((one) => codes.has(one.value.trim()));
        if (known.length < 3 || known.reduce((sum, one) => sum + one.rows, 0) < 0.9 * all) continue;
        return [
          {
            definition: { kind: 'code', field: field.field, system },
            mostFailing: 0.05,
            worth: 85,
            evidence: ({ checked, failing }) =>
              `${counted(field.distinct, 'code')} in ${counted(checked, 'row')}${failing > 0 ? `; ${whole(failing)} not in the list` : ', all in the list'}`,
          },
        ];
      }
      return [];
    }),
});

/** Code systems of a jurisdiction by name: those of its places, and each kind of region. Short running numbers are no codes. */
export function codeSystems(jurisdiction: Jurisdiction): ReadonlyMap<string, ReadonlySet<string>> {
  const systems = new Map<string, Set<string>>();
  const add = (system: string, value: string) => {
    const codes = systems.get(system) ?? new Set<string>();
    systems.set(system, codes.add(value));
  };
  for (const one of jurisdiction.places) for (const { system, code: value } of one.codes) add(system, value);
  for (const one of jurisdiction.regions) if (one.code !== undefined) add(one.kind, one.code);
  return new Map([...systems].filter(([, codes]) => [...codes].every((value) => value.length >= 4)));
}
