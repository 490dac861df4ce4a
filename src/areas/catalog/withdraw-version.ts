import type { Handler } from '../handler.ts';
import type { withdrawVersion as operation } from './contract.ts';
import { type VersionState, versionMoves, viewOfVersion } from './model.ts';
import { datasetOf } from './read-dataset.ts';
import { versionAt, versionFromRow } from './read-version.ts';

/** Takes a version out of reach. Its number, counts and reason stay; a number is never used again. */
export const withdrawVersion: Handler<typeof operation> = (context, input) =>
  context.store.write(async (tx) => {
    const dataset = await datasetOf(tx, input.dataset);
    const version = await versionAt(tx, dataset, { version: input.version });
    const move = async (number: number, from: VersionState, to: VersionState, note?: string) => {
      if (!versionMoves[from].includes(to)) throw new Error(`no move from ${from} to ${to}`);
      await tx
        .updateTable('dataset_version')
        .set({ state: to, ...(note === undefined ? {} : { note }) })
        .where('dataset', '=', dataset.id)
        .where('number', '=', number)
        .execute();
    };
    await move(version.number, version.state, 'withdrawn', input.reason);
    if (dataset.currentVersion === version.number) {
      const left = await tx
        .selectFrom('dataset_version')
        .select(['number', 'rows_stored', 'loaded_at', 'release'])
        .where('dataset', '=', dataset.id)
        .where('state', '=', 'superseded')
        .where('destroyed', 'is', null)
        .orderBy('number', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (left) await move(left.number, 'superseded', 'current');
      await tx
        .updateTable('dataset')
        .set({
          current_version: left?.number ?? null,
          rows_stored: left?.rows_stored ?? null,
          loaded_at: left?.loaded_at ?? null,
          release: left?.release ?? null,
          updated_at: context.clock.now(),
        })
        .where('id', '=', dataset.id)
        .execute();
    }
    await context.emit(tx, 'version-withdrawn', {
      dataset: dataset.id,
      publicId: dataset.publicId,
      version: version.number,
    });
    const row = await tx
      .selectFrom('dataset_version')
      .selectAll()
      .where('dataset', '=', dataset.id)
      .where('number', '=', version.number)
      .executeTakeFirstOrThrow();
    return viewOfVersion(versionFromRow(row, dataset));
  });
