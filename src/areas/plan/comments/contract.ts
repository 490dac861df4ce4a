import { z } from 'zod';
import { bytes, json, operation } from '../../../core/operation.ts';
import { agencyCode } from '../../agencies/model.ts';
import { recordUploadInput } from '../../record-upload.ts';
import {
  answeredMeanwhile,
  illegalMove,
  mailUnreadable,
  noPlan,
  noSuchComment,
  noSuchItem,
  noSuchRecord,
  tooFast,
  unfit,
} from '../errors.ts';
import { comment, disposition, limits, stance } from './model.ts';

export const startComment = operation({
  name: 'plan.start-comment',
  method: 'GET',
  path: '/api/v1/plan/comments/form',
  access: 'everyone',
  effect: 'read',
  summary: 'Ask for what a comment needs: a ticket for one comment, and until when it is on time',
  input: z.object({}),
  output: json(
    z.object({
      ticket: z.string().describe('good for one comment, from three seconds after now until a day later'),
      cycle: z.string(),
      title: z.string(),
      phase: z.int(),
      open: z.boolean(),
      until: z.string().nullable(),
      left: z.string().nullable().describe('time left, in words'),
    }),
  ),
  errors: [noPlan],
});

export const sendComment = operation({
  name: 'plan.comment',
  method: 'POST',
  path: '/api/v1/plan/comments',
  access: 'everyone',
  effect: 'write',
  summary: 'Comment on the plan or one of its items; no account is needed',
  input: z.object({
    ticket: z.string(),
    item: z.string().optional().describe('left out for the plan as a whole'),
    stance: stance.default('change'),
    body: z
      .string()
      .trim()
      .max(
        limits.bodyCharacters,
        `Shorten it to ${limits.bodyCharacters.toLocaleString('en-US')} characters, or send it by email with an attachment.`,
      )
      .default(''),
    name: z.string().trim().max(200).optional(),
    email: z.string().trim().max(254).optional().describe('never shown; one message, when it is answered'),
    agency: agencyCode.optional().describe('for those who answer for an agency'),
    website: z.string().optional().describe('leave empty'),
    example: z.boolean().optional().describe('made up for demonstration; of the operator only'),
  }),
  output: json(
    z.object({
      number: z.int(),
      cycle: z.string(),
      late: z.boolean(),
      carriedTo: z.int().nullable(),
      state: z.enum(['shown', 'held', 'hidden']),
      duplicateOf: z.int().nullable(),
    }),
  ),
  errors: [noPlan, noSuchItem, tooFast, unfit],
  audited: ['item', 'stance', 'agency'],
});

export const importMail = operation({
  name: 'plan.import-mail',
  method: 'POST',
  path: '/api/v1/plan/comments/mail',
  access: 'office',
  effect: 'write',
  summary: 'Take over comments that came by email: one message (.eml) or a mailbox (mbox)',
  input: recordUploadInput.extend({
    file: z.string().optional().describe('the message (.eml) or mailbox (mbox)'),
  }),
  output: json(
    z.object({
      messages: z.int(),
      comments: z.int(),
      duplicates: z.int().describe('sent by form too; both are kept'),
      known: z.int().describe('taken over before'),
      bounces: z.int().describe('reports about mail of ours that came back'),
      automatic: z.int().describe('answers of programs, not kept as comments'),
      refused: z.array(z.object({ message: z.int(), because: z.string() })),
    }),
  ),
  errors: [noPlan, mailUnreadable],
  upload: true,
  positional: ['file'],
});

const filters = {
  cycle: z.string().optional().describe('the one taking comments when left out'),
  item: z.string().optional(),
  phase: z.int().optional(),
  answer: disposition.or(z.enum(['open', 'answered'])).optional(),
  from: z.enum(['public', 'agency']).optional(),
  agency: agencyCode.optional(),
  late: z.boolean().optional(),
  contains: z.string().max(200).optional(),
};

export const listComments = operation({
  name: 'plan.list-comments',
  method: 'GET',
  path: '/api/v1/plan/comments',
  access: 'everyone',
  effect: 'read',
  summary: 'The docket: every comment with its answer, newest first',
  input: z.object({
    ...filters,
    offset: z.int().min(0).default(0),
    limit: z.int().min(1).max(500).default(50),
  }),
  output: json(
    z.object({
      cycle: z.string(),
      total: z.int(),
      all: z.int().describe('of the cycle, whatever the filters'),
      answered: z.int().describe('of the cycle'),
      comments: z.array(comment),
    }),
  ),
  errors: [noPlan],
});

export const downloadDocket = operation({
  name: 'plan.download-docket',
  method: 'GET',
  path: '/api/v1/plan/comments.csv',
  access: 'everyone',
  effect: 'read',
  summary: 'Download the docket as CSV, with the same filters',
  input: z.object(filters),
  output: bytes('text/csv'),
  errors: [noPlan],
});

const which = { cycle: z.string().optional(), number: z.int() };

export const showComment = operation({
  name: 'plan.show-comment',
  method: 'GET',
  path: '/api/v1/plan/comments/{number}',
  access: 'everyone',
  effect: 'read',
  summary: 'Show one comment with its answer and everything that was done about it',
  input: z.object(which),
  output: json(
    comment.extend({
      acts: z.array(z.object({ act: z.string(), reason: z.string(), by: z.string(), at: z.string() })),
    }),
  ),
  errors: [noPlan, noSuchComment],
  positional: ['number'],
});

export const disposeComment = operation({
  name: 'plan.dispose-comment',
  method: 'POST',
  path: '/api/v1/plan/comments/{number}/answer',
  access: 'office',
  effect: 'write',
  summary:
    'Answer a comment: what became of it, why, and which text changed; whoever left an address is told',
  input: z.object({
    ...which,
    disposition,
    reason: z.string().trim().min(3, 'Say why, in words the commenter will understand.').max(5_000),
    change: z.string().optional().describe('the item whose text changed, when it was accepted'),
    duplicate_of: z.int().optional(),
    replaces: z
      .string()
      .optional()
      .describe('`disposedAt` of the answer that this one replaces; left out for a comment without one'),
  }),
  output: json(comment),
  errors: [noPlan, noSuchComment, noSuchItem, unfit, illegalMove, answeredMeanwhile],
  positional: ['number', 'disposition'],
  audited: ['cycle', 'number', 'disposition', 'change', 'duplicate_of', 'replaces'],
});

export const moderateComment = operation({
  name: 'plan.moderate-comment',
  method: 'POST',
  path: '/api/v1/plan/comments/{number}/moderate',
  access: 'office',
  effect: 'write',
  summary: 'Show a comment that was held, or withhold the words of one that is abuse; the reason is public',
  input: z.object({ ...which, act: z.enum(['show', 'hide']), reason: z.string().trim().min(3, 'Say why.') }),
  output: json(comment),
  errors: [noPlan, noSuchComment, illegalMove],
  positional: ['number', 'act'],
  audited: ['cycle', 'number', 'act'],
});

export const listCommentGroups = operation({
  name: 'plan.list-comment-groups',
  method: 'GET',
  path: '/api/v1/plan/comment-groups',
  access: 'everyone',
  effect: 'read',
  summary: 'List comments that say much the same, with the words they share; nothing is joined by it',
  input: z.object({ cycle: z.string().optional() }),
  output: json(
    z.object({
      groups: z.array(
        z.object({
          numbers: z.array(z.int()),
          shared: z.array(z.string()).describe('words that most of them use and few others do'),
          likeness: z.number().describe('the least shared part of words of a member with its group, 0 to 1'),
        }),
      ),
    }),
  ),
  errors: [noPlan],
});

export const downloadAttachment = operation({
  name: 'plan.download-attachment',
  method: 'GET',
  path: '/api/v1/plan/attachments/{attachment}',
  access: 'everyone',
  effect: 'read',
  summary: 'Download what was attached to a comment, as it was sent; nothing in it was opened here',
  input: z.object({ attachment: z.string() }),
  output: bytes('application/octet-stream'),
  errors: [noSuchRecord],
  positional: ['attachment'],
});

export const operations = {
  'start-comment': startComment,
  comment: sendComment,
  'import-mail': importMail,
  'list-comments': listComments,
  'download-docket': downloadDocket,
  'show-comment': showComment,
  'dispose-comment': disposeComment,
  'moderate-comment': moderateComment,
  'list-comment-groups': listCommentGroups,
  'download-attachment': downloadAttachment,
};
