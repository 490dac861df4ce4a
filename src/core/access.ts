/**
 * Who is asking. A visitor who has not signed in is the open actor, a person who has carries the roles held at that moment,
 * a command run by the owner of the home is the operator, and the platform's own work is the system.
 */
export interface Actor {
  /** A person's id, or the word of its kind. Never a name or an address. */
  readonly id: string;
  readonly kind: 'open' | 'person' | 'operator' | 'system';
  /** As it is shown: the masthead, histories. */
  readonly name?: string;
  /** Roles in force when the request came; none for anyone but a person. */
  readonly roles?: readonly HeldRole[];
  /** How a person came in. */
  readonly signedIn?: SignedIn;
  /** A visitor that says itself that no person asked: its use is counted apart. */
  readonly robot?: true;
}

/** A role as one person holds it. Those of an agency name it by its code; those of the state name none. */
export interface HeldRole {
  readonly role: Role;
  readonly agency?: string;
  /** The instant it ends, ISO 8601; without one it is held until taken away. */
  readonly until?: string;
}

/** What people do here. `officer`, `deputy` and `steward` are held for an agency; the others for the state. */
export const roles = [
  'officer',
  'deputy',
  'steward',
  'office',
  'board',
  'analyst',
  'reviewer',
  'auditor',
] as const;
export type Role = (typeof roles)[number];

export interface SignedIn {
  /** `session`: through the identity provider, in a browser. `token`: a personal access token, in a script. */
  readonly by: 'session' | 'token';
  /** When the person proved who they are, ISO 8601. */
  readonly at: string;
  /** When a session ends if no further request comes, ISO 8601. */
  readonly until?: string;
  /** When they last proved it anew for a step that asks for it, ISO 8601. */
  readonly steppedUpAt?: string;
  /** What a token may do at most; a session has no limit of its own. */
  readonly scope?: 'read' | 'write';
}

export const openActor: Actor = Object.freeze({ id: 'open', kind: 'open' });
export const robotActor: Actor = Object.freeze({ id: 'open', kind: 'open', robot: true });
export const operatorActor: Actor = Object.freeze({ id: 'operator', kind: 'operator' });
export const systemActor: Actor = Object.freeze({ id: 'system', kind: 'system' });

/**
 * Who may use an operation or a page. One word for each rule; policies give it its meaning.
 * `staff` is any role; `officer` the data officer, deputy or steward of the agency that the thing belongs to; `office` the
 * chief data officer's office; `reviewer` whoever reviews releases; the operator may do what any of them may.
 */
export type AccessRule =
  | 'everyone'
  | 'signed-in'
  | 'staff'
  | 'officer'
  | 'office'
  | 'board'
  | 'analyst'
  | 'reviewer'
  | 'auditor'
  | 'operator';
