import { addDays } from '../../../core/calendar-date.ts';
import { plainCustody, rulesOn } from '../../../core/custody-rules.ts';
import type { Context } from '../../handler.ts';
import { noticeTooShort } from './errors.ts';

type World = Pick<Context, 'clock' | 'jurisdiction'>;

/** The first day a notice given today allows, with the rule behind it. The longest of several rules counts. */
export function earliestDay({ clock, jurisdiction }: World, kind: 'schemaNotice' | 'retirementNotice') {
  const rules = jurisdiction.custody ?? plainCustody;
  const today = clock.today();
  const inForce = rulesOn(rules[kind], today);
  const rule = inForce.toSorted((a, b) => b.days - a.days)[0] ?? plainCustody[kind][0]!;
  return { day: addDays(today, rule.days), days: rule.days, citation: rule.citation };
}

/** Throws `catalog.notice-too-short` for a day that is too near. */
export function checkNotice(context: World, kind: 'schemaNotice' | 'retirementNotice', on: string): void {
  const { day, days, citation } = earliestDay(context, kind);
  if (on < day) throw noticeTooShort.with({ on, earliest: day, days, citation });
}
