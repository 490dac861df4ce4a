import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseRecordFile } from '../../../core/record-file.ts';
import { noSuchRuleSet } from '../errors.ts';
import { type RuleSet, ruleSet } from '../model.ts';
import { checkRule } from './rule.ts';
import type { RuleOf } from './strictest-rule.ts';

/** The folder of rule sets that come with the program, wherever it is installed. */
function bundledFolder(): string | undefined {
  for (let at = dirname(fileURLToPath(import.meta.url)); ; at = dirname(at)) {
    const folder = join(at, 'examples', 'disclosure-rules');
    if (existsSync(folder)) return folder;
    if (dirname(at) === at) return undefined;
  }
}

const bundled = (folder: string | undefined): string[] =>
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
    throw noSuchRuleSet.with({ name: basename(nameOrPath), known: bundled(folder) }, cause);
  });
  const set = parseRecordFile(source, ruleSet, basename(path));
  return ruleOn(set, day);
}

/** The version of a set that holds on a day; the earliest for days before any of them. */
export function ruleOn(set: RuleSet, day: string): RuleOf {
  const version =
    set.versions.find(
      ({ from, to }) => (from === undefined || from <= day) && (to === undefined || day <= to),
    ) ?? set.versions[0]!;
  return { owner: set.owner, rule: checkRule(version.rule, set.title) };
}
