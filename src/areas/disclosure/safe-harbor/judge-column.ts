/** One column against 45 CFR 164.514(b)(2)(i): what it seems to be, whether it may stay, and what to do. */
export interface ColumnJudgement {
  readonly column: string;
  /** The identifier of the rule, by its letter; none when nothing was found. */
  readonly letter?: string;
  readonly kind: string;
  readonly verdict: 'passes' | 'must go' | 'must be coarsened' | 'look at it';
  readonly why: string;
}

/** What is asked of a column's values, as shares of the filled ones; counted by the engine, so that no value comes here. */
export interface ColumnFacts {
  readonly column: string;
  readonly filled: number;
  readonly distinct: number;
  readonly email: number;
  readonly phone: number;
  readonly ssn: number;
  readonly ip: number;
  readonly url: number;
  readonly zip5: number;
  readonly zip3: number;
  /** ZIP3 areas of 20,000 people or fewer among the values. */
  readonly small_zip3: number;
  readonly full_date: number;
  readonly number_over_89: number;
}

const named = (column: string, ...words: readonly RegExp[]) =>
  words.some((word) => word.test(column.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')));
const most = 0.5;

interface Identifier {
  readonly letter: string;
  readonly kind: string;
  readonly is: (facts: ColumnFacts) => boolean;
}

/** Those that must go whatever they hold, by the names people give columns and by the form of the values. */
const directIdentifiers: readonly Identifier[] = [
  {
    letter: 'G',
    kind: 'Social Security number',
    is: (one) => one.ssn > most || named(one.column, /ssn|social_sec/),
  },
  { letter: 'F', kind: 'email address', is: (one) => one.email > most || named(one.column, /e_?mail/) },
  { letter: 'E', kind: 'fax number', is: (one) => named(one.column, /(^|_)fax(_|$)/) },
  {
    letter: 'D',
    kind: 'telephone number',
    is: (one) => one.phone > most || named(one.column, /phone|telephone|(^|_)(tel|cell|mobile)(_|$)/),
  },
  {
    letter: 'N',
    kind: 'web address',
    is: (one) => one.url > most || named(one.column, /(^|_)(url|website)(_|$)/),
  },
  {
    letter: 'O',
    kind: 'internet protocol address',
    is: (one) => one.ip > most || named(one.column, /(^|_)ip(_addr|$)/),
  },
  {
    letter: 'H',
    kind: 'medical record number',
    is: (one) => named(one.column, /(^|_)(mrn|medical_record|chart)(_|$)/),
  },
  {
    letter: 'I',
    kind: 'health plan beneficiary number',
    is: (one) =>
      named(
        one.column,
        /(medicaid|medicare|member|beneficiary|hicn|mbi|subscriber).*(id|no|num|nbr|number)?$/,
      ),
  },
  {
    letter: 'J',
    kind: 'account number',
    is: (one) => named(one.column, /account.*(id|no|num)|(^|_)acct(_|$)|iban/),
  },
  {
    letter: 'K',
    kind: 'certificate or license number',
    is: (one) => named(one.column, /licen[sc]e|certificate/),
  },
  { letter: 'L', kind: 'vehicle identifier', is: (one) => named(one.column, /(^|_)vin(_|$)|plate/) },
  { letter: 'M', kind: 'device identifier', is: (one) => named(one.column, /device|serial|imei/) },
  {
    letter: 'P',
    kind: 'biometric identifier',
    is: (one) => named(one.column, /finger|voice_?print|biometric|retina/),
  },
  {
    letter: 'Q',
    kind: 'full-face photograph',
    is: (one) => named(one.column, /photo|face_image|(^|_)image(_|$)/),
  },
  {
    letter: 'A',
    kind: 'name',
    is: (one) =>
      named(
        one.column,
        /(^|_)(first|last|middle|full|given|family|sur|maiden|patient|person|mother|father)_?names?(_|$)|(^|_)(name|forename|surname)$/,
      ),
  },
  {
    letter: 'B',
    kind: 'geographic unit smaller than a state',
    is: (one) =>
      named(
        one.column,
        /address|street|(^|_)(city|town|county|precinct|parish|latitude|longitude|lat|lon|lng|geo_?code|tract|block)(_|$)/,
      ),
  },
];

/** Judges a column by its name and the form of its values. What the person who knows the data must settle is said. */
export function judgeColumn(facts: ColumnFacts): ColumnJudgement {
  const { column } = facts;
  const found = (letter: string, kind: string, verdict: ColumnJudgement['verdict'], why: string) => ({
    column,
    letter,
    kind,
    verdict,
    why,
  });
  const direct = directIdentifiers.find(({ is }) => is(facts));
  if (direct !== undefined)
    return found(direct.letter, direct.kind, 'must go', `A ${direct.kind} may not stay in any form.`);
  if (facts.zip5 > most || (named(column, /zip|postal/) && facts.zip3 <= most))
    return found(
      'B',
      'ZIP code',
      'must be coarsened',
      'Keep its first three digits, and 000 where their area has 20,000 people or fewer.',
    );
  if (facts.zip3 > most && named(column, /zip|postal/))
    return facts.small_zip3 > 0
      ? found(
          'B',
          'ZIP code, three digits',
          'must be coarsened',
          'Some of its areas have 20,000 people or fewer: write 000 for them.',
        )
      : {
          column,
          kind: 'ZIP code, three digits',
          verdict: 'passes',
          why: 'Every area has more than 20,000 people.',
        };
  if (
    facts.full_date > most ||
    named(column, /(^|_)(dob|date|birth_?date|admission|discharge|death_date)(_|$)/)
  )
    return facts.full_date > 0
      ? found(
          'C',
          'date',
          'must be coarsened',
          'Keep the year alone, and not even that where it shows an age over 89.',
        )
      : { column, kind: 'year', verdict: 'passes', why: 'No date is finer than a year.' };
  if (named(column, /(^|_)age(s|_|$)/))
    return facts.number_over_89 > 0
      ? found('C', 'age', 'must be coarsened', 'Put ages over 89 into one group, 90 or older.')
      : { column, kind: 'age', verdict: 'passes', why: 'No age is over 89.' };
  if (facts.filled > 20 && facts.distinct >= facts.filled * 0.98)
    return found(
      'R',
      'perhaps a unique number or code',
      'look at it',
      'Nearly every record has its own value: a code that names a person must go.',
    );
  return {
    column,
    kind: 'nothing found',
    verdict: 'passes',
    why: 'Neither its name nor its values look like an identifier.',
  };
}
