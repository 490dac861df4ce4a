/** Who did something, in words for a sentence. */
export const actorWords = (actor: string): string =>
  ({ open: 'a visitor', operator: 'the operator', system: 'the platform' })[actor] ?? actor;
