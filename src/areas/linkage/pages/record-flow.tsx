import { formatCount } from '../../../web/format/index.ts';
import type { RunEvidence } from '../runs/model.ts';

type Side = RunEvidence['sides'][number];

const width = 600;
const top = 46;
const room = 190;
/** Between the bands of those linked, without a partner, and not to be linked. */
const gap = 16;

/** Where the records of each side went: a band for those linked, others for those without a partner or beyond linking. */
export const RecordFlow = ({ sides }: { readonly sides: readonly Side[] }) => {
  const [left, right] = sides as readonly [Side, Side | undefined];
  const most = Math.max(1, ...sides.map(({ records }) => records));
  const tall = (records: number) => (records === 0 ? 0 : Math.max(1.5, (room * records) / most));
  const middle = Math.max(24, ...sides.map(({ linked }) => tall(linked)));
  const lowest = Math.max(...sides.map(({ alone, unlinkable }) => middle + tall(alone) + tall(unlinkable)));
  const height = top + lowest + 2 * gap + 26;
  return (
    <figure>
      <figcaption class="hidden-text">Where the records went</figcaption>
      <svg
        class="chart"
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={sides.map(words).join(' ')}
      >
        <Flow side={left} tall={tall} middle={middle} />
        {right && (
          <g transform={`translate(${width} 0) scale(-1 1)`}>
            <Flow side={right} tall={tall} middle={middle} />
          </g>
        )}
        <rect x={205} y={top} width={190} height={middle} fill="#1a4480" />
        <text
          x={300}
          y={top + middle / 2 + 5}
          text-anchor="middle"
          font-size="15"
          font-weight="600"
          fill="#fff"
        >
          {right && right.linked !== left.linked
            ? `${formatCount(left.linked)} and ${formatCount(right.linked)}`
            : `${formatCount(left.linked)} linked`}
        </text>
        <Labels
          side={left}
          tall={tall}
          middle={middle}
          x={[10, 212, 'start']}
          name={right ? 'First' : 'Records'}
        />
        {right && <Labels side={right} tall={tall} middle={middle} x={[590, 388, 'end']} name="Second" />}
      </svg>
    </figure>
  );
};

const words = ({ title, records, linked, alone, unlinkable }: Side) =>
  `Of ${formatCount(records)} records of ${title} ${formatCount(linked)} were linked, ${formatCount(alone)} found no partner and ${formatCount(unlinkable)} say too little to be linked.`;

const ribbon = (from: number, to: number, height: number) =>
  `M18 ${from}C120 ${from} 100 ${to} 205 ${to}V${to + height}C100 ${to + height} 120 ${from + height} 18 ${from + height}Z`;

interface FlowProps {
  readonly side: Side;
  readonly tall: (records: number) => number;
  readonly middle: number;
}

function Flow({ side, tall, middle }: FlowProps) {
  const [linked, alone, lost] = [tall(side.linked), tall(side.alone), tall(side.unlinkable)];
  const below = top + middle + gap;
  return (
    <>
      <rect x={10} y={top} width={8} height={linked + alone + lost} fill="#19311e" />
      {linked > 0 && <path fill="#bbcae4" d={ribbon(top, top, linked)} />}
      {alone > 0 && <path fill="#dfe1e2" d={ribbon(top + linked, below, alone)} />}
      {lost > 0 && <path fill="#dfe1e2" d={ribbon(top + linked + alone, below + alone + gap, lost)} />}
    </>
  );
}

function Labels({
  side,
  tall,
  middle,
  x: [edge, end, anchor],
  name,
}: FlowProps & { readonly x: readonly [number, number, 'start' | 'end']; readonly name: string }) {
  const below = top + middle + gap;
  const alone = tall(side.alone);
  return (
    <>
      <text x={edge} y={28} text-anchor={anchor} font-size="14" font-weight="600" fill="#1b1b1b">
        {name}: {formatCount(side.records)}
      </text>
      {side.alone > 0 && (
        <text
          x={end}
          y={below + Math.max(13, alone / 2 + 5)}
          text-anchor={anchor}
          font-size="13"
          fill="#1b1b1b"
        >
          {formatCount(side.alone)} alone
        </text>
      )}
      {side.unlinkable > 0 && (
        <text x={end} y={below + alone + gap + 12} text-anchor={anchor} font-size="13" fill="#1b1b1b">
          {formatCount(side.unlinkable)} cannot be
        </text>
      )}
    </>
  );
}
