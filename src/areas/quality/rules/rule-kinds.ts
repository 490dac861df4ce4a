import type { Dimension } from '../dimension.ts';
import type { RuleDefinition, RuleKindName } from '../rule.ts';
import { code } from './code.ts';
import { foreignKey } from './foreign-key.ts';
import { inSet } from './in-set.ts';
import { notFuture } from './not-future.ts';
import { notNull } from './not-null.ts';
import { order } from './order.ts';
import { pattern } from './pattern.ts';
import { place } from './place.ts';
import { range } from './range.ts';
import { recent } from './recent.ts';
import { rowCount } from './row-count.ts';
import type { Candidate, Facts, Ground, RuleKind, Test, Words } from './rule-kind.ts';
import { typeFit } from './type-fit.ts';
import { unique } from './unique.ts';

/** Every kind of rule. A new kind is a file, a line here and a line in `rule.ts`. */
const kinds: { readonly [Kind in RuleKindName]: RuleKind<Kind> } = {
  unique,
  'not-null': notNull,
  range,
  'in-set': inSet,
  pattern,
  order,
  'not-future': notFuture,
  place,
  code,
  'type-fit': typeFit,
  'foreign-key': foreignKey,
  'row-count': rowCount,
  recent,
};

export const ruleKinds: readonly RuleKind[] = Object.values(kinds) as unknown as RuleKind[];

const kindOf = (definition: RuleDefinition): RuleKind => kinds[definition.kind] as unknown as RuleKind;

export const dimensionOf = (definition: RuleDefinition): Dimension => kindOf(definition).dimension;
export const sentenceOf = (definition: RuleDefinition, words: Words): string =>
  kindOf(definition).says(definition as never, words);
export const testOf = (definition: RuleDefinition, ground: Ground): Test =>
  kindOf(definition).test(definition as never, ground);
export const candidatesFrom = (facts: Facts): readonly Candidate[] =>
  ruleKinds.flatMap((kind) => kind.candidates?.(facts) ?? []);
