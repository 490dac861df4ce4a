import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDelimited } from '../../src/core/delimited-text.ts';

/** The checklist of OWASP ASVS 5.0, levels 1 and 2, V1 to V16: each line with a test that is there, or a reason. */
const root = join(import.meta.dirname, '..', '..');
const columns = ['requirement', 'level', 'state', 'how', 'test'] as const;
const lines = parseDelimited(
  readFileSync(join(root, 'docs', 'security', 'asvs.csv'), 'utf8'),
  columns,
  'asvs.csv',
);

// Requirements of levels 1 and 2 in each chapter of ASVS 5.0.0.
const chapters = {
  V1: 27,
  V2: 11,
  V3: 19,
  V4: 10,
  V5: 9,
  V6: 35,
  V7: 18,
  V8: 7,
  V9: 7,
  V10: 29,
  V11: 14,
  V12: 9,
  V13: 13,
  V14: 9,
  V15: 13,
  V16: 16,
};

describe('the security checklist', () => {
  it('has every requirement of levels 1 and 2 once', () => {
    const counts = Map.groupBy(lines, ({ requirement }) => requirement.split('.')[0]!);
    expect(Object.fromEntries([...counts].map(([chapter, found]) => [chapter, found.length]))).toEqual(
      chapters,
    );
    expect(new Set(lines.map(({ requirement }) => requirement)).size).toBe(246);
    expect(lines.filter(({ level }) => !['1', '2'].includes(level))).toEqual([]);
  });

  it('says of each what is done, or why nothing has to be', () => {
    const states = ['met', 'not applicable', 'operator', 'open'];
    expect(lines.filter(({ state, how }) => !states.includes(state) || how.length < 10)).toEqual([]);
  });

  it('names only tests that are there', () => {
    const cited = lines.filter(({ test }) => test !== '');
    expect(cited.length).toBeGreaterThan(100);
    const gone = cited.filter(({ test }) => {
      const [file = '', title = ''] = test.split(' › ');
      const path = join(root, file);
      return !existsSync(path) || title === '' || !readFileSync(path, 'utf8').includes(title);
    });
    expect(gone.map(({ requirement, test }) => `${requirement}: ${test}`)).toEqual([]);
  });
});
