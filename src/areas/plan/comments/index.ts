/** The public's words: comments by form and mail, moderation, the docket, and an answer to each. */
import type { HandlersOf } from '../../handler.ts';
import type { operations } from './contract.ts';
import { disposeCommentHandler, moderateCommentHandler } from './dispose-comment.ts';
import {
  downloadAttachmentHandler,
  downloadDocketHandler,
  listCommentGroupsHandler,
  listCommentsHandler,
  showCommentHandler,
} from './docket.ts';
import { importMailHandler } from './import-mail.ts';
import { sendCommentHandler, startCommentHandler } from './send-comment.ts';

export const handlers: HandlersOf<typeof operations> = {
  'start-comment': startCommentHandler,
  comment: sendCommentHandler,
  'import-mail': importMailHandler,
  'list-comments': listCommentsHandler,
  'download-docket': downloadDocketHandler,
  'show-comment': showCommentHandler,
  'dispose-comment': disposeCommentHandler,
  'moderate-comment': moderateCommentHandler,
  'list-comment-groups': listCommentGroupsHandler,
  'download-attachment': downloadAttachmentHandler,
};
