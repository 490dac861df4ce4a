import type { ErrorKind } from '../core/error.ts';
import type { Operations } from '../core/operation.ts';
import type { Page } from '../core/page.ts';
import type { Table } from '../store/database.ts';
import type { HandlersOf, JobRun, Reader, Subscriber } from './handler.ts';
import type { Measure } from './measure.ts';
import type { OwnedThings } from './owned-things.ts';
import type { SearchSource } from './search-source.ts';

/** The one form every area has. Its `index.ts` exports a value of this; `app.ts` lists them. */
export interface Area<Ops extends Operations = Operations> {
  readonly name: string;
  readonly operations: Ops;
  readonly handlers: HandlersOf<Ops>;
  readonly jobs?: Readonly<Record<string, JobRun>>;
  /** Jobs queued once a day, soon after midnight in the state's time zone. */
  readonly daily?: readonly string[];
  readonly subscribers?: readonly Subscriber[];
  readonly pages?: readonly Page[];
  readonly measures?: readonly Measure[];
  /** What of this area is found by words. */
  readonly searched?: SearchSource;
  /** Code of the agency that a thing of a kind belongs to, for operations and pages that say what they are `about`. */
  readonly agencyOf?: Readonly<Record<string, (reader: Reader, id: string) => Promise<string | null>>>;
  /** What of this area people own, so that it can be handed over when one leaves. */
  readonly owned?: readonly OwnedThings[];
  readonly tables: readonly Table[];
  readonly errors: readonly ErrorKind<never>[];
}

export const area = <const Ops extends Operations>(value: Area<Ops>): Area<Ops> => Object.freeze(value);
