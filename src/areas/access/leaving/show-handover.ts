import type { Handler } from '../../handler.ts';
import type { showHandover as op } from '../contract.ts';
import type { AccessLinks } from '../links.ts';
import { roleWords } from '../model.ts';
import { peopleLines } from '../roles/people-lines.ts';
import { leavingOf } from './leaving-view.ts';
import { openNotice } from './open-notice.ts';

export const showHandover =
  (links: AccessLinks): Handler<typeof op> =>
  async (context, { agency, leaving }) => {
    const row = await openNotice(context.store.read, agency, leaving);
    const owned = await Promise.all(
      links.owned().map(async ({ kind, list }) => ({ ...kind, things: [...(await list(context, row))] })),
    );
    const people = await peopleLines(context.store.read, context);
    return {
      ...leavingOf(row, context.clock.now()),
      owned: owned.filter(({ things }) => things.length > 0),
      candidates: people
        .filter(({ account, leaves }) => account !== row.account && leaves === null)
        // Those of the agency first.
        .toSorted((a, b) => Number(ofAgency(b, agency)) - Number(ofAgency(a, agency)))
        .map(({ account, name, roles }) => ({
          account,
          name,
          is: roles[0] === undefined ? 'No role yet' : roleWords(roles[0]),
        })),
    };
  };

const ofAgency = (
  { roles }: { readonly roles: readonly { agency?: string | undefined }[] },
  agency: string,
) => roles.some((held) => held.agency === agency);
