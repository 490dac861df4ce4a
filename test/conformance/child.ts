/**
 * A process for tests to start and to kill: `node child.ts PART ARGUMENT…`. Each part says on standard output, a line at a
 * time, what it has done.
 */
import { type Kysely, sql } from 'kysely';
import { claimHome } from '../../src/store/home.ts';
import { openParentStore } from '../../src/store/over-channel.ts';
import { openPostgresStore } from '../../src/store/postgres.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';

interface Sample {
  tally: { id: string; value: number };
}

const say = (line: string | number) => process.stdout.write(`${line}\n`);
const forever = () => new Promise<never>(() => setInterval(() => {}, 60_000));

const parts: Record<string, (...given: string[]) => Promise<void>> = {
  /** Writes 1, 2, 3 … each with a partner in the same transaction, and says each once it is acknowledged. */
  async write(where = '', from = '1') {
    const store = where.startsWith('postgres:')
      ? await openPostgresStore({ url: where })
      : await openSqliteStore({ file: where });
    for (let n = Number(from); ; n += 1) {
      await store.write(async (tx) => {
        const db = tx as unknown as Kysely<Sample>;
        await db
          .insertInto('tally')
          .values({ id: `${n}`, value: n })
          .execute();
        await db
          .insertInto('tally')
          .values({ id: `${n} too`, value: n })
          .execute();
      });
      say(n);
    }
  },

  /** Writes once and ends without closing anything. */
  async 'write-once'(file = '') {
    const store = await openSqliteStore({ file });
    await store.write((tx) => sql`insert into tally values ('once', 1)`.execute(tx));
    say('written');
  },

  /** Asks the parent's store from a process of its own. */
  async 'ask-parent'() {
    const store = await openParentStore(process);
    const db = store.read as unknown as Kysely<Sample>;
    await store.write((tx) => sql`insert into tally values ('child', 7)`.execute(tx));
    const row = await db.selectFrom('tally').select('value').where('id', '=', 'child').executeTakeFirst();
    const again = await store
      .write((tx) => sql`insert into tally values ('child', 8)`.execute(tx))
      .catch((error: { code: string }) => error.code);
    say(JSON.stringify({ row, again }));
    await store.close();
    process.disconnect?.();
  },

  /** Holds the parent's writer: says so, then does nothing more. */
  async 'hold-writer'() {
    const store = await openParentStore(process);
    const ended = await store
      .write(async (tx) => {
        await sql`insert into tally values ('half', 1)`.execute(tx);
        say('holding');
        await new Promise((resolve) =>
          process.once('message', (message) => message === 'go on' && resolve(1)),
        );
        await sql`insert into tally values ('other half', 1)`.execute(tx);
      })
      .catch((error: { code: string }) => error.code);
    say(String(ended));
    process.disconnect?.();
  },

  /** Takes a home and keeps it. */
  async own(home = '') {
    const claim = await claimHome(home);
    say(JSON.stringify(claim));
    if (claim.owned) await forever();
  },
};

const [, , part = '', ...given] = process.argv;
await parts[part]!(...given);
