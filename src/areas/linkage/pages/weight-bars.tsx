import { formatCount } from '../../../web/format/index.ts';
import type { RunEvidence } from '../runs/model.ts';
import { bitsWord } from './words.tsx';

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly kind: 'wide' | 'narrow';
  readonly everyLabel: number;
  readonly font: number;
}
const frames: readonly Frame[] = [
  { width: 1100, height: 290, kind: 'wide', everyLabel: 5, font: 13 },
  { width: 350, height: 260, kind: 'narrow', everyLabel: 10, font: 12 },
];

/** Pairs by the weight of all evidence, on a log scale; linked ones in the color, the line between in ink. */
export const WeightBars = ({ evidence }: { readonly evidence: RunEvidence }) => (
  <figure>
    <figcaption>
      Pairs by weight of evidence
      <span class="unit"> · number of pairs, log scale; each step of 1 doubles the odds</span>
    </figcaption>
    {frames.map((frame) => (
      <Drawing evidence={evidence} frame={frame} />
    ))}
  </figure>
);

function Drawing({ evidence, frame }: { evidence: RunEvidence; frame: Frame }) {
  const { bands, needed } = evidence;
  const { width, height, everyLabel, font } = frame;
  const [top, bottom, left] = [30, height - 28, 50];
  const first = bands[0]?.from ?? 0;
  const last = (bands.at(-1)?.from ?? 0) + 1;
  const most = Math.max(10, ...bands.map(({ pairs }) => pairs));
  const step = (width - left) / Math.max(1, last - first);
  const x = (bits: number) => left + (bits - first) * step;
  const y = (pairs: number) => bottom - ((bottom - top) * Math.log10(1 + pairs)) / Math.log10(1 + most);
  const rules = [10, 100, 1_000, 10_000, 100_000, 1_000_000].filter((count) => count < most).slice(-4);
  const labels = Array.from({ length: last - first + 1 }, (_, at) => first + at).filter(
    (bits) => bits % everyLabel === 0 && x(bits) > left + 8 && x(bits) < width - 12,
  );
  const line = x(needed);
  const flip = line > width - 150;
  return (
    <svg
      class={`chart ${frame.kind}`}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`${formatCount(bands.reduce((sum, { linked }) => sum + linked, 0))} pairs stand above the line at ${bitsWord(needed)} and are linked, ${formatCount(bands.reduce((sum, { pairs, linked }) => sum + pairs - linked, 0))} below it are not. The counts are in the table.`}
    >
      {rules.map((count) => (
        <>
          <path d={`M${left} ${y(count)}H${width}`} stroke="#dfe1e2" />
          <text x={0} y={y(count) + 4} fill="#565c65" font-size={font}>
            {formatCount(count)}
          </text>
        </>
      ))}
      {bands.map(({ from, pairs, linked }) => (
        <>
          <rect
            x={x(from) + 0.5}
            y={y(pairs)}
            width={Math.max(1, step - 1)}
            height={bottom - y(pairs)}
            fill="#a9aeb1"
          />
          {linked > 0 && (
            <rect
              x={x(from) + 0.5}
              y={y(linked)}
              width={Math.max(1, step - 1)}
              height={bottom - y(linked)}
              fill="#1a4480"
            />
          )}
        </>
      ))}
      <path d={`M${left} ${bottom}H${width}`} stroke="#1b1b1b" />
      <path d={`M${line} ${top - 12}V${bottom}`} stroke="#1b1b1b" stroke-width="2.5" />
      <text
        x={line + (flip ? -8 : 8)}
        y={top - 14}
        text-anchor={flip ? 'end' : 'start'}
        font-size={font}
        font-weight="600"
        fill="#1b1b1b"
      >
        {frame.kind === 'wide' ? `linked, ${bitsWord(needed)} and above` : 'linked'}
      </text>
      {!flip && (
        <text x={line - 8} y={top - 14} text-anchor="end" font-size={font} fill="#565c65">
          not linked
        </text>
      )}
      {labels.map((bits) => (
        <text x={x(bits)} y={height - 8} text-anchor="middle" font-size={font} fill="#565c65">
          {bitsWord(bits, 0)}
        </text>
      ))}
    </svg>
  );
}
