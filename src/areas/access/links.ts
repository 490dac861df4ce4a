import type { AccessRule } from '../../core/access.ts';
import type { Reader } from '../handler.ts';
import type { OwnedThings } from '../owned-things.ts';

/** What this area asks of those to its right; `app.ts` hands it in. */
export interface AccessLinks {
  /** Every operation and page. */
  readonly things: () => readonly UsableThing[];
  /** What people own, said by the area that keeps it. */
  readonly owned: () => readonly OwnedThings[];
  /** A dataset by its public id. */
  readonly dataset: (reader: Reader, id: string) => Promise<DatasetFacts | undefined>;
}

export interface UsableThing {
  readonly kind: 'operation' | 'page';
  readonly name: string;
  readonly summary: string;
  readonly rule: AccessRule;
  readonly effect: 'read' | 'write' | 'long';
}

export interface DatasetFacts {
  /** The internal id, by which grants name it. */
  readonly id: string;
  readonly publicId: string;
  readonly title: string;
  readonly agency: string | null;
  readonly isProtected: boolean;
}
