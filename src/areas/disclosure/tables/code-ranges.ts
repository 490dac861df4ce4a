/** Whole numbers on a line, both ends in it; without an upper end, without a limit. */
interface Range {
  readonly low: number;
  readonly high: number;
  readonly unit: string;
}

type Cuts = ReadonlyMap<string, readonly (readonly string[])[]>;

/**
 * Cuts that no file names and everybody can read from the codes: 0–18 is 0–17 and 18, where one table cuts ages at 18 and
 * another at 19. The pieces between get codes of their own, that no table prints. None for a dimension whose codes are no
 * ranges of one line: where parts of one cut overlap, lie outside the whole, or have different units.
 */
export function rangeCuts(codes: ReadonlySet<string>, cuts: Cuts): Cuts {
  const ranges = new Map<string, Range>();
  for (const code of codes) {
    const range = readRange(code);
    if (range !== undefined) ranges.set(code, range);
  }
  if (!isOneLine(ranges, cuts)) return new Map();
  const pieces = piecesOf(ranges);
  const found = new Map<string, readonly (readonly string[])[]>();
  for (const [code, range] of ranges) {
    const declared = descendantsOf(code, cuts);
    const inside = [...ranges].filter(([other, one]) => other !== code && contains(range, one));
    const news = inside.filter(([other, one]) => !declared.has(other) && !contains(one, range));
    const largest = news.filter(
      ([, one]) => !news.some(([, wider]) => contains(wider, one) && !contains(one, wider)),
    );
    const fits = (piece: Piece) => contains(range, piece.range);
    const ways = [
      ...(isCovered(range, cuts.get(code) ?? [], ranges)
        ? []
        : [pieces.filter(fits).map(({ name }) => name)]),
      ...largest.map(([other, one]) => [
        other,
        ...pieces.filter((piece) => fits(piece) && !contains(one, piece.range)).map(({ name }) => name),
      ]),
    ].filter((way) => way.length > 0 && !way.includes(code));
    const different = new Map(ways.map((way) => [[...way].sort().join('\u0000'), way]));
    if (different.size > 0) found.set(code, [...different.values()]);
  }
  return found;
}

const number = String.raw`\$?(\d{1,3}(?:,\d{3})+|\d{1,9})`;
const unit = String.raw`(?:\s*(years?(?:[ -]olds?)?|yrs?|months?|weeks?|days?)\.?)?(?:\s+(?:of age|old))?`;
const before = String.raw`^(?:ages?d?\s+)?`;
const forms: readonly { readonly form: RegExp; readonly ends: (a: number, b: number) => [number, number] }[] =
  [
    [`${number}${unit}`, (a: number) => [a, a]],
    [
      String.raw`${number}${unit}\s*(?:-|–|—|to|through)\s*${number}${unit}`,
      (a: number, b: number) => [a, b],
    ],
    [
      String.raw`${number}${unit}\s*(?:\+|(?:and|or|&)\s+(?:over|older|above|more|up))`,
      (a: number) => [a, Number.POSITIVE_INFINITY],
    ],
    [String.raw`(?:≥|>=|at least)\s*${number}${unit}`, (a: number) => [a, Number.POSITIVE_INFINITY]],
    [
      String.raw`(?:>|over|above|more than)\s*${number}${unit}`,
      (a: number) => [a + 1, Number.POSITIVE_INFINITY],
    ],
    [String.raw`(?:<|under|below|less than|younger than)\s*${number}${unit}`, (a: number) => [0, a - 1]],
    [String.raw`(?:≤|<=|up to|at most)\s*${number}${unit}`, (a: number) => [0, a]],
    [String.raw`${number}${unit}\s*(?:and|or|&)\s+(?:under|younger|below|less|fewer)`, (a: number) => [0, a]],
  ].map(([form, ends]) => ({
    form: new RegExp(`${before}${form as string}$`, 'i'),
    ends: ends as (a: number, b: number) => [number, number],
  }));

/** `0-17`, `18+`, `<18`, `under 5`, `65 and over`, `18 to 24 years`, `7`; undefined for what is no range. */
export function readRange(code: string): Range | undefined {
  for (const { form, ends } of forms) {
    const match = form.exec(code.trim());
    if (match === null) continue;
    const words = match.slice(1).filter((word) => word !== undefined);
    const numbers = words.filter((word) => /^\d/.test(word)).map((word) => Number(word.replaceAll(',', '')));
    const units = new Set(words.filter((word) => !/^\d/.test(word)).map(unitOf));
    const [low, high] = ends(numbers[0]!, numbers[1] ?? numbers[0]!);
    return units.size > 1 || low > high ? undefined : { low, high, unit: [...units][0] ?? '' };
  }
  return undefined;
}

const unitOf = (word: string) => (/^y/i.test(word) ? 'year' : word.toLowerCase().replace(/s$/, ''));

const contains = (a: Omit<Range, 'unit'>, b: Omit<Range, 'unit'>) => a.low <= b.low && b.high <= a.high;

function isOneLine(ranges: ReadonlyMap<string, Range>, cuts: Cuts): boolean {
  const all = [...ranges.values()];
  if (new Set(all.flatMap(({ unit: of }) => of || [])).size > 1) return false;
  if (!all.some(({ low, high }) => high > low)) return false;
  for (const [code, ways] of cuts) {
    const whole = ranges.get(code);
    for (const way of ways) {
      const parts = way.flatMap((part) => ranges.get(part) ?? []).sort((a, b) => a.low - b.low);
      if (whole !== undefined && parts.some((part) => !contains(whole, part))) return false;
      if (parts.some((part, at) => at > 0 && parts[at - 1]!.high >= part.low)) return false;
    }
  }
  return true;
}

interface Piece {
  readonly name: string;
  readonly range: Omit<Range, 'unit'>;
}

/** The pieces that no code cuts further, by the code that is one or by a name of their own. */
function piecesOf(ranges: ReadonlyMap<string, Range>): Piece[] {
  const starts = new Set<number>();
  for (const { low, high } of ranges.values()) starts.add(low).add(high + 1);
  const sorted = [...starts].sort((a, b) => a - b);
  const named = new Map<string, string>();
  for (const [code, { low, high }] of ranges)
    if (!named.has(`${low}:${high}`)) named.set(`${low}:${high}`, code);
  return sorted.slice(0, -1).map((low, at) => {
    const high = sorted[at + 1]! - 1;
    const own = high === low ? `${low}` : high === Number.POSITIVE_INFINITY ? `${low}+` : `${low}-${high}`;
    return { name: named.get(`${low}:${high}`) ?? own, range: { low, high } };
  });
}

/** Whether a declared cut says already what the range is made of. */
function isCovered(
  { low, high }: Range,
  ways: readonly (readonly string[])[],
  ranges: ReadonlyMap<string, Range>,
): boolean {
  return ways.some((way) => {
    const parts = way.map((part) => ranges.get(part));
    if (parts.length === 0 || parts.includes(undefined)) return false;
    const sorted = (parts as Range[]).sort((a, b) => a.low - b.low);
    const joined = sorted.every((part, at) => at === 0 || part.low === sorted[at - 1]!.high + 1);
    return joined && sorted[0]!.low === low && sorted.at(-1)!.high === high;
  });
}

function descendantsOf(code: string, cuts: Cuts): Set<string> {
  const found = new Set<string>();
  const waiting = [code];
  for (let at = 0; at < waiting.length; at++)
    for (const part of (cuts.get(waiting[at]!) ?? []).flat())
      if (!found.has(part)) {
        found.add(part);
        waiting.push(part);
      }
  return found;
}
