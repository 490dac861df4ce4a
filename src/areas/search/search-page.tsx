import { type PageRequest, page } from '../../core/page.ts';
import { ButtonLink, Links, Section, Split } from '../../web/components/index.ts';
import { formatCount, inWords, listed, sentence } from '../../web/format/index.ts';
import { find } from './contract.ts';
import type { Hit, Match, Understood } from './model.ts';

const kinds: Readonly<Record<Hit['kind'], { one: string; many: string }>> = {
  dataset: { one: 'Dataset', many: 'Datasets' },
  field: { one: 'Field', many: 'Fields' },
  plan: { one: 'Plan', many: 'Plan items' },
  agency: { one: 'Agency', many: 'Agencies' },
  place: { one: 'Place', many: 'Places' },
};
const parts: Readonly<Record<Match['part'], string>> = {
  name: 'in the name',
  keywords: 'in the keywords',
  holder: 'in the holder’s name',
  fields: 'in the names of its fields',
  description: 'in what is said about it',
  words: 'in its words',
  id: 'as its id',
};

const reachWords: Readonly<Record<Hit['reach'], string>> = {
  open: 'Open to all',
  'on-request': 'On request',
  elsewhere: 'Kept by its holder',
};

const pageSize = 20;
const holdersShown = 8;
const partsShown = 2;
const wordsShown = 4;

/** One list over data, plan, agencies and places, best first, each with why it matched. */
export const searchPage = page({
  path: '/search',
  access: 'everyone',
  render: async (request) => {
    const given = (name: string) => (request.query.get(name) ?? '').trim();
    const q = given('q').slice(0, 200);
    const kind = (Object.keys(kinds) as Hit['kind'][]).find((one) => one === given('kind'));
    const agency = given('agency');
    const reach = (Object.keys(reachWords) as Hit['reach'][]).find((one) => one === given('reach'));
    const exact = given('exact') === 'yes';
    const cursor = /^\d{1,6}$/.test(given('cursor')) ? given('cursor') : undefined;
    const address = (changes: Record<string, string | undefined>) => {
      const kept = { q, kind, agency, reach, exact: exact ? 'yes' : '', ...changes };
      const pairs = Object.entries(kept).filter((pair): pair is [string, string] => Boolean(pair[1]));
      return `/search?${new URLSearchParams(pairs)}`;
    };
    const answer =
      q === ''
        ? undefined
        : await request.ask(find, {
            q,
            exact,
            limit: pageSize,
            ...(kind && { kind }),
            ...(agency && { agency }),
            ...(reach && { reach }),
            ...(cursor && { cursor }),
          });
    const from = Number(cursor ?? 0);
    const missing = (answer?.hits[0]?.missing ?? []).filter((word) =>
      answer?.hits.every((hit) => hit.missing.includes(word)),
    );
    return {
      title: q === '' ? 'Search' : q,
      content: (
        <>
          <div class="title">
            {answer !== undefined && answer.total > 0 && <h1 class="hidden-text">Search: {q}</h1>}
            <search>
              <form class="find" action="/search">
                <label for="q">Search data, fields, agencies and the plan</label>
                <div class="row">
                  <input id="q" name="q" type="search" value={q} maxlength={200} />
                  <button class="button" type="submit">
                    Search
                  </button>
                </div>
              </form>
            </search>
            {q === '' && <h1 class="gap">Search</h1>}
            {answer !== undefined && answer.total > 0 && from === 0 && (
              <p class="lede">
                {sentence(inWords(answer.total, 'result'))}
                {answer.total === 1 ? ': ' : ', first '}
                <b>{answer.hits[0]?.name}</b>.
                {missing.length > 0 &&
                  ` Nothing has ${listed(missing.map((word) => `“${word}”`))}; what is listed has the rest.`}
              </p>
            )}
            {answer?.total === 0 && <h1 class="gap">Nothing found for “{q}”</h1>}
            {answer !== undefined && (
              <AlsoSearched understood={answer.understood} exact={exact} address={address} />
            )}
          </div>
          {answer !== undefined && answer.total > 0 && (
            <Split kind="facets">
              <Section
                title={
                  <span class="plain-head">
                    <span class="hidden-text">Results </span>
                    {formatCount(from + 1)} to {formatCount(from + answer.hits.length)} of{' '}
                    {formatCount(answer.total)}, best first
                  </span>
                }
                first
                aside={
                  <Links>
                    {answer.kinds.some((one) => one.kind === 'field' && one.hits > 1) && (
                      <a href={`/search/holders?q=${encodeURIComponent(q)}`}>Who holds such a field</a>
                    )}
                    <a href={`/api/v1${address({}).replace('exact=yes', 'exact=true')}`}>JSON</a>
                  </Links>
                }
              >
                <ol>
                  {answer.hits.map((hit) => (
                    <HitLine hit={hit} told={missing} />
                  ))}
                </ol>
                {answer.next !== null && (
                  <p class="more">
                    <a href={address({ cursor: answer.next })}>
                      Results {formatCount(Number(answer.next) + 1)} to{' '}
                      {formatCount(Math.min(answer.total, Number(answer.next) + pageSize))}
                    </a>
                  </p>
                )}
              </Section>
              <aside class="facets" aria-label="Narrow the results">
                <h2>Narrow it</h2>
                <h3>Kind</h3>
                <ul>
                  {kind !== undefined && (
                    <li>
                      <a href={address({ kind: undefined })}>Any</a>
                    </li>
                  )}
                  {answer.kinds.map((one) => (
                    <li>
                      <a href={address({ kind: one.kind })}>{kinds[one.kind].many}</a>{' '}
                      <span>{formatCount(one.hits)}</span>
                    </li>
                  ))}
                </ul>
                {(answer.reaches.length > 1 || reach !== undefined) && (
                  <>
                    <h3>May I see it?</h3>
                    <ul>
                      {reach !== undefined && (
                        <li>
                          <a href={address({ reach: undefined })}>Any</a>
                        </li>
                      )}
                      {answer.reaches.map((one) => (
                        <li>
                          <a href={address({ reach: one.reach })}>{reachWords[one.reach]}</a>{' '}
                          <span>{formatCount(one.hits)}</span>
                        </li>
                      ))}
                    </ul>
                  </>
                )}
                {answer.holders.length > 0 && (
                  <>
                    <h3>Holder</h3>
                    <ul>
                      {agency !== '' && (
                        <li>
                          <a href={address({ agency: undefined })}>Any</a>
                        </li>
                      )}
                      {answer.holders.slice(0, holdersShown).map((one) => (
                        <li>
                          <a href={address({ agency: one.agency })}>{one.name}</a>{' '}
                          <span>{formatCount(one.hits)}</span>
                        </li>
                      ))}
                    </ul>
                  </>
                )}
              </aside>
            </Split>
          )}
          {answer?.total === 0 && (
            <NothingFound
              narrowed={kind !== undefined || agency !== '' || reach !== undefined}
              q={q}
              fewer={await withOneWordLeftOut(request, q, exact)}
            />
          )}
        </>
      ),
    };
  },
});

/** What else was looked for, and the way back to the words themselves. */
function AlsoSearched(props: {
  understood: readonly Understood[];
  exact: boolean;
  address: (changes: Record<string, string | undefined>) => string;
}) {
  const { understood, exact, address } = props;
  if (exact)
    return (
      <p class="small">
        Only these words, in any form. <a href={address({ exact: undefined })}>Search their synonyms too</a>
      </p>
    );
  const spelled = understood.filter(({ how }) => how === 'spelling');
  const others = [...new Set(understood.filter(({ how }) => how === 'synonym').flatMap(({ as }) => as))];
  if (spelled.length === 0 && others.length === 0) return null;
  return (
    <p class="small">
      {spelled.map(({ words, as }) => (
        <>
          “{words}” was read as <b>{as[0]}</b>.{' '}
        </>
      ))}
      {others.length > 0 && (
        <>
          Also searched: <b>{listed(others.slice(0, 6))}</b>.{' '}
        </>
      )}
      <a href={address({ exact: 'yes' })}>Search the exact words only</a>
    </p>
  );
}

function HitLine({ hit, told }: { hit: Hit; told: readonly string[] }) {
  // What no hit has was said above, once.
  const missing = hit.missing.filter((word) => !told.includes(word));
  return (
    <li class="hit">
      <p class="what">
        {kinds[hit.kind].one}
        {hit.reach === 'on-request' && ', protected'}
      </p>
      <div>
        <h3>
          <a href={hit.href}>{hit.name}</a>
        </h3>
        <p>{brief(hit.line)}</p>
        <p class="matched">
          <b>Matched</b>{' '}
          {hit.matched.slice(0, partsShown).map(({ part, words: all }, at) => {
            const words = all.slice(0, wordsShown);
            return (
              <>
                {at > 0 && ', '}
                {words.map((word, index) => (
                  <>
                    {index > 0 && (index === words.length - 1 ? ' and ' : ', ')}
                    <mark>{word}</mark>
                  </>
                ))}{' '}
                {parts[part]}
              </>
            );
          })}
          {missing.length > 0 && <> · without {listed(missing.map((word) => `“${word}”`))}</>}
        </p>
      </div>
      <p class="holder">
        {hit.beside.map((line) => (
          <span>{line}</span>
        ))}
        {hit.kind === 'dataset' &&
          (hit.reach === 'on-request' ? (
            <a href={`${hit.href}/access`}>Who may see it</a>
          ) : (
            <span>{{ open: 'Open', elsewhere: 'No file here' }[hit.reach]}</span>
          ))}
      </p>
    </li>
  );
}

interface Fewer {
  readonly words: string;
  readonly without: string;
  readonly total: number;
}

/** The same question without one of its words, for each of them: which word finds nothing is seen from it. */
async function withOneWordLeftOut(
  request: PageRequest,
  q: string,
  exact: boolean,
): Promise<readonly Fewer[]> {
  const words = q.split(/\s+/).filter(Boolean);
  if (words.length < 2 || words.length > 5) return [];
  return Promise.all(
    words.map(async (without, at) => {
      const rest = words.filter((_, other) => other !== at).join(' ');
      const { total } = await request.ask(find, { q: rest, exact, limit: 1 });
      return { words: rest, without, total };
    }),
  );
}

function NothingFound({ narrowed, q, fewer }: { narrowed: boolean; q: string; fewer: readonly Fewer[] }) {
  const some = fewer.some(({ total }) => total > 0);
  return (
    <Split kind="halves">
      <Section title={some ? 'Closest, with one word left out' : 'Other words, or fewer'} first>
        {some && (
          <ul class="plain more">
            {fewer.map(({ words, without, total }) => (
              <li>
                {total === 0 ? words : <a href={`/search?q=${encodeURIComponent(words)}`}>{words}</a>},
                without {without}: {total === 0 ? 'none' : inWords(total, 'result')}
              </li>
            ))}
          </ul>
        )}
        <p class="more">
          No dataset, field, agency or plan item has them, nor anything that means the same or is spelled
          nearly so.{' '}
          <Links>
            {narrowed && <a href={`/search?q=${encodeURIComponent(q)}`}>Search everything</a>}
            <a href="/data">Look through all datasets</a>
          </Links>
        </p>
      </Section>
      <Section title="It may exist and not be listed" first>
        <p class="more">The agency that works on it knows. Each agency names who answers for its data.</p>
        <p class="more">
          <ButtonLink href="/agencies" kind="outline">
            Whom to ask
          </ButtonLink>
        </p>
      </Section>
    </Split>
  );
}

const brief = (text: string): string =>
  text.length <= 150 ? text : `${text.slice(0, 148).replace(/\s+\S*$/, '')} …`;
