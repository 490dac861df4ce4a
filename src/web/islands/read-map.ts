interface Place {
  readonly id: string;
  readonly name: string;
  readonly rows: string;
  readonly rate: number;
  readonly rateWords: string;
  readonly path: SVGPathElement;
}

/**
 * A map by pointer and by arrow keys: through the places from the highest rate down, each outlined and told in words; Enter
 * or a click goes to its rows. The list beside says the same without script.
 */
export function addMapReaders(root: ParentNode): void {
  for (const map of root.querySelectorAll<SVGSVGElement>('svg[data-places]')) addReader(map);
}

function addReader(map: SVGSVGElement): void {
  const paths = [...map.querySelectorAll<SVGPathElement>('#places path')];
  const places = (map.dataset['places'] ?? '').split(';').flatMap((text, at): Place[] => {
    const [name = '', rows = '', rateWords = '', id = name.toLowerCase().replaceAll(' ', '-')] =
      text.split('|');
    const path = paths[at];
    const rate = Number(rateWords.replaceAll(',', ''));
    return path === undefined || rateWords === '' ? [] : [{ id, name, rows, rateWords, rate, path }];
  });
  const ranked = places.toSorted((a, b) => b.rate - a.rate || a.name.localeCompare(b.name));
  if (ranked.length === 0 || map.parentElement === null) return;
  const outline = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  for (const [name, value] of Object.entries({
    fill: 'none',
    stroke: '#1b1b1b',
    'stroke-width': '3',
    'pointer-events': 'none',
  }))
    outline.setAttribute(name, value);
  map.append(outline);
  const told = document.createElement('p');
  told.className = 'map-reading';
  told.setAttribute('role', 'status');
  map.after(told);
  const hint = 'Arrow keys go from place to place, Enter to its rows.';
  let at = -1;

  const show = (place: Place): void => {
    at = ranked.indexOf(place);
    outline.setAttribute('d', place.path.getAttribute('d') ?? '');
    const name = document.createElement('b');
    name.textContent = place.name;
    told.replaceChildren(
      name,
      `: ${place.rateWords} ${map.dataset['unit'] ?? ''}, ${place.rows} rows. ${at + 1} of ${ranked.length}.`,
    );
  };
  const hide = (): void => {
    outline.removeAttribute('d');
    told.textContent = '';
  };
  const go = (): void => {
    const to = map.dataset['to'];
    const place = ranked[at];
    if (to !== undefined && place !== undefined && place.rows !== '0')
      location.assign(to.replace('PLACE', encodeURIComponent(place.id)));
  };
  const under = (event: Event): Place | undefined => places.find(({ path }) => path === event.target);

  map.setAttribute('tabindex', '0');
  map.addEventListener('pointermove', (event) => {
    const place = under(event);
    if (place !== undefined && ranked[at] !== place) show(place);
  });
  map.addEventListener('pointerleave', () => {
    if (document.activeElement !== map) hide();
  });
  map.addEventListener('click', (event) => {
    const place = under(event);
    if (place === undefined) return;
    show(place);
    go();
  });
  map.addEventListener('focus', () => {
    if (at === -1) told.textContent = hint;
    else show(ranked[at]!);
  });
  map.addEventListener('blur', hide);
  map.addEventListener('keydown', (event) => {
    const last = ranked.length - 1;
    const moves: Record<string, number> = {
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      Home: 0,
      End: last,
    };
    if (event.key === 'Escape') hide();
    if (event.key === 'Enter') go();
    const next = moves[event.key];
    if (next === undefined) return;
    event.preventDefault();
    show(ranked[Math.max(0, Math.min(last, next))]!);
  });
}
