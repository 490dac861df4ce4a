import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { OakError } from '../core/error.ts';
import { parseRecordFile } from '../core/record-file.ts';

const loopback = new Set(['localhost', '127.0.0.1', '::1']);

const mailFile = z
  .strictObject({
    smtp: z.strictObject({
      host: z.string().min(1),
      port: z.int().min(1).max(65_535),
      /** `tls` from the first byte (465), `starttls` before anything is said (587), `none` only on this machine. */
      security: z.enum(['tls', 'starttls', 'none']),
      user: z.string().min(1).optional(),
      /** Absolute path of a file that holds the password and nothing else. */
      passwordFile: z.string().min(1).optional(),
    }),
    /** `Data plan <plan@example.gov>` */
    from: z.string().regex(/^([^<>\r\n]+ <[^<>\s@]+@[^<>\s@]+>|[^<>\s@]+@[^<>\s@]+)$/, 'expected an address'),
    replyTo: z.string().email().optional(),
    /** Where the public reaches this platform: links in mail begin with it. */
    publicAddress: z.url({ protocol: /^https?$/ }),
  })
  .superRefine(({ smtp }, check) => {
    if (smtp.security === 'none' && !loopback.has(smtp.host))
      check.addIssue({
        code: 'custom',
        path: ['smtp', 'security'],
        message: 'mail may leave this machine only with tls or starttls',
      });
    if ((smtp.user === undefined) !== (smtp.passwordFile === undefined))
      check.addIssue({ code: 'custom', path: ['smtp'], message: 'user and passwordFile belong together' });
  });

export interface MailSettings extends z.output<typeof mailFile> {
  readonly password?: string;
}

/**
 * How mail leaves this home: `mail.yaml` in its folder, read again whenever mail is due, so that no restart is needed.
 * Nothing when there is no such file; the fault in words, without values, when it cannot be used.
 */
export function readMailSettings(home: string): MailSettings | { readonly fault: string } | undefined {
  const file = join(home, 'mail.yaml');
  if (!existsSync(file)) return undefined;
  try {
    const settings = parseRecordFile(readFileSync(file, 'utf8'), mailFile, 'mail.yaml');
    const { passwordFile } = settings.smtp;
    return passwordFile === undefined
      ? settings
      : { ...settings, password: readFileSync(passwordFile, 'utf8').trim() };
  } catch (thrown) {
    return {
      fault: thrown instanceof OakError ? thrown.message : 'mail.yaml: the password file cannot be read.',
    };
  }
}
