/** A share with its interval on a scale from `from` to 1, with a tick where the gate stands. The figures stand beside it. */
export const IntervalMark = ({
  value,
  low,
  high,
  gate,
  from,
}: {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly gate: number;
  readonly from: number;
}) => {
  const width = 130;
  const x = (share: number) => 5 + ((Math.max(from, share) - from) / (1 - from)) * (width - 10);
  return (
    <svg width={width} height={18} viewBox={`0 0 ${width} 18`} aria-hidden="true">
      <path d={`M${x(gate)} 1v16`} stroke="#1b1b1b" stroke-width="1.5" />
      <path d={`M${x(low)} 9H${x(high)}`} stroke="#1a4480" stroke-width="1.8" />
      <circle cx={x(value)} cy={9} r={4} fill="#1a4480" />
    </svg>
  );
};
