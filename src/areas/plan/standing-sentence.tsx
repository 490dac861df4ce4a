import { inWords, sentence } from '../../web/format/index.ts';
import type { Objective } from './model.ts';

/**
 * How the objectives stand, in one or two sentences: what is good first, then what is late or may be, then what cannot be
 * said and why.
 */
export function standingSentence(objectives: readonly Objective[]): string {
  const of = (status: Objective['stand']['status']) =>
    objectives.filter(({ stand }) => stand.status === status);
  const few = of('unknown').filter(({ now }) => now !== null && now.value !== null).length;
  const unmeasured = of('unknown').length - few;
  const is = (n: number, one: string, many: string) => (n === 1 ? one : many);
  const total = inWords(objectives.length, 'objective', 'objectives');
  const met = of('met').length;
  const first = [
    met
      ? `${inWords(met, '', '').trim()} of ${total} ${is(met, 'is', 'are')} met`
      : `none of ${total} is met yet`,
    of('track').length
      ? `${inWords(of('track').length, '', '').trim()} ${is(of('track').length, 'is', 'are')} on track`
      : '',
  ].filter(Boolean);
  const second = [
    of('late').length
      ? `${inWords(of('late').length, '', '').trim()} passed ${is(of('late').length, 'its', 'their')} date unmet`
      : '',
    of('risk').length
      ? `${inWords(of('risk').length, '', '').trim()} may miss ${is(of('risk').length, 'its', 'their')} date`
      : '',
    few ? `${inWords(few, '', '').trim()} ${is(few, 'has', 'have')} too few measurements to tell` : '',
    unmeasured ? `${inWords(unmeasured, '', '').trim()} cannot be measured yet` : '',
  ].filter(Boolean);
  const join = (parts: readonly string[]) =>
    parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
  return [`${sentence(join(first))}.`, second.length ? `${sentence(join(second))}.` : '']
    .filter(Boolean)
    .join(' ');
}
