import { parseRecordFile } from '../../core/record-file.ts';
import type { Handler } from '../handler.ts';
import { readRecordUpload } from '../record-upload.ts';
import type { publishStandards as op } from './contract.ts';
import { standardPublished } from './errors.ts';
import { standardsFile } from './model.ts';

/** Publishes what a file holds. The same edition sent again changes nothing; other words need another version. */
export const publishStandards: Handler<typeof op> = async (context, input) => {
  const { text, name } = await readRecordUpload(context, input);
  const { standards } = parseRecordFile(text, standardsFile, name);
  return context.store.write(async (tx) => {
    let added = 0;
    for (const one of standards) {
      const content = JSON.stringify(one);
      const known = await tx
        .selectFrom('standard_edition')
        .select('content')
        .where('standard', '=', one.id)
        .where('version', '=', one.version)
        .executeTakeFirst();
      if (known?.content === content) continue;
      if (known !== undefined) throw standardPublished.with({ standard: one.id, version: one.version });
      await tx
        .insertInto('standard_edition')
        .values({
          standard: one.id,
          version: one.version,
          published_on: one.published,
          content,
          recorded_at: context.clock.now(),
          recorded_by: context.actor.id,
        })
        .execute();
      added += 1;
    }
    return { standards: standards.length, added };
  });
};
