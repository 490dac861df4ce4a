import { gridRules, spread } from './scale.ts';

export interface Line {
  readonly name: string;
  /** On a phone. */
  readonly short?: string;
  /** The total or the subject is ink; up to four others take colors; context is grey. */
  readonly tone: 'ink' | 'c1' | 'c2' | 'c3' | 'c4' | 'context';
  /** One value for each of `xs`; a gap is null. */
  readonly values: readonly (number | null)[];
}

export interface LineChartProps {
  /** The positions in order, evenly apart: `2012`, `Dec 2024`. */
  readonly xs: readonly string[];
  readonly lines: readonly Line[];
  /** How a value is written: on the rules, and with the name at the line's end. */
  readonly format: (value: number) => string;
  /** The finding, for those who do not see the picture. */
  readonly label: string;
  /** Dashed rule with its words at the right. */
  readonly target?: { readonly value: number; readonly label: string };
  /** A pale wedge from the last value to `low`..`high`, `steps` positions on. */
  readonly forecast?: {
    readonly low: number;
    readonly high: number;
    readonly steps: number;
    readonly label: string;
  };
  /** The scale reaches at least to here: 100 for a percentage. */
  readonly top?: number;
  /** `full` takes the page's width, `half` a column. */
  readonly size?: 'full' | 'half';
  /** The last period is not complete: its stretch is dashed, its dot hollow. */
  readonly lastIsPartial?: boolean;
}

const colors = {
  ink: '#1b1b1b',
  c1: '#1a4480',
  c2: '#c05600',
  c3: '#008480',
  c4: '#b04abd',
  context: '#a9aeb1',
} as const;

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly font: number;
  readonly axisFont: number;
  readonly gap: number;
  readonly kind: 'wide' | 'narrow';
}

const frames: Readonly<Record<'full' | 'half', readonly Frame[]>> = {
  full: [
    { width: 1100, height: 350, font: 14.5, axisFont: 13.5, gap: 19, kind: 'wide' },
    { width: 350, height: 330, font: 13, axisFont: 12, gap: 17, kind: 'narrow' },
  ],
  half: [
    { width: 600, height: 372, font: 14, axisFont: 13, gap: 18, kind: 'wide' },
    { width: 350, height: 300, font: 13, axisFont: 12, gap: 17, kind: 'narrow' },
  ],
};

/**
 * Lines over time, drawn twice: for a page and for a phone. Starts at zero, at most four rules, each line named at its end
 * in its own color. The island `chart` adds reading values by pointer and arrow keys.
 */
export const LineChart = (props: LineChartProps) => (
  <div class="reader" data-chart={JSON.stringify(readings(props))}>
    {frames[props.size ?? 'full'].map((frame) => (
      <Drawing {...props} frame={frame} />
    ))}
  </div>
);

/** What the island needs to tell a value: positions and formatted values of each line. */
function readings({ xs, lines, format }: LineChartProps) {
  return {
    xs,
    lines: lines.map(({ name, values }) => ({
      name,
      values: values.map((value) => (value === null ? null : format(value))),
    })),
  };
}

function Drawing(props: LineChartProps & { frame: Frame }) {
  const { xs, lines, format, label, target, forecast, frame, lastIsPartial } = props;
  const known = lines.flatMap(({ values }) => values.filter((value): value is number => value !== null));
  const top = Math.max(props.top ?? 0, target?.value ?? 0, forecast?.high ?? 0, ...known, 0) || 1;
  const rules = gridRules(top, top === 100 ? 4 : 3);
  const narrow = frame.kind === 'narrow';

  const endings = lines.map((line) => {
    const last = line.values.findLastIndex((value) => value !== null);
    const value = line.values[last] ?? 0;
    return { line, last, value, words: `${narrow ? (line.short ?? line.name) : line.name} ${format(value)}` };
  });
  const sideWords = [...endings.map(({ words }) => words), target?.label ?? '', forecast?.label ?? ''];
  const side = Math.max(...sideWords.map((words) => words.length)) * frame.font * 0.56 + 16;
  const left = 4 + (narrow ? 30 : 34);
  const right = frame.width - Math.min(side, frame.width * 0.42);
  const bottom = frame.height - 28;
  const ceiling = narrow ? 22 : 26;
  const positions = xs.length + (forecast?.steps ?? 0);
  const x = (at: number) =>
    round(positions < 2 ? (left + right) / 2 : left + (at * (right - left)) / (positions - 1));
  const y = (value: number) => round(bottom - (value / top) * (bottom - ceiling));

  const sideYs = [
    ...endings.map(({ value }) => y(value)),
    ...(target ? [y(target.value)] : []),
    ...(forecast ? [y((forecast.low + forecast.high) / 2)] : []),
  ];
  const placed = spread(sideYs, frame.gap, ceiling - 8, bottom);
  const sideX = right + (narrow ? 8 : 9);
  const marks = positions > 2 ? [0, Math.floor((positions - 1) / 2), positions - 1] : [0, positions - 1];
  // The middle one only where it does not run into the first: a long name on a phone is wider than half the course.
  const wide = (at: number) => (xs[at]?.length ?? 0) * frame.axisFont * 0.56;
  const shownMarks = [...new Set(marks)]
    .filter((at) => at < xs.length && at >= 0)
    .filter((at) => at === 0 || at === positions - 1 || x(at) - wide(at) / 2 > x(0) + wide(0) + 6);
  const anchor = Math.max(0, endings[0]?.last ?? 0);

  return (
    <svg
      class={`chart ${frame.kind}`}
      viewBox={`0 0 ${frame.width} ${frame.height}`}
      role="img"
      aria-label={label}
      data-left={left}
      data-right={x(xs.length - 1)}
    >
      {rules.map((rule) => (
        <>
          <path d={`M4 ${y(rule)}H${right}`} stroke={rule === 0 ? '#1b1b1b' : '#dfe1e2'} />
          <text x="4" y={round(y(rule) - 4)} fill="#565c65" font-size={frame.axisFont}>
            {format(rule)}
          </text>
        </>
      ))}
      {target && (
        <path d={`M4 ${y(target.value)}H${round(right + 4)}`} stroke="#1b1b1b" stroke-dasharray="5 4" />
      )}
      {forecast && endings[0] && (
        <path
          d={`M${x(anchor)} ${y(endings[0].value)}L${x(positions - 1)} ${y(forecast.high)}V${y(forecast.low)}Z`}
          fill="#bbcae4"
        />
      )}
      {lines.map((line, at) => (
        <Stroke line={line} x={x} y={y} thick={at === 0} partial={lastIsPartial === true} />
      ))}
      {endings.map(({ line, words, last }, at) =>
        last < 0 ? null : (
          <text
            x={sideX}
            y={round((placed[at] ?? 0) + 4)}
            fill={line.tone === 'context' ? '#565c65' : colors[line.tone]}
            font-size={frame.font}
            font-weight="600"
          >
            {words}
          </text>
        ),
      )}
      {target && (
        <text
          x={sideX}
          y={round((placed[lines.length] ?? 0) + 4)}
          fill="#1b1b1b"
          font-size={frame.font}
          font-weight="600"
        >
          {target.label}
        </text>
      )}
      {forecast && (
        <text x={sideX} y={round((placed.at(-1) ?? 0) + 4)} fill="#345d96" font-size={frame.font}>
          {forecast.label}
        </text>
      )}
      {shownMarks.map((at) => (
        <text
          x={x(at)}
          y={frame.height - 8}
          text-anchor={at === 0 ? 'start' : at === positions - 1 ? 'end' : 'middle'}
          fill="#565c65"
          font-size={frame.axisFont}
        >
          {xs[at]}
        </text>
      ))}
    </svg>
  );
}

function Stroke({
  line,
  x,
  y,
  thick,
  partial,
}: {
  line: Line;
  x: (at: number) => number;
  y: (value: number) => number;
  thick: boolean;
  partial: boolean;
}) {
  const color = colors[line.tone];
  const last = line.values.findLastIndex((value) => value !== null);
  const step = (at: number) => {
    const value = line.values[at] ?? null;
    if (value === null) return '';
    const joined = at > 0 && (line.values[at - 1] ?? null) !== null;
    return `${joined ? 'L' : 'M'}${x(at)} ${y(value)}`;
  };
  const solid = line.values.map((_, at) => (partial && at === last ? '' : step(at))).join('');
  const before = line.values[last - 1] ?? null;
  const end = line.values[last] ?? null;
  const width = thick ? 2.5 : 2;
  return (
    <>
      <path d={solid} fill="none" stroke={color} stroke-width={width} stroke-linejoin="round" />
      {partial && before !== null && end !== null && (
        <path
          d={`M${x(last - 1)} ${y(before)}L${x(last)} ${y(end)}`}
          fill="none"
          stroke={color}
          stroke-width={width}
          stroke-dasharray="4 4"
        />
      )}
      {end !== null && (
        <circle
          cx={x(last)}
          cy={y(end)}
          r="3.5"
          fill={partial ? '#fff' : color}
          stroke={partial ? color : undefined}
          stroke-width={partial ? 2 : undefined}
        />
      )}
    </>
  );
}

const round = (value: number): number => Math.round(value * 10) / 10;
