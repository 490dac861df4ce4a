import type { Context, Reader } from '../../handler.ts';

/** People whose access has ended and whose things nobody has taken over: what names them as owner has none. */
export async function gonePeople(
  reader: Reader,
  { clock }: Pick<Context, 'clock'>,
): Promise<{ readonly name: string; readonly agency: string | null }[]> {
  return reader
    .selectFrom('leaving')
    .select(['name', 'agency'])
    .where('withdrawn_at', 'is', null)
    .where('handed_over_at', 'is', null)
    .where('ends_at', '<=', clock.now())
    .execute();
}
