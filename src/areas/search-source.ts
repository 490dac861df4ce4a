import type { EventName, Events } from '../core/event.ts';
import type { Context } from './handler.ts';

/**
 * What an area lets people find by words. The search area reads every source once, and again the groups that an event
 * touches, so that an answer is never older than the last commit.
 */
export interface SearchSource {
  readonly kinds: readonly SearchKind[];
  /** Documents of the groups named, or of all. In batches, so that reading a large catalogue never holds up others. */
  readonly read: (context: Context, groups?: readonly string[]) => AsyncIterable<readonly SearchDocument[]>;
  /** The groups an event touches, or `all` when it does not say. */
  readonly touched: {
    readonly [Name in EventName]?: (payload: Events[Name]) => readonly string[] | 'all';
  };
}

/** What can be found, in the order in which a page lists the kinds. */
export const searchKinds = ['dataset', 'field', 'plan', 'agency', 'place'] as const;
export type SearchKind = (typeof searchKinds)[number];

/** Who may look at what was found: everyone; those who ask and are let; nobody here, for its holder keeps it elsewhere. */
export const reaches = ['open', 'on-request', 'elsewhere'] as const;
export type Reach = (typeof reaches)[number];

/** One thing that can be found. */
export interface SearchDocument {
  readonly kind: SearchKind;
  /** Documents of one group are read again together: a dataset and its fields. */
  readonly group: string;
  /** Unique in its kind; last word on the order of hits. */
  readonly id: string;
  readonly name: string;
  /** Where a person can look at it. */
  readonly href: string;
  /** One sentence about it. */
  readonly line: string;
  /** Code of the agency that holds it. */
  readonly agency?: string;
  /** Whether one may see it; open to everyone when left out. */
  readonly reach?: Reach;
  /** Beside the hit: holder, size; a line each. */
  readonly beside: readonly string[];
  /** Of a field: what one who needs it asks next. */
  readonly held?: HeldField;
  readonly texts: readonly SearchText[];
}

/** Who holds a field, since when, and how one may have it. */
export interface HeldField {
  readonly dataset: string;
  readonly title: string;
  readonly holder: string;
  readonly years: string | null;
  /** Who may have it, as the holder or the classification says. */
  readonly access: string | null;
  /** On which terms. */
  readonly terms: string | null;
  /** Whom to ask. */
  readonly ask: string | null;
}

/** A text of a document, with how much a word in it says about the document. */
export interface SearchText {
  readonly part: keyof typeof partWeights;
  readonly text: string;
}

/** How much a word says about the thing, by where it stands. */
export const partWeights = {
  name: 24,
  keywords: 9,
  holder: 5,
  fields: 5,
  description: 4,
  words: 8,
  id: 9,
} as const;

export const searchSource = (value: SearchSource): SearchSource => Object.freeze(value);
