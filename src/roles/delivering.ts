import { AsyncResource } from 'node:async_hooks';

const everyMs = 1_000;
/** The transaction that asks for it has not committed yet; most have after this. */
const soonMs = 20;

export interface Delivering {
  /** Events have been written, or will be in a moment. */
  wake(): void;
  /** Waits for what is on its way; nothing is delivered afterwards. */
  close(): Promise<void>;
}

/** Hands events to their subscribers soon after the transaction that wrote them, and again until each has succeeded. */
export function startDelivering(
  deliverAll: () => Promise<void>,
  onError: (error: unknown) => void,
): Delivering {
  let running: Promise<void> | undefined;
  let again = false;
  let closed = false;
  // One at a time: two would hand the same event out twice.
  const run = async () => {
    do {
      again = false;
      await deliverAll();
    } while (again && !closed);
  };
  // Whoever wakes us is often inside a transaction, which may be a slow one: what is written here is not part of it.
  const look = AsyncResource.bind(() => {
    again = true;
    if (closed || running !== undefined) return;
    running = run()
      .catch(onError)
      .finally(() => {
        running = undefined;
      });
  });
  const timer = setInterval(look, everyMs);
  timer.unref();
  return {
    wake: () => void setTimeout(look, soonMs).unref(),
    async close() {
      closed = true;
      clearInterval(timer);
      await running;
    },
  };
}
