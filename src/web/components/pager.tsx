import { formatCount } from '../format/index.ts';

interface PagerProps {
  /** First and last row shown, counted from 1. */
  readonly from: number;
  readonly to: number;
  readonly total?: number;
  readonly noun?: string;
  readonly previous?: string;
  readonly next?: string;
  /** How many the next page holds: `Next 100`. */
  readonly size?: number;
}

/** `Rows 1 to 100 of 10,654`, and the ways on. */
export const Pager = ({ from, to, total, noun = 'Rows', previous, next, size = 100 }: PagerProps) => (
  <nav class="pager" aria-label="Pages">
    <span class="quiet">
      {noun} {formatCount(from)} to {formatCount(to)}
      {total !== undefined && ` of ${formatCount(total)}`}
    </span>
    <span>
      {previous && (
        <a href={previous} rel="prev">
          Previous {formatCount(size)}
        </a>
      )}
      {previous && next && ' · '}
      {next && (
        <a href={next} rel="next">
          Next {formatCount(size)}
        </a>
      )}
    </span>
  </nav>
);
