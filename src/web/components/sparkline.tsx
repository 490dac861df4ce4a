interface SparklineProps {
  /** Oldest first; a gap is null. */
  readonly values: readonly (number | null)[];
  /** Drawn as dashes. */
  readonly target?: number;
  /** The end values in words: `Eight quarters from 61 to 93, target 95`. */
  readonly label: string;
  readonly width?: number;
}

/** 112 by 30: the line of past values, a dot for now, dashes for the target. */
export const Sparkline = ({ values, target, label, width = 112 }: SparklineProps) => {
  const known = values.filter((value): value is number => value !== null);
  const all = target === undefined ? known : [...known, target];
  const low = Math.min(...all);
  const high = Math.max(...all);
  const y = (value: number) => (high === low ? 15 : 26 - (22 * (value - low)) / (high - low)).toFixed(1);
  const step = values.length < 2 ? 0 : (width - 9) / (values.length - 1);
  const x = (at: number) => (2 + at * step).toFixed(1);
  const line = values
    .map((value, at) =>
      value === null ? '' : `${at === 0 || values[at - 1] === null ? 'M' : 'L'}${x(at)} ${y(value)}`,
    )
    .join('');
  const last = values.findLastIndex((value) => value !== null);
  return (
    <svg
      class="sparkline"
      width={width}
      height="30"
      viewBox={`0 0 ${width} 30`}
      role="img"
      aria-label={label}
    >
      {target !== undefined && (
        <path d={`M0 ${y(target)}H${width}`} stroke="#71767a" stroke-dasharray="2 2.5" />
      )}
      <path d={line} fill="none" stroke="#1a4480" stroke-width="1.8" />
      {last >= 0 && <circle cx={x(last)} cy={y(values[last] as number)} r="3" fill="#1a4480" />}
    </svg>
  );
};
