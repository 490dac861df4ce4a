import { ident, literal, sql } from '../../../engine/sql.ts';
import type { FieldProfile } from '../profile.ts';
import { counted, whole } from './counted.ts';
import { type Candidate, columnOf, missing, ruleKind } from './rule-kind.ts';

/** The whole value matches a regular expression (RE2: no look-around, no backtracking, linear time). */
export const pattern = ruleKind({
  kind: 'pattern',
  title: 'Has the form',
  dimension: 'conformity',
  says: ({ field, pattern: form }, words) => `${words.field(field)} has the form ${form}`,
  test: ({ field, pattern: form }, ground) => {
    const column = columnOf(ground, field);
    if (column === undefined) return missing(field);
    const value = column.type === 'text' ? ident(field) : sql`${ident(field)}::VARCHAR`;
    // Written into the text and not bound: only a constant is compiled once instead of once a row.
    return {
      scope: 'row',
      looksAt: sql`${ident(field)} IS NOT NULL`,
      fails: sql`NOT regexp_full_match(${value}, ${literal(form)})`,
    };
  },
  candidates: ({ profile }) =>
    profile.fields.flatMap((field): Candidate[] => {
      const found = formOf(field);
      if (found === null) return [];
      return [
        {
          definition: { kind: 'pattern', field: field.field, pattern: found.form },
          mostFailing: 0.01,
          worth: 55,
          evidence: ({ checked, failing }) =>
            `${found.shapes.join(' or ')} in ${failing === 0 ? 'all' : `${whole(checked - failing)} of`} ${counted(checked, 'row')}`,
        },
      ];
    }),
});

/** A form from at most three shapes that make up 99 rows in 100 of a code-like text, with the prefix all share. */
export function formOf(field: FieldProfile): { form: string; shapes: string[] } | null {
  const text = field.text;
  const filled = field.rows - field.nulls;
  if (text === null || text.joined || filled < 50 || field.distinct < 10 || text.longest > 40) return null;
  const shapes: typeof text.shapes = [];
  let covered = 0;
  for (const shape of text.shapes.slice(0, 3)) {
    shapes.push(shape);
    covered += shape.rows;
    if (covered >= 0.99 * filled) break;
  }
  if (covered < 0.99 * filled || shapes.some((one) => !/9/.test(one.shape) || /\s.*\s/.test(one.shape)))
    return null;
  // Ten different shapes among the rest are wear, not design; a shape that is nearly all text is a name.
  const known = covered === filled ? text.prefix : '';
  const form = shapes.map((one) => expression(one.shape, known)).sort();
  return {
    form: form.length === 1 ? form[0]! : `(${form.join('|')})`,
    shapes: shapes.map((one) => one.shape),
  };
}

/** `AA-9999` becomes `[A-Z]{2}-[0-9]{4}`; characters of the shared prefix stand as they are. */
export function expression(shape: string, prefix: string): string {
  const classes: Record<string, string> = { '9': '[0-9]', A: '[A-Z]', a: '[a-z]' };
  let form = '';
  for (let at = 0; at < shape.length; ) {
    const sign = shape[at]!;
    if (at < prefix.length) {
      form += escaped(prefix[at]!);
      at += 1;
      continue;
    }
    let end = at;
    while (end < shape.length && shape[end] === sign) end += 1;
    const part = classes[sign] ?? escaped(sign);
    form += end - at === 1 ? part : `${part}{${end - at}}`;
    at = end;
  }
  return form;
}

const escaped = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
