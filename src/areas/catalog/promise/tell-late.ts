import { appendMail, isMailAddress } from '../../../store/mail.ts';
import type { JobContext, Reader } from '../../handler.ts';
import { activeDatasets } from '../measures.ts';
import { type Dataset, freshnessOf, nextUpdateOf } from '../model.ts';
import { whoIsAsked } from '../questions/who-is-asked.ts';

export const tellLateJob = 'catalog.tell-late';

/** Once a day: whoever answers for a dataset whose promised update has not come is told, once for each missed date. */
export async function tellLate(context: JobContext): Promise<{ late: number; told: number }> {
  const { store, clock } = context;
  const late = (await activeDatasets(context, {})).filter(
    (dataset) => freshnessOf(dataset, clock.now()) === 'late',
  );
  let told = 0;
  for (const dataset of late) {
    const due = nextUpdateOf(dataset)!;
    await store.write(async (tx) => {
      for (const { to, because } of await whoAnswers(tx, context, dataset))
        if (
          await appendMail(tx, clock, {
            to,
            topic: 'catalog.update-missed',
            subject: `Late: ${dataset.title}`,
            paragraphs: [
              `A newer file of ${dataset.title} was promised ${dataset.cadence}, by ${due} at the latest, and has not come. Everyone sees that it is late.`,
              ...because,
            ],
            links: [
              { label: 'Send the newer file, or change the promise', path: `/data/${dataset.publicId}/edit` },
            ],
            once: `update-missed ${dataset.id} ${due} ${to}`,
            digest: true,
          })
        )
          told += 1;
    });
  }
  return { late: late.length, told };
}

/** Its contact or the officers of its agency, and its owner where an account bears that name. */
async function whoAnswers(reader: Reader, context: JobContext, dataset: Dataset) {
  const asked = await whoIsAsked(reader, context, dataset);
  if (dataset.owner === null) return asked;
  const owners = await reader
    .selectFrom('account')
    .select('email')
    .where('name', '=', dataset.owner)
    .where('email', 'is not', null)
    .execute();
  const known = new Set(asked.map(({ to }) => to));
  return [
    ...asked,
    ...owners
      .flatMap(({ email }) => (email !== null && isMailAddress(email) && !known.has(email) ? [email] : []))
      .map((to) => ({ to, because: [] as string[] })),
  ];
}
