/** How long something took or will take: `under 1 s`, `18 s`, `2 min 5 s`, `3 h 10 min`, `2 days`. */
export function formatDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 1) return 'under 1 s';
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return both(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  const minutes = Math.round(seconds / 60);
  if (minutes < 24 * 60) return both(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const days = Math.round(seconds / 86_400);
  return `${days} ${days === 1 ? 'day' : 'days'}`;
}

function both(first: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${first} ${unit}` : `${first} ${unit} ${rest} ${restUnit}`;
}

/** In words, for a sentence, rounded as an estimate deserves: `about 40 seconds`, `about 3 minutes`. */
export function formatEstimate(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 8) return 'a few seconds';
  if (seconds < 55) return `about ${Math.round(seconds / 10) * 10} seconds`;
  if (seconds < 90) return 'about a minute';
  if (seconds < 55 * 60) return `about ${Math.round(seconds / 60)} minutes`;
  const hours = Math.max(1, Math.round(seconds / 3600));
  return hours === 1 ? 'about an hour' : `about ${hours} hours`;
}
