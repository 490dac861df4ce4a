/**
 * What a SoQL text says, as plain values. Names are folded ({@link foldName}); parentheses leave no trace; `at` is where
 * in the text a node begins.
 */
export type Query =
  | { readonly kind: 'select'; readonly select: Select }
  /** The right side reads the rows that the left makes. */
  | { readonly kind: 'chain'; readonly left: Query; readonly right: Query }
  | {
      readonly kind: 'combine';
      readonly by: 'union' | 'intersect' | 'minus';
      readonly all: boolean;
      readonly left: Query;
      readonly right: Query;
    };

export interface Select {
  readonly at: number;
  readonly hints: readonly string[];
  readonly distinct: 'no' | 'rows' | readonly Expression[];
  readonly stars: readonly Star[];
  readonly items: readonly SelectItem[];
  readonly from?: TableName;
  readonly joins: readonly Join[];
  readonly where?: Expression;
  readonly group: readonly Expression[];
  readonly having?: Expression;
  readonly order: readonly OrderItem[];
  readonly search?: string;
  readonly limit?: bigint;
  readonly offset?: bigint;
}

export interface Star {
  readonly at: number;
  readonly system: boolean;
  readonly table?: string;
  readonly except: readonly string[];
}

export interface SelectItem {
  readonly of: Expression;
  readonly alias?: string;
}

export interface TableName {
  readonly at: number;
  readonly name: string;
  readonly alias?: string;
}

export interface Join {
  readonly at: number;
  readonly side: 'inner' | 'left' | 'right' | 'full';
  readonly lateral: boolean;
  readonly table?: TableName;
  readonly arguments?: readonly Expression[];
  readonly query?: Query;
  readonly alias?: string;
  readonly on: Expression;
}

export interface OrderItem {
  readonly of: Expression;
  readonly descending: boolean;
  /** Left out by the writer: nulls last when ascending, first when descending. */
  readonly nulls: 'first' | 'last';
}

export const operators = [
  'or',
  'and',
  'not',
  'is null',
  'is not null',
  'like',
  'not like',
  'between',
  'not between',
  'in',
  'not in',
  '=',
  '<>',
  '<',
  '<=',
  '>',
  '>=',
  '+',
  '-',
  '||',
  '*',
  '/',
  '%',
  '^',
  'subscript',
] as const;
export type Operator = (typeof operators)[number];

export type Expression =
  | {
      readonly kind: 'column';
      readonly at: number;
      readonly name: string;
      readonly table?: string;
    }
  | { readonly kind: 'text'; readonly at: number; readonly value: string }
  /** The digits as written, so that nothing is lost. */
  | { readonly kind: 'number'; readonly at: number; readonly digits: string }
  | { readonly kind: 'boolean'; readonly at: number; readonly value: boolean }
  | { readonly kind: 'null'; readonly at: number }
  | {
      readonly kind: 'operator';
      readonly at: number;
      readonly op: Operator;
      readonly args: readonly Expression[];
    }
  | Call
  | {
      readonly kind: 'case';
      readonly at: number;
      readonly branches: readonly { readonly when: Expression; readonly value: Expression }[];
      readonly otherwise?: Expression;
    }
  | { readonly kind: 'cast'; readonly at: number; readonly of: Expression; readonly to: string }
  /** `?name`, or `param("name")` of this or another saved view. */
  | { readonly kind: 'hole'; readonly at: number; readonly name: string; readonly view?: string };

export interface Call {
  readonly kind: 'call';
  readonly at: number;
  readonly name: string;
  readonly args: readonly Expression[];
  readonly star: boolean;
  readonly distinct: boolean;
  readonly filter?: Expression;
  readonly window?: Window;
}

export interface Window {
  readonly partition: readonly Expression[];
  readonly order: readonly OrderItem[];
  readonly frame?: Frame;
}

export interface Frame {
  readonly unit: 'rows' | 'range' | 'groups';
  readonly start: FrameBound;
  readonly end?: FrameBound;
  readonly exclude?: 'current row' | 'group' | 'ties' | 'no others';
}

export interface FrameBound {
  readonly rows: bigint | 'unbounded' | 'current row';
  readonly side?: 'preceding' | 'following';
}
