import type { Child } from 'hono/jsx';
import { formatCount } from '../format/index.ts';
import { Icon } from './icon.tsx';

export type StatusKind = 'met' | 'track' | 'risk' | 'late' | 'unknown';

const words: Readonly<Record<StatusKind, string>> = {
  met: 'Met',
  track: 'On track',
  risk: 'At risk',
  late: 'Late',
  unknown: 'Unknown',
};

interface StatusProps {
  readonly kind: StatusKind;
  /** The word, when another fits better: `Issue open 3 days`, `No update promise`. */
  readonly children?: Child;
  /** Why, or by how much: written under the word. */
  readonly reason?: Child;
}

/** A shape, a word and, under it, the reason: never a color alone. */
export const Status = ({ kind, children, reason }: StatusProps) => (
  <>
    <span class={`status status-${kind}`}>
      <Icon name={kind} />
      {children ?? words[kind]}
    </span>
    {reason && <span class="sub">{reason}</span>}
  </>
);

const order: readonly StatusKind[] = ['met', 'track', 'risk', 'late', 'unknown'];

/** Statuses counted in words, each with its shape; those that occur. `stacked` for a table cell. */
export const Tally = ({
  counts,
  stacked = false,
  label = 'Objectives by status',
}: {
  counts: Partial<Readonly<Record<StatusKind, number>>>;
  stacked?: boolean;
  label?: string;
}) => {
  const shown = order.filter((kind) => (counts[kind] ?? 0) > 0);
  if (stacked) {
    return (
      <span class="statuses">
        {shown.map((kind) => (
          <Status kind={kind}>
            {formatCount(counts[kind] ?? 0)} {words[kind].toLowerCase()}
          </Status>
        ))}
      </span>
    );
  }
  return (
    <ul class="tally" aria-label={label}>
      {shown.map((kind) => (
        <li>
          <Status kind={kind}>
            <b>{formatCount(counts[kind] ?? 0)}</b> {words[kind].toLowerCase()}
          </Status>
        </li>
      ))}
    </ul>
  );
};
