import { citationText } from '../catalog/index.ts';
import type { Handler } from '../handler.ts';
import { citationBibtex } from './citation-bibtex.ts';
import type { showSnippets as operation } from './contract.ts';
import { openVersion } from './open-version.ts';
import { planQuery } from './plan-query.ts';
import { curlSnippet, pythonSnippet, rSnippet, type SnippetAbout, wholeAddress } from './snippets.ts';
import { parseParts } from './soql/parse-parameters.ts';

/** How to read a dataset from a program. A filter is checked first, so that no snippet is handed out that would fail. */
export const showSnippets: Handler<typeof operation> = async (context, input) => {
  const open = await openVersion(context, input.dataset, input);
  await planQuery(context, open, parseParts(input));
  const about: SnippetAbout = {
    base: input.base.replace(/\/+$/, ''),
    dataset: open.dataset.publicId,
    version: open.version.number,
    where: input.where,
    order: input.order,
  };
  const address = wholeAddress(about);
  const cited = { dataset: open.dataset, version: open.version, jurisdiction: context.jurisdiction, address };
  return {
    dataset: about.dataset,
    version: about.version,
    snippets: [
      { language: 'curl' as const, title: 'Terminal', needs: 'curl', code: curlSnippet(about) },
      {
        language: 'python' as const,
        title: 'Python',
        needs: 'Python 3, nothing else',
        code: pythonSnippet(about),
      },
      { language: 'r' as const, title: 'R', needs: 'R, nothing else', code: rSnippet(about) },
    ],
    citation: citationText(cited),
    bibtex: citationBibtex(cited),
    address,
  };
};
