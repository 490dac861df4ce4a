import { type Sql, sql } from '../../../engine/sql.ts';
import type { Context, Handler } from '../../handler.ts';
import { definitionOf } from '../definitions/read-definition.ts';
import { parseRuleSet, type Verdict } from '../policy/rule-set.ts';
import type { explainRunPair as op } from './contract.ts';
import { noSuchPair } from './errors.ts';
import type { PairExplained, RunEvidence } from './model.ts';
import { requestOf } from './read-run.ts';
import { fieldsOfComparison, recordsShown } from './records-shown.ts';
import { openRun } from './with-run.ts';

/** A pair as it was kept. `why` is Written by `writeRun`. */
interface KeptPair {
  readonly id_l: string;
  readonly id_r: string;
  readonly match_weight: number;
  readonly match_probability: number;
  readonly linked: 'yes' | 'no';
  readonly cluster_l: string;
  readonly cluster_r: string;
  readonly verdict: Verdict;
  readonly decided_by: string;
  readonly rules: string;
  readonly pattern: string;
  readonly why: string;
}
type Why = readonly [number | null, ...(readonly [number, number, ...(number | null)[]])[]];

/** Explains a pair by what was kept of it when it was weighed: the same numbers as decided. */
export const explainRunPair: Handler<typeof op> = async (context, input) => {
  const run = await openRun(context, input.run);
  const [pair] = await context.engine.rows<KeptPair>(
    sql`SELECT * EXCLUDE (pair) FROM ${run.pairs} WHERE pair = ${input.pair}`,
    { step: 'pair_kept', signal: context.signal },
  );
  if (pair === undefined) throw noSuchPair.with({ run: input.run });
  const { row, report, evidence } = run;
  const records = await recordsShown(context, run, [
    { side: 0, row: Number(pair.id_l) },
    { side: row.kind === 'link' ? 1 : 0, row: Number(pair.id_r) },
  ]);
  const linked = pair.linked === 'yes';
  const rules = pair.rules === '' ? [] : pair.rules.split(' ').map(Number);
  return {
    run: row.id,
    pair: input.pair,
    linked,
    ruled: await rulingOfPair(context, requestOf(row).rules, pair),
    chance: pair.match_probability,
    weight: pair.match_weight,
    needed: evidence.needed,
    prior: evidence.prior,
    neighbours: (JSON.parse(pair.why) as Why)[0],
    records,
    fields: fieldsOf(evidence, pair, records, linked),
    comparedBy: rules.map((rule) => report.blocking.rules[rule]!.name),
    clusters: [...new Set([pair.cluster_l, pair.cluster_r])],
    others: await othersOf(context, run.pairs, pair),
  };
};

/** Who decided over the chance: a person, or a rule with its reason. */
async function rulingOfPair(
  context: Context,
  rules: string | undefined,
  { verdict, decided_by: by }: KeptPair,
): Promise<PairExplained['ruled']> {
  if (by === 'the chance') return null;
  if (by === 'a person' || rules === undefined) return { by, verdict, because: null };
  const { content } = await definitionOf(context.store.read, 'rules', rules);
  const rule = parseRuleSet(content, rules).rules.find((one) => one.rule === by);
  return { by, verdict, because: rule?.because ?? null };
}

/** `given_name 7 · family_name 5 · … · rarity +4`: the level of each comparison. */
const levelsIn = (pattern: string) =>
  new Map(
    pattern.split(' · ').map((part) => {
      const at = part.lastIndexOf(' ');
      return [part.slice(0, at), Number(part.slice(at + 1))] as const;
    }),
  );

function fieldsOf(
  { compared, needed }: RunEvidence,
  { pattern, why }: KeptPair,
  records: PairExplained['records'],
  linked: boolean,
): PairExplained['fields'] {
  const levels = levelsIn(pattern);
  const [, ...bars] = JSON.parse(why) as Why;
  return compared.map(({ group, parts }, at) => {
    const [bits, without, ...rarities] = bars[at]!;
    return {
      field: group,
      parts: parts.map(({ field, levels: labels }, part) => {
        const level = levels.get(field) ?? 0;
        const values = (side: number) =>
          fieldsOfComparison(field).flatMap((name) => records[side]!.values[name] ?? []);
        return {
          field,
          left: values(0),
          right: values(1),
          same: level === labels.length - 1,
          says: labels[level] ?? 'missing',
          rarity: rarities[part] ?? null,
        };
      }),
      bits,
      without,
      decides: without >= needed !== linked,
    };
  });
}

/** How many other pairs were kept of the two records. */
async function othersOf(context: Context, pairs: Sql, pair: KeptPair) {
  const [counted] = await context.engine.rows<{ n: number }>(
    sql`SELECT (count(*) - 1)::integer AS n FROM ${pairs}
        WHERE id_l = ${pair.id_l} OR id_r = ${pair.id_r}`,
    { step: 'pairs_beside', signal: context.signal },
  );
  return counted!.n;
}
