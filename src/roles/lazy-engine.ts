import type { Engine } from '../engine/engine.ts';

/** An engine that opens at its first statement: a command that reads no rows never pays for it. */
export function lazyEngine(open: () => Promise<Engine>): Engine {
  let opened: Promise<Engine> | undefined;
  const engine = () => (opened ??= open());
  return {
    rows: async (statement, options) => (await engine()).rows(statement, options) as never,
    json: async (statement, options) => (await engine()).json(statement, options),
    columns: async (statement, options) => (await engine()).columns(statement, options),
    run: async (statement, options) => (await engine()).run(statement, options),
    session: async (work) => (await engine()).session(work),
    close: async () => (await opened)?.close(),
  };
}
