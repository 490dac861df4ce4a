import type { z } from 'zod';
import { z as zod } from 'zod';
import { contract } from '../contract.ts';
import { bare } from '../core/field-text.ts';
import type { Operation } from '../core/operation.ts';
import { flagOf } from './command-line.ts';

export const houseCommands: readonly { readonly command: string; readonly summary: string }[] = [
  { command: 'serve', summary: 'Serve pages and API on loopback [--port 8080] [--home DIR] [--example]' },
  { command: 'load-state DIR', summary: 'Load a state folder: its agencies, law, plan and datasets' },
  {
    command: 'audit witness ADDRESS',
    summary:
      'Keep the checkpoints of a log elsewhere, refuse a forked one --key KEY --keep FOLDER [--every SECONDS]',
  },
  {
    command: 'store restore BACKUP',
    summary: 'Put a whole backup into an empty home [--home DIR] [--keys FOLDER]',
  },
  {
    command: 'store copy --to URL',
    summary: 'Copy the control plane of a home into an empty PostgreSQL database',
  },
  { command: 'store undo-upgrade', summary: 'Put the store back as the release before left it' },
  { command: 'help [AREA [VERB]]', summary: 'Show this, an area’s commands, or one command' },
  { command: 'version', summary: 'Show the version' },
];

/** What each area of the contract is for, in one line of the overview. */
export const areaPurposes: Readonly<Record<string, string>> = {
  work: 'long work: how far it is, what came of it, and how to stop it; mail that waits',
  audit: 'the log of who did and saw what, and the proof that nobody rewrote it',
  store: 'health, backups and drills of the home itself',
  agencies: 'agencies, their posts and who holds them',
  access: 'signing in, roles, policies, tokens, leaving, break-glass',
  law: 'acts, clauses, duties with their dates, and legal obstacles to sharing',
  catalog: 'datasets: load files, versions, fields, inventory, protection, releases, retention',
  standards: 'common elements, their codes, and how columns conform to them',
  quality: 'profiles, rules, checks, issues and data contracts',
  linkage: 'the same person or thing in one file, two files or protected datasets',
  disclosure: 'small counts withheld, attacked and released; risk of records',
  portal: 'rows by query, downloads, charts, catalogues for others, subscriptions',
  plan: 'the data plan: objectives, drafts, comments, board, progress, print',
  search: 'everything, by plain words',
};

export function helpOverview(): string {
  const areas = Object.keys(contract).map((name) => `  ${name.padEnd(12)} ${areaPurposes[name]}`);
  return [
    'oak AREA VERB [words] [--options]',
    '',
    'Areas (`oak help AREA` lists the verbs of one, `oak help AREA VERB` its options):',
    ...areas,
    '',
    'To begin:',
    '  oak catalog ingest FILE --title WORDS --agency CODE',
    '  oak search find "drug deaths"',
    '  oak plan list-objectives',
    '',
    'Besides:',
    ...houseCommands.map(({ command, summary }) => `  ${command.padEnd(22)} ${summary}`),
    '',
    'Every verb takes --json (an answer for programs), --home DIR (default .oak, or OAK_HOME), --purpose WORDS (why protected data is asked for, or OAK_PURPOSE) and --help.',
    'Exit codes: 0 done, 1 a fault inside, 2 a mistake in the command, 3 not found, 4 a conflict, 5 refused,',
    '6 bad data, 7 not possible now, 130 interrupted.',
  ].join('\n');
}

export function helpArea(area: string): string {
  const ops = Object.entries(contract[area] ?? {});
  const width = Math.max(...ops.map(([verb]) => verb.length));
  return [`oak ${area} VERB`, '', ...ops.map(([verb, op]) => `  ${verb.padEnd(width)}  ${op.summary}`)].join(
    '\n',
  );
}

export function helpVerb(op: Operation): string {
  const positional = op.positional ?? [];
  const [area, verb] = op.name.split('.');
  const lines = [
    `oak ${area} ${verb} ${positional.map((name) => name.toUpperCase()).join(' ')} [options]`,
    '',
    op.summary,
  ];
  if (op.description !== undefined) lines.push('', op.description);
  const fields = Object.entries(op.input.shape) as [string, z.ZodType][];
  const width = Math.max(0, ...fields.map(([name]) => flagOf(name).length));
  if (fields.length > 0) lines.push('', 'Options:');
  for (const [name, schema] of fields) {
    const inner = bare(schema);
    const kind =
      inner instanceof zod.ZodEnum
        ? inner.options.join(' | ')
        : inner instanceof zod.ZodArray
          ? 'list, by commas'
          : inner.def.type;
    const about = schema.description ?? inner.description;
    lines.push(`  --${flagOf(name).padEnd(width)}  ${[about, `(${kind})`].filter(Boolean).join(' ')}`);
  }
  if (op.errors.length > 0)
    lines.push('', `Errors: ${op.errors.map((kind) => `${kind.code} (exit ${kind.exit})`).join(', ')}`);
  return lines.join('\n');
}
