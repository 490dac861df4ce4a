import { bitsWord, chanceWord } from './words.tsx';

interface Bar {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** The way to a weight: where any two records start, what each field adds, what a household takes, where it ends. */
export interface WeightSteps {
  readonly prior: number;
  readonly weight: number;
  readonly needed: number;
  readonly neighbours: number | null;
  readonly fields: readonly { readonly name: string; readonly bits: number }[];
}

export const household = 'A household shares as much';
export const householdSays = 'Different people of one household would agree so too';
/** Whether what a household shares is enough to be shown. */
export const takesAway = (neighbours: number | null): neighbours is number =>
  neighbours !== null && Math.abs(neighbours) >= 0.05;

/** From the odds of any two records to the weight of these two, a bar for each field. */
export const Waterfall = ({ steps }: { readonly steps: WeightSteps }) => {
  const bars: Bar[] = [];
  let sum = steps.prior;
  const add = (name: string, bits: number) => {
    bars.push({ name, from: sum, to: sum + bits });
    sum += bits;
  };
  for (const { name, bits } of steps.fields) add(name, bits);
  if (takesAway(steps.neighbours)) add(household, steps.neighbours);
  return (
    <figure>
      <figcaption class="hidden-text">Match weight by field</figcaption>
      <Drawing pair={steps} bars={bars} wide />
      <Drawing pair={steps} bars={bars} wide={false} />
    </figure>
  );
};

function Drawing({ pair, bars, wide }: { pair: WeightSteps; bars: readonly Bar[]; wide: boolean }) {
  const [width, left, right, row, font] = wide ? [1100, 230, 110, 29, 14] : [350, 8, 54, 44, 12.5];
  const ends = [pair.prior, pair.weight, pair.needed, 0, ...bars.flatMap(({ from, to }) => [from, to])];
  const [low, high] = [Math.floor(Math.min(...ends)) - 1, Math.ceil(Math.max(...ends)) + 1];
  const x = (bits: number) => left + ((bits - low) * (width - left - right)) / (high - low);
  const rows = bars.length + 2;
  const height = 30 + rows * row + 26;
  const y = (at: number) => 30 + at * row;
  const name = (text: string, at: number, bold = false) => (
    <text
      x={wide ? left - 20 : left}
      y={y(at) + (wide ? 15 : 11)}
      text-anchor={wide ? 'end' : 'start'}
      font-size={font}
      font-weight={bold ? 600 : 400}
      fill="#1b1b1b"
    >
      {text}
    </text>
  );
  const barY = (at: number) => y(at) + (wide ? 0 : 16);
  const tall = wide ? 19 : 16;
  const ticks = [-30, -20, -10, 0, 10, 20, 30, 40].filter((bits) => bits > low && bits < high);
  return (
    <svg
      class={`chart ${wide ? 'wide' : 'narrow'}`}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`The weight starts at ${bitsWord(pair.prior)} for two records taken at random and ends at ${bitsWord(pair.weight)}; pairs from ${bitsWord(pair.needed)} on are linked. The weights are in the table.`}
    >
      <path d={`M${x(pair.needed)} 20V${height - 24}`} stroke="#1b1b1b" stroke-dasharray="4 4" />
      <text x={x(pair.needed)} y={14} text-anchor="middle" font-size={13} font-weight="600" fill="#1b1b1b">
        linked from {bitsWord(pair.needed)}
      </text>
      <path d={`M${x(pair.prior)} ${barY(0)}v${tall}`} stroke="#1b1b1b" stroke-width="3" />
      {name('Two records at random', 0)}
      <text x={x(pair.prior) + 8} y={barY(0) + 14} font-size={font} font-weight="600" fill="#1b1b1b">
        {bitsWord(pair.prior)}
      </text>
      {bars.map(({ name: word, from, to }, at) => (
        <>
          {wide && <path d={`M${x(from)} ${y(at + 1) - 10}v10`} stroke="#71767a" />}
          <rect
            x={Math.min(x(from), x(to))}
            y={barY(at + 1)}
            width={Math.max(1.5, Math.abs(x(to) - x(from)))}
            height={tall}
            fill={to >= from ? '#1a4480' : '#c05600'}
          />
          {name(word, at + 1)}
          <text
            x={Math.max(x(from), x(to)) + 7}
            y={barY(at + 1) + 14}
            font-size={font}
            font-weight="600"
            fill={to >= from ? '#1b1b1b' : '#8c471c'}
          >
            {bitsWord(to - from)}
          </text>
        </>
      ))}
      <path d={`M${x(pair.weight)} ${barY(rows - 1)}v${tall}`} stroke="#1b1b1b" stroke-width="3" />
      {name('Together', rows - 1, true)}
      <text
        x={x(pair.weight) + (wide ? 8 : x(pair.weight) > width - 120 ? -8 : 8)}
        y={barY(rows - 1) + 14}
        text-anchor={!wide && x(pair.weight) > width - 120 ? 'end' : 'start'}
        font-size={font}
        font-weight="600"
        fill="#1b1b1b"
      >
        {bitsWord(pair.weight)}
        {wide ? `: ${chanceWord(1 / (1 + 2 ** -pair.weight))}` : ''}
      </text>
      {ticks.map((bits) => (
        <text x={x(bits)} y={height - 6} text-anchor="middle" font-size={13} fill="#565c65">
          {bitsWord(bits, 0)}
        </text>
      ))}
    </svg>
  );
}
