/**
 * A fact with two times: when it holds in the world (valid time) and when the platform knew it (recorded time). Nothing
 * is overwritten: a correction supersedes the row and writes a new one, so *as of* a date and *as known on* an instant
 * both keep their answers.
 */
export interface DatedFact {
  /** First day on which it holds; null when not known or since ever. */
  readonly valid_from: string | null;
  /** Last day on which it holds; null while it still does. */
  readonly valid_to: string | null;
  /** Instant at which the platform learned it. */
  readonly recorded_at: string;
  /** Instant at which the platform learned better; null while this is what we know. */
  readonly superseded_at: string | null;
}

/** Whether a fact holds on a date. */
export const holdsOn = (fact: Pick<DatedFact, 'valid_from' | 'valid_to'>, date: string): boolean =>
  (fact.valid_from === null || fact.valid_from <= date) && (fact.valid_to === null || date <= fact.valid_to);

/** Whether this was the platform's knowledge at an instant (ISO text in UTC); without one, whether it is now. */
export const knownAt = (fact: Pick<DatedFact, 'recorded_at' | 'superseded_at'>, instant?: string): boolean =>
  instant === undefined
    ? fact.superseded_at === null
    : fact.recorded_at <= instant && (fact.superseded_at === null || instant < fact.superseded_at);

/**
 * What must be written so that the facts known become the facts wanted: those not wanted any more are superseded, those
 * not yet known are added, equal ones stay untouched. `sameness` says in one text all that makes a fact what it is.
 */
export function reconcile<Known, Wanted>(
  known: readonly Known[],
  wanted: readonly Wanted[],
  sameness: (fact: Known | Wanted) => string,
): { readonly superseded: readonly Known[]; readonly added: readonly Wanted[] } {
  const wantedOnes = new Set(wanted.map(sameness));
  const knownOnes = new Set(known.map(sameness));
  return {
    superseded: known.filter((fact) => !wantedOnes.has(sameness(fact))),
    added: wanted.filter((fact) => !knownOnes.has(sameness(fact))),
  };
}
