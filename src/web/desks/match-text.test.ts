import { describe, expect, it } from 'vitest';
import { matchText } from './match-text.tsx';

const texts = [
  { where: 'in the title', text: 'Accidental drug related deaths', weight: 8 },
  {
    where: 'in the description',
    text: 'One row a death of an overdose, as the agencies certify.',
    weight: 2,
  },
];

describe('matchText', () => {
  it('finds every word, whatever its number and capitals, and says where', () => {
    expect(matchText('DRUG death', texts)?.places).toEqual([
      { where: 'in the title', words: ['drug', 'deaths'] },
      { where: 'in the description', words: ['death'] },
    ]);
    expect(matchText('agency', texts)?.places[0]?.words).toEqual(['agencies']);
  });

  it('finds nothing when one word is nowhere', () => {
    expect(matchText('drug bridges', texts)).toBeUndefined();
    expect(matchText('  ', texts)).toBeUndefined();
  });

  it('puts a name that is the question itself before one that only holds it', () => {
    const name = (text: string) =>
      matchText('Ashby', [{ where: 'in the name', text, weight: 5 }])?.score ?? 0;
    expect(name('Ashby')).toBeGreaterThan(name('East Ashby'));
  });

  it('weighs a title above a description', () => {
    const inTitle = matchText('accidental', texts)?.score ?? 0;
    const below = matchText('overdose', texts)?.score ?? 0;
    expect(inTitle).toBeGreaterThan(below);
  });
});
