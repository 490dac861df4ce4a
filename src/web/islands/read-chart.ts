interface Readings {
  readonly xs: readonly string[];
  readonly lines: readonly { readonly name: string; readonly values: readonly (string | null)[] }[];
}

/** Values of a line chart by pointer and by arrow keys, told in words. The table under it says the same without script. */
export function addChartReaders(root: ParentNode): void {
  for (const reader of root.querySelectorAll<HTMLElement>('[data-chart]')) {
    for (const drawing of reader.querySelectorAll<SVGSVGElement>('svg.chart')) addReader(reader, drawing);
  }
}

function addReader(reader: HTMLElement, drawing: SVGSVGElement): void {
  const readings = JSON.parse(reader.dataset['chart'] ?? '{"xs":[],"lines":[]}') as Readings;
  const last = readings.xs.length - 1;
  if (last < 0) return;
  const left = Number(drawing.dataset['left']);
  const right = Number(drawing.dataset['right']);
  const { width, height } = drawing.viewBox.baseVal;
  const rule = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  rule.setAttribute('stroke', '#1b1b1b');
  rule.setAttribute('visibility', 'hidden');
  drawing.append(rule);
  const box = document.createElement('div');
  box.className = 'reading';
  box.setAttribute('role', 'status');
  box.hidden = true;
  reader.append(box);
  let at = last;

  const show = (next: number): void => {
    at = Math.max(0, Math.min(last, next));
    const x = last === 0 ? (left + right) / 2 : left + (at * (right - left)) / last;
    rule.setAttribute('d', `M${x} 8V${height - 28}`);
    rule.setAttribute('visibility', 'visible');
    const title = document.createElement('b');
    title.textContent = readings.xs[at] ?? '';
    box.replaceChildren(
      title,
      ...readings.lines.flatMap(({ name, values }) => {
        const value = values[at];
        if (value === null || value === undefined) return [];
        const line = document.createElement('div');
        line.textContent = `${name} ${value}`;
        return [line];
      }),
    );
    box.hidden = false;
    const place = (x / width) * drawing.clientWidth;
    const room = drawing.clientWidth - box.offsetWidth;
    box.style.left = `${Math.max(0, Math.min(room, place > room * 0.6 ? place - box.offsetWidth - 12 : place + 12))}px`;
  };
  const hide = (): void => {
    box.hidden = true;
    rule.setAttribute('visibility', 'hidden');
  };

  drawing.setAttribute('tabindex', '0');
  drawing.addEventListener('pointermove', (event) => {
    const place = (event.offsetX / drawing.clientWidth) * width;
    show(Math.round(((place - left) / Math.max(1, right - left)) * last));
  });
  drawing.addEventListener('pointerleave', hide);
  drawing.addEventListener('focus', () => show(at));
  drawing.addEventListener('blur', hide);
  drawing.addEventListener('keydown', (event) => {
    const moves: Record<string, number> = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last };
    const next = moves[event.key];
    if (event.key === 'Escape') hide();
    if (next === undefined) return;
    event.preventDefault();
    show(next);
  });
}
