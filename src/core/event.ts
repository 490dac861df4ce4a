/**
 * What areas tell each other. An area adds its events by declaration merging in its `events.ts`; an event is written to
 * the outbox in the transaction that made it true, and delivered at least once to the subscribers listed in `app.ts`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging, one area at a time
export interface Events {}

export type EventName = keyof Events;

export interface DomainEvent<Name extends EventName = EventName> {
  readonly id: string;
  readonly name: Name;
  readonly at: string;
  readonly payload: Events[Name];
}
