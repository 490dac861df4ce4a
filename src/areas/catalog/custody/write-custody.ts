import { plainCustody, rulesOn } from '../../../core/custody-rules.ts';
import type { Context, Tx } from '../../handler.ts';
import { determinerMissing, noSuchReason, yearsBackwards } from './errors.ts';
import type { CustodyInput, CustodyOrigin, CustodyView } from './model.ts';
import { custodyOf } from './read-custody.ts';

/**
 * Changes what is said of the custody of a dataset (internal id), and only what is given; answers whether anything is
 * not what it was. Throws `catalog.no-such-reason`, `catalog.determiner-missing`, `catalog.years-backwards`.
 */
export async function writeCustody(
  tx: Tx,
  context: Pick<Context, 'clock' | 'jurisdiction'>,
  dataset: string,
  given: CustodyInput & { readonly holder?: string },
  origin: CustodyOrigin,
): Promise<boolean> {
  const before = await custodyOf(tx, dataset);
  const after = said(before, given);
  check(context, after);
  if (JSON.stringify(before) === JSON.stringify(after)) return false;
  const { reasons, origin: _, identifier: __, ...columns } = after;
  const values = { ...columns, reasons: JSON.stringify(reasons), updated_at: context.clock.now() };
  await tx
    .insertInto('dataset_custody')
    .values({ dataset, origin, ...values })
    .onConflict((conflict) => conflict.column('dataset').doUpdateSet(values))
    .execute();
  return true;
}

/** The statements as they will stand: an empty text takes one away. */
export function said(before: CustodyView, given: CustodyInput & { readonly holder?: string }): CustodyView {
  const changes = Object.entries(given)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, value === '' ? null : value]);
  return { ...before, ...Object.fromEntries(changes) };
}

/** Throws what is wrong with statements taken together. */
export function check(context: Pick<Context, 'clock' | 'jurisdiction'>, custody: CustodyView): void {
  const known = rulesOn((context.jurisdiction.custody ?? plainCustody).reasons, context.clock.today()).map(
    ({ code }) => code,
  );
  const unknown = custody.reasons.find((reason) => !known.includes(reason));
  if (unknown !== undefined) throw noSuchReason.with({ reason: unknown, known });
  if (custody.reasons.length > 0 && custody.determined_by === null) throw determinerMissing.with({});
  const { years_from: from, years_to: to } = custody;
  if (from !== null && to !== null && from > to) throw yearsBackwards.with({ from, to });
}
