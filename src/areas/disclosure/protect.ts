import { writeFile } from 'node:fs/promises';
import type { Handler } from '../handler.ts';
import { askWorker } from './ask-worker.ts';
import type { protect as operation } from './contract.ts';
import { tableFileUnreadable } from './errors.ts';
import { type NamedText, readTablesFile } from './read-tables.ts';
import { findRuleSet } from './rules/find-rule-set.ts';
import { readOverrides } from './rules/read-overrides.ts';

/** Protects a file of tables. The explanation goes only where the asker said, never into the answer. */
export const protect: Handler<typeof operation> = async (context, input) => {
  const day = input.on ?? context.clock.today();
  const [tables, earlier, rules] = await Promise.all([
    givenTables(input),
    Promise.all((input.earlier ?? []).map(readTablesFile)),
    Promise.all((input.rules ?? []).map((name) => findRuleSet(name, day))),
  ]);
  const { published, explanation } = await askWorker<{ published: string; explanation: string }>(
    {
      ask: 'protect',
      tables,
      earlier,
      rules,
      overrides: readOverrides(input.rule ?? []),
      ...(input.seconds === undefined ? {} : { seconds: input.seconds }),
    },
    context.signal,
  );
  if (input.explain !== undefined) await writeFile(input.explain, explanation, { mode: 0o600 });
  return { mediaType: 'application/json', body: published };
};

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
