import { newId } from '../../../core/id.ts';
import { parseRecordFile } from '../../../core/record-file.ts';
import type { Handler, Tx } from '../../handler.ts';
import { readRecordUpload } from '../../record-upload.ts';
import type { loadBoard } from './contract.ts';
import { boardFile } from './model.ts';

export const loadBoardHandler: Handler<typeof loadBoard> = async (context, input) => {
  const { text, name } = await readRecordUpload(context, input);
  const file = parseRecordFile(text, boardFile, name);
  const at = context.clock.now();
  return context.store.write(async (tx) => {
    await tx.deleteFrom('plan_authority').execute();
    for (const authority of file.authorities)
      for (const [place, term] of authority.terms.entries())
        await tx
          .insertInto('plan_authority')
          .values({
            id: `${authority.id}-${place}`,
            authority: authority.id,
            title: authority.title,
            valid_from: term.from ?? null,
            valid_to: term.to ?? null,
          })
          .execute();
    const accounts = await accountsOf(
      tx,
      file.seats.flatMap((seat) => seat.holders.flatMap(({ account }) => account ?? [])),
    );
    let [holders, changed] = [0, 0];
    for (const [position, seat] of file.seats.entries()) {
      const row = {
        title: seat.title,
        authority: seat.authority ?? null,
        voting: seat.voting ? 1 : 0,
        chair: seat.chair ? 1 : 0,
        position,
      };
      await tx
        .insertInto('plan_seat')
        .values({ id: seat.id, ...row })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
        .execute();
      const known = await tx
        .selectFrom('plan_seat_term')
        .selectAll()
        .where('seat', '=', seat.id)
        .where('superseded_at', 'is', null)
        .execute();
      const same = (term: { name: string; valid_from: string | null; valid_to: string | null }) =>
        `${term.name}|${term.valid_from}|${term.valid_to}`;
      const wanted = seat.holders.map((one) => ({
        name: one.name,
        valid_from: one.from ?? null,
        valid_to: one.to ?? null,
        example: one.example ? 1 : 0,
        account: one.account === undefined ? null : (accounts.get(one.account) ?? null),
      }));
      holders += wanted.length;
      for (const term of known)
        if (!wanted.some((one) => same(one) === same(term))) {
          changed++;
          await tx
            .updateTable('plan_seat_term')
            .set({ superseded_at: at })
            .where('id', '=', term.id)
            .execute();
        }
      for (const term of wanted) {
        const there = known.find((one) => same(one) === same(term));
        if (there === undefined) {
          changed++;
          await tx
            .insertInto('plan_seat_term')
            .values({ id: newId(context.random), seat: seat.id, ...term, recorded_at: at })
            .execute();
        } else if (term.account !== null && there.account === null) {
          // What the office bound by hand stands; the file only fills what is empty.
          changed++;
          await tx
            .updateTable('plan_seat_term')
            .set({ account: term.account })
            .where('id', '=', there.id)
            .execute();
        }
      }
    }
    context.audit.about({ detail: { seats: file.seats.length, changed } });
    return { seats: file.seats.length, holders, changed };
  });
};

/** Accounts by the lasting id that the sign-in gives. An id that two providers gave binds nothing: the office decides. */
async function accountsOf(tx: Tx, subjects: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (subjects.length === 0) return new Map();
  const rows = await tx
    .selectFrom('account')
    .select(['id', 'subject'])
    .where('subject', 'in', subjects)
    .execute();
  const bySubject = Map.groupBy(rows, ({ subject }) => subject);
  return new Map(
    [...bySubject].flatMap(([subject, found]) => (found.length === 1 ? [[subject, found[0]!.id]] : [])),
  );
}
