import type { Handler } from '../handler.ts';
import type { rollBack as operation } from './contract.ts';
import { alreadyCurrent } from './errors.ts';
import { viewOfVersion } from './model.ts';
import { versionDestroyed } from './protection/errors.ts';
import { datasetOf } from './read-dataset.ts';
import { versionAt } from './read-version.ts';
import { recordVersion } from './version/record-version.ts';
import { compareColumns } from './version/schema-notice.ts';

/**
 * Makes the rows of an earlier version current again under a new number. History stays as it was: what was current on
 * a date is not rewritten, and both versions name the same files, so nothing is copied.
 */
export const rollBack: Handler<typeof operation> = async (context, input) => {
  const loadedAt = context.clock.now();
  return context.store.write(async (tx) => {
    const dataset = await datasetOf(tx, input.dataset);
    const old = await versionAt(tx, dataset, { version: input.version });
    if (old.destroyed !== null)
      throw versionDestroyed.with({
        dataset: dataset.publicId,
        version: old.number,
        on: old.destroyed.slice(0, 10),
      });
    const current = await versionAt(tx, dataset);
    if (current.number === old.number || current.contentOf === old.number) {
      throw alreadyCurrent.with({ dataset: dataset.publicId, version: old.number });
    }
    const last = await tx
      .selectFrom('dataset_version')
      .select(({ fn }) => fn.max('number').as('number'))
      .where('dataset', '=', dataset.id)
      .executeTakeFirstOrThrow();
    const parts = await tx
      .selectFrom('version_part')
      .selectAll()
      .where('dataset', '=', dataset.id)
      .where('version', '=', old.number)
      .where('kind', '!=', 'row-changes')
      .orderBy('kind')
      .orderBy('number')
      .execute();
    const contentOf = old.contentOf ?? old.number;
    const { version } = await recordVersion(
      context,
      tx,
      {
        dataset: dataset.id,
        register: null,
        filename: old.sourceName,
        actor: context.actor.id,
        keyFields: null,
      },
      {
        ...old,
        number: Number(last.number) + 1,
        loadedAt,
        loadedBy: context.actor.id,
        note: input.note ?? `The rows of version ${contentOf} again.`,
        notice: compareColumns(current.columns, old.columns),
        changes: null,
        contentOf,
      },
      parts,
    );
    await context.emit(tx, 'version-rolled-back', {
      dataset: dataset.id,
      publicId: dataset.publicId,
      version: version.number,
      contentOf,
    });
    return viewOfVersion(version);
  });
};
