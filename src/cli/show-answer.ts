/**
 * An answer as a person reads it in a terminal: fields one a line, lists of records as a table. Columns of a table that
 * do not fit into `room` characters are named under it.
 */
export function showAnswer(value: unknown, room = Number.POSITIVE_INFINITY, indent = ''): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return `${indent}(none)`;
    if (value.every(isRecord)) return table(value, room, indent);
    return value.map((item) => `${indent}- ${plain(item)}`).join('\n');
  }
  if (isRecord(value)) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined && item !== null);
    const width = Math.max(0, ...entries.map(([name]) => name.length));
    return entries
      .map(([name, item]) =>
        isRecord(item) || (Array.isArray(item) && item.some(isRecord))
          ? `${indent}${name}\n${showAnswer(item, room, `${indent}  `)}`
          : `${indent}${name.padEnd(width)}  ${plain(item)}`,
      )
      .join('\n');
  }
  return `${indent}${plain(value)}`;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function plain(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (Array.isArray(value)) return value.length === 0 ? '(none)' : value.map(plain).join(', ');
  if (isRecord(value)) return JSON.stringify(value);
  // A reader wants 0.1666666667; the last digits of a binary fraction are for `--json`.
  if (typeof value === 'number' && !Number.isInteger(value)) return String(Number(value.toPrecision(10)));
  // Control characters in data could drive the terminal.
  return String(value).replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
}

const widest = 48;

function table(records: readonly Record<string, unknown>[], room: number, indent: string): string {
  const rows = records.map(flat);
  const empty = (value: unknown) => value === null || value === undefined;
  const isEmptyList = (value: unknown) => Array.isArray(value) && value.length === 0;
  const lists = (value: unknown) => Array.isArray(value) && value.some(isRecord);
  const named = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((name) =>
    rows.some((row) => !empty(row[name])),
  );
  const columns = named
    .filter((name) => !rows.some((row) => lists(row[name])))
    .map((name) => {
      const cells = rows.map((row) => cut(isEmptyList(row[name]) ? '–' : plain(row[name])));
      return {
        name,
        cells,
        width: Math.max(name.length, ...cells.map((cell) => cell.length)),
        numeric: rows.every((row) => empty(row[name]) || typeof row[name] === 'number'),
      };
    });
  const shown = fitting(columns, room - indent.length);
  const line = (texts: readonly string[]) =>
    `${indent}${shown.map(({ width, numeric }, at) => (numeric ? texts[at]!.padStart(width) : texts[at]!.padEnd(width))).join('  ')}`.trimEnd();
  const hidden = named.filter((name) => !shown.some((column) => column.name === name));
  return [
    line(shown.map(({ name }) => name)),
    indent + shown.map(({ width }) => '-'.repeat(width)).join('  '),
    ...rows.map((_, row) => line(shown.map(({ cells }) => cells[row]!))),
    ...(hidden.length === 0 ? [] : [`${indent}(not shown: ${hidden.join(', ')}; --json has all)`]),
  ].join('\n');
}

/** A record within a record stands in the table as `name.field`. */
const flat = (row: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) =>
      isRecord(value)
        ? Object.entries(value).map(([field, inner]) => [`${name}.${field}`, inner])
        : [[name, value]],
    ),
  );

/** The first columns, as many as there is room for; never fewer than two. */
function fitting<Column extends { readonly width: number }>(
  columns: readonly Column[],
  room: number,
): Column[] {
  let used = -2;
  return columns.filter(({ width }, at) => {
    used += width + 2;
    return used <= room || at < 2;
  });
}

const cut = (text: string) => (text.length > widest ? `${text.slice(0, widest - 1)}…` : text);
