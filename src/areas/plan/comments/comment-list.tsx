import { Example, Status } from '../../../web/components/index.ts';
import { formatDay } from '../../../web/format/index.ts';
import { type Comment, dispositionWords } from './model.ts';

const channels = { form: 'Form', email: 'Email', hearing: 'Hearing' } as const;

/** Who a comment is from, as they wished to be shown. */
const from = (comment: Comment): string =>
  comment.agency !== null
    ? `${comment.name === null ? '' : `${comment.name}, `}${comment.agency}`
    : (comment.name ?? 'Name not given');

/** What became of a comment: a shape, a word and the reason. */
export const Answer = ({ comment }: { comment: Comment }) => (
  <>
    <p>
      <Status kind={comment.disposition === null ? 'track' : 'met'}>
        {comment.disposition === null
          ? comment.state === 'held'
            ? 'Waiting to be looked at'
            : 'Under review'
          : dispositionWords[comment.disposition]}
      </Status>
    </p>
    {comment.reason && <p class="quiet small">{comment.reason}</p>}
    {comment.change && (
      <p class="small">
        <a href={`/plan/${comment.change.item}?cycle=${comment.cycle}`}>The text that came of it</a>
      </p>
    )}
    {comment.duplicateOf !== null && (
      <p class="small">
        <a href={`/plan/comments/${comment.duplicateOf}?cycle=${comment.cycle}`}>No. {comment.duplicateOf}</a>
      </p>
    )}
  </>
);

export const CommentList = ({
  comments,
  zone,
  withItem,
}: {
  comments: readonly Comment[];
  zone: string;
  withItem: boolean;
}) => (
  <ol class="docket">
    {comments.map((comment) => (
      <li id={`no-${comment.number}`}>
        <div>
          <p class="from">
            <b>{comment.state === 'shown' ? from(comment) : 'Withheld'}</b> ·{' '}
            {formatDay(comment.receivedAt, zone)} ·{' '}
            {comment.agency === null ? channels[comment.channel] : 'Agency'} ·{' '}
            <a href={`/plan/comments/${comment.number}?cycle=${comment.cycle}`}>No. {comment.number}</a>
            {comment.late && ' · late'}
            {comment.carriedTo !== null && ` · carried to phase ${comment.carriedTo}`}{' '}
            {comment.example && <Example />}
          </p>
          {withItem && comment.item && (
            <p class="small">
              On <a href={`/plan/${comment.item}`}>{shorten(comment.itemWords ?? comment.item)}</a>
            </p>
          )}
          {comment.body === null ? (
            <p class="quiet">{comment.stateReason}</p>
          ) : (
            <p class="says">{comment.body}</p>
          )}
          {comment.attachments.length > 0 && (
            <p class="small">
              {comment.attachments.map((file) => (
                <>
                  <a href={`/api/v1/plan/attachments/${file.id}`}>{file.name}</a>{' '}
                </>
              ))}
            </p>
          )}
        </div>
        <div class="answer">
          <Answer comment={comment} />
        </div>
      </li>
    ))}
  </ol>
);

const shorten = (text: string): string => (text.length > 80 ? `${text.slice(0, 77)}…` : text);
