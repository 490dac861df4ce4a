import { Example, Status, Unknown } from '../../web/components/index.ts';
import { formatCount, formatDate } from '../../web/format/index.ts';
import type { Post } from './model.ts';

/** Who holds a post and since when; that it is vacant and since when; or that nobody is recorded. */
export const PostWords = ({ post, zone }: { post?: Post; zone: string }) => {
  if (!post) return <Unknown>No post is required</Unknown>;
  const { holder, lastHolder, vacantSince, vacantDays } = post;
  if (holder)
    return (
      <>
        {holder.name} {holder.example && <Example />}
        {holder.from && <span class="sub">since {formatDate(holder.from, zone)}</span>}
      </>
    );
  if (vacantSince === null) return <Status kind="unknown">Nobody recorded</Status>;
  return (
    <>
      <Status kind="late">Vacant</Status> {lastHolder?.example && <Example />}
      <span class="sub">
        since {formatDate(vacantSince, zone)}, {formatCount(vacantDays ?? 0)} days
      </span>
    </>
  );
};
