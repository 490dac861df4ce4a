import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseRecordFile } from '../../../core/record-file.ts';
import { noSuchRuleSet } from '../errors.ts';
import { type RuleSet, ruleSet } from '../model.ts';
import { checkRule } from './rule.ts';
import type { RuleOf } from './strictest-rule.ts';

/** A file or folder that comes with the program, wherever it is installed. */
function bundled(name: string): string | undefined {
  for (let at = dirname(fileURLToPath(import.meta.url)); ; at = dirname(at)) {
    const path = join(at, 'examples', name);
    if (existsSync(path)) return path;
    if (dirname(at) === at) return undefined;
  }
}

const bundledFolder = (): string | undefined => bundled('disclosure-rules');

/** A record file that comes with the program. */
export const bundledFile = (name: string): string => bundled(name) ?? name;

const setsIn = (folder: string | undefined): string[] =>
  folder === undefined
    ? []
    : readdirSync(folder)
        .filter((name) => name.endsWith('.yaml'))
        .map((name) => basename(name, '.yaml'))
        .sort();

/**
 * The rule of a set on a day, by its bundled name or the path of its file. Throws `disclosure.no-such-rule-set`, and
 * `core.record-file-unreadable` for a file that is not one.
 */
export async function findRuleSet(nameOrPath: string, day: string): Promise<RuleOf> {
  const folder = bundledFolder();
  const isPath = /[\\/]|\.ya?ml$/.test(nameOrPath);
  const path = isPath ? nameOrPath : join(folder ?? '', `${nameOrPath}.yaml`);
  const source = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw noSuchRuleSet.with({ name: basename(nameOrPath), known: setsIn(folder) }, cause);
  });
  const set = parseRecordFile(source, ruleSet, basename(path));
  return ruleOn(set, day);
}

/** The rules that govern data of these agencies on a day: those that name one of them, and `otherwise` where none does. */
export async function rulesOfAgencies(
  agencies: readonly string[],
  otherwise: string,
  day: string,
): Promise<RuleOf[]> {
  const folder = bundledFolder();
  const sets = await Promise.all(
    setsIn(folder).map(async (name) =>
      parseRecordFile(await readFile(join(folder!, `${name}.yaml`), 'utf8'), ruleSet, `${name}.yaml`),
    ),
  );
  const own = sets.filter((set) => set.agencies?.some((code) => agencies.includes(code)));
  const covered = new Set(own.flatMap((set) => set.agencies ?? []));
  const rules = own.map((set) => ruleOn(set, day));
  if (agencies.length === 0 || agencies.some((code) => !covered.has(code)))
    rules.push(await findRuleSet(otherwise, day));
  return rules;
}

/**
 * The version of a set that holds on a day. Before any of them the earliest; where one has ended and none follows, the last
 * that began, for data are not without a rule.
 */
export function ruleOn(set: RuleSet, day: string): RuleOf {
  const version =
    set.versions.find(
      ({ from, to }) => (from === undefined || from <= day) && (to === undefined || day <= to),
    ) ??
    set.versions
      .filter(({ from }) => from === undefined || from <= day)
      .sort((a, b) => (a.from ?? '').localeCompare(b.from ?? ''))
      .at(-1) ??
    set.versions[0]!;
  const rule = checkRule(version.rule, set.title);
  return { owner: set.owner, rule, ...(version.citation.read === 'recalled' ? { unchecked: true } : {}) };
}
