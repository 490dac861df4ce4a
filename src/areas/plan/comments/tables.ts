import { integer, optional, type RowOf, table, text } from '../../../store/database.ts';
import type { Disposition } from './model.ts';

export const planComment = table(
  'plan_comment',
  {
    id: text(),
    cycle: text(),
    number: integer(),
    phase: integer(),
    version: optional(text()),
    item: optional(text()),
    stance: text<'change' | 'support' | 'question'>(),
    subject: optional(text()),
    body: text(),
    name: optional(text()),
    agency: optional(text()),
    channel: text<'form' | 'email' | 'hearing'>(),
    received_at: text(),
    claimed_at: optional(text()),
    late: integer(),
    out_of_focus: integer(),
    carried_to: optional(integer()),
    state: text<'shown' | 'held' | 'hidden'>(),
    state_reason: optional(text()),
    disposition: optional(text<Disposition>()),
    reason: optional(text()),
    change_item: optional(text()),
    change_words: optional(text()),
    disposed_by: optional(text()),
    disposed_at: optional(text()),
    duplicate_of: optional(text()),
    message_id: optional(text()),
    digest: text(),
    example: integer(),
  },
  ['id'],
);

export const planCommentContact = table(
  'plan_comment_contact',
  {
    comment: text(),
    email: text(),
  },
  ['comment'],
);

export const planAttachment = table(
  'plan_attachment',
  {
    id: text(),
    comment: text(),
    name: text(),
    media_type: text(),
    bytes: integer(),
    sha256: text(),
    content: text(),
  },
  ['id'],
);

export const planCommentAct = table(
  'plan_comment_act',
  {
    id: text(),
    comment: text(),
    act: text(),
    reason: text(),
    by_whom: text(),
    at: text(),
  },
  ['id'],
);

export const planTicket = table(
  'plan_ticket',
  {
    id: text(),
    used_at: text(),
  },
  ['id'],
);

export const tables = [planComment, planCommentContact, planAttachment, planCommentAct, planTicket];

declare module '../../../store/database.ts' {
  interface Database {
    plan_comment: RowOf<typeof planComment>;
    plan_comment_contact: RowOf<typeof planCommentContact>;
    plan_attachment: RowOf<typeof planAttachment>;
    plan_comment_act: RowOf<typeof planCommentAct>;
    plan_ticket: RowOf<typeof planTicket>;
  }
}
