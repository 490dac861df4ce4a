import type { JobView } from '../areas/work/model.ts';
import { reviveError } from '../core/error.ts';
import { jobStopped } from '../roles/role-errors.ts';
import type { Connection } from './connect.ts';

/**
 * Waits for queued work and tells how far it is: a bar that is a count on a terminal, plain lines otherwise. Answers what
 * the work answered, or throws its error.
 */
export async function followJob(connection: Connection, job: string, tell: Teller): Promise<unknown> {
  for (let waitMs = 10; ; waitMs = Math.min(100, waitMs + 10)) {
    const answer = await connection.fetch(new Request(`http://localhost/api/v1/jobs/${job}`));
    const view = (await answer.json()) as JobView;
    tell.progress(view);
    if (view.state === 'succeeded') {
      tell.end();
      return view.result;
    }
    if (view.state === 'failed' || view.state === 'cancelled') {
      tell.end();
      if (view.error === null) throw jobStopped.with({ kind: view.kind });
      throw reviveError({ status: 500, details: {}, ...view.error });
    }
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}

export interface Teller {
  progress(view: JobView): void;
  end(): void;
}

export function silent(): Teller {
  return { progress: () => {}, end: () => {} };
}

export function onTerminal(out: NodeJS.WriteStream, now: () => number = Date.now): Teller {
  const started = now();
  let drawn = false;
  return {
    progress(view) {
      if (view.state !== 'running') return;
      const parts = [view.stage ?? 'Starting'];
      if (view.done !== null) {
        parts.push(
          `${count(view.done)}${view.total === null ? '' : ` of ${count(view.total)}`} ${view.unit ?? ''}`.trim(),
        );
        if (view.total !== null && view.total > 0) {
          const share = Math.min(1, view.done / view.total);
          parts.push(`[${'='.repeat(Math.round(share * 24)).padEnd(24)}]`);
          // A guess is worth saying only after the first tenth.
          if (share > 0.1 && share < 1)
            parts.push(`about ${seconds(((now() - started) / share) * (1 - share))} left`);
        }
      }
      out.write(`\r\u001b[K${parts.join('  ').slice(0, (out.columns ?? 100) - 1)}`);
      drawn = true;
    },
    end() {
      if (drawn) out.write('\r\u001b[K');
    },
  };
}

export function onLines(out: NodeJS.WritableStream): Teller {
  let said = '';
  return {
    progress(view) {
      if (view.state !== 'running' || view.stage === null) return;
      const tenth = view.done !== null && view.total ? Math.floor((view.done / view.total) * 10) : 0;
      const mark = `${view.stage} ${tenth}`;
      if (mark === said) return;
      said = mark;
      out.write(
        `${view.stage}${view.done === null ? '' : `: ${count(view.done)}${view.total === null ? '' : ` of ${count(view.total)}`} ${view.unit ?? ''}`}\n`,
      );
    },
    end() {},
  };
}

const count = (value: number) => value.toLocaleString('en-US');
const seconds = (ms: number) => (ms < 90_000 ? `${Math.ceil(ms / 1000)} s` : `${Math.ceil(ms / 60_000)} min`);
