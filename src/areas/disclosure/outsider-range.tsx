import { formatCount } from '../../web/format/index.ts';

/** What an outsider can prove of a blank, drawn on one scale for all of a table; the words beside it say the same. */
export const OutsiderRange = ({
  interval: [low, high],
  most,
}: {
  readonly interval: readonly [number, number | null];
  /** Where the scale ends. */
  readonly most: number;
}) => {
  const width = 112;
  const at = (value: number) => Math.round((Math.min(value, most) / Math.max(1, most)) * (width - 4)) + 2;
  const [from, to] = [at(low), at(high ?? most)];
  return (
    <svg viewBox={`0 0 ${width} 12`} width={width} height={12} aria-hidden="true">
      <path d={`M2 9.5H${width - 2}`} stroke="#c6cace" />
      <path d={`M${from} 5H${to}`} stroke="#1a4480" stroke-width="2" />
      <path d={`M${from} 2V8${high === null ? '' : `M${to} 2V8`}`} stroke="#1a4480" stroke-width="1.5" />
    </svg>
  );
};

/** `0 to 15`, `11 or more`. */
export const rangeWords = ([low, high]: readonly [number, number | null]): string =>
  high === null ? `${formatCount(low)} or more` : `${formatCount(low)} to ${formatCount(high)}`;
