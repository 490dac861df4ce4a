import { partWeights, type Reach, type SearchDocument, type SearchKind } from '../../search-source.ts';
import { NearWords } from '../text/near-words.ts';
import { termOf, wordsOf } from '../text/words.ts';

/** A posting is a document's number above these bits, a mark whether the term stands in its name, and its weight. */
export const slotBits = 7;
export const inName = 64;
export const weightMask = 63;

/** A document as the index knows it: enough to put it in its place, not enough to show it. */
export interface Indexed {
  readonly kind: SearchKind;
  readonly group: string;
  readonly id: string;
  readonly name: string;
  /** Different terms in its name. */
  readonly nameTerms: number;
  readonly agency: string | undefined;
  readonly reach: Reach;
}

/**
 * Which terms stand in which documents, and how much each says there. Held in memory: some 10 bytes for each different
 * word of a document. Order and figures depend on the documents alone, never on how they came or from which store.
 */
export class TermIndex {
  readonly #spelled: string[] = [];
  readonly #numbers = new Map<string, number>();
  /** By term. */
  readonly #postings: number[][] = [];
  readonly #documents: (Indexed | undefined)[] = [];
  readonly #groups = new Map<string, number[]>();
  readonly #near = new NearWords();
  #count = 0;

  /** Documents held. */
  get count(): number {
    return this.#count;
  }

  /** One more than the largest number of a document. */
  get size(): number {
    return this.#documents.length;
  }

  document(number: number): Indexed {
    return this.#documents[number]!;
  }

  /** Where a term stands; nowhere for one that is not known. */
  postings(term: string): readonly number[] {
    const number = this.#numbers.get(term);
    return number === undefined ? [] : this.#postings[number]!;
  }

  /** How many documents have it. */
  countOf(term: string): number {
    return this.postings(term).length;
  }

  /** Terms nearest in spelling that stand somewhere. */
  near(term: string): readonly { readonly word: string; readonly slips: number }[] {
    return this.#near.near(term).filter(({ word }) => this.countOf(word) > 0);
  }

  /** Terms that begin so and stand somewhere; at most 50, the commonest first. */
  beginning(start: string): string[] {
    const found: string[] = [];
    for (const term of this.#numbers.keys())
      if (term.length > start.length && term.startsWith(start) && this.countOf(term) > 0) found.push(term);
    return found.sort((a, b) => this.countOf(b) - this.countOf(a) || (a < b ? -1 : 1)).slice(0, 50);
  }

  add(document: SearchDocument): void {
    const weights = new Map<number, number>();
    let nameTerms = 0;
    for (const { part, text } of document.texts) {
      const seen = new Set<number>();
      for (const word of wordsOf(text)) {
        const number = this.#numberOf(termOf(word), part !== 'id');
        this.#spell(number, word.toLowerCase());
        if (seen.has(number)) continue;
        seen.add(number);
        const known = weights.get(number) ?? 0;
        const weight = Math.min(weightMask, (known & weightMask) + partWeights[part]);
        weights.set(number, weight + (part === 'name' || known & inName ? inName : 0));
      }
      if (part === 'name') nameTerms += seen.size;
    }
    const at = this.#documents.length;
    const { kind, group, id, name, agency, reach = 'open' } = document;
    this.#documents.push({ kind, group, id, name, agency, reach, nameTerms });
    for (const [number, weight] of weights) this.#postings[number]!.push((at << slotBits) + weight);
    this.#groups.set(group, [...(this.#groups.get(group) ?? []), at]);
    this.#count += 1;
  }

  /** Takes out the documents of some groups, in one pass over all that is held. */
  remove(groups: readonly string[]): void {
    const gone = new Set<number>();
    for (const group of groups) {
      for (const at of this.#groups.get(group) ?? []) gone.add(at);
      this.#groups.delete(group);
    }
    this.#drop(gone);
  }

  /** Takes out all documents of some kinds. */
  removeKinds(kinds: readonly SearchKind[]): void {
    const groups = new Set<string>();
    for (const document of this.#documents)
      if (document !== undefined && kinds.includes(document.kind)) groups.add(document.group);
    this.remove([...groups]);
  }

  #drop(gone: ReadonlySet<number>): void {
    if (gone.size === 0) return;
    for (const at of gone) this.#documents[at] = undefined;
    this.#count -= gone.size;
    for (const [term, postings] of this.#postings.entries())
      if (postings.some((posting) => gone.has(posting >>> slotBits)))
        this.#postings[term] = postings.filter((posting) => !gone.has(posting >>> slotBits));
  }

  /** A word of the catalogue that has this term: the shortest, so that all agree. */
  spelling(term: string): string {
    return this.#spelled[this.#numbers.get(term) ?? -1] ?? term;
  }

  #spell(number: number, word: string): void {
    const known = this.#spelled[number];
    if (known === undefined || word.length < known.length || (word.length === known.length && word < known))
      this.#spelled[number] = word;
  }

  /** An id is no word that anybody may have meant to write. */
  #numberOf(term: string, isWord: boolean): number {
    const known = this.#numbers.get(term);
    if (known !== undefined) return known;
    const number = this.#postings.length;
    this.#numbers.set(term, number);
    this.#postings.push([]);
    if (isWord) this.#near.add(term);
    return number;
  }
}
