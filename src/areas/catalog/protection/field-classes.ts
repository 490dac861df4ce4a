import { inForce, plainClassification } from '../../../core/classification.ts';
import type { FieldClass } from '../../../core/decision.ts';
import type { Context } from '../../handler.ts';

/**
 * The class of each field that somebody classified, by name. One whose element class the state no longer lists counts as an
 * identifier: what is not known is not shown.
 */
export async function fieldClassesOf(
  context: Pick<Context, 'store' | 'clock' | 'jurisdiction'>,
  dataset: string,
): Promise<Map<string, FieldClass>> {
  const today = context.clock.today();
  const elements = inForce((context.jurisdiction.classification ?? plainClassification).elements, today);
  const rows = await context.store.read
    .selectFrom('classification')
    .select(['field', 'class'])
    .where('dataset', '=', dataset)
    .where('field', 'is not', null)
    .where('superseded_at', 'is', null)
    .where('valid_from', '<=', today)
    .execute();
  return new Map(
    rows.map((row) => [row.field!, elements.find((one) => one.id === row.class)?.class ?? 'identifier']),
  );
}
