/** Where in what was asked: the part of an address (`where`) when it came in parts, line and column from 1. */
export type Place = { part?: string; line: number; column: number };

/**
 * The text of a query: whole, or in the parts that an address has. A node's `at` counts through all parts, so that it
 * names one place whichever part it came from.
 */
export class Source {
  readonly #parts: { readonly name?: string; readonly text: string; readonly start: number }[] = [];
  #length = 0;

  static of(text: string): Source {
    const source = new Source();
    source.add(text);
    return source;
  }

  /** Takes in a part and answers where its first character stands. */
  add(text: string, name?: string): number {
    const start = this.#length;
    this.#parts.push({ ...(name !== undefined && { name }), text, start });
    this.#length += text.length + 1;
    return start;
  }

  placeOf(at: number): Place {
    const part = this.#parts.findLast((one) => one.start <= at);
    const before = (part?.text ?? '').slice(0, at - (part?.start ?? 0)).split('\n');
    return {
      ...(part?.name !== undefined && { part: part.name }),
      line: before.length,
      column: [...before.at(-1)!].length + 1,
    };
  }
}
