/** `1,483 rows`, `1 row`: a count with its noun. */
export const counted = (n: number, one: string, many = `${one}s`): string =>
  `${whole(n)} ${n === 1 ? one : many}`;

export const whole = (n: number): string => n.toLocaleString('en-US');

/** Percent of a whole, with as many decimals as it bears: never 100 or 0 unless it is. */
export function percent(part: number, all: number): string {
  if (all === 0) return 'none';
  const share = (part / all) * 100;
  if (part > 0 && share < 0.1) return 'under 0.1%';
  if (part < all && share > 99.9) return 'over 99.9%';
  return `${all < 100 ? Math.round(share) : Math.round(share * 10) / 10}%`;
}

/** Percent that fails, moved up to one decimal, so that it and the share that passes, which is cut, make 100. */
export const percentFailing = (failing: number, checked: number): string =>
  failing === checked ? '100%' : `${Math.ceil((failing / checked) * 1000 - 1e-9) / 10}%`;

/** `a, b and c`. */
export function listed(words: readonly string[], last = 'and'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}
