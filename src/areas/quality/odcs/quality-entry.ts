import { z } from 'zod';
import { type Criticality, type RuleDefinition, ruleDefinition } from '../rule.ts';
import type { OdcsQuality } from './odcs-document.ts';

/** What a contract says of one rule. `field` is undefined for rules of the whole table. */
export interface ContractRule {
  readonly definition: RuleDefinition;
  readonly tolerance: number;
  readonly criticality: Criticality;
}

const engine = 'charter-oak';
const severities: Readonly<Record<Criticality, string>> = { high: 'error', normal: 'warning', low: 'info' };

/** The part of an entry that says what must hold; the rest (names, schedules, impact) is words. */
const meaning = [
  'type', 'metric', 'rule', 'arguments', 'unit', 'query', 'engine', 'implementation',
  'mustBe', 'mustNotBe', 'mustBeGreaterThan', 'mustBeGreaterOrEqualTo', 'mustBeLessThan', 'mustBeLessOrEqualTo',
  'mustBeBetween', 'mustNotBeBetween',
] as const; // biome-ignore format: a table

/** An accepted rule as an entry of a `quality` list: a library metric where ODCS has one, else our own engine's. */
export function entryOf(
  rule: ContractRule & { id: string; sentence: string; dimension: string },
): OdcsQuality {
  return {
    id: rule.id,
    ...demandOf(rule),
    description: rule.sentence,
    dimension: rule.dimension,
    severity: severities[rule.criticality],
  };
}

function demandOf({ definition, tolerance }: Omit<ContractRule, 'criticality'>): OdcsQuality {
  const limit = tolerance === 0 ? { mustBe: 0 } : { mustBeLessOrEqualTo: tolerance, unit: 'percent' };
  switch (definition.kind) {
    case 'not-null':
      return { type: 'library', metric: 'nullValues', ...limit };
    case 'unique':
      return {
        type: 'library',
        metric: 'duplicateValues',
        ...(definition.fields.length > 1 ? { arguments: { properties: [...definition.fields] } } : {}),
        ...limit,
      };
    case 'in-set':
      return {
        type: 'library',
        metric: 'invalidValues',
        arguments: { validValues: [...definition.values] },
        ...limit,
      };
    case 'pattern':
      return {
        type: 'library',
        metric: 'invalidValues',
        arguments: { pattern: definition.pattern },
        ...limit,
      };
    case 'row-count':
      return { type: 'library', metric: 'rowCount', ...betweenOf(definition) };
    default:
      return {
        type: 'custom',
        engine,
        implementation: { ...definition, ...(tolerance === 0 ? {} : { tolerance }) },
      };
  }
}

function betweenOf({ min, max }: { min?: number; max?: number }): OdcsQuality {
  if (min !== undefined && max !== undefined && min !== max) return { mustBeBetween: [min, max] };
  if (min !== undefined && min === max) return { mustBe: min };
  return min !== undefined ? { mustBeGreaterOrEqualTo: min } : { mustBeLessOrEqualTo: max ?? 0 };
}

/**
 * The rule an entry states, or null when it says anything that our rules do not mean to the letter: such an
 * entry is kept in the contract and not run. `field` is the property it stands under.
 */
export function ruleOf(entry: OdcsQuality, field: string | undefined): ContractRule | null {
  const read = readEntry(entry, field);
  if (read === null) return null;
  const ours = demandOf(read);
  const same = meaning.every((part) =>
    equal(part === 'type' ? (entry.type ?? 'library') : entry[part], ours[part]),
  );
  const criticality = (Object.keys(severities) as Criticality[]).find(
    (one) => severities[one] === entry.severity,
  );
  return same ? { ...read, criticality: criticality ?? 'normal' } : null;
}

const custom = z.looseObject({ tolerance: z.number().min(0).max(100).default(0) });

function readEntry(entry: OdcsQuality, field: string | undefined): Omit<ContractRule, 'criticality'> | null {
  const limit = entry['mustBeLessOrEqualTo'];
  const tolerance = typeof limit === 'number' && entry.unit === 'percent' ? limit : 0;
  const made = (value: unknown, at = tolerance) => {
    const parsed = ruleDefinition.safeParse(value);
    return parsed.success ? { definition: parsed.data, tolerance: at } : null;
  };
  if (entry.type === 'custom') {
    if (entry.engine !== engine) return null;
    const parsed = custom.safeParse(entry.implementation);
    if (!parsed.success) return null;
    const { tolerance: allowed, ...definition } = parsed.data;
    return made(definition, allowed);
  }
  switch (entry.metric) {
    case 'nullValues':
      return made({ kind: 'not-null', field });
    case 'duplicateValues':
      return made({ kind: 'unique', fields: entry.arguments?.['properties'] ?? [field] });
    case 'invalidValues':
      return entry.arguments?.['pattern'] !== undefined
        ? made({ kind: 'pattern', field, pattern: entry.arguments['pattern'] })
        : made({ kind: 'in-set', field, values: entry.arguments?.['validValues'] });
    case 'rowCount':
      return made({ kind: 'row-count', ...countBounds(entry) }, 0);
    default:
      return null;
  }
}

function countBounds(entry: OdcsQuality): { min?: unknown; max?: unknown } {
  const between = entry['mustBeBetween'];
  if (Array.isArray(between)) return { min: between[0], max: between[1] };
  if (entry['mustBe'] !== undefined) return { min: entry['mustBe'], max: entry['mustBe'] };
  const more = entry['mustBeGreaterThan'];
  return {
    min: typeof more === 'number' ? undefined : entry['mustBeGreaterOrEqualTo'],
    max: entry['mustBeLessOrEqualTo'],
  };
}

function equal(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  const [a, b] = [Object.entries(left), Object.entries(right)];
  return (
    a.length === b.length && a.every(([key, value]) => equal(value, (right as Record<string, unknown>)[key]))
  );
}
