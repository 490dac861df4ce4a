import type { Handler } from '../handler.ts';
import { readRecordUpload } from '../record-upload.ts';
import { readAccessFile } from './access-file.ts';
import type { loadAccess as op } from './contract.ts';
import { sampleIssuer, writeAccount } from './write-account.ts';

/**
 * Takes over which groups and posts carry which role: the file's word stands, from the next request on. Its sample people get
 * their accounts, so that they can be given something before they first sign in.
 */
export const loadAccess: Handler<typeof op> = async (context, input) => {
  const { text, name } = await readRecordUpload(context, input);
  const file = readAccessFile(text, name);
  return context.store.write(async (tx) => {
    await tx.deleteFrom('group_role').execute();
    await tx.deleteFrom('post_role').execute();
    for (const { name: group, role, agency } of file.groups)
      await tx
        .insertInto('group_role')
        .values({ name: group, role, agency: agency?.toUpperCase() ?? '' })
        .execute();
    for (const line of file.posts) await tx.insertInto('post_role').values(line).execute();
    const accounts: Record<string, string> = {};
    for (const { id, name, groups, person } of file.people) {
      const email = `${id}@sample.invalid`;
      const claims = { issuer: sampleIssuer, subject: id, name, email, groups, ...(person && { person }) };
      accounts[id] = (await writeAccount(tx, context, claims)).id;
    }
    return { groups: file.groups.length, posts: file.posts.length, accounts };
  });
};
