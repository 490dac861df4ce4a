import type { Child } from 'hono/jsx';
import { formatCount } from '../format/index.ts';
import { Icon } from './icon.tsx';

/** The bar of long work: a count of a count, never a per cent alone. Without a total there is no bar. */
export const Meter = ({ done, total, unit }: { done: number; total: number | null; unit: string }) =>
  total === null || total <= 0 ? null : (
    <svg
      class="meter"
      role="progressbar"
      aria-label={`${unit} done`}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={Math.min(done, total)}
      aria-valuetext={`${formatCount(done)} of ${formatCount(total)} ${unit}`}
    >
      <rect width="100%" height="10" fill="#dfe1e2" />
      <rect
        width={`${Math.round((1000 * Math.min(done, total)) / total) / 10}%`}
        height="10"
        fill="#1a4480"
      />
    </svg>
  );

export interface Step {
  readonly state: 'done' | 'current' | 'to-come' | 'stopped';
  readonly name: Child;
  readonly note?: Child;
  readonly does: Child;
  readonly time?: Child;
  /** `412,000 rows` and, when the total is known, how far that is, 0 to 1. */
  readonly done?: Child;
  readonly share?: number;
}

const said = { done: 'done', current: 'now', 'to-come': 'to come', stopped: 'stopped here' };

/** The stages of long work, one line each. */
export const Steps = ({ items }: { items: readonly Step[] }) => {
  const timed = items.some(({ time }) => time !== undefined);
  return (
    <div class={timed ? 'steps' : 'steps untimed'}>
      <div class="step step-head" aria-hidden="true">
        <span />
        <span>Stage</span>
        <span>What it does</span>
        {timed && <span>Time</span>}
        <span>Done</span>
      </div>
      <ol>
        {items.map((item, at) => (
          <li class={`step ${item.state}`} aria-current={item.state === 'current' ? 'step' : undefined}>
            <span class="disc">
              {item.state === 'done' ? <Icon name="tick" /> : at + 1}
              <span class="hidden-text">{said[item.state]}</span>
            </span>
            <div>
              <h3>{item.name}</h3>
              {item.note && <span class="sub">{item.note}</span>}
            </div>
            <div>{item.does}</div>
            {timed && <div class="nowrap">{item.time ?? ''}</div>}
            <div>
              {item.done !== undefined && (
                <span class="done-of">
                  <b>{item.done}</b>
                  {item.share !== undefined && (
                    <svg class="bar" aria-hidden="true">
                      <rect width="100%" height="6" fill="#dfe1e2" />
                      <rect width={`${Math.round(item.share * 1000) / 10}%`} height="6" fill="#1a4480" />
                    </svg>
                  )}
                </span>
              )}
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
};

/** What the work noted, newest first. */
export const Log = ({
  lines,
}: {
  lines: readonly { readonly at: string; readonly time: string; readonly line: Child }[];
}) => (
  <ol class="log">
    {lines.map(({ at, time, line }) => (
      <li>
        <time datetime={at}>{time}</time>
        <span>{line}</span>
      </li>
    ))}
  </ol>
);

/** Every row accounted for: `1,483 rows in = 1,483 stored + 0 set aside`. */
export const RowSum = ({ rowsIn, stored, setAside }: { rowsIn: number; stored: number; setAside: Child }) => (
  <p class="sum">
    <span>
      <b>{formatCount(rowsIn)}</b> rows in
    </span>
    <span class="sign">=</span>
    <span>
      <b>{formatCount(stored)}</b> stored
    </span>
    <span class="sign">+</span>
    <span>
      <b>{setAside}</b> set aside
    </span>
  </p>
);
