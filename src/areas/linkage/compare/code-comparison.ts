import type { Attribute } from '../prepare/attribute.ts';
import { likenessOf } from '../text/likeness.ts';
import { type Comparison, missing } from './comparison.ts';
import { valueComparison } from './value-comparison.ts';

/** Identifiers and codes: the same, one edit apart, or different. A code shorter than `editable` allows no edit. */
export function codeComparison(
  name: string,
  attribute: Attribute,
  prior: { readonly same: number; readonly edit: number; readonly kin?: number },
  editable = 4,
): Comparison {
  const { values } = attribute;
  const { oneEdit } = likenessOf(values);
  const different = 1 - prior.same - prior.edit;
  const kin = prior.kin ?? 0.02;
  return valueComparison({
    name,
    attribute,
    levels: [
      missing,
      { label: 'different', m: different, kin: 1 - kin * 1.5 },
      { label: 'one edit apart', m: prior.edit, kin: kin / 2, rarity: true },
      { label: 'the same', m: prior.same, kin, rarity: true },
    ],
    levelOf: (a, b) =>
      values[a]!.length >= editable && values[b]!.length >= editable && oneEdit(a, b) ? 2 : 1,
  });
}

/** Values of a short list (sex, state, country): the same or not. */
export function categoryComparison(
  name: string,
  attribute: Attribute,
  prior: { readonly same: number; readonly kin?: number },
): Comparison {
  const kin = prior.kin ?? 0.5;
  return valueComparison({
    name,
    attribute,
    levels: [
      missing,
      { label: 'different', m: 1 - prior.same, kin: 1 - kin },
      { label: 'the same', m: prior.same, kin, rarity: true },
    ],
    remember: false,
    levelOf: () => 1,
  });
}
