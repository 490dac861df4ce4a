import type { AccessTimes } from './access-times.ts';
import type { Classification, Retention } from './classification.ts';
import type { CustodyRules } from './custody-rules.ts';
import type { PlaceShape } from './place-shape.ts';

/**
 * A state, as data: nothing in code knows which one. Loaded from one folder (see `examples/`); everything in it that can
 * change carries dates and a citation.
 */
export interface Jurisdiction {
  /** Folder name: `connecticut`. */
  readonly id: string;
  readonly name: string;
  /** `Connecticut State Data Plan`. */
  readonly planTitle: string;
  readonly timeZone: string;
  /** How an ambiguous 01/02/2024 reads here. */
  readonly dateOrder: 'month-first' | 'day-first';
  /** Two-digit years up to this one are 20xx: stated on every column where it was used. */
  readonly twoDigitYearPivot: number;
  /** The stable unit of its geography: `town`, `towns`. */
  readonly placeNoun: { readonly one: string; readonly many: string };
  readonly places: readonly Place[];
  readonly regions: readonly Region[];
  /** What it asks of those who keep data; the program's own promises when it has no file of them. */
  readonly custody?: CustodyRules;
  /** What people here call things, for the search: words that mean the same, and words that include others. */
  readonly words?: {
    readonly same: readonly (readonly string[])[];
    readonly wider: Readonly<Record<string, readonly string[]>>;
  };
  /** GeoJSON of the places, by path inside the state's folder; each feature's property `place` is a place's id. */
  readonly boundaries?: string;
  /** The boundaries themselves, for drawing maps. */
  readonly shapes?: readonly PlaceShape[];
  /** Its classes of data, what they mean and the ways to what is protected; plain ones when it has no file of them. */
  readonly classification?: Classification;
  /** How long people may have what: emergencies, leavers; the program's own times when it has no file of them. */
  readonly accessTimes?: AccessTimes;
  /** How long records are kept, and what happens then. */
  readonly retention?: Retention;
}

export interface Place {
  readonly id: string;
  readonly name: string;
  /** Other spellings and villages that mean this place, lower case. */
  readonly variants: readonly string[];
  /** Codes in outside systems, with the dates they hold: FIPS county subdivisions change when counties do. */
  readonly codes: readonly {
    readonly system: string;
    readonly code: string;
    readonly from?: string;
    readonly to?: string;
  }[];
  readonly population?: { readonly value: number; readonly on: string; readonly source: string };
}

export interface Region {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly code?: string;
  readonly from?: string;
  readonly to?: string;
  readonly places: readonly string[];
}
