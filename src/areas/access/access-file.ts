import { z } from 'zod';
import { roles } from '../../core/access.ts';
import { parseRecordFile } from '../../core/record-file.ts';

const role = z.enum(roles);

/** A state's file of access: which groups of its identity provider, and which posts, carry which role. */
const accessFile = z.strictObject({
  groups: z.array(
    z.strictObject({
      /** The group's name as the provider says it; `{agency}` stands for an agency's code. */
      name: z.string().min(1),
      role,
      /** The agency it is held for, when the name does not say it. */
      agency: z.string().optional(),
    }),
  ),
  posts: z.array(
    z.strictObject({
      /** Id of a role in the state's file of agencies. */
      post: z.string().min(1),
      role,
    }),
  ),
  /** Invented people of the demonstration, who sign in without a password; left out anywhere else. */
  people: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9-]+$/, 'expected lower case letters, digits and hyphens'),
        name: z.string().min(1),
        is: z.string().min(1),
        may: z.string().min(1),
        groups: z.array(z.string()).default([]),
        /** Id of the person in the state's file of agencies, whose posts are theirs. */
        person: z.string().optional(),
        example: z.literal(true),
      }),
    )
    .default([]),
});

/** Reads the file. Throws `core.record-file-unreadable` with line and field. */
export const readAccessFile = (text: string, name = 'access.yaml'): z.output<typeof accessFile> =>
  parseRecordFile(text, accessFile, name);
