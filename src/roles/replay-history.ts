import { z } from 'zod';
import { type App, areas, compose } from '../app.ts';
import { startComment } from '../areas/plan/comments/contract.ts';
import { operatorActor } from '../core/access.ts';
import { fixedClock } from '../core/clock.ts';
import { readStateFile } from '../core/load-jurisdiction.ts';
import type { Operation } from '../core/operation.ts';
import { parseRecordFile } from '../core/record-file.ts';
import { invalidInput } from '../core/request-errors.ts';
import { stateFilePath } from '../core/state-folder.ts';
import type { Store } from '../store/database.ts';
import { readSetting, setSetting, writeSetting } from '../store/settings.ts';

const step = z.strictObject({
  at: z.iso.datetime({ offset: true }),
  /** An operation, or `measure`: every objective whose measure remembers, as it stands on that day. */
  do: z.string(),
  /** Who decided, as the record will say. */
  by: z.string().optional(),
  with: z.record(z.string(), z.unknown()).default({}),
  /** Does it once for each of these; `$each` in the input stands for it. */
  each: z.array(z.unknown()).optional(),
  /** Remembers the answer: `$name.field` in a later input stands for a field of it. */
  as: z.string().optional(),
});

const historyFile = z.strictObject({ steps: z.array(step) });

export interface History {
  /** The records of law and agencies that stand first: others need them. */
  begin(): Promise<void>;
  /** All that follows and needs no dataset. */
  rest(): Promise<void>;
  /** What was asked and answered about datasets, once they are there: from the first such step to the end of the file. */
  aboutData(): Promise<void>;
}

/**
 * Plays an example state's past: each step is an operation like any other, asked as it would have been on its day, with
 * the clock moved there. Nothing goes round a rule. Steps that lie in the future are left for the people who use it.
 * How far it came is committed with each step, so that a start that was killed goes on behind the last one.
 */
export async function openHistory(app: App, folder: string, file: string): Promise<History> {
  const { steps } = parseRecordFile(await readStateFile(folder, file), historyFile, file);
  const now = app.clock.now();
  const clock = fixedClock(now, app.clock.timeZone);
  let carried: string | undefined;
  const store: Store = {
    ...app.store,
    async write(work) {
      const mark = carried;
      const answer = await app.store.write(async (tx) => {
        const made = await work(tx);
        if (mark !== undefined) await setSetting(tx, playedKey, mark);
        return made;
      });
      if (mark !== undefined) carried = undefined;
      return answer;
    },
  };
  const past = compose({ ...app, clock, store });
  const known = new Map(past.operations.map((op) => [op.name, op]));
  const answers = new Map<string, unknown>(
    JSON.parse((await readSetting(app.store, answersKey)) ?? '[]') as [string, unknown][],
  );
  const played = Number((await readSetting(app.store, playedKey)) ?? 0);

  const play = async ({ line, each, done }: Play): Promise<void> => {
    clock.moveTo(line.at);
    const actor = { ...operatorActor, ...(line.by === undefined ? {} : { name: line.by }) };
    const asking = { actor, purpose: 'example' };
    if (line.do === 'measure') {
      await measure(past);
      return writeSetting(app.store, playedKey, done);
    }
    const op = known.get(line.do);
    if (op === undefined)
      throw invalidInput.with({ problems: [`${file}: there is no operation ${line.do}.`] });
    const input = filled(line.with, answers, each) as Record<string, unknown>;
    if (op.upload && typeof input['file'] === 'string') {
      input['path'] = stateFilePath(folder, input['file']);
      delete input['file'];
    }
    if (op.name === 'plan.comment') {
      // A person reads the form before sending it; so does the replay.
      clock.moveTo(new Date(Date.parse(line.at) - 60_000).toISOString());
      input['ticket'] = (await past.ask(startComment, {}, asking)).ticket;
      clock.moveTo(line.at);
    }
    carried = done;
    const answer = await past.ask(op as Operation, input as never, asking);
    if (carried !== undefined) await writeSetting(app.store, playedKey, done);
    carried = undefined;
    if (line.as === undefined) return;
    answers.set(line.as, answer);
    await writeSetting(app.store, answersKey, JSON.stringify([...answers]));
  };
  const all = steps
    .flatMap((line) => (line.each ?? [undefined]).map((each) => ({ line, each })))
    .map((one, at): Play => ({ ...one, done: String(at + 1) }))
    .filter(({ line }) => new Date(line.at).toISOString() <= now);
  const playAll = async (plays: readonly Play[]): Promise<void> => {
    for (const one of plays) if (Number(one.done) > played) await play(one);
  };
  const first = all.findIndex(({ line }) => !/^(law|agencies)\./.test(line.do));
  const ofData = all.findIndex(({ line }) => line.do.startsWith('catalog.'));
  const data = ofData === -1 ? all.length : ofData;
  return {
    begin: () => playAll(all.slice(0, first)),
    rest: () => playAll(all.slice(first, data)),
    aboutData: () => playAll(all.slice(data)),
  };
}

const playedKey = 'history-played';
const answersKey = 'history-answers';

interface Play {
  readonly line: z.output<typeof step>;
  readonly each: unknown;
  /** How many there are up to this one. */
  readonly done: string;
}

async function measure(past: App): Promise<void> {
  const context = past.contextFor({ actor: operatorActor, purpose: 'example', operation: 'plan.recompute' });
  const run = areas.find(({ name }) => name === 'plan')?.jobs?.['plan.recompute'];
  await run?.({ ...context, job: { id: 'replay', attempt: 1, progress: () => {}, note: () => {} } }, {
    remembering: true,
  } as never);
}

/** `$each` and `$name.field` replaced by what they stand for, however deep. */
function filled(value: unknown, answers: ReadonlyMap<string, unknown>, each: unknown): unknown {
  if (value === '$each') return each;
  if (typeof value === 'string' && value.startsWith('$')) {
    const [name, field] = value.slice(1).split('.') as [string, string];
    return (answers.get(name) as Record<string, unknown> | undefined)?.[field];
  }
  if (Array.isArray(value)) return value.map((one) => filled(one, answers, each));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filled(one, answers, each)]));
  return value;
}
