/**
 * The cells of a CSV file after RFC 4180, read character by character: slow, and sharing nothing with the product, so that
 * what the product stored can be held against what the file says.
 */
export function plainCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const endCell = () => {
    row.push(cell);
    cell = '';
  };
  const endRow = () => {
    endCell();
    rows.push(row);
    row = [];
  };
  for (let at = text.charCodeAt(0) === 0xfeff ? 1 : 0; at < text.length; at++) {
    const one = text[at]!;
    if (quoted) {
      if (one !== '"') cell += one;
      else if (text[at + 1] === '"') {
        cell += '"';
        at++;
      } else quoted = false;
    } else if (one === '"') quoted = true;
    else if (one === ',') endCell();
    else if (one === '\n') endRow();
    else if (one !== '\r') cell += one;
  }
  if (cell !== '' || row.length > 0) endRow();
  return rows;
}

/** The same with the head's names before the cells. */
export function plainRecords(text: string): Record<string, string>[] {
  const [head = [], ...rows] = plainCsv(text);
  return rows.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at] ?? ''])));
}
