/**
 * The parts pages are made of, in the look of the site. Each is a plain function of its props: no state, no request except
 * where a form needs its token. Text is escaped by the renderer; nothing here takes markup as a string.
 */
export { Bar, PairBars } from './bar.tsx';
export { CheckFields } from './check-fields.tsx';
export { Code } from './code.tsx';
export { Contents } from './contents.tsx';
export { Empty } from './empty.tsx';
export { type Fact, Facts } from './facts.tsx';
export { Field, Options, RadioField, SelectField, TextArea, TextField } from './field.tsx';
export { Figure } from './figure.tsx';
export { FilterSelect, Filters, FilterText } from './filters.tsx';
export { Follow } from './follow.tsx';
export { ActForm, ErrorSummary, Form } from './form.tsx';
export { Histogram } from './histogram.tsx';
export { ButtonLink, Links } from './links.tsx';
export { Notice } from './notice.tsx';
export { Numbered } from './numbered.tsx';
export { Pager } from './pager.tsx';
export { Pairs } from './pairs.tsx';
export { Log, Meter, RowSum, type Step, Steps } from './progress.tsx';
export { Section } from './section.tsx';
export { Sparkline } from './sparkline.tsx';
export { Split } from './split.tsx';
export { Status, type StatusKind, Tally } from './status.tsx';
export { type Column, Table, type TableSort } from './table.tsx';
export { DateList, Deadline, Time } from './time.tsx';
export { Title } from './title.tsx';
export { Blank, Counted, Example, NotApplicable, SoFar, Unknown, Withheld } from './value.tsx';
export { Views } from './views.tsx';
