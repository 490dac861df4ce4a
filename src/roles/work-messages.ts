import type { JobContext } from '../areas/handler.ts';
import type { OakError } from '../core/error.ts';

/** What a runner says to the process that works for it. */
export type ToWorker =
  | {
      readonly kind: 'job';
      readonly home: string;
      readonly databaseUrl?: string;
      readonly job: {
        readonly id: string;
        readonly kind: string;
        readonly input: unknown;
        readonly attempt: number;
      };
    }
  | { readonly kind: 'stop' };

/** What that process answers. */
export type FromWorker =
  | { readonly kind: 'progress'; readonly report: Parameters<JobContext['job']['progress']>[0] }
  | { readonly kind: 'note'; readonly line: string }
  | { readonly kind: 'succeeded'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly error: ReturnType<OakError['toJSON']> }
  | { readonly kind: 'cancelled' };
