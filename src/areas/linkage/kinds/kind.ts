/** What a column holds: the words of `--fields`, in the order in which a report lists them. */
export const kinds = [
  'given_name',
  'middle_name',
  'family_name',
  'full_name',
  'suffix',
  'birth_date',
  'birth_year',
  'sex',
  'ssn',
  'ssn_last4',
  'national_id',
  'phone',
  'email',
  'address',
  'street',
  'house_number',
  'town',
  'zip',
  'state',
  'country',
  'organisation_name',
  'title',
  'latitude',
  'longitude',
  'amount',
  'number',
  'date',
  'code',
  'text',
] as const;

export type Kind = (typeof kinds)[number];

export const isKind = (word: string): word is Kind => (kinds as readonly string[]).includes(word);

/**
 * A column and what it holds. Columns of one kind and one label are values of one field and are compared as a set; a label
 * keeps two fields of a kind apart.
 */
export interface FieldColumn {
  readonly kind: Kind;
  readonly label?: string;
  readonly column: string;
}

/** `text:venue`, `given_name`: how a field is named in models and reports. */
export const fieldName = ({ kind, label }: { kind: Kind; label?: string }): string =>
  label === undefined ? kind : `${kind}:${label}`;
