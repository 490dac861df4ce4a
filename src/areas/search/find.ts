import { namesOfAgencies } from '../agencies/index.ts';
import type { Context, Handler } from '../handler.ts';
import { reaches, type SearchDocument, type SearchSource, searchKinds } from '../search-source.ts';
import type { find as operation } from './contract.ts';
import { currentIndex } from './live-index.ts';
import type { Hit, Understood } from './model.ts';
import { type Ranked, rankDocuments } from './ranking/rank-documents.ts';
import { type Asked, readQuestion } from './ranking/read-question.ts';
import type { TermIndex } from './ranking/term-index.ts';
import type { Synonyms } from './text/synonyms.ts';
import { whyFound } from './why-found.ts';

/** Finds in every source handed in. The index says what and in which order; the store says how it reads today. */
export const findIn =
  (
    sources: readonly SearchSource[],
    synonymsFor: (context: Context) => Synonyms,
  ): Handler<typeof operation> =>
  async (context, input) => {
    const index = await currentIndex(context, sources);
    const synonyms = synonymsFor(context);
    const asked = readQuestion(input.q, synonyms, index, input.exact);
    const from = Number(input.cursor ?? 0);
    const ranking = rankDocuments(asked, index, {
      kind: input.kind,
      agency: input.agency,
      reach: input.reach,
      most: from + input.limit,
    });
    const shown = ranking.best.slice(from);
    const documents = await readDocuments(context, sources, shown);
    return {
      hits: shown.flatMap((one): Hit[] => {
        const document = documents.get(documentKey(one.document));
        return document === undefined ? [] : [hitOf(document, one, asked)];
      }),
      total: ranking.total,
      kinds: searchKinds.flatMap((kind) => {
        const hits = ranking.kinds.get(kind);
        return hits === undefined ? [] : [{ kind, hits }];
      }),
      reaches: reaches.flatMap((reach) => {
        const hits = ranking.reaches.get(reach);
        return hits === undefined ? [] : [{ reach, hits }];
      }),
      holders: await holdersOf(context, ranking.holders),
      understood: asked.flatMap((one) => understoodAs(one, index, synonyms)),
      next: from + input.limit < ranking.total ? String(from + input.limit) : null,
    };
  };

async function holdersOf(context: Context, counts: ReadonlyMap<string, number>) {
  const names = await namesOfAgencies(context.store.read);
  return [...counts]
    .map(([agency, hits]) => ({ agency, name: names.get(agency) ?? agency, hits }))
    .sort((a, b) => b.hits - a.hits || (a.agency < b.agency ? -1 : 1));
}

export const documentKey = ({ kind, id }: { kind: string; id: string }) => `${kind} ${id}`;

function hitOf(document: SearchDocument, { has }: Ranked, asked: readonly Asked[]): Hit {
  return {
    kind: document.kind,
    id: document.id,
    name: document.name,
    href: document.href,
    line: document.line,
    agency: document.agency ?? null,
    reach: document.reach ?? 'open',
    beside: [...document.beside],
    matched: whyFound(asked, document.texts),
    missing: asked.flatMap(({ words }, at) => (has.includes(at) ? [] : [words])),
  };
}

export async function readDocuments(
  context: Context,
  sources: readonly SearchSource[],
  shown: readonly Ranked[],
): Promise<ReadonlyMap<string, SearchDocument>> {
  const found = new Map<string, SearchDocument>();
  await Promise.all(
    sources.map(async (source) => {
      const own = shown.filter(({ document }) => source.kinds.includes(document.kind));
      if (own.length === 0) return;
      const groups = [...new Set(own.map(({ document }) => document.group))];
      for await (const documents of source.read(context, groups))
        for (const document of documents) found.set(documentKey(document), document);
    }),
  );
  return found;
}

/** Said only where the word itself stands nowhere, or has been widened by other names that do stand somewhere. */
export function understoodAs({ words, ways }: Asked, index: TermIndex, { written }: Synonyms): Understood[] {
  const stand = ways.filter(({ saying }) => saying.every((term) => index.countOf(term) > 0));
  const wordsFor = (saying: readonly string[]) =>
    written.get(saying.join(' ')) ?? saying.map((term) => index.spelling(term)).join(' ');
  const itself = stand.some(({ how }) => how === 'word');
  return (['spelling', 'synonym', 'beginning'] as const).flatMap((how) => {
    const as = stand.filter((way) => way.how === how).map(({ saying }) => wordsFor(saying));
    return as.length === 0 || (itself && how === 'beginning') ? [] : [{ words, as: as.slice(0, 6), how }];
  });
}
