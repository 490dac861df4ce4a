import { createHash } from 'node:crypto';
import type { ByteAnswer } from '../../../core/operation.ts';
import type { Objective } from '../model.ts';
import { tallyOf } from '../model.ts';

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Breadth of a text in 13 px, near enough that the frame fits in any sans face. */
const breadth = (text: string) => Math.ceil(text.length * 7.4) + 20;

const words = { met: 'met', track: 'on track', risk: 'at risk', late: 'late', unknown: 'unknown' } as const;

/**
 * How objectives stand as a picture for other sites: two fields, what and how, in words that a reader of the page's text
 * hears too. Nothing is loaded by it and nothing runs in it; caches may keep it for an hour.
 */
export function badgeOf(title: string, objectives: readonly Objective[], on: string): ByteAnswer {
  const tally = tallyOf(objectives);
  const stands = (Object.keys(words) as (keyof typeof words)[])
    .filter((status) => tally[status] > 0)
    .map((status) => `${tally[status]} ${words[status]}`)
    .join(' · ');
  const said = stands === '' ? 'no objectives yet' : stands;
  const [left, right] = [breadth(title), breadth(said)];
  const body = `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="28" viewBox="0 0 ${left + right} 28" role="img" aria-labelledby="t d">
<title id="t">${escaped(`${title}: ${said}`)}</title>
<desc id="d">Objectives by status on ${on}</desc>
<rect width="${left + right}" height="28" rx="3" fill="#fff"/>
<path d="M3 0h${left - 3}v28H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z" fill="#19311e"/>
<rect x=".5" y=".5" width="${left + right - 1}" height="27" rx="2.5" fill="none" stroke="#19311e"/>
<g font-family="Public Sans,Arial,sans-serif" font-size="13" text-rendering="geometricPrecision">
<text x="10" y="18.5" fill="#fff" textLength="${left - 20}" lengthAdjust="spacingAndGlyphs">${escaped(title)}</text>
<text x="${left + 10}" y="18.5" fill="#1b1b1b" textLength="${right - 20}" lengthAdjust="spacingAndGlyphs">${escaped(said)}</text>
</g>
</svg>
`;
  return {
    mediaType: 'image/svg+xml; charset=utf-8',
    body,
    headers: {
      etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`,
      'cache-control': 'public, max-age=3600',
      'cross-origin-resource-policy': 'cross-origin',
      'access-control-allow-origin': '*',
    },
  };
}
