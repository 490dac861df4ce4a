import { page } from '../../../core/page.ts';
import { Empty, FilterSelect, Filters, Section, Title } from '../../../web/components/index.ts';
import { counted, formatDate, listed, sentence } from '../../../web/format/index.ts';
import { compareVersions, listCycles } from './contract.ts';
import type { Change, Compared } from './model.ts';

const words: Readonly<Record<Exclude<Change, 'same'>, string>> = {
  merged: 'Merged',
  reworded: 'Reworded',
  moved: 'Moved',
  new: 'New',
  dropped: 'Dropped',
};
const order = ['merged', 'reworded', 'moved', 'new', 'dropped'] as const;

/** Two versions item by item: what changed stands here, what did not is only counted. */
export const comparePage = page({
  path: '/plan/compare',
  access: 'everyone',
  render: async (request) => {
    const query = (name: string) => request.query.get(name) || undefined;
    const { cycles } = await request.ask(listCycles, {});
    const versions = cycles.flatMap((cycle) => [
      ...(cycle.state === 'drafting'
        ? [{ value: `draft-${cycle.cycle}`, label: `${cycle.title}: as drafted now` }]
        : []),
      ...cycle.versions.toReversed().map((one) => ({
        value: one.version,
        label: `${cycle.title}: ${one.title}, ${formatDate(one.frozenAt, request.clock.timeZone)}`,
      })),
    ]);
    const crumbs = {
      title: 'Compare versions',
      place: 'plan' as const,
      breadcrumbs: [
        { href: '/plan', label: 'Plan' },
        { href: '/plan/compare', label: 'Compare' },
      ],
    };
    if (!versions.some(({ value }) => !value.startsWith('draft-')))
      return {
        ...crumbs,
        content: (
          <>
            <Title title="Compare versions" />
            <Empty>No version of this plan has been frozen yet: the first is when its phase 1 opens.</Empty>
          </>
        ),
      };
    const compared = await request.ask(compareVersions, { from: query('from'), to: query('to') });
    const changed = order.filter((kind) => (compared.counts[kind] ?? 0) > 0);
    const same = compared.counts.same ?? 0;
    return {
      ...crumbs,
      content: (
        <>
          <Title
            kind={`${compared.from.title} to ${compared.to.title}`}
            title="Compare versions"
            lede={
              changed.length === 0
                ? `Nothing changed: all ${same} items are the same.`
                : `${listed(changed.map((kind) => `${compared.counts[kind]} ${words[kind].toLowerCase()}`))}. ${counted(same, 'item is', 'items are')} the same and not listed.`
            }
          >
            <Filters act="Compare">
              <FilterSelect name="from" label="From" choices={versions} value={compared.from.version} />
              <FilterSelect name="to" label="To" choices={versions} value={compared.to.version} />
            </Filters>
          </Title>
          {changed.map((kind) => (
            <Section title={words[kind]} id={kind}>
              {compared.items
                .filter((line) => line.change === kind)
                .map((line) => (
                  <Line line={line} />
                ))}
            </Section>
          ))}
        </>
      ),
    };
  },
});

const number = (line: { number: number | null }) => (line.number === null ? '' : ` ${line.number}`);

/** From where to where, of what moved; nothing when only its number changed. */
function otherPlace({ before, after }: Compared): string {
  const [was, is] = [before[0]?.under, after?.under];
  return was == null || is == null || was === is ? '' : `, was under ${was}, is under ${is}`;
}

const Line = ({ line }: { line: Compared }) => (
  <article class="compared" id={line.id}>
    <p>
      <b>{sentence(line.kind.replace('-', ' '))}</b>
      <span class="sub">
        {line.before.length === 1 && line.after && line.before[0]!.number !== line.after.number
          ? `was${number(line.before[0]!)}, is${number(line.after)}`
          : line.after
            ? number(line.after).trim()
            : number(line.before[0]!).trim()}
        {line.change === 'reworded' && line.moved && ', moved'}
        {line.moved && otherPlace(line)}
      </span>
    </p>
    {line.segments.length > 0 ? (
      <>
        <p class="words">
          {line.segments
            .filter(({ kind }) => kind !== 'in')
            .map((part) => (part.kind === 'out' ? <del class="gone">{part.text}</del> : part.text))}
        </p>
        <p class="words">
          {line.segments
            .filter(({ kind }) => kind !== 'out')
            .map((part) => (part.kind === 'in' ? <ins class="came">{part.text}</ins> : part.text))}
        </p>
      </>
    ) : (
      <>
        <div>
          {line.before.length === 0 ? (
            <p class="quiet">Not there before</p>
          ) : (
            line.before.map((one) => (
              <p class="words">
                {line.before.length > 1 && <b>{number(one)} </b>}
                {one.words}
              </p>
            ))
          )}
        </div>
        {line.after ? (
          <p class={line.change === 'new' || line.change === 'merged' ? 'words came' : 'words'}>
            {line.after.words}
          </p>
        ) : (
          <p class="quiet">Not there any more</p>
        )}
      </>
    )}
  </article>
);
