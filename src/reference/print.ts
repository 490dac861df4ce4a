/**
 * The printed reference: what the code says of itself, as Markdown for `docs/reference`. A test keeps the files equal to
 * this; `npm run docs` writes them again.
 */

import { join } from 'node:path';
import type { z } from 'zod';
import { allPages, areas } from '../app.ts';
import { decideUse, readPolicyFolder, readPolicySet } from '../areas/access/index.ts';
import { flagOf } from '../cli/command-line.ts';
import { allOperations } from '../contract.ts';
import { type Actor, type HeldRole, openActor, operatorActor } from '../core/access.ts';
import type { ErrorKind } from '../core/error.ts';
import { bare } from '../core/field-text.ts';
import type { Operation } from '../core/operation.ts';
import { recordFileUnreadable } from '../core/record-file.ts';
import { errors as requestErrors } from '../core/request-errors.ts';
import { engineErrors } from '../engine/errors.ts';
import { errors as roleErrors } from '../roles/role-errors.ts';
import { settings, settingsFile } from '../roles/settings.ts';
import { errors as storeErrors } from '../store/errors.ts';
import { storeTables } from '../store/tables.ts';

export const referencePages: Readonly<Record<string, () => string>> = {
  'operations.md': printOperations,
  'errors.md': printErrors,
  'access.md': printAccess,
  'measures.md': printMeasures,
  'tables.md': printTables,
  'settings.md': printSettings,
};

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function printSettings(): string {
  return [
    '# Settings',
    '',
    `Each is a line of \`${settingsFile}\` in the home, such as \`port: 8081\`, or a variable of the environment, which wins.`,
    'A start with a setting that cannot be used says which and ends. Lists are written by commas. Mail has its own file,',
    '`mail.yaml` ([operators](../guides/operators.md)).',
    '',
    '| Line | Variable | What | When left out |',
    '|---|---|---|---|',
    ...Object.entries(settings).map(
      ([key, { about, usual }]) =>
        `| \`${key}\` | \`OAK_${key.toUpperCase()}\` | ${cell(about)} | ${cell(usual)} |`,
    ),
    '',
    '`OAK_HOME`, or `--home`, says where the home is, and is no line of it.',
    '',
  ].join('\n');
}

function printOperations(): string {
  const lines = [
    '# Operations',
    '',
    'Every operation, as a request and as a command. OpenAPI 3.1 of the same is at `/api/openapi.json`.',
  ];
  let area = '';
  for (const op of allOperations) {
    const [own = '', verb = ''] = op.name.split('.');
    if (own !== area) {
      area = own;
      lines.push('', `## ${area}`);
    }
    const words = (op.positional ?? []).map((name) => name.toUpperCase()).join(' ');
    lines.push(
      '',
      `### ${op.name}`,
      '',
      `${op.summary}.`,
      '',
      `\`${op.method} ${op.path}\` · \`oak ${own} ${verb}${words === '' ? '' : ` ${words}`}\``,
    );
    if (op.description !== undefined) lines.push('', op.description);
    const fields = Object.entries(op.input.shape) as [string, z.ZodType][];
    if (fields.length > 0) {
      lines.push('', '| Field | Option | Kind | About |', '|---|---|---|---|');
      for (const [name, schema] of fields) {
        const about = schema.description ?? bare(schema).description ?? '';
        lines.push(
          `| ${name} | \`--${flagOf(name)}\` | ${bare(schema).def.type}${schema.safeParse(undefined).success ? ', optional' : ''} | ${cell(about)} |`,
        );
      }
    }
    if (op.errors.length > 0)
      lines.push('', `Errors: ${op.errors.map((kind) => `[${kind.code}](errors.md)`).join(', ')}.`);
  }
  return end(lines);
}

/** Every kind of error the program can answer, by code. */
export function allErrors(): readonly ErrorKind<never>[] {
  const all = [
    requestErrors,
    [recordFileUnreadable],
    roleErrors,
    storeErrors,
    engineErrors,
    ...areas.map((area) => area.errors),
  ].flat() as ErrorKind<never>[];
  return all.sort((a, b) => (a.code < b.code ? -1 : 1));
}

function printErrors(): string {
  return end([
    '# Errors',
    '',
    'An error has a code, an HTTP status, and an exit code for scripts; its message says what and where, its remedy what to do.',
    '',
    '| Code | Status | Exit |',
    '|---|---|---|',
    ...allErrors().map((kind) => `| ${kind.code} | ${kind.status} | ${kind.exit} |`),
  ]);
}

/** Whom the matrix has a column for; those of an agency once for the thing's own and once for another's. */
const columns: readonly { readonly head: string; readonly actor: Actor }[] = [
  { head: 'visitor', actor: openActor },
  { head: 'signed in', actor: someone() },
  { head: 'officer, deputy, steward of the agency', actor: someone({ role: 'officer', agency: 'OWN' }) },
  { head: 'of another agency', actor: someone({ role: 'officer', agency: 'OTHER' }) },
  { head: 'chief data officer’s office', actor: someone({ role: 'office' }) },
  { head: 'board', actor: someone({ role: 'board' }) },
  { head: 'analyst', actor: someone({ role: 'analyst' }) },
  { head: 'reviewer', actor: someone({ role: 'reviewer' }) },
  { head: 'auditor', actor: someone({ role: 'auditor' }) },
  { head: 'operator', actor: operatorActor },
];

function someone(...roles: HeldRole[]): Actor {
  return { id: 'someone', kind: 'person', roles };
}

function printAccess(): string {
  const read = readPolicySet(readPolicyFolder(join(import.meta.dirname, '..', '..', 'policies')));
  if ('faults' in read) throw new Error('the policies have a fault');
  const cells = (kind: 'Operation' | 'Page', thing: Pick<Operation, 'access' | 'about'> & { name: string }) =>
    columns
      .map(({ actor }) => {
        const { allowed } = decideUse(read, {
          actor,
          thing: { kind, name: thing.name, rule: thing.access, effect: 'read', stepUp: false },
          ...(thing.about === undefined ? {} : { agency: 'OWN' }),
          now: '2026-01-01T00:00:00.000Z',
        });
        return allowed ? 'yes' : '–';
      })
      .join(' | ');
  const head = columns.map((column) => column.head).join(' | ');
  const rule = columns.map(() => '---').join('|');
  return end([
    '# Access',
    '',
    'Who may ask for what, as the policies that come with the program decide it (`policies/`, shown at `/policies`). Where an agency has no data officer, deputy or steward, the chief data officer’s office acts for it. A token for reading changes nothing, whoever holds it. ✻ asks to have signed in again within five minutes.',
    '',
    `| Operation | Effect | ${head} |`,
    `|---|---|${rule}|`,
    ...allOperations.map(
      (op: Operation) => `| ${op.name}${op.stepUp ? ' ✻' : ''} | ${op.effect} | ${cells('Operation', op)} |`,
    ),
    '',
    `| Page | ${head} |`,
    `|---|${rule}|`,
    ...allPages.map(
      (page) =>
        `| \`${page.path}\`${page.submit === undefined ? '' : ' (and its form)'} | ${cells('Page', { ...page, name: page.path })} |`,
    ),
  ]);
}

function printMeasures(): string {
  const measures = areas.flatMap((area) => area.measures ?? []);
  return end([
    '# Measures',
    '',
    'The numbers an objective of the plan can bind to. Each is counted from records that can be listed.',
    '',
    '| Measure | Figure | One record is | How it is counted |',
    '|---|---|---|---|',
    ...measures.map(
      (measure) =>
        `| ${measure.id} | ${cell(measure.title)} (${measure.unit}) | ${measure.record.one} | ${cell(measure.method)} |`,
    ),
  ]);
}

function printTables(): string {
  const lines = [
    '# Tables of the control plane',
    '',
    'SQLite and PostgreSQL hold the same. Times are ISO 8601 text in UTC; JSON is text; truth values are 0 and 1.',
  ];
  for (const group of [storeTables, ...areas.map((area) => area.tables)]) {
    for (const table of group) {
      lines.push('', `## ${table.name}`, '', '| Column | Kind | |', '|---|---|---|');
      for (const [name, column] of Object.entries(table.columns)) {
        lines.push(
          `| ${name} | ${column.storage} | ${[table.primaryKey.includes(name) ? 'key' : '', column.nullable ? 'may be empty' : ''].filter(Boolean).join(', ')} |`,
        );
      }
    }
  }
  return end(lines);
}

const end = (lines: readonly string[]) => `${lines.join('\n')}\n`;
