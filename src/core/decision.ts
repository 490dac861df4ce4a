/** The answer of the policies to one question, with what it obliges whoever carries it out to do. */
export type Decision =
  | { readonly allowed: true; readonly policies: readonly PolicyNote[]; readonly obligations: Obligations }
  | { readonly allowed: false; readonly refusal: Refusal };

/** A policy as a person can name it. */
export interface PolicyNote {
  readonly id: string;
  readonly title: string;
}

/** Why not, and whom to ask. */
export interface Refusal {
  readonly policy: PolicyNote;
  /** Why, in plain words. */
  readonly reason: string;
  /** Whom to ask, in words. */
  readonly ask: string;
  /** Code of the agency that the thing belongs to, where there is one: its page names the data officer. */
  readonly agency?: string;
  /** What the asker could do at once. */
  readonly wayIn?: 'sign-in' | 'step-up';
}

/** What must be done with what is shown. Of several policies that allow, the strictest of each applies. */
export interface Obligations {
  /** Fields of these classes are shown masked. */
  readonly mask: readonly FieldClass[];
  /** Only figures that count or sum rows may leave, never a row. */
  readonly aggregateOnly: boolean;
  /** The fewest rows that a figure shown may count; 0 when any may. */
  readonly minimumCell: number;
  /** `each`: every look is an entry of its own in the log, written before the first byte leaves. */
  readonly log: 'usual' | 'each';
}

export const noObligations: Obligations = Object.freeze({
  mask: [],
  aggregateOnly: false,
  minimumCell: 0,
  log: 'usual',
});

/** What a field tells about a person: who it is, what narrows it down, what could harm, or none of these. */
export const fieldClasses = ['identifier', 'quasi-identifier', 'sensitive', 'plain'] as const;
export type FieldClass = (typeof fieldClasses)[number];

/** A look at the data of one dataset, as the policies are asked about it. */
export interface DataQuestion {
  /** `see-record`: that it exists and what it is. `read-rows`, `read-figures`, `export-rows`: its content. */
  readonly action: 'see-record' | 'read-rows' | 'read-figures' | 'export-rows';
  readonly dataset: {
    readonly id: string;
    /** Code of the agency that holds it. */
    readonly agency: string;
    readonly classification: 'open' | 'protected';
  };
  /** Field classes among the fields asked for; none means that all may be. */
  readonly fields?: readonly FieldClass[];
  /** What the asker has been granted for this dataset; ended and withdrawn ones may be in it and count for nothing. */
  readonly grants?: readonly LiveGrant[];
}

/** Leave to see protected data, given for a purpose and a time. */
export interface LiveGrant {
  readonly id: string;
  readonly kind: 'ordinary' | 'break-glass';
  /** The person it was given to: an actor's id. */
  readonly grantee: string;
  readonly dataset: string;
  /** The purpose it binds to; the asker must name the same one. */
  readonly purpose: string;
  /** The most it lets be seen. */
  readonly view: 'rows' | 'masked' | 'figures';
  /** ISO 8601 instants. */
  readonly from: string;
  readonly until: string;
  readonly withdrawnAt?: string;
}
