import { Histogram, NotApplicable } from '../../web/components/index.ts';
import { counted, formatAmount, formatCount, formatValue } from '../../web/format/index.ts';
import type { FieldProfile } from '../quality/model.ts';

/** The spread of a field as a small picture: bins of a number or a date, or the commonest values of words. */
export const FieldSpread = ({ profile }: { profile: FieldProfile }) => {
  const { histogram, top, title } = profile;
  if (histogram !== null && histogram.bars.length > 1) {
    const counts = histogram.bars.map(({ rows }) => rows);
    const kind = counts.length < 8 ? 'words' : 'bins';
    return <Histogram counts={counts} kind={kind} label={`${title}: ${barsInWords(profile)}`} />;
  }
  // As many bars of one row as there are rows show nothing.
  if (top.length === 0 || profile.once === profile.rows - profile.nulls) return <NotApplicable />;
  const shown = top.slice(0, 8);
  return (
    <Histogram
      kind="words"
      counts={shown.map(({ rows }) => rows)}
      label={`${title}: the ${shown.length === 1 ? 'only value' : `${shown.length} commonest values`}, from ${formatCount(shown[0]?.rows ?? 0)} to ${counted(shown.at(-1)?.rows ?? 0, 'row')}`}
    />
  );
};

function barsInWords({ histogram, type }: FieldProfile): string {
  const bars = histogram?.bars ?? [];
  const highest = bars.reduce((best, bar) => (bar.rows > best.rows ? bar : best), bars[0]!);
  const unit = histogram?.unit === 'number' ? `${bars.length} bars` : `by ${histogram?.unit}`;
  return `${unit}, most in ${formatValue(type, highest.from)} to ${formatValue(type, highest.to)} with ${counted(highest.rows, 'row')}`;
}

/** Range or commonest values, in one line: `13 to 87, median 43`; `Male 7,890 · Female 2,755`. */
export function spreadInWords(profile: FieldProfile): string {
  const { type, rows, nulls, distinct, min, max, top, quantiles } = profile;
  const amount = (value: string) => formatAmount(type, value);
  if (rows - nulls === 0) return 'Empty in every row';
  if (distinct === 1 && top[0]) return `Always ${clipped(formatValue(type, top[0].value))}`;
  const fewCodes = type === 'integer' && distinct <= 6;
  if (min !== null && max !== null && quantiles !== null && !fewCodes) {
    return type === 'date' || type === 'timestamp' || type === 'time'
      ? `${amount(min)} to ${amount(max)}`
      : `${amount(min)} to ${amount(max)}, median ${amount(quantiles.p50)}`;
  }
  const value = (at: number) =>
    top[at] === undefined ? '' : `${clipped(formatValue(type, top[at].value))} ${formatCount(top[at].rows)}`;
  if (profile.once === rows - nulls) return 'A different value in every row';
  if (distinct <= 3) return [0, 1, 2].map(value).filter(Boolean).join(' · ');
  if (distinct > 20) return `${formatCount(distinct)} values; ${value(0)} · ${value(1)}`;
  return `${value(0)} · ${value(1)} · ${counted(distinct - 2, 'other')}`;
}

const clipped = (text: string): string => (text.length > 42 ? `${text.slice(0, 40).trimEnd()} …` : text);
