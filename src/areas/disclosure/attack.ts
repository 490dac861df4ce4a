import type { Handler } from '../handler.ts';
import { askWorker } from './ask-worker.ts';
import { tableFileUnreadable } from './errors.ts';
import { readTablesFile } from './read-tables.ts';
import { readOverrides } from './rules/read-overrides.ts';
import type { attack as operation } from './tables/contract.ts';

const exitOf = { safe: '0', unsafe: '1', contradictory: '2' } as const;

/** Attacks published files together. */
export const attack: Handler<typeof operation> = async (context, input) => {
  const files = await Promise.all((input.files ?? []).map(readTablesFile));
  const given = (input.releases ?? []).map((release, at) => ({
    name: `release ${at + 1}`,
    text: JSON.stringify(release),
  }));
  const releases = [...files, ...given];
  if (releases.length === 0)
    throw tableFileUnreadable.with({
      file: 'the request',
      where: 'files',
      problem: 'no published file was given',
    });
  const { lines, outcome } = await askWorker<{ lines: string; outcome: keyof typeof exitOf }>(
    {
      ask: 'attack',
      releases,
      overrides: readOverrides(input.rule ?? []),
      ...(input.seconds === undefined ? {} : { seconds: input.seconds }),
    },
    context.signal,
  );
  const found = lines.split('\n').filter((line) => line !== '');
  const blanks = found.filter((line) => line.includes('"kind":"blank"')).length;
  const unsafe = found.filter((line) => line.includes('"verdict":"unsafe"')).length;
  return {
    mediaType: 'application/x-ndjson',
    body: lines,
    headers: {
      'oak-outcome': outcome,
      'oak-exit': exitOf[outcome],
      'oak-note': `${outcome}: ${releases.length} ${releases.length === 1 ? 'release' : 'releases'} attacked, ${blanks} ${blanks === 1 ? 'blank' : 'blanks'}, ${unsafe} too narrow or derivable`,
    },
  };
};
