import { describe, expect, it } from 'vitest';
import { gridRules, spread } from './scale.ts';

describe('gridRules', () => {
  it('starts at zero and takes round steps, at most four rules', () => {
    expect(gridRules(1524)).toEqual([0, 500, 1000, 1500]);
    expect(gridRules(1500)).toEqual([0, 500, 1000, 1500]);
    expect(gridRules(100, 4)).toEqual([0, 25, 50, 75, 100]);
    expect(gridRules(0.3)).toEqual([0, 0.1, 0.2, 0.3]);
    expect(gridRules(0)).toEqual([0]);
  });
});

describe('spread', () => {
  it('moves labels apart, keeps their order and stays inside', () => {
    expect(spread([10, 11, 40], 10, 0, 100)).toEqual([10, 20, 40]);
    expect(spread([95, 99], 10, 0, 100)).toEqual([90, 100]);
    expect(spread([50], 10, 0, 100)).toEqual([50]);
  });
});
