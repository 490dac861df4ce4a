interface HistogramProps {
  /** Counts in order; for words, those of the commonest values. */
  readonly counts: readonly number[];
  /** `Ages in five-year bands, two peaks at 35 to 39 and 50 to 54`, or the ends. */
  readonly label: string;
  /** Bars of words stand apart at a fixed width; bins of a number fill the width. */
  readonly kind?: 'bins' | 'words';
}

/** 120 by 26: the spread of a field. */
export const Histogram = ({ counts, label, kind = 'bins' }: HistogramProps) => {
  const most = Math.max(1, ...counts);
  const step = kind === 'words' ? 13 : 120 / Math.max(1, counts.length);
  const bar = kind === 'words' ? 12 : Math.max(0.6, step - Math.min(1, step * 0.12));
  const width = kind === 'words' ? Math.max(13, counts.length * 13) : 120;
  const path = counts
    .map((count, at) => {
      if (count === 0) return '';
      // A bar that is there is never too low to be seen.
      const height = Math.max(0.6, (23 * count) / most);
      return `M${round(at * step)} 25v-${round(height)}h${round(bar)}V25z`;
    })
    .join('');
  return (
    <svg
      class="histogram"
      width={width}
      height="26"
      viewBox={`0 0 ${width} 26`}
      role="img"
      aria-label={label}
    >
      <path fill="#7292c7" d={path} />
      <path d={`M0 25.5H${width}`} stroke="#a9aeb1" />
    </svg>
  );
};

const round = (value: number): number => Math.round(value * 10) / 10;
