import { type Blocks, blocksOf } from '../block/blocks.ts';
import { keysOfValue } from '../block/key-part.ts';
import { keyParts } from '../block/key-parts.ts';
import { joined, keysOfRule, type Rule } from '../block/rule-keys.ts';
import { comparisonGroups } from '../compare/comparison-groups.ts';
import type { FieldColumn } from '../kinds/kind.ts';
import { rulesOf } from '../learn-model.ts';
import { prepareRecords, strangersMet } from '../link-records.ts';
import { type ModelFile, modelOf } from '../model-file.ts';
import type { Attribute } from '../prepare/attribute.ts';
import type { TextTable } from '../prepare/columns.ts';
import type { Model } from '../score/estimate-model.ts';
import { pairScorer } from '../score/pair-scorer.ts';
import { meetStrangers } from '../score/strangers.ts';
import { tokens } from '../text/tokens.ts';
import { type Frequencies, fewFields } from './few-fields.ts';
import {
  attributesOf,
  type RecordReader,
  type RecordValues,
  recordReader,
  valuesOfRow,
} from './record-values.ts';
import { firstOf, type ValueLookup, valueLookup } from './value-lookup.ts';

/** A record that may be the one asked about. */
export interface Found {
  readonly id: string;
  readonly cluster: string | null;
  /** Bits: as the batch would weigh the pair. */
  readonly weight: number;
  readonly chance: number;
}

/** What an index is made from: a set of records, how they were compared, and who they were found to be. */
export interface IndexSource {
  readonly table: TextTable;
  readonly mapping: readonly FieldColumn[];
  readonly model: ModelFile;
  readonly modelFile: string;
  readonly seed: number;
  readonly lastYear: number;
  readonly ids: readonly string[];
  readonly clusters: readonly string[];
}

export type RawRecord = Readonly<Record<string, string | null | undefined>>;

const tokensOf = (text: string) => [...new Set(tokens(text))];

/** Of one key no more than this many records are looked at, and of all keys no more are weighed than the other. */
const mostOfKey = 4_000;
const mostWeighed = 250;

/**
 * Answers who a record is about, from memory: keys of blocking rules lead to candidates, which are weighed as the batch weighs
 * them, with how common values are in the whole set. Records that are added, changed or taken away count at once. What
 * was learned (the model, and the baseline of rarity) stays as it was when the index was made.
 */
export class ResidentIndex {
  readonly #attributes: readonly Attribute[];
  readonly #fields: ReturnType<typeof prepareRecords>['fields'];
  readonly #space: ReturnType<typeof prepareRecords>['space'];
  readonly #model: Model;
  readonly #baseline: ReturnType<typeof meetStrangers>['baseline'];
  readonly #rules: readonly Rule[];
  readonly #numberOf: ReadonlyMap<Attribute, number>;
  readonly #blocks: readonly Blocks[];
  readonly #lookups: readonly ValueLookup[];
  readonly #words: readonly ValueLookup[];
  readonly #reader: RecordReader;
  readonly #ids: readonly string[];
  readonly #idLookup: ValueLookup;
  readonly #clusters: readonly string[];
  /** Records of the set that were changed or taken away. */
  readonly #gone: Uint8Array;
  /** Records that came later, by their place; one that was changed again leaves a gap. */
  readonly #added: (
    | { readonly id: string; readonly cluster: string | null; readonly values: RecordValues }
    | undefined
  )[] = [];
  readonly #addedById = new Map<string, number>();
  readonly #addedKeys: readonly Map<number, number[]>[];
  /** By how many records a value is more or less common than in the set. */
  readonly #moreOf: readonly Map<string, number>[];
  readonly #moreFilled: Int32Array;
  readonly #moreWords: readonly Map<string, number>[];

  constructor(source: IndexSource) {
    const { table, mapping, model, seed, lastYear } = source;
    const { fields, groups, space } = prepareRecords(table, mapping, {
      lastYear,
      givenOut: model.given_out,
    });
    const { rows, leftRows } = table;
    this.#fields = fields;
    this.#space = space;
    this.#model = modelOf(model, space, source.modelFile);
    this.#baseline = meetStrangers(rows, leftRows, groups, space, {
      most: strangersMet(rows),
      seed,
    }).baseline;
    this.#attributes = attributesOf(fields);
    this.#numberOf = new Map(this.#attributes.map((attribute, at) => [attribute, at]));
    const learn = {
      rows,
      leftRows,
      seed,
      estimate: { neighbours: false, leftOnce: false, rightOnce: false },
    };
    this.#rules = rulesOf(model.rules, keyParts(fields), learn).rules;
    this.#blocks = this.#rules.map((rule) => blocksOf(rows, keysOfRule(rows, rule)));
    this.#lookups = this.#attributes.map(({ values }) => valueLookup(values));
    this.#words = fields.texts.map(({ tokens }) => valueLookup(tokens.words));
    this.#reader = recordReader(fields, table, mapping, lastYear);
    this.#ids = source.ids;
    this.#idLookup = valueLookup(source.ids);
    this.#clusters = source.clusters;
    this.#gone = new Uint8Array(rows);
    this.#addedKeys = this.#rules.map(() => new Map());
    this.#moreOf = this.#attributes.map(() => new Map());
    this.#moreFilled = new Int32Array(this.#attributes.length);
    this.#moreWords = fields.texts.map(() => new Map());
  }

  /** Records that can be found. */
  get size(): number {
    let gone = 0;
    for (const one of this.#gone) gone += one;
    return this.#ids.length - gone + this.#addedById.size;
  }

  /**
   * The likeliest records, best first. A record that is not in the set is weighed as if it were; one that is, named by `id`, is
   * weighed with the others. `least`: bits under which nothing is said.
   */
  find(
    record: RawRecord,
    options: { readonly id?: string; readonly most?: number; readonly least?: number } = {},
  ): Found[] {
    const { id, most = 10, least = -7 } = options;
    const known = id !== undefined && this.#has(id);
    const values = this.#reader.read(record);
    const candidates = this.#candidates(values, id);
    if (candidates.length === 0) return [];
    const records = [values, ...candidates.map((one) => this.#valuesOf(one))];
    const fields = fewFields(this.#fields, records, this.#frequencies(known ? undefined : values));
    const scorer = pairScorer(comparisonGroups(fields), this.#space, this.#baseline, this.#model);
    const found: { candidate: number; weight: number }[] = [];
    for (const [at, candidate] of candidates.entries()) {
      // As in the batch the record that comes first in the set is the left one.
      const weight =
        known && candidate < this.#place(id)
          ? scorer.weigh(at + 1, 0, -Infinity)
          : scorer.weigh(0, at + 1, -Infinity);
      if (weight >= least) found.push({ candidate, weight });
    }
    found.sort((a, b) => b.weight - a.weight || a.candidate - b.candidate);
    return found.slice(0, most).map(({ candidate, weight }) => ({
      ...this.#named(candidate),
      weight,
      chance: 1 / (1 + 2 ** -weight),
    }));
  }

  /** Adds a record, or puts it in the place of the one that has its id. It is found from now on. */
  put(id: string, record: RawRecord, cluster: string | null = null): void {
    this.drop(id);
    const values = this.#reader.read(record);
    const number = this.#added.push({ id, cluster, values }) - 1;
    this.#addedById.set(id, number);
    for (const [at, rule] of this.#rules.entries())
      for (const key of this.#keysUnder(rule, values)) {
        const list = this.#addedKeys[at]!.get(key);
        if (list === undefined) this.#addedKeys[at]!.set(key, [number]);
        else list.push(number);
      }
    this.#count(values, 1);
  }

  /** Takes a record away; false when there is none with the id. */
  drop(id: string): boolean {
    const later = this.#addedById.get(id);
    if (later !== undefined) {
      this.#count(this.#added[later]!.values, -1);
      this.#added[later] = undefined;
      this.#addedById.delete(id);
      return true;
    }
    const row = this.#idLookup.find(id);
    if (row < 0 || this.#gone[row] === 1) return false;
    this.#count(valuesOfRow(this.#attributes, row), -1);
    this.#gone[row] = 1;
    return true;
  }

  #has(id: string): boolean {
    if (this.#addedById.has(id)) return true;
    const row = this.#idLookup.find(id);
    return row >= 0 && this.#gone[row] === 0;
  }

  /** Numbers from the size of the set on stand for records that came later. */
  #place(id: string): number {
    const later = this.#addedById.get(id);
    return later === undefined ? this.#idLookup.find(id) : this.#ids.length + later;
  }

  #named(candidate: number): { id: string; cluster: string | null } {
    if (candidate < this.#ids.length)
      return { id: this.#ids[candidate]!, cluster: this.#clusters[candidate]! };
    const { id, cluster } = this.#added[candidate - this.#ids.length]!;
    return { id, cluster };
  }

  #valuesOf(candidate: number): RecordValues {
    return candidate < this.#ids.length
      ? valuesOfRow(this.#attributes, candidate)
      : this.#added[candidate - this.#ids.length]!.values;
  }

  /** All keys of a record under a rule, as the batch makes them. */
  #keysUnder({ parts }: Rule, values: RecordValues): number[] {
    let own: number[] = [];
    for (const [at, part] of parts.entries()) {
      const found = values[this.#numberOf.get(part.attribute)!]!.flatMap((value) => keysOfValue(part, value));
      if (found.length === 0) return [];
      own = at === 0 ? found : own.flatMap((one) => found.map((other) => joined(one, other)));
    }
    return [...new Set(own)];
  }

  /** Records that share a key, those with the most and the rarest keys first. */
  #candidates(values: RecordValues, id: string | undefined): number[] {
    const own = id === undefined ? -1 : this.#place(id);
    const shared = new Map<number, number>();
    for (const [at, rule] of this.#rules.entries()) {
      const { keys, records } = this.#blocks[at]!;
      for (const key of this.#keysUnder(rule, values)) {
        const from = firstOf(keys, key);
        let to = from;
        while (to - from < mostOfKey && keys[to] === key) to++;
        const later = this.#addedKeys[at]!.get(key) ?? [];
        const says = 1 / (1 + Math.log2(1 + to - from + later.length));
        const add = (candidate: number) => {
          if (candidate !== own) shared.set(candidate, (shared.get(candidate) ?? 0) + says);
        };
        for (let entry = from; entry < to; entry++)
          if (this.#gone[records[entry]!] === 0) add(records[entry]!);
        for (const number of later) if (this.#added[number] !== undefined) add(this.#ids.length + number);
      }
    }
    const all = [...shared];
    if (all.length > mostWeighed) {
      all.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
      all.length = mostWeighed;
    }
    return all.map(([candidate]) => candidate);
  }

  /** How common values are now; `visitor` is counted with the set, as if it were in it. */
  #frequencies(visitor: RecordValues | undefined): Frequencies {
    const words = visitor
      ?.slice(visitor.length - this.#words.length)
      .map((texts) => new Set(texts.flatMap(tokensOf)));
    return {
      count: (attribute, value) => {
        const number = this.#lookups[attribute]!.find(value);
        return (
          (number < 0 ? 0 : this.#attributes[attribute]!.counts[number]!) +
          (this.#moreOf[attribute]!.get(value) ?? 0) +
          (visitor?.[attribute]?.includes(value) ? 1 : 0)
        );
      },
      filled: (attribute) =>
        this.#attributes[attribute]!.filled +
        this.#moreFilled[attribute]! +
        ((visitor?.[attribute]?.length ?? 0) > 0 ? 1 : 0),
      word: (text, word) => {
        const number = this.#words[text]!.find(word);
        return {
          number,
          count:
            (number < 0 ? 0 : this.#fields.texts[text]!.tokens.counts[number]!) +
            (this.#moreWords[text]!.get(word) ?? 0) +
            (words?.[text]?.has(word) ? 1 : 0),
        };
      },
    };
  }

  #count(values: RecordValues, by: 1 | -1): void {
    const firstText = values.length - this.#words.length;
    for (const [at, own] of values.entries()) {
      if (own.length > 0) this.#moreFilled[at]! += by;
      for (const value of own) this.#moreOf[at]!.set(value, (this.#moreOf[at]!.get(value) ?? 0) + by);
      if (at < firstText) continue;
      const more = this.#moreWords[at - firstText]!;
      for (const word of own.flatMap(tokensOf)) more.set(word, (more.get(word) ?? 0) + by);
    }
  }
}
