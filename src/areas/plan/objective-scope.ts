import type { Clock } from '../../core/clock.ts';
import { agenciesOn, readAgencyFacts } from '../agencies/index.ts';
import { owesDuties } from '../agencies/model.ts';
import type { Reader } from '../handler.ts';
import type { MeasureScope } from '../measure.ts';

/** Whom and what an objective is bound to. With nothing said, everything that its measure can count. */
export interface ObjectiveScope {
  /** Agencies that owe the duties of the act that day, covered by it or complying by choice, and no one else's records. */
  readonly covered?: true;
  /** Agency codes; together with `covered`, those of them that owe the duties. */
  readonly agencies?: readonly string[];
  /** Public ids of datasets. */
  readonly datasets?: readonly string[];
}

/**
 * Scopes as measures take them, by the coverage of a day as known at an instant; today and now when neither is given. Who owes
 * the duties is read once, when the first scope asks.
 */
export function scopesOn(
  { read, clock }: { readonly read: Reader; readonly clock: Pick<Clock, 'today'> },
  asOf?: MeasureScope['asOf'],
): (scope: ObjectiveScope) => Promise<MeasureScope> {
  let known: Promise<string[]> | undefined;
  const owing = async () =>
    agenciesOn(await readAgencyFacts(read, { instant: asOf?.at }), asOf?.on ?? clock.today())
      .filter(({ coverage }) => owesDuties(coverage?.status))
      .map(({ code }) => code);
  return async ({ covered, agencies, datasets }) => {
    if (covered) known ??= owing();
    const codes = covered ? (await known!).filter((code) => agencies?.includes(code) ?? true) : agencies;
    return {
      ...(codes && { agencies: codes }),
      ...(datasets && { datasets }),
      ...(asOf && { asOf }),
    };
  };
}
