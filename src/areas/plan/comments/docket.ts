import type { Handler } from '../../handler.ts';
import { csvAnswer } from '../csv-answer.ts';
import { noSuchComment, noSuchRecord } from '../errors.ts';
import type {
  downloadAttachment,
  downloadDocket,
  listCommentGroups,
  listComments,
  showComment,
} from './contract.ts';
import { groupAlike } from './group-alike.ts';
import { commentRow, countComments, docketCycle, rawMessage, readComments } from './read-comments.ts';

export const listCommentsHandler: Handler<typeof listComments> = async ({ store }, input) => {
  const cycle = await docketCycle(store.read, input.cycle);
  const [total, all, answered, comments] = await Promise.all([
    countComments(store.read, cycle, input),
    countComments(store.read, cycle),
    countComments(store.read, cycle, { answer: 'answered' }),
    readComments(store.read, cycle, input),
  ]);
  return { cycle, total, all, answered, comments };
};

export const showCommentHandler: Handler<typeof showComment> = async ({ store }, input) => {
  const cycle = await docketCycle(store.read, input.cycle);
  const { id } = await commentRow(store.read, cycle, input.number);
  const [found] = await readComments(store.read, cycle, { number: input.number });
  if (!found) throw noSuchComment.with({ comment: String(input.number) });
  const acts = await store.read
    .selectFrom('plan_comment_act')
    .selectAll()
    .where('comment', '=', id)
    .orderBy('at')
    .execute();
  return { ...found, acts: acts.map(({ act, reason, by_whom, at }) => ({ act, reason, by: by_whom, at })) };
};

const head = [
  'number',
  'phase',
  'item',
  'from',
  'name',
  'channel',
  'received_at',
  'late',
  'says',
  'answer',
  'reason',
  'text_change',
  'answered_at',
  'same_as',
  'example',
];

export const downloadDocketHandler: Handler<typeof downloadDocket> = async ({ store }, input) => {
  const cycle = await docketCycle(store.read, input.cycle);
  const rows = await readComments(store.read, cycle, input);
  return csvAnswer(
    `docket-${cycle}`,
    head,
    rows.map((row) => [
      row.number,
      row.phase,
      row.item ?? '',
      row.agency ?? 'public',
      row.name ?? '',
      row.channel,
      row.receivedAt,
      row.late ? 1 : 0,
      row.body ?? '',
      row.disposition ?? '',
      row.reason ?? '',
      row.change?.item ?? '',
      row.disposedAt ?? '',
      row.duplicateOf ?? '',
      row.example ? 1 : 0,
    ]),
  );
};

/** What a browser may take for what it says it is; all else is bytes. It is saved and never opened in our pages. */
const harmless = new Set(['application/pdf', 'image/png', 'image/jpeg', 'text/plain', 'text/csv']);

export const downloadAttachmentHandler: Handler<typeof downloadAttachment> = async ({ store }, input) => {
  const row = await store.read
    .selectFrom('plan_attachment')
    .innerJoin('plan_comment', 'plan_comment.id', 'plan_attachment.comment')
    .selectAll('plan_attachment')
    .where('plan_attachment.id', '=', input.attachment)
    .where('plan_attachment.media_type', '!=', rawMessage)
    .where('plan_comment.state', '=', 'shown')
    .executeTakeFirst();
  if (!row) throw noSuchRecord.with({ what: 'attachment', id: input.attachment });
  return {
    mediaType: harmless.has(row.media_type) ? row.media_type : 'application/octet-stream',
    body: Buffer.from(row.content, 'base64'),
    headers: {
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(row.name).replace(/['()*]/g, escape)}`,
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
    },
  };
};

export const listCommentGroupsHandler: Handler<typeof listCommentGroups> = async ({ store }, input) => {
  const cycle = await docketCycle(store.read, input.cycle);
  const rows = (await readComments(store.read, cycle)).filter(
    ({ body, duplicateOf }) => body !== null && duplicateOf === null,
  );
  return { groups: groupAlike(rows.map(({ number, body }) => ({ number, text: body! }))) };
};
