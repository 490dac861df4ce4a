import type { Handler } from '../../handler.ts';
import type { listPeople as op } from '../contract.ts';
import { peopleLines } from './people-lines.ts';

export const listPeople: Handler<typeof op> = async (context, { agency, role }) => ({
  people: (await peopleLines(context.store.read, context)).filter(({ roles }) =>
    agency === undefined && role === undefined
      ? true
      : roles.some(
          (held) =>
            (agency === undefined || held.agency === agency) && (role === undefined || held.role === role),
        ),
  ),
});
