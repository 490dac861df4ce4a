import { Unknown } from '../../web/components/index.ts';
import { formatDate } from '../../web/format/index.ts';
import { type AgencyLine, type Coverage, type CoverageStatus, owesDuties, standingInWords } from './model.ts';

const words: Readonly<Record<CoverageStatus, string>> = {
  covered: 'Covered by the act',
  'opted-in': 'Complies by choice',
  'not-covered': 'Not covered',
  unconfirmed: 'Not confirmed',
};

/** Legal coverage in a word, with how we know it under it. */
export const CoverageWords = ({
  coverage,
  quiet = false,
  zone,
}: {
  coverage: Coverage | null;
  quiet?: boolean;
  /** Says since when, too. */
  zone?: string;
}) => {
  if (coverage === null) return <Unknown>Not recorded</Unknown>;
  const word = words[coverage.status];
  return (
    <>
      {coverage.status === 'unconfirmed' ? <Unknown>{word}</Unknown> : word}
      {zone && coverage.from && <span class="sub">since {formatDate(coverage.from, zone)}</span>}
      {!quiet && coverage.standing !== 'read' && (
        <span class="sub">{standingInWords(coverage.standing)}</span>
      )}
    </>
  );
};

export type Group = 'covered' | 'opted-in' | 'other' | 'outside';

/** Which part of the list an agency stands in. */
export function groupOf(line: AgencyLine): Group {
  const status = line.coverage?.status;
  if (owesDuties(status)) return status as 'covered' | 'opted-in';
  return line.coverage === null ? 'outside' : 'other';
}
