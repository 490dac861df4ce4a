/** Where the rows lie: immutable files, one folder a version. See `docs/decisions` for the write order. */
export interface Lake {
  readonly root: string;
  /** The folder of a version, whether or not it exists yet. */
  folder(dataset: string, version: number): string;
}
