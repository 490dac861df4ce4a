/** Years as people write them in dictionaries; `to` is null while there are still new ones. */
export interface Years {
  readonly from: number;
  readonly to: number | null;
}

const open = /(?:-|–|to|through)\s*(?:current|present|now|date|ongoing)?\s*$/i;

/**
 * `2009 to 2024`, `2010 - Current (Data quality better 2018 - Current)`, `2006-07 To Present`, `July 2003 - Current`,
 * `1993-`, `2014`. Null when no year is in it, or the last is before the first.
 */
export function yearsWritten(written: string): Years | null {
  const text = written.replace(/\(.*$/s, '').trim();
  const years = [...text.matchAll(/\b(1[6-9]\d\d|2[01]\d\d)\b/g)].map(([year]) => Number(year));
  const from = years[0];
  if (from === undefined) return null;
  if (open.test(text)) return { from, to: null };
  // A school year, 2021-22, ends in the next.
  const school = /\b(\d\d)\d\d\s*[-/]\s*(\d\d)\s*$/.exec(text);
  const to = school ? Number(`${school[1]}${school[2]}`) : years.at(-1)!;
  return to < from ? null : { from, to };
}
