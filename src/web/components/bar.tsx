interface BarProps {
  /** 0 to 1. */
  readonly share: number;
  /** 0 to 1, a black tick. */
  readonly target?: number;
  /** Left out where the same row says the figure. */
  readonly label?: string;
  readonly height?: number;
}

/** A bar of a share, 8 px high, with a tick for the target. Purely visual unless labelled. */
export const Bar = ({ share, target, label, height = 8 }: BarProps) => {
  const width = percent(share);
  const top = (14 - height) / 2;
  return (
    <svg
      class="bar"
      role={label === undefined ? undefined : 'img'}
      aria-label={label}
      aria-hidden={label === undefined ? 'true' : undefined}
    >
      <rect y={top} width="100%" height={height} fill="#dfe1e2" />
      <rect y={top} width={`${width}%`} height={height} fill="#1a4480" />
      {target !== undefined && <rect x={`${percent(target)}%`} width="2" height="14" fill="#1b1b1b" />}
    </svg>
  );
};

/** Two bars in one row: before in grey, after in blue. Shares are of the table's largest value. */
export const PairBars = ({ before, after }: { before: number | null; after: number | null }) => (
  <svg class="pair-bars" aria-hidden="true">
    {before !== null && <rect width={`${percent(before)}%`} height="6" fill="#a9aeb1" />}
    {after !== null && <rect y="8" width={`${percent(after)}%`} height="6" fill="#1a4480" />}
  </svg>
);

const percent = (share: number): number => Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10;
