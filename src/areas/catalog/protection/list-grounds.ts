import { inForce, plainClassification } from '../../../core/classification.ts';
import type { Handler } from '../../handler.ts';
import type { listGrounds as operation } from './contract.ts';

/** What a person who classifies or releases may choose from today. */
export const listGrounds: Handler<typeof operation> = async ({ jurisdiction, clock }) => {
  const rules = jurisdiction.classification ?? plainClassification;
  const today = clock.today();
  const told = ({ citation, standing }: (typeof rules.grounds)[number] | (typeof rules.classes)[number]) => ({
    citation: citation ?? null,
    standing,
  });
  return {
    classes: inForce(rules.classes, today).map((one) => ({
      id: one.id,
      name: one.name,
      says: one.says,
      open: one.open,
      ...told(one),
    })),
    elements: inForce(rules.elements, today).map(({ id, name, class: kind, citation, standing }) => ({
      id,
      name,
      class: kind,
      citation: citation ?? null,
      standing,
    })),
    grounds: inForce(rules.grounds, today).map((one) => ({ id: one.id, says: one.says, ...told(one) })),
  };
};
