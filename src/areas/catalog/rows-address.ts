/** What the page of rows is asked to show; everything stands in its address. */
export interface RowsView {
  readonly version?: string;
  /** SoQL condition written by the reader. */
  readonly where?: string;
  /** `field:direction`. */
  readonly order?: string;
  readonly q?: string;
  /** Names of the fields shown, by comma. */
  readonly fields?: string;
  /** A place of the state, by id. */
  readonly place?: string;
  /** One plain filter: field, comparison and value. */
  readonly field?: string;
  readonly is?: string;
  readonly value?: string;
  readonly cursor?: string;
  readonly from?: string;
}

/** The address of rows of a dataset, filtered and ordered. Empty parts are left out. */
export function rowsAddress(dataset: string, view: RowsView): string {
  const parts = Object.entries(view).filter((pair): pair is [string, string] => Boolean(pair[1]));
  const text = new URLSearchParams(parts).toString();
  return `/data/${dataset}/rows${text === '' ? '' : `?${text}`}`;
}
