import type { Handler, Reader } from '../../handler.ts';
import { noPlan } from '../errors.ts';
import { compareTexts } from './compare-texts.ts';
import type { compareVersions } from './contract.ts';
import { contentOf, hashOf, listVersions, readVersion } from './freeze-version.ts';
import type { Change, Compared, VersionContent, VersionLine } from './model.ts';

/** The words of a cycle as they are being drafted stand under `draft-` and its id; they are not frozen. */
const draftMark = 'draft-';

async function readEither(
  reader: Reader,
  version: string,
  now: string,
): Promise<VersionLine & { content: VersionContent }> {
  if (!version.startsWith(draftMark)) return readVersion(reader, version);
  const cycle = version.slice(draftMark.length);
  const content = await contentOf(reader, cycle);
  return {
    version,
    cycle,
    title: 'As drafted now',
    phase: null,
    occasion: 'opened',
    frozenAt: now,
    hash: hashOf(JSON.stringify(content)),
    content,
  };
}

export const compareVersionsHandler: Handler<typeof compareVersions> = async (context, input) => {
  const read = context.store.read;
  const all = await listVersions(read);
  const newest = input.to ?? all.at(-1)?.version;
  if (newest === undefined || all.length === 0) throw noPlan.with({});
  // What a reader asks first: what is new against the plan in force. Without one, against the version before.
  const earlier = all.slice(
    0,
    Math.max(
      0,
      all.findIndex(({ version }) => version === newest),
    ) || undefined,
  );
  const inForce = earlier.findLast(({ occasion, version }) => occasion === 'adopted' && version !== newest);
  const before =
    input.from ?? (inForce ?? earlier.findLast(({ version }) => version !== newest) ?? all[0]!).version;
  const now = context.clock.now();
  const [from, to] = [await readEither(read, before, now), await readEither(read, newest, now)];
  const items = compareContents(from.content, to.content);
  const counts: Record<Change, number> = { same: 0, moved: 0, reworded: 0, merged: 0, new: 0, dropped: 0 };
  for (const item of items) counts[item.change]++;
  const { content: _, ...fromLine } = from;
  const { content: __, ...toLine } = to;
  return { from: fromLine, to: toLine, counts, items };
};

interface Line {
  readonly id: string;
  readonly kind: string;
  readonly number: number | null;
  readonly words: string;
  /** Where it stands: its heading, what it is under. */
  readonly place: string;
  /** The same in words: `principle 3`. */
  readonly under: string | null;
}

const linesOf = ({ items, objectives }: VersionContent): Line[] => {
  const known = new Map(items.map((item) => [item.item, item]));
  const named = (id: string | null) => {
    const above = id === null ? undefined : known.get(id);
    if (above === undefined) return null;
    return above.number === null
      ? `“${above.name ?? above.words}”`
      : `${above.kind.replace('-', ' ')} ${above.number}`;
  };
  return [
    ...items.map((item) => ({
      id: item.item,
      kind: item.kind,
      number: item.number,
      words: item.name === null ? item.words : `${item.name}: ${item.words}`,
      place: `${item.heading ?? ''}/${item.parent ?? ''}`,
      under: named(item.parent ?? item.heading),
    })),
    ...objectives.map((row) => ({
      id: `objective:${row.objective}`,
      kind: 'objective',
      number: null,
      words: `${row.title}${row.target === null ? '' : `, ${row.target.direction === 'at-least' ? 'at least' : 'at most'} ${row.target.value} ${row.target.unit} by ${row.target.by}`}`,
      place: row.goal,
      under: named(row.goal),
    })),
  ];
};

/** Item by item, in the order of the later version; what was dropped stands at the end. */
export function compareContents(from: VersionContent, to: VersionContent): Compared[] {
  const before = new Map(linesOf(from).map((line) => [line.id, line]));
  const after = linesOf(to);
  const kept = new Set(after.map(({ id }) => id));
  const merged = new Map<string, string[]>();
  for (const { item, origin } of to.origins)
    if (before.has(origin) && !kept.has(origin)) merged.set(item, [...(merged.get(item) ?? []), origin]);
  const swallowed = new Set([...merged.values()].flat());
  const old = (id: string) => {
    const { number, words, under } = before.get(id)!;
    return { id, number, words, under };
  };
  const told = after.map((line): Compared => {
    const own = before.get(line.id);
    const parents = [...(own ? [line.id] : []), ...(merged.get(line.id) ?? [])];
    const moved = own !== undefined && (own.number !== line.number || own.place !== line.place);
    const reworded = own !== undefined && own.words !== line.words;
    const change: Change =
      parents.length > 1 || (own === undefined && parents.length > 0)
        ? 'merged'
        : own === undefined
          ? 'new'
          : reworded
            ? 'reworded'
            : moved
              ? 'moved'
              : 'same';
    return {
      id: line.id,
      kind: line.kind,
      change,
      moved,
      before: parents.map(old),
      after: { number: line.number, words: line.words, under: line.under },
      segments: change === 'reworded' ? compareTexts(own!.words, line.words) : [],
    };
  });
  const dropped = [...before.values()]
    .filter(({ id }) => !kept.has(id) && !swallowed.has(id))
    .map(
      (line): Compared => ({
        id: line.id,
        kind: line.kind,
        change: 'dropped',
        moved: false,
        before: [old(line.id)],
        after: null,
        segments: [],
      }),
    );
  return [...told, ...dropped];
}
