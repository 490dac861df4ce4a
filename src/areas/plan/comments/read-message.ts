import type { ParsedMail } from 'mailparser';
import { isMailAddress } from '../../../store/mail.ts';
import { limits } from './model.ts';

export interface ReadMessage {
  readonly kind: 'comment' | 'bounce' | 'automatic';
  readonly messageId?: string;
  readonly subject: string;
  readonly body: string;
  readonly name?: string;
  readonly email?: string;
  /** When it says it was written: anyone may claim anything. */
  readonly claimedAt?: string;
  /** When our side's server says it arrived: the topmost `Received` line, which the sender cannot write. */
  readonly arrivedAt?: string;
  readonly attachments: readonly {
    readonly name: string;
    readonly mediaType: string;
    readonly content: Buffer;
  }[];
  readonly leftOut: number;
  /** Ids of our own messages that a report speaks of, and its status. */
  readonly returned: { readonly ids: readonly string[]; readonly status: string };
}

/**
 * Reads a message as it came: attachments, character sets, broken headers. Nothing in it is opened, unpacked, fetched or
 * run. Throws only when the bytes are no message at all.
 */
export async function readMessage(source: Buffer): Promise<ReadMessage> {
  const { simpleParser } = await import('mailparser');
  const mail = await simpleParser(source, {
    skipImageLinks: true,
    skipTextLinks: true,
    maxHtmlLengthToParse: 2_000_000,
  });
  const from = mail.from?.value.flatMap((one) => [one, ...(one.group ?? [])]).find(({ address }) => address);
  const email = from?.address?.trim();
  const body = (mail.text ?? '').replaceAll('\u0000', '').replaceAll('\r\n', '\n').trim();
  const received = [mail.headers.get('received') ?? []].flat()[0];
  const arrived =
    typeof received === 'string' ? new Date(received.slice(received.lastIndexOf(';') + 1)) : undefined;
  const claimed = mail.date;
  let room: number = limits.attachmentBytes;
  const kept = mail.attachments.filter(({ content }) => {
    if (room < content.length) return false;
    room -= content.length;
    return true;
  });
  return {
    kind: kindOf(mail, source),
    messageId: mail.messageId,
    subject: (mail.subject ?? '').replaceAll('\u0000', '').trim(),
    body: body.slice(0, 100_000),
    name: from?.name.replaceAll('\u0000', '').trim() || undefined,
    email: email !== undefined && isMailAddress(email) ? email : undefined,
    claimedAt: validDate(claimed),
    arrivedAt: validDate(arrived),
    attachments: kept.slice(0, limits.attachments).map(({ filename, contentType, content }, at) => ({
      name: safeName(filename) || `attachment-${at + 1}`,
      mediaType: /^[\w.+-]+\/[\w.+-]+$/.test(contentType)
        ? contentType.toLowerCase()
        : 'application/octet-stream',
      content,
    })),
    leftOut: mail.attachments.length - Math.min(kept.length, limits.attachments),
    returned: returnedBy(source),
  };
}

/** Text and times as far as the header may be trusted; a date that is none is left out. */
const validDate = (date: Date | undefined): string | undefined =>
  date === undefined || Number.isNaN(date.getTime()) ? undefined : date.toISOString();

const safeName = (name: string | undefined): string =>
  (name ?? '')
    .replace(/^.*[\\/]/, '')
    .replace(/[\p{Cc}"<>|:*?]/gu, '')
    .replace(/^\.+/, '')
    .slice(0, 150);

function kindOf(mail: ParsedMail, source: Buffer): ReadMessage['kind'] {
  const head = source.subarray(0, 64 * 1024).toString('latin1');
  if (/^content-type:\s*multipart\/report/im.test(head) && /report-type="?delivery-status/i.test(head))
    return 'bounce';
  const automatic = mail.headers.get('auto-submitted');
  if (typeof automatic === 'string' && automatic.toLowerCase() !== 'no') return 'automatic';
  return 'comment';
}

/** Reports quote our message id, whose first part is the id in the outbox (16 letters). */
function returnedBy(source: Buffer): ReadMessage['returned'] {
  const text = source.subarray(0, 512 * 1024).toString('latin1');
  const ids = [...text.matchAll(/<([b-df-hj-km-np-tv-z2-9]{16})@[\w.-]+>/g)].map((match) => match[1]!);
  return { ids: [...new Set(ids)], status: /^status:\s*(\d\.\d+\.\d+)/im.exec(text)?.[1] ?? '5.0.0' };
}
