import type { LineageView } from './model.ts';

const boxWidth = 216;
const boxHeight = 44;
const gapAcross = 64;
const gapDown = 14;
/** Characters that fit a line of a box. */
const lineLength = 27;

/** Sources at the left, what is made at the right, one column a step. The list under it says the same. */
export function LineageDrawing({ lineage }: { lineage: LineageView }) {
  const steps = [...new Set(lineage.nodes.map(({ step }) => step))].sort((a, b) => a - b);
  const columns = steps.map((step) => lineage.nodes.filter((node) => node.step === step));
  const tallest = Math.max(...columns.map((column) => column.length));
  const width = columns.length * (boxWidth + gapAcross) - gapAcross + 4;
  const height = tallest * (boxHeight + gapDown) - gapDown + 4;
  const places = new Map(
    columns.flatMap((column, across) =>
      column.map((node, down) => {
        const free = (tallest - column.length) * (boxHeight + gapDown);
        return [
          node.dataset,
          { x: 2 + across * (boxWidth + gapAcross), y: 2 + free / 2 + down * (boxHeight + gapDown) },
        ] as const;
      }),
    ),
  );
  const lines = lineage.edges.flatMap(({ dataset, source }) => {
    const [from, to] = [places.get(source), places.get(dataset)];
    if (from === undefined || to === undefined) return [];
    const [x1, y1, x2, y2] = [from.x + boxWidth, from.y + boxHeight / 2, to.x, to.y + boxHeight / 2];
    const middle = (x1 + x2) / 2;
    return [`M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`];
  });
  return (
    <section class="scroll-both" tabindex={0} aria-label="Drawing of the lineage">
      <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
        <title>The list below says the same</title>
        {lines.map((path) => (
          <path d={path} fill="none" stroke="#71767a" stroke-width="1.5" />
        ))}
        {lineage.nodes.map((node) => {
          const { x, y } = places.get(node.dataset)!;
          const isStart = node.step === 0;
          const box = (
            <>
              <rect
                x={x}
                y={y}
                width={boxWidth}
                height={boxHeight}
                rx="3"
                fill="#fff"
                stroke={isStart ? '#19311e' : '#c6cace'}
                stroke-width={isStart ? 2.5 : 1.5}
                stroke-dasharray={node.kind === 'dataset' ? undefined : '5 4'}
              />
              <text x={x + 10} y={y + 19} font-size="14" font-weight={isStart ? 700 : 400} fill="#1b1b1b">
                {cut(node.title)}
              </text>
              <text x={x + 10} y={y + 36} font-size="12.5" fill="#565c65">
                {cut(
                  {
                    file: 'File',
                    release: 'Released',
                    dataset: [node.dataset, node.agency].filter(Boolean).join(' · '),
                  }[node.kind],
                )}
              </text>
            </>
          );
          return node.href === null ? box : <a href={node.href}>{box}</a>;
        })}
      </svg>
    </section>
  );
}

const cut = (text: string) => (text.length <= lineLength ? text : `${text.slice(0, lineLength - 1)}…`);
