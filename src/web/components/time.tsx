import type { Child } from 'hono/jsx';
import {
  formatDate,
  formatDay,
  formatDistance,
  formatLongDate,
  formatMoment,
  formatTime,
  formatWeekday,
} from '../format/index.ts';

interface TimeProps {
  /** A plain date or an instant, ISO 8601. */
  readonly at: string;
  /** The state's zone: `request.clock.timeZone`. */
  readonly zone: string;
  /** `date` Nov 23, 2026 · `long` November 23, 2026 · `moment` with time and zone · `time` · `day` Nov 24. */
  readonly as?: 'date' | 'long' | 'moment' | 'time' | 'day';
}

const formats = {
  date: formatDate,
  long: formatLongDate,
  moment: formatMoment,
  time: formatTime,
  day: formatDay,
};

export const Time = ({ at, zone, as = 'date' }: TimeProps) => (
  <time datetime={at}>{formats[as](at, zone)}</time>
);

/** A deadline: the date, and under it the distance. `today` is `request.clock.today()`. */
export const Deadline = ({ at, zone, today }: { at: string; zone: string; today: string }) => (
  <>
    <Time at={at} zone={zone} />
    <span class="sub">{formatDistance(today, at)}</span>
  </>
);

/** A list of dates with what happens on each. */
export const DateList = ({
  items,
  zone,
}: {
  items: readonly { readonly at: string; readonly what: Child; readonly note?: Child }[];
  zone: string;
}) => (
  <ol class="dates">
    {items.map(({ at, what, note }) => (
      <li>
        <time datetime={at}>
          {formatDay(at, zone)}
          <small>{formatWeekday(at, zone)}</small>
        </time>
        <span>
          {what}
          {note && <span class="sub">{note}</span>}
        </span>
      </li>
    ))}
  </ol>
);
