import { isMailAddress } from '../../../store/mail.ts';
import { agencyAddresses, headInstead } from '../../access/index.ts';
import type { Context, Reader } from '../../handler.ts';
import type { Dataset } from '../model.ts';

/**
 * Who is written to when something is asked about a dataset: its contact, else the data officer of its agency and their
 * deputies. While that post is vacant the head of the agency is written to as well, and told why.
 */
export async function whoIsAsked(
  reader: Reader,
  context: Pick<Context, 'clock'>,
  { agency, contact }: Pick<Dataset, 'agency' | 'contact'>,
): Promise<{ readonly to: string; readonly because: readonly string[] }[]> {
  const own = contact !== null && isMailAddress(contact) ? [contact] : [];
  if (agency === null) return own.map((to) => ({ to, because: [] }));
  const head = await headInstead(reader, agency, context);
  const officers = own.length > 0 || head ? [] : await agencyAddresses(reader, agency, context);
  return [
    ...[...own, ...officers].map((to) => ({ to, because: [] })),
    ...(head && !own.includes(head.address)
      ? [
          {
            to: head.address,
            because: [
              `This comes to you, ${head.head} of the ${head.agency}, because the post of its data officer is vacant.`,
            ],
          },
        ]
      : []),
  ];
}
