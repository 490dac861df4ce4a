import { listAgencies } from '../../areas/agencies/contract.ts';
import { listDatasets, showDataset } from '../../areas/catalog/contract.ts';
import { showPlan } from '../../areas/plan/contract.ts';
import { type PageRequest, page } from '../../core/page.ts';
import { ifThere } from '../ask/if-there.ts';
import { ButtonLink, Section, Split } from '../components/index.ts';
import { counted, formatCount, inWords, listed, sentence } from '../format/index.ts';
import { type Found, marked, matchText } from './match-text.tsx';

const kinds = {
  dataset: 'Datasets',
  field: 'Fields',
  plan: 'Plan items',
  agency: 'Agencies',
  place: 'Places',
} as const;
type Kind = keyof typeof kinds;
const kindOne: Readonly<Record<Kind, string>> = {
  dataset: 'Dataset',
  field: 'Field',
  plan: 'Plan',
  agency: 'Agency',
  place: 'Place',
};

/** Fields are looked for in the best datasets only: their list is one question each. */
const fieldsLookedAt = 8;

interface Hit {
  readonly kind: Kind;
  readonly href: string;
  readonly name: string;
  readonly line: string;
  /** Holder, size, whether one may see it: a line each. */
  readonly holder: readonly string[];
  readonly found: Found;
}

/** One list over data, plan, agencies and places, best first, each with why it matched. */
export const searchPage = page({
  path: '/search',
  access: 'everyone',
  render: async (request) => {
    const q = (request.query.get('q') ?? '').trim().slice(0, 200);
    const wanted = request.query.get('kind') ?? '';
    const hits = q === '' ? [] : await find(request, q);
    const shown = hits.filter(({ kind }) => wanted === '' || kind === wanted);
    const count = (kind: Kind) => hits.filter((hit) => hit.kind === kind).length;
    const near = q !== '' && hits.length === 0 ? await closest(request, q) : [];
    return {
      title: q === '' ? 'Search' : q,
      content: (
        <>
          <div class="title">
            {hits.length > 0 && <h1 class="hidden-text">Search: {q}</h1>}
            <search>
              <form class="find" action="/search">
                <label for="q">Search data, fields, agencies and the plan</label>
                <div class="row">
                  <input id="q" name="q" type="search" value={q} />
                  <button class="button" type="submit">
                    Search
                  </button>
                </div>
              </form>
            </search>
            {q === '' && <h1 class="gap">Search</h1>}
            {hits.length > 0 && (
              <p class="lede">
                {sentence(inWords(hits.length, 'result'))}, first <b>{hits[0]?.name}</b>.
              </p>
            )}
            {q !== '' && hits.length === 0 && (
              <>
                <h1 class="gap">Nothing holds {q.includes(' ') ? 'all these words' : `“${q}”`}</h1>
                <p class="lede">
                  No dataset, field, agency, {request.jurisdiction.placeNoun.one} or plan item has{' '}
                  {q.includes(' ') ? 'all of them' : 'it'}.
                </p>
              </>
            )}
          </div>
          {hits.length > 0 && (
            <Split kind="facets">
              <Section title={<span class="hidden-text">Results</span>} first>
                <p class="small quiet">
                  1 to {formatCount(shown.length)} of {formatCount(shown.length)}, best first
                </p>
                <ol>
                  {shown.map((hit) => (
                    <li class="hit">
                      <p class="what">{kindOne[hit.kind]}</p>
                      <div>
                        <h3>
                          <a href={hit.href}>{hit.name}</a>
                        </h3>
                        <p>{hit.line}</p>
                        <p class="matched">
                          <b>Matched</b> {marked(hit.found)}
                        </p>
                      </div>
                      <p class="holder">
                        {hit.holder.map((line) => (
                          <span>{line}</span>
                        ))}
                      </p>
                    </li>
                  ))}
                </ol>
              </Section>
              <aside class="facets" aria-label="Narrow the results">
                <h2>Narrow it</h2>
                <h3>Kind</h3>
                <ul>
                  {wanted !== '' && (
                    <li>
                      <a href={`/search?q=${encodeURIComponent(q)}`}>Any</a>{' '}
                      <span>{formatCount(hits.length)}</span>
                    </li>
                  )}
                  {(Object.keys(kinds) as Kind[])
                    .filter((kind) => count(kind) > 0)
                    .map((kind) => (
                      <li>
                        <a href={`/search?q=${encodeURIComponent(q)}&kind=${kind}`}>{kinds[kind]}</a>{' '}
                        <span>{formatCount(count(kind))}</span>
                      </li>
                    ))}
                </ul>
              </aside>
            </Split>
          )}
          {q !== '' && hits.length === 0 && (
            <Split kind="halves">
              <Section title="Closest, with one word left out" first>
                {near.length === 0 ? (
                  <p class="more">
                    No single word of it is found either. Look through all datasets, or use other words.
                  </p>
                ) : (
                  <ul class="plain more">
                    {near.map(({ words, n }) => (
                      <li>
                        <a href={`/search?q=${encodeURIComponent(words)}`}>{words}</a>: {counted(n, 'result')}
                      </li>
                    ))}
                  </ul>
                )}
              </Section>
              <Section title="It may exist and not be listed" first>
                <p class="more">
                  The agency that works on it knows. Each agency names who answers for its data.
                </p>
                <p class="more">
                  <ButtonLink href="/agencies" kind="outline">
                    Whom to ask
                  </ButtonLink>
                </p>
              </Section>
            </Split>
          )}
        </>
      ),
    };
  },
});

async function find(request: PageRequest, q: string): Promise<readonly Hit[]> {
  const [{ datasets }, { agencies }, plan] = await Promise.all([
    request.ask(listDatasets, { q, limit: 50 }),
    request.ask(listAgencies, {}),
    ifThere(request.ask(showPlan, {})),
  ]);
  const names = new Map(agencies.map(({ code, name }) => [code, name]));
  const hits: Hit[] = [];
  const add = (hit: Omit<Hit, 'found'>, texts: Parameters<typeof matchText>[1]) => {
    const found = matchText(q, texts);
    if (found !== undefined) hits.push({ ...hit, found });
  };
  for (const one of datasets) {
    const found = matchText(q, [
      { where: 'in the title', text: one.title, weight: 8 },
      { where: 'in the keywords', text: one.tags.join(', '), weight: 4 },
      { where: 'in the description', text: one.description ?? '', weight: 2 },
    ]) ?? { score: 1, places: [{ where: 'in the name of a field', words: [] }] };
    hits.push({
      kind: 'dataset',
      href: `/data/${one.dataset}`,
      name: one.title,
      line: brief(one.description ?? 'Not described yet.'),
      holder: [
        ...(one.agency ? [names.get(one.agency) ?? one.agency] : []),
        ...(one.rows_stored === null ? [] : [counted(one.rows_stored, 'row')]),
        'Open',
      ],
      found,
    });
  }
  const described = await Promise.all(
    datasets.slice(0, fieldsLookedAt).map(({ dataset }) => request.ask(showDataset, { dataset })),
  );
  for (const one of described) {
    for (const field of one.fields) {
      add(
        {
          kind: 'field',
          href: `/data/${one.dataset}/fields/${encodeURIComponent(field.name)}`,
          name: field.title,
          line: brief(field.description ?? `A field of ${one.title}.`),
          holder: [`in ${one.title}`],
        },
        [
          { where: 'in the name', text: field.title, weight: 3 },
          { where: 'in what it means', text: field.description ?? '', weight: 1 },
        ],
      );
    }
  }
  for (const { code, name, kind } of agencies) {
    add(
      {
        kind: 'agency',
        href: `/agencies/${code}`,
        name,
        line: `${sentence(kind)} agency, ${code}.`,
        holder: ['Whom to ask'],
      },
      [{ where: 'in the name', text: `${name} ${code}`, weight: 6 }],
    );
  }
  for (const item of plan?.items ?? []) {
    add(
      {
        kind: 'plan',
        href: `/plan/${item.item}`,
        name: item.name ?? sentence(item.kind.replace('-', ' ')) + (item.number ? ` ${item.number}` : ''),
        line: brief(item.words),
        holder: [plan?.cycle.title ?? 'Plan'],
      },
      [{ where: 'in its words', text: `${item.name ?? ''} ${item.words}`, weight: 3 }],
    );
  }
  for (const objective of plan?.objectives ?? []) {
    add(
      {
        kind: 'plan',
        href: `/plan/objectives/${objective.objective}`,
        name: `Objective ${objective.number}`,
        line: objective.title,
        holder: [plan?.cycle.title ?? 'Plan'],
      },
      [{ where: 'in its words', text: objective.title, weight: 4 }],
    );
  }
  for (const place of request.jurisdiction.places) {
    const other = place.variants.filter((variant) => variant !== place.name.toLowerCase());
    add(
      {
        kind: 'place',
        href: `/data?q=${encodeURIComponent(place.name)}`,
        name: place.name,
        line:
          other.length > 0
            ? `Also ${listed(other.slice(0, 6).map(sentence))}.`
            : `A ${request.jurisdiction.placeNoun.one}.`,
        holder: [sentence(request.jurisdiction.placeNoun.one)],
      },
      [
        { where: 'in the name', text: place.name, weight: 5 },
        { where: 'among its other names', text: other.join(', '), weight: 1 },
      ],
    );
  }
  return hits.toSorted((a, b) => b.found.score - a.found.score || a.name.localeCompare(b.name));
}

/** The question with one word left out, where that finds something. */
async function closest(request: PageRequest, q: string) {
  const words = q.split(/\s+/).slice(0, 5);
  const fewer = words.length < 2 ? [] : words.map((_, at) => words.toSpliced(at, 1).join(' '));
  const answers = await Promise.all(
    fewer.map(async (one) => ({ words: one, n: (await find(request, one)).length })),
  );
  return answers.filter(({ n }) => n > 0).toSorted((a, b) => b.n - a.n);
}

const brief = (text: string): string =>
  text.length <= 150 ? text : `${text.slice(0, 148).replace(/\s+\S*$/, '')} …`;
