import type { PageRequest } from '../../core/page.ts';
import { Links } from './links.tsx';
import { Section } from './section.tsx';

/** At the foot of the page of anything that can be followed (`dataset:abcd-1234`): one field, one button, and the other ways. */
export const Follow = ({
  request,
  topic,
  what,
}: {
  request: PageRequest;
  topic: string;
  /** What happens to it: `when a version is added, …`. */
  what: string;
}) => (
  <Section
    id="follow"
    title="Follow it"
    aside={
      <Links>
        <a href={`/feeds/${topic.split(':').map(encodeURIComponent).join('/')}.atom`}>Feed</a>
        <a href={`/follow?${new URLSearchParams({ topic, channel: 'webhook' })}`}>Webhook</a>
      </Links>
    }
  >
    <form class="filters" method="post" action="/follow">
      <input type="hidden" name="form-token" value={request.formToken} />
      <input type="hidden" name="topic" value={topic} />
      <div>
        <label for="follow-address">Your email address</label>
        <input type="email" id="follow-address" name="address" autocomplete="email" required />
      </div>
      <button type="submit" class="button outline slight">
        Follow
      </button>
    </form>
    <p class="small quiet more">
      At most one mail a day, {what} You confirm it by a link, and end it by one.
    </p>
  </Section>
);
