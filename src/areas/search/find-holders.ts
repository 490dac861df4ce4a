import type { Context, Handler } from '../handler.ts';
import type { SearchSource } from '../search-source.ts';
import type { findHolders as operation } from './contract.ts';
import { documentKey, readDocuments, understoodAs } from './find.ts';
import { currentIndex } from './live-index.ts';
import type { Holder } from './model.ts';
import { rankDocuments } from './ranking/rank-documents.ts';
import { readQuestion } from './ranking/read-question.ts';
import type { Synonyms } from './text/synonyms.ts';
import { whyFound } from './why-found.ts';

/** Fields looked at: those that answer best. */
const most = 400;

/** The holders of fields whose names say all that was asked, in any of its ways; the one with most fields first. */
export const findHoldersIn =
  (
    sources: readonly SearchSource[],
    synonymsFor: (context: Context) => Synonyms,
  ): Handler<typeof operation> =>
  async (context, input) => {
    const index = await currentIndex(context, sources);
    const synonyms = synonymsFor(context);
    const asked = readQuestion(input.q, synonyms, index);
    const ranked = rankDocuments(asked, index, { kind: 'field', most }).best;
    const documents = await readDocuments(context, sources, ranked);
    const holders = new Map<string, Holder & { fields: Holder['fields'] }>();
    let fields = 0;
    for (const { document } of ranked) {
      const found = documents.get(documentKey(document));
      if (found?.held === undefined || !whyFound(asked, found.texts).some(({ part }) => part === 'name'))
        continue;
      fields += 1;
      const { holder, ...held } = found.held;
      const key = found.agency ?? holder;
      const known = holders.get(key) ?? { agency: found.agency ?? null, holder, fields: [] };
      known.fields.push({ name: found.name, href: found.href, ...held });
      holders.set(key, known);
    }
    return {
      holders: [...holders.values()].sort(
        (a, b) => b.fields.length - a.fields.length || (a.holder < b.holder ? -1 : 1),
      ),
      fields,
      understood: asked.flatMap((one) => understoodAs(one, index, synonyms)),
    };
  };
