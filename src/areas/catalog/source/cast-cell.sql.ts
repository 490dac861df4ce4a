import { duckdbDialect } from '../../../engine/dialect.ts';
import { integer, join, literal, type Sql, sql } from '../../../engine/sql.ts';
import { markerTexts } from './cell-shape.ts';
import { clockForm, dateForm } from './date-shape.ts';
import type { DateReadingPlan, SettledType } from './settle-type.ts';

/**
 * The typed value of a text cell; null where it does not fit. The engine's casts are more generous than our reading
 * (`1.5` becomes 2, `1_000` becomes 1000, `inf` a number), so a column in which some cell did not fit also tests the
 * form of each cell.
 */
export function castCell(cell: Sql, settled: SettledType): Sql {
  const text = settled.padded ? sql`trim(${cell}, ${literal(' \t\r\n\f\v')})` : cell;
  const guard = settled.fits < settled.filled;
  const only = (form: string, value: Sql) =>
    guard ? sql`case when regexp_full_match(${text}, ${literal(form)}) then ${value} end` : value;
  switch (settled.type) {
    case 'text':
    case 'json':
    case 'geometry':
      return cell;
    case 'boolean':
      return only('(?i:true|false)', sql`try_cast(${text} as boolean)`);
    case 'date':
    case 'timestamp':
      return readMoment(text, settled.dates!, settled.type);
    case 'time':
      return readTime(text, settled.dates!);
    default: {
      const type = duckdbDialect.type(settled);
      if (!settled.grouped) return only(numberForms[settled.type], sql`try_cast(${text} as ${type})`);
      const plain = sql`replace(replace(${text}, ',', ''), '$', '')`;
      return only(groupedForm, sql`try_cast(${plain} as ${type})`);
    }
  }
}

const numberForms = {
  integer: '[-+]?[0-9]+',
  decimal: '[-+]?([0-9]+|[0-9]*\\.[0-9]+)',
  double: '[-+]?([0-9]+|[0-9]*\\.[0-9]+)([eE][-+]?[0-9]{1,3})?',
} as const;
const groupedForm =
  '[-+]?\\$?([0-9]+|[0-9]{1,3}(,[0-9]{3})+|[0-9]*\\.[0-9]+|[0-9]{1,3}(,[0-9]{3})+\\.[0-9]+)([eE][-+]?[0-9]{1,3})?';

const clockFormats: Record<number, string> = {
  [clockForm.none]: '',
  [clockForm.minutes]: '%H:%M',
  [clockForm.seconds]: '%H:%M:%S',
  [clockForm.fraction]: '%H:%M:%S.%f',
  [clockForm.minutes12]: '%I:%M %p',
  [clockForm.seconds12]: '%I:%M:%S %p',
};

function dateFormat(form: number, order: DateReadingPlan['order']): string {
  const day = (separator: string, year: string) =>
    order === 'month-first' ? `%m${separator}%d${separator}${year}` : `%d${separator}%m${separator}${year}`;
  switch (form) {
    case dateForm.isoSlash:
      return '%Y/%m/%d';
    case dateForm.slash4:
      return day('/', '%Y');
    case dateForm.slash2:
      return day('/', '%y');
    case dateForm.dash4:
      return day('-', '%Y');
    case dateForm.dash2:
      return day('-', '%y');
    case dateForm.dot4:
      return day('.', '%Y');
    case dateForm.dot2:
      return day('.', '%y');
    case dateForm.nameDash4:
      return '%d-%b-%Y';
    case dateForm.nameDash2:
      return '%d-%b-%y';
    case dateForm.nameSpace4:
      return '%d %b %Y';
    default:
      return '%b %d, %Y';
  }
}

/** Forms that a two-digit year can stand in, as a pattern: `%y` and `%Y` would each take the other's cells. */
const twoDigitYear = '.*[-/.][0-9]{2}( .*)?';

function readMoment(text: Sql, plan: DateReadingPlan, type: 'date' | 'timestamp'): Sql {
  const iso = plan.forms.filter(({ form }) => form === dateForm.isoDash);
  const named = plan.forms.filter(({ form }) => form !== dateForm.isoDash);
  const parts: Sql[] = [];
  if (iso.length > 0) {
    const zoned = iso.some(({ clock }) => clock === clockForm.zoned);
    const value = zoned
      ? sql`try_cast(${text} as timestamptz)::timestamp`
      : sql`try_cast(${text} as timestamp)`;
    const isoForm =
      '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,6})?)?( ?[AaPp][Mm]|Z|[-+][0-9]{2}:?([0-9]{2})?)?)?';
    const twelve = iso.filter(({ clock }) => clock === clockForm.minutes12 || clock === clockForm.seconds12);
    parts.push(
      sql`case when regexp_full_match(${text}, ${literal(isoForm)}) and ${text} >= '0001' then ${value} end`,
    );
    if (twelve.length > 0)
      parts.push(
        strptime(
          text,
          twelve.map(({ clock }) => `%Y-%m-%d ${clockFormats[clock]}`),
        ),
      );
  }
  const formats = (short: boolean) =>
    named
      .map(({ form, clock }) => ({
        form,
        format: `${dateFormat(form, plan.order)} ${clockFormats[clock]}`.trim(),
      }))
      .filter(({ format }) => format.includes('%y') === short)
      .flatMap(({ form, format }) => monthSpellings(form, format));
  const long = formats(false);
  const short = formats(true);
  if (long.length > 0) {
    const read = strptime(text, long);
    parts.push(
      short.length === 0
        ? read
        : sql`case when not regexp_full_match(${text}, ${literal(twoDigitYear)}) then ${read} end`,
    );
  }
  if (short.length > 0) {
    const read = inCentury(strptime(text, short), plan.pivot ?? 68);
    parts.push(
      long.length === 0
        ? read
        : sql`case when regexp_full_match(${text}, ${literal(twoDigitYear)}) then ${read} end`,
    );
  }
  const value = parts.length === 1 ? parts[0]! : sql`coalesce(${join(parts)})`;
  return type === 'date' ? sql`${value}::date` : value;
}

/** `%b` reads Jan, `%B` January; May is both. The comma after the day is optional. */
function monthSpellings(form: number, format: string): string[] {
  if (!format.includes('%b')) return [format];
  const both = [format, format.replace('%b', '%B')];
  return form === dateForm.nameFirst ? both.flatMap((one) => [one, one.replace(',', '')]) : both;
}

const strptime = (text: Sql, formats: readonly string[]): Sql =>
  sql`try_strptime(${text}, ${formats.length === 1 ? literal(formats[0]!) : sql`[${join(formats.map(literal))}]`})`;

/** Moves a year read by the engine's own pivot (68) into the century that the stated pivot says. */
function inCentury(value: Sql, pivot: number): Sql {
  if (pivot === 68) return value;
  const at = integer(pivot);
  return sql`list_transform([${value}], lambda d: d + to_years((case when year(d) % 100 <= ${at} then 2000 else 1900 end + year(d) % 100 - year(d))::integer))[1]`;
}

function readTime(text: Sql, plan: DateReadingPlan): Sql {
  const twelve = plan.forms.filter(
    ({ clock }) => clock === clockForm.minutes12 || clock === clockForm.seconds12,
  );
  const plain = plan.forms.length > twelve.length;
  const form = '[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,6})?)?';
  const parts: Sql[] = [];
  if (plain) {
    const seconds = sql`case when length(${text}) < 6 then ${text} || ':00' else ${text} end`;
    parts.push(
      sql`case when regexp_full_match(${text}, ${literal(form)}) then try_cast(${seconds} as time) end`,
    );
  }
  if (twelve.length > 0)
    parts.push(
      sql`${strptime(
        text,
        twelve.map(({ clock }) => clockFormats[clock]!),
      )}::time`,
    );
  return parts.length === 1 ? parts[0]! : sql`coalesce(${join(parts)})`;
}

/** Whether a filled cell counts as nothing in a typed column. */
export function isMarkerCell(cell: Sql, settled: SettledType): Sql {
  if (settled.type === 'text' || settled.type === 'json' || settled.type === 'geometry') return sql`false`;
  return sql`(trim(${cell}, ${literal(' \t\r\n\f\v')}) in ('', '–', '—', ${join(markerTexts.map(literal))}))`;
}
