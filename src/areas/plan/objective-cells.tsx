import {
  Counted,
  Example,
  NotApplicable,
  Sparkline,
  Status,
  Time,
  Unknown,
} from '../../web/components/index.ts';
import {
  formatCount,
  formatDate,
  formatDecimal,
  formatPercent,
  formatShare,
} from '../../web/format/index.ts';
import type { Figure, Objective, Scale } from './model.ts';

/** How one objective reads in tables and on its own page. */

export const objectiveAddress = (objective: string): string => `/plan/objectives/${objective}`;

/** A value as its objective reads: `78.1%`, `1,200`, `3.5`. */
export const formatFigure = (value: number, { target }: Pick<Objective, 'target'>): string =>
  target.unit === '%' ? formatPercent(Math.round(value * 10) / 10) : plainFigure(value);

/** A whole number, or a half of a median. */
const plainFigure = (value: number): string =>
  Number.isInteger(value) || value >= 100 ? formatCount(Math.round(value)) : formatDecimal(value, 1);

/** A figure with as many decimals as its denominator bears; one that was reported, as it was given; null without a value. */
export const figureText = (
  figure: Pick<Figure, 'value' | 'numerator' | 'denominator'> | null,
  scale: Scale | null,
): string | null => {
  if (figure === null || figure.value === null) return null;
  if (scale?.kind !== 'share') return plainFigure(figure.value);
  return figure.numerator === null || figure.denominator === null
    ? formatPercent(Math.round(figure.value * 10) / 10)
    : formatShare(figure.numerator, figure.denominator);
};

export const ObjectiveName = ({ objective }: { objective: Objective }) => (
  <>
    <a href={objectiveAddress(objective.objective)}>{objective.title}</a> {objective.example && <Example />}
  </>
);

/** The present value, a door to its records, with what it was counted from under it. */
export const Now = ({ objective }: { objective: Objective }) => {
  const text = figureText(objective.now, objective.scale);
  if (text === null || objective.now === null) return <Unknown />;
  const { numerator, denominator } = objective.now;
  const here = objectiveAddress(objective.objective);
  // What was reported has no records to open: it leads to who reported it.
  if (numerator === null || denominator === null)
    return (
      <>
        <Counted href={`${here}#reported`}>{text}</Counted>
        <span class="sub">reported</span>
      </>
    );
  return (
    <>
      <Counted href={`${here}?view=denominator#records`}>{text}</Counted>
      {objective.scale?.kind !== 'count' && (
        <span class="sub">
          {objective.scale?.kind === 'median' && `${objective.scale.unit}, `}
          {formatCount(numerator)} of {formatCount(denominator)}
        </span>
      )}
    </>
  );
};

export const BaselineCell = ({ objective, zone }: { objective: Objective; zone: string }) => {
  const { baseline } = objective;
  if (baseline === null) return <Unknown>None yet</Unknown>;
  return (
    <>
      {baselineText(objective)}
      <DateUnder at={baseline.on} zone={zone} />
    </>
  );
};

/** A date under a figure, on one line. */
const DateUnder = ({ at, zone }: { at: string; zone: string }) => (
  <span class="sub">
    <span class="nowrap">
      <Time at={at} zone={zone} />
    </span>
  </span>
);

/** A first measurement reads like the present value: with the decimals its denominator bears. */
export const baselineText = (objective: Objective): string => {
  const { baseline, now, scale } = objective;
  if (baseline === null) return '';
  if (baseline.first && scale?.kind === 'share' && (now?.denominator ?? 0) < 100)
    return formatPercent(Math.round(baseline.value));
  return formatFigure(baseline.value, objective);
};

export const TargetCell = ({ objective, zone }: { objective: Objective; zone: string }) => (
  <>
    {objective.target.direction === 'at-most' && 'at most '}
    {formatFigure(objective.target.value, objective)}
    <DateUnder at={objective.target.by} zone={zone} />
  </>
);

export const Standing = ({ objective }: { objective: Objective }) => (
  <Status kind={objective.stand.status} reason={objective.stand.reason || undefined} />
);

/** The course of the values, when there are at least two; else how many there are. */
export const Trend = ({ objective, zone }: { objective: Objective; zone: string }) => {
  const { series, target } = objective;
  const [first, last] = [series[0], series.at(-1)];
  if (!first || !last) return <NotApplicable />;
  if (series.length === 1) return <span class="small quiet nowrap">begins {formatDate(first.on, zone)}</span>;
  return (
    <Sparkline
      values={thinned(series.map(({ value }) => value))}
      target={target.value}
      label={`From ${formatFigure(first.value, objective)} on ${formatDate(first.on, zone)} to ${formatFigure(last.value, objective)} on ${formatDate(last.on, zone)}; target ${formatFigure(target.value, objective)}`}
    />
  );
};

const mostPoints = 40;
const thinned = (values: readonly number[]): readonly number[] =>
  values.length <= mostPoints
    ? values
    : Array.from(
        { length: mostPoints },
        (_, at) => values[Math.round((at * (values.length - 1)) / (mostPoints - 1))]!,
      );

/** The dates inside a computed reason, as people write them. */
export const withDates = (text: string, zone: string): string =>
  text.replace(/\b\d{4}-\d{2}-\d{2}\b/g, (date) => formatDate(date, zone));
