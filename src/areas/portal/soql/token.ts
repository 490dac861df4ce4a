/** A word, sign or literal of a SoQL text, with where it starts (`at`, in UTF-16 units from 0). */
export type Token =
  | { readonly kind: 'name'; readonly at: number; readonly text: string; readonly quoted: boolean }
  /** `:id`, `:@computed`: the text keeps its colon. */
  | { readonly kind: 'system'; readonly at: number; readonly text: string }
  /** `@abcd-1234`: the text is without the sign. */
  | { readonly kind: 'table'; readonly at: number; readonly text: string }
  | { readonly kind: 'hole'; readonly at: number; readonly text: string }
  | { readonly kind: 'number'; readonly at: number; readonly text: string }
  | { readonly kind: 'string'; readonly at: number; readonly text: string }
  | { readonly kind: 'sign'; readonly at: number; readonly text: Sign }
  | { readonly kind: 'end'; readonly at: number; readonly text: '' };

/** Longest first, so that the lexer can take the first that fits. */
export const signs = [
  '|>',
  '||',
  '::',
  '==',
  '!=',
  '<>',
  '<=',
  '>=',
  ':*',
  '=',
  '<',
  '>',
  '+',
  '-',
  '*',
  '/',
  '%',
  '^',
  '(',
  ')',
  '[',
  ']',
  ',',
  '.',
  '~',
  '!',
  '|',
] as const;
export type Sign = (typeof signs)[number];

/** Words that cannot be a bare column name or alias; in back quotes they can. */
export const reservedWords: ReadonlySet<string> = new Set(
  (
    'select distinct from join left right full on where group having order search limit offset ' +
    'union intersect minus as and or not is in like between null true false'
  ).split(' '),
);

/** Column and function names compare without regard to case, and a hyphen equals an underscore. */
export const foldName = (name: string): string => name.toLowerCase().replaceAll('-', '_');
