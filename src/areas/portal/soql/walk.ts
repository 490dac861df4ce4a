import type { Expression } from './tree.ts';

/** The expression and all inside it, outermost first. */
export function walk(of: Expression): Expression[] {
  return [of, ...partsOf(of).flatMap(walk)];
}

/** What stands directly inside an expression. */
export function partsOf(of: Expression): readonly Expression[] {
  switch (of.kind) {
    case 'operator':
      return of.args;
    case 'cast':
      return [of.of];
    case 'case':
      return [
        ...of.branches.flatMap((one) => [one.when, one.value]),
        ...(of.otherwise ? [of.otherwise] : []),
      ];
    case 'call':
      return [
        ...of.args,
        ...(of.filter ? [of.filter] : []),
        ...(of.window ? [...of.window.partition, ...of.window.order.map((one) => one.of)] : []),
      ];
    default:
      return [];
  }
}
