import { parentPort, workerData } from 'node:worker_threads';
import { OakError } from '../../core/error.ts';
import { attackReleases } from './attack/attack-releases.ts';
import { protectTables } from './protect/protect-tables.ts';
import { printTableFile } from './protect/published-file.ts';
import type { NamedText } from './read-tables.ts';
import { checkRule, type Rule } from './rules/rule.ts';
import { type RuleOf, strictestRule } from './rules/strictest-rule.ts';
import { parseTableFile } from './tables/table-file.ts';

/** The thread the solver works in, so that a long programme never holds up the server. One request, one thread. */
export type DisclosureRequest =
  | {
      readonly ask: 'protect';
      readonly tables: NamedText;
      readonly earlier: readonly NamedText[];
      readonly rules: readonly RuleOf[];
      readonly overrides: Rule;
      /** Of the home: with it companions are chosen. */
      readonly secret: string;
      readonly seconds?: number;
    }
  | {
      readonly ask: 'attack';
      readonly releases: readonly NamedText[];
      readonly overrides: Rule;
      readonly seconds?: number;
    };

export type DisclosureReply =
  | { readonly published: string; readonly explanation: string }
  | { readonly lines: string; readonly outcome: 'safe' | 'unsafe' | 'contradictory' }
  | { readonly error: ReturnType<OakError['toJSON']> }
  | { readonly failure: string };

async function answer(request: DisclosureRequest): Promise<DisclosureReply> {
  if (request.ask === 'protect') {
    const { tables, earlier, rules, overrides, secret, seconds } = request;
    const file = parseTableFile(tables.text, tables.name);
    const governing = strictestRule([{ owner: `the file ${file.name}`, rule: file.rule }, ...rules]);
    const asked = Object.fromEntries(Object.keys(overrides).map((field) => [field, 'this request']));
    const rule = checkRule({ ...governing.rule, ...overrides }, 'asked for');
    const { published, explanation } = await protectTables(
      file,
      { rule, whose: { ...governing.whose, ...asked } },
      {
        secret,
        earlier: earlier.map(({ text, name }) => parseTableFile(text, name)),
        ...(seconds === undefined ? {} : { seconds }),
      },
    );
    return {
      published: printTableFile(published),
      explanation: `${JSON.stringify(explanation, null, 1)}\n`,
    };
  }
  const { releases, overrides, seconds } = request;
  const files = releases.map(({ text, name }) => {
    const file = parseTableFile(text, name);
    return { ...file, rule: checkRule({ ...file.rule, ...overrides }, 'asked for') };
  });
  const report = await attackReleases(files, {
    exact: true,
    ...(seconds === undefined ? {} : { seconds }),
  });
  const said: object[] = [...report.lines];
  if (report.contradiction !== undefined)
    said.push({ verdict: 'contradictory', route: report.contradiction });
  return { outcome: report.outcome, lines: said.map((line) => `${JSON.stringify(line)}\n`).join('') };
}

const reply = await answer(workerData as DisclosureRequest).catch(
  (error: unknown): DisclosureReply =>
    error instanceof OakError
      ? { error: error.toJSON() }
      : { failure: error instanceof Error ? `${error.name}: ${error.message}` : 'failed' },
);
parentPort!.postMessage(reply);
