import type { Dataset, VersionColumn } from '../catalog/model.ts';
import type { Finding, RuleStanding, Standard, StandardCheck, Statement } from './model.ts';

/** A field of a dataset as its dictionary says it. */
export interface DictionaryField {
  readonly name: string;
  readonly description: string | null;
}

/** What is known of a dataset without opening a row: its record, its dictionary, and the columns of a version. */
export interface Judged {
  readonly dataset: Dataset;
  readonly fields: readonly DictionaryField[];
  /** None of an asset that has no file here. */
  readonly columns: readonly VersionColumn[];
}

const saysOf: Readonly<Record<Statement, (dataset: Dataset) => boolean>> = {
  description: ({ description }) => !!description,
  agency: ({ agency }) => agency !== null,
  owner: ({ owner }) => !!owner,
  contact: ({ contact }) => !!contact,
  license: ({ licence }) => !!licence,
  frequency: ({ cadence }) => cadence !== null,
  keywords: ({ tags }) => tags.length > 0,
};
const wordsOf: Readonly<Record<Statement, string>> = {
  description: 'a description',
  agency: 'the agency that holds it',
  owner: 'an owner',
  contact: 'an address for questions',
  license: 'a license',
  frequency: 'how often it is updated',
  keywords: 'keywords',
};

/** The columns that a check takes for dates: by type, or by a word of their name. */
export const dateColumns = (
  check: Extract<StandardCheck, { kind: 'dates' }>,
  columns: readonly VersionColumn[],
): VersionColumn[] =>
  columns.filter(({ name, type }) => {
    if (type !== 'text') return type === 'date' || type === 'timestamp';
    const words = name.toLowerCase().split(/[^a-z]+/);
    return (
      words.some((word) => check.words.includes(word)) && !words.some((word) => check.but_not?.includes(word))
    );
  });

type Problem = Pick<Finding, 'field' | 'problem'>;

/** What a rule finds amiss in a record; nothing when there was nothing to look at. Cells are only counted here. */
function problemsOf(check: StandardCheck, { dataset, fields, columns }: Judged): Problem[] | undefined {
  switch (check.kind) {
    case 'states':
      return check.what
        .filter((one) => !saysOf[one](dataset))
        .map((one) => ({ field: null, problem: `It does not say ${wordsOf[one]}.` }));
    case 'fields-described':
      if (fields.length === 0) return [{ field: null, problem: 'It has no dictionary of its fields.' }];
      return fields
        .filter(({ description }) => !description)
        .map(({ name }) => ({ field: name, problem: 'The dictionary does not say what it means.' }));
    case 'dates': {
      const dates = dateColumns(check, columns).filter(({ filled, rejected }) => filled + rejected > 0);
      if (dates.length === 0) return undefined;
      return dates.flatMap(({ name, type, rejected }): Problem[] =>
        type === 'text'
          ? [{ field: name, problem: 'Too few of its cells are dates: it was read as text.' }]
          : rejected > 0
            ? [{ field: name, problem: `${rejected} of its cells ${rejected === 1 ? 'is' : 'are'} no date.` }]
            : [],
      );
    }
  }
}

/** How a dataset stands with every rule of the standards, and what is amiss by field. */
export function judgeRecord(
  standards: readonly Standard[],
  judged: Judged,
): { rules: RuleStanding[]; findings: Finding[]; conforms: boolean } {
  const rules: RuleStanding[] = [];
  const findings: Finding[] = [];
  for (const { id, version, checks } of standards)
    for (const check of checks) {
      const problems = problemsOf(check, judged);
      const named = { standard: id, version, rule: check.id, says: check.says };
      rules.push({
        ...named,
        outcome: problems === undefined ? 'nothing-to-check' : problems.length > 0 ? 'does-not' : 'meets',
      });
      findings.push(...(problems ?? []).map((problem) => ({ ...named, row: null, ...problem })));
    }
  return { rules, findings, conforms: rules.every(({ outcome }) => outcome !== 'does-not') };
}
