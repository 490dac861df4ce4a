import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { newId } from '../../../core/id.ts';
import { recordBounce } from '../../../store/mail.ts';
import type { Context, Handler, Tx } from '../../handler.ts';
import { mailUnreadable } from '../errors.ts';
import type { Item } from '../model.ts';
import { readItems } from '../read-plan.ts';
import type { importMail } from './contract.ts';
import { keepComment, phaseFor } from './keep-comment.ts';
import { limits } from './model.ts';
import { rawMessage } from './read-comments.ts';
import { type ReadMessage, readMessage } from './read-message.ts';
import { splitMailbox } from './split-mailbox.ts';

/** The largest mailbox taken at once; a longer one is sent in parts. */
const mostFileBytes = 200 * 1024 * 1024;

export const importMailHandler: Handler<typeof importMail> = async (context, input) => {
  const { bytes, name } = await readUpload(context, input);
  const messages = splitMailbox(bytes);
  if (messages.length > limits.messagesInOneFile)
    throw mailUnreadable.with({
      file: name,
      because: `it holds more than ${limits.messagesInOneFile} messages`,
    });
  context.audit.about({ detail: { messages: messages.length } });
  const sums = { messages: messages.length, comments: 0, duplicates: 0, known: 0, bounces: 0, automatic: 0 };
  const refused: { message: number; because: string }[] = [];
  for (const [at, source] of messages.entries()) {
    if (source.length > limits.messageBytes) {
      refused.push({ message: at + 1, because: 'it is larger than 25 MB' });
      continue;
    }
    let mail: ReadMessage;
    try {
      mail = await readMessage(source);
    } catch {
      refused.push({ message: at + 1, because: 'it is no message' });
      continue;
    }
    const done = await context.store.write((tx) => takeOver(tx, context, mail, source));
    if (done === 'empty') refused.push({ message: at + 1, because: 'it holds neither text nor attachment' });
    else sums[done]++;
    if (done === 'duplicates') sums.comments++;
  }
  return { ...sums, refused };
};

type Done = 'comments' | 'duplicates' | 'known' | 'bounces' | 'automatic' | 'empty';

async function takeOver(tx: Tx, context: Context, mail: ReadMessage, source: Buffer): Promise<Done> {
  if (mail.kind === 'bounce') {
    for (const id of mail.returned.ids) await recordBounce(tx, context.clock, id, mail.returned.status);
    return 'bounces';
  }
  if (mail.kind === 'automatic') return 'automatic';
  const sha256 = createHash('sha256').update(source).digest('hex');
  const known = await tx
    .selectFrom('plan_attachment')
    .select('id')
    .where('media_type', '=', rawMessage)
    .where('sha256', '=', sha256)
    .executeTakeFirst();
  if (known) return 'known';
  if (mail.body === '' && mail.attachments.length === 0 && mail.subject === '') return 'empty';

  const now = context.clock.now();
  // A claimed date decides nothing; of two servers' words the one of the arrival here counts, if it can be true.
  const receivedAt = mail.arrivedAt !== undefined && mail.arrivedAt <= now ? mail.arrivedAt : now;
  const { cycle } = await phaseFor(tx, receivedAt);
  const item = itemNamed(`${mail.subject}\n${mail.body.slice(0, 2_000)}`, await readItems(tx, cycle));
  const kept = await keepComment(tx, context, {
    item,
    stance: 'change',
    subject: mail.subject,
    body: mail.body.slice(0, limits.bodyCharacters) || '(see the attachment)',
    name: mail.name,
    email: mail.email,
    channel: 'email',
    receivedAt,
    claimedAt: mail.claimedAt,
    messageId: mail.messageId,
  });
  const files = [
    ...mail.attachments,
    ...(mail.body.length > limits.bodyCharacters
      ? [{ name: 'the-whole-comment.txt', mediaType: 'text/plain', content: Buffer.from(mail.body) }]
      : []),
    { name: 'message.eml', mediaType: rawMessage, content: source },
  ];
  for (const file of files)
    await tx
      .insertInto('plan_attachment')
      .values({
        id: newId(context.random),
        comment: kept.id,
        name: file.name,
        media_type:
          file.mediaType === rawMessage && file.content !== source
            ? 'application/octet-stream'
            : file.mediaType,
        bytes: file.content.length,
        sha256: createHash('sha256').update(file.content).digest('hex'),
        content: file.content.toString('base64'),
      })
      .execute();
  return kept.duplicateOf === null ? 'comments' : 'duplicates';
}

const spoken: readonly (readonly [RegExp, Item['kind']])[] = [
  [/\bprinciple\s+(\d{1,3})\b/i, 'principle'],
  [/\bgoal\s+(\d{1,3})\b/i, 'goal'],
  [/\bfocal point\s+(\d{1,3})\b/i, 'focal-point'],
];

/** The item a message names by its number, first in its subject. */
function itemNamed(text: string, items: readonly Item[]): string | undefined {
  for (const [form, kind] of spoken) {
    const number = Number(form.exec(text)?.[1]);
    const found = items.find((item) => item.kind === kind && item.number === number);
    if (found) return found.item;
  }
  return undefined;
}

async function readUpload(
  context: Pick<Context, 'upload'>,
  input: { readonly file?: string; readonly path?: string },
): Promise<{ bytes: Buffer; name: string }> {
  const path = input.path ?? input.file;
  const name = basename(context.upload?.filename ?? path ?? 'the file');
  const parts: Uint8Array[] = [];
  let size = 0;
  const take = (part: Uint8Array) => {
    size += part.length;
    if (size > mostFileBytes) throw mailUnreadable.with({ file: name, because: 'it is larger than 200 MB' });
    parts.push(part);
  };
  if (context.upload) for await (const part of context.upload.stream) take(part);
  else if (path !== undefined) {
    const file = await open(path).catch((cause: unknown) => {
      throw mailUnreadable.with({ file: name, because: 'it cannot be read' }, cause);
    });
    try {
      for await (const part of file.readableWebStream()) take(part as Uint8Array);
    } finally {
      await file.close();
    }
  } else throw mailUnreadable.with({ file: name, because: 'no file was given' });
  return { bytes: Buffer.concat(parts), name };
}
