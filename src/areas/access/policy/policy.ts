import cedar, { type PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { type FieldClass, fieldClasses, noObligations, type Obligations } from '../../../core/decision.ts';

/** A policy as a person can name it, with what its annotations say. */
export interface Policy {
  readonly id: string;
  readonly title: string;
  readonly file: string;
  readonly effect: 'permit' | 'forbid';
  /** The access rule, or the look at data, that a refusal names this policy for. */
  readonly for?: string;
  readonly refuses?: string;
  readonly ask?: string;
  readonly obligations: Obligations;
  readonly text: string;
}

/** A fault in a policy file: where and what, in words. */
export interface PolicyFault {
  readonly file: string;
  readonly message: string;
}

/** Reads one policy; what is wrong with it is added to `faults`. */
export function readPolicy(file: string, text: string, faults: PolicyFault[]): Policy | undefined {
  const parsed = cedar.policyToJson(text);
  if (parsed.type === 'failure') {
    faults.push({ file, message: placed(parsed.errors[0]!, text) });
    return undefined;
  }
  const json: PolicyJson = parsed.json;
  const note = (json.annotations ?? {}) as Record<string, string>;
  const { id, title } = note;
  if (!id || !title) {
    faults.push({ file, message: `a policy has no ${id ? 'title' : 'id'}: ${text.slice(0, 60)}` });
    return undefined;
  }
  for (const name of Object.keys(note))
    if (!known.has(name)) faults.push({ file, message: `${id}: there is no annotation @${name}` });
  return {
    id,
    title,
    file,
    effect: json.effect,
    ...(note['for'] === undefined ? {} : { for: note['for'] }),
    ...(note['refuses'] === undefined ? {} : { refuses: note['refuses'] }),
    ...(note['ask'] === undefined ? {} : { ask: note['ask'] }),
    obligations: readObligations(id, file, note, faults),
    text,
  };
}

const known = new Set([
  'id',
  'title',
  'for',
  'refuses',
  'ask',
  'mask',
  'aggregate_only',
  'minimum_cell',
  'log',
]);

function readObligations(
  id: string,
  file: string,
  note: Record<string, string>,
  faults: PolicyFault[],
): Obligations {
  const mask = (note['mask'] ?? '').split(',').filter(Boolean) as FieldClass[];
  const minimumCell = Number(note['minimum_cell'] ?? 0);
  const log = note['log'] ?? 'usual';
  const aggregate = note['aggregate_only'] ?? 'false';
  const wrong = (what: string) => faults.push({ file, message: `${id}: ${what}` });
  for (const one of mask)
    if (!fieldClasses.includes(one)) wrong(`@mask names ${one}, which is no class of field`);
  if (!Number.isInteger(minimumCell) || minimumCell < 0) wrong('@minimum_cell is no whole number');
  if (log !== 'usual' && log !== 'each') wrong('@log is neither usual nor each');
  if (aggregate !== 'true' && aggregate !== 'false') wrong('@aggregate_only is neither true nor false');
  return { mask, minimumCell, log: log as Obligations['log'], aggregateOnly: aggregate === 'true' };
}

/** Of several policies that allow, the strictest of each obligation applies. */
export function strictest(policies: readonly Policy[]): Obligations {
  return policies.reduce<Obligations>(
    (so, { obligations: one }) => ({
      mask: fieldClasses.filter((name) => so.mask.includes(name) || one.mask.includes(name)),
      aggregateOnly: so.aggregateOnly || one.aggregateOnly,
      minimumCell: Math.max(so.minimumCell, one.minimumCell),
      log: so.log === 'each' || one.log === 'each' ? 'each' : 'usual',
    }),
    noObligations,
  );
}

/** A message of Cedar's with the line it is about. */
export function placed(
  error: { message: string; sourceLocations?: { start: number }[] },
  text: string,
): string {
  const start = error.sourceLocations?.[0]?.start;
  return start === undefined
    ? error.message
    : `line ${text.slice(0, start).split('\n').length}: ${error.message}`;
}
