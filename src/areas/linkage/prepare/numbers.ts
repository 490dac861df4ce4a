/** Reads a number with thousands marks, a currency sign or a per cent sign; nothing when there is none. */
export function readNumber(raw: string): number | undefined {
  const text = raw
    .trim()
    .replace(/[$€£¥%\s]/g, '')
    .replace(/,(?=\d{3}\b)/g, '');
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** Difference of two numbers as a share of the larger. */
export function relativeDifference(a: string, b: string): number {
  const [one, other] = [Number(a), Number(b)];
  const larger = Math.max(Math.abs(one), Math.abs(other));
  return larger === 0 ? 0 : Math.abs(one - other) / larger;
}

/** Kilometres between `lat,long` pairs on a sphere of 6,371 km (haversine). */
export function kilometres(a: string, b: string): number {
  const [latA, longA] = a.split(',').map((part) => (Number(part) * Math.PI) / 180) as [number, number];
  const [latB, longB] = b.split(',').map((part) => (Number(part) * Math.PI) / 180) as [number, number];
  const half =
    Math.sin((latB - latA) / 2) ** 2 + Math.cos(latA) * Math.cos(latB) * Math.sin((longB - longA) / 2) ** 2;
  return 2 * 6371 * Math.asin(Math.min(1, Math.sqrt(half)));
}
