import { parseExpression } from './parse-expression.ts';
import { foldName } from './token.ts';
import type { TokenReader } from './token-reader.ts';
import type { Expression, SelectItem, Star } from './tree.ts';

/** System stars, then stars, then expressions; an empty list is grammatical. */
export function parseSelectList(read: TokenReader): { stars: Star[]; items: SelectItem[] } {
  const stars: Star[] = [];
  const items: SelectItem[] = [];
  if (startsNoItem(read)) return { stars, items };
  do {
    const star = parseStar(read, stars, items.length > 0);
    if (star) stars.push(star);
    else items.push(parseItem(read));
  } while (read.takeSign(','));
  return { stars, items };
}

/** Words that can follow an empty list. */
const clauses =
  'from join left right full where group having order search limit offset union intersect minus'.split(' ');
const startsNoItem = (read: TokenReader) =>
  read.peek().kind === 'end' ||
  read.isSign('|>') ||
  read.isSign(')') ||
  clauses.some((word) => read.isWord(word));

function parseStar(read: TokenReader, before: readonly Star[], afterItem: boolean): Star | undefined {
  const token = read.peek();
  const qualified = token.kind === 'table' && read.isSign('.', 1);
  const system = read.isSign(':*', qualified ? 2 : 0);
  if (!system && !read.isSign('*', qualified ? 2 : 0)) return undefined;
  const table = qualified ? foldName(token.text) : undefined;
  if (system) {
    if (afterItem || before.some((star) => !star.system || star.table === table))
      throw read.fail('unexpected-system-star-select', ':* must come first, and once');
  } else if (afterItem) {
    throw read.fail('unexpected-star-select', '* must come before other items');
  }
  for (let left = qualified ? 3 : 1; left > 0; left -= 1) read.take();
  return { at: token.at, system, ...(table !== undefined && { table }), except: parseExcept(read, system) };
}

function parseExcept(read: TokenReader, system: boolean): string[] {
  if (!read.takeSign('(')) return [];
  read.needWord('except');
  const names = read.list(() => {
    if (!system) return foldName(read.needName('a column'));
    if (read.peek().kind !== 'system') throw read.expected('a system column');
    return foldName(read.take().text);
  });
  read.needSign(')');
  return names;
}

function parseItem(read: TokenReader): SelectItem {
  const of = parseExpression(read);
  if (!read.takeWord('as')) return { of };
  return { of, alias: parseAlias(read, of) };
}

/** Only a system column that keeps its own name may have a system alias. */
function parseAlias(read: TokenReader, of: Expression): string {
  const token = read.peek();
  const keepsName = token.kind === 'system' && of.kind === 'column' && of.name === foldName(token.text);
  return foldName(keepsName ? read.take().text : read.needName('a name after AS'));
}
