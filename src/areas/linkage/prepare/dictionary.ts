/** Every text once, under a small number. Number 0 is the missing value. */
export class Dictionary {
  readonly values: string[] = [''];
  readonly #known = new Map<string, number>([['', 0]]);

  /** The number of a text; a new one when it was not there. */
  idOf(text: string): number {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const id = this.values.length;
    this.values.push(text);
    this.#known.set(text, id);
    return id;
  }

  /** The number of a text that is there, else 0. */
  find(text: string): number {
    return this.#known.get(text) ?? 0;
  }

  get size(): number {
    return this.values.length;
  }
}
