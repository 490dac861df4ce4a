/** What the page of rows is asked to show; everything stands in its address. */
export interface RowsView {
  readonly version?: string;
  /** Conditions in SoQL; a row must meet all of them. */
  readonly where?: readonly string[];
  /** Name of a field, with `desc` after it when the largest come first. */
  readonly order?: string;
  readonly q?: string;
  /** Names of the fields shown, by comma; `all`. */
  readonly fields?: string;
  /** A place of the state, by id. */
  readonly place?: string;
  readonly cursor?: string;
  /** Number of the first row on the page, counted from 1. */
  readonly from?: string;
}

/** The address of rows of a dataset, filtered and ordered. Empty parts are left out. */
export function rowsAddress(dataset: string, view: RowsView): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(view) as [string, string | readonly string[] | undefined][]) {
    for (const one of typeof value === 'string' ? [value] : (value ?? []))
      if (one !== '') query.append(name, one);
  }
  const text = query.toString();
  return `/data/${dataset}/rows${text === '' ? '' : `?${text}`}`;
}
