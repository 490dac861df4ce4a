import { writeFile } from 'node:fs/promises';
import type { InputOf } from '../../core/operation.ts';
import type { Context, Handler } from '../handler.ts';
import { askWorker } from './ask-worker.ts';
import { tableFileUnreadable } from './errors.ts';
import { homeSecret } from './home-secret.ts';
import { type NamedText, readTablesFile } from './read-tables.ts';
import { findRuleSet } from './rules/find-rule-set.ts';
import { readOverrides } from './rules/read-overrides.ts';
import type { explain as explainOperation, protect as operation } from './tables/contract.ts';

/** Protects a file of tables. The explanation goes only where the asker said, never into the answer. */
export const protect: Handler<typeof operation> = async (context, input) => {
  const { published, explanation } = await protectedTables(context, input);
  if (input.explain !== undefined) await writeFile(input.explain, explanation, { mode: 0o600 });
  return { mediaType: 'application/json', body: published };
};

/** The reasons alone: why each blank is one, and its interval. */
export const explain: Handler<typeof explainOperation> = async (context, input) => ({
  mediaType: 'application/json',
  body: (await protectedTables(context, input)).explanation,
});

async function protectedTables(
  context: Pick<Context, 'clock' | 'signal' | 'store' | 'vault'>,
  input: InputOf<typeof explainOperation>,
): Promise<{ published: string; explanation: string }> {
  const day = input.on ?? context.clock.today();
  const [tables, earlier, rules] = await Promise.all([
    givenTables(input),
    Promise.all((input.earlier ?? []).map(readTablesFile)),
    Promise.all((input.rules ?? []).map((name) => findRuleSet(name, day))),
  ]);
  return askWorker<{ published: string; explanation: string }>(
    {
      ask: 'protect',
      secret: await homeSecret(context, 'companions'),
      tables,
      earlier,
      rules,
      overrides: readOverrides(input.rule ?? []),
      ...(input.seconds === undefined ? {} : { seconds: input.seconds }),
    },
    context.signal,
  );
}

export function givenTables(input: {
  readonly file?: string | undefined;
  readonly tables?: Readonly<Record<string, unknown>> | undefined;
}): Promise<NamedText> {
  if (input.file !== undefined) return readTablesFile(input.file);
  if (input.tables !== undefined)
    return Promise.resolve({ name: 'the tables', text: JSON.stringify(input.tables) });
  throw tableFileUnreadable.with({
    file: 'the request',
    where: 'file',
    problem: 'no file of tables was given',
  });
}
