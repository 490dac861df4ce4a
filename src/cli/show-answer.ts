/** An answer as a person reads it in a terminal: fields one a line, lists of records as a table. */
export function showAnswer(value: unknown, indent = ''): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return `${indent}(none)`;
    if (value.every(isRecord)) return table(value, indent);
    return value.map((item) => `${indent}- ${plain(item)}`).join('\n');
  }
  if (isRecord(value)) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined && item !== null);
    const width = Math.max(0, ...entries.map(([name]) => name.length));
    return entries
      .map(([name, item]) =>
        isRecord(item) || (Array.isArray(item) && item.some(isRecord))
          ? `${indent}${name}\n${showAnswer(item, `${indent}  `)}`
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
  if (Array.isArray(value)) return value.map(plain).join(', ');
  if (isRecord(value)) return JSON.stringify(value);
  // Control characters in data could drive the terminal.
  return String(value).replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
}

const widest = 48;

function table(rows: readonly Record<string, unknown>[], indent: string): string {
  // What is itself a record does not fit a line of a table: `--json` has it all.
  const fits = (value: unknown) => !isRecord(value) && !(Array.isArray(value) && value.some(isRecord));
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter(
    (name) =>
      rows.some((row) => row[name] !== null && row[name] !== undefined) &&
      rows.every((row) => fits(row[name])),
  );
  const cells = rows.map((row) => columns.map((name) => cut(plain(row[name]))));
  const widths = columns.map((name, at) => Math.max(name.length, ...cells.map((row) => row[at]!.length)));
  const numeric = columns.map((name) =>
    rows.every((row) => row[name] === null || row[name] === undefined || typeof row[name] === 'number'),
  );
  const line = (row: readonly string[]) =>
    `${indent}${row.map((cell, at) => (numeric[at] ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!))).join('  ')}`.trimEnd();
  return [
    line(columns),
    indent + widths.map((width) => '-'.repeat(width)).join('  '),
    ...cells.map(line),
  ].join('\n');
}

const cut = (text: string) => (text.length > widest ? `${text.slice(0, widest - 1)}…` : text);
