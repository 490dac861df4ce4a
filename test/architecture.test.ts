import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Who may call whom (docs/architecture.md). Read from the import lines, so that no exception can hide. */

const src = join(import.meta.dirname, '..', 'src');
const leftToRight = [
  'work',
  'audit',
  'store',
  'agencies',
  'access',
  'law',
  'catalog',
  'standards',
  'quality',
  'linkage',
  'disclosure',
  'sharing',
  'portal',
  'skills',
  'plan',
  'search',
];

const files = (readdirSync(src, { recursive: true }) as string[]).filter(
  (name) => /\.tsx?$/.test(name) && !/\.(test|spec)\.tsx?$/.test(name),
);
const imports = files.flatMap((file) =>
  [
    ...readFileSync(join(src, file), 'utf8').matchAll(
      /^(?:import|export)\s[^;]*?from\s+'([^']+)'|import\('([^']+)'\)/gm,
    ),
  ]
    .map((match) => match[1] ?? match[2]!)
    .map((target) => ({
      file,
      target: target.startsWith('.') ? relative(src, resolve(src, dirname(file), target)) : target,
    })),
);
const inside = imports.filter(({ target }) => !target.startsWith('..') && files.includes(target));
const broken = (rule: (line: { file: string; target: string }) => boolean) =>
  inside.filter(rule).map(({ file, target }) => `${file} imports ${target}`);
const room = (file: string) => file.split('/')[0]!;
const areaOf = (file: string) =>
  file.startsWith('areas/') && file.split('/').length > 2 ? file.split('/')[1]! : undefined;
const isPage = (file: string) => file.endsWith('.tsx') || /^(areas|focus)\/\w+\/pages\.ts$/.test(file);

describe('architecture', () => {
  it('has found the program', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(inside.length).toBeGreaterThan(100);
  });

  it('core imports only core', () => {
    expect(broken(({ file, target }) => room(file) === 'core' && room(target) !== 'core')).toEqual([]);
  });

  it('store and engine import only core and themselves', () => {
    for (const layer of ['store', 'engine']) {
      expect(
        broken(({ file, target }) => room(file) === layer && !['core', layer].includes(room(target))),
      ).toEqual([]);
    }
  });

  it('an area imports areas to its left, through their index, contract or model', () => {
    const wrong = ({ file, target }: { file: string; target: string }) => {
      const [from, to] = [areaOf(file), areaOf(target)];
      if (from === undefined || to === undefined || from === to) return false;
      // A page may show what any area answers.
      if (isPage(file)) return !/\/(contract|model)\.ts$/.test(target);
      return leftToRight.indexOf(to) > leftToRight.indexOf(from) || !/\/index\.ts$/.test(target);
    };
    // Models, contracts, errors and events are plain values: whoever stands to the right may use them as they are.
    const plain = ({ file, target }: { file: string; target: string }) =>
      /\/(contract|model|errors|events)\.ts$/.test(target) &&
      leftToRight.indexOf(areaOf(target)!) < leftToRight.indexOf(areaOf(file)!);
    expect(broken((line) => wrong(line) && !plain(line))).toEqual([]);
  });

  it('every area stands in the order', () => {
    const areas = new Set(files.map(areaOf).filter((name) => name !== undefined));
    expect([...areas].filter((name) => !leftToRight.includes(name))).toEqual([]);
  });

  it('pages and web import only core, web, models and contracts', () => {
    expect(
      broken(
        ({ file, target }) =>
          (isPage(file) || room(file) === 'web') &&
          !['core', 'web'].includes(room(target)) &&
          !/\/(contract|model)\.ts$/.test(target) &&
          !(isPage(file) && isPage(target)),
      ),
    ).toEqual([]);
  });

  it('areas do not reach into http, cli, web pages or roles', () => {
    expect(
      broken(
        ({ file, target }) =>
          room(file) === 'areas' && !isPage(file) && ['http', 'cli', 'roles', 'web'].includes(room(target)),
      ),
    ).toEqual([]);
  });

  it('drivers stay in their rooms', () => {
    const driver = (name: RegExp, allowed: string) =>
      imports
        .filter(({ file, target }) => name.test(target) && !file.startsWith(allowed))
        .map(({ file, target }) => `${file} imports ${target}`);
    expect(driver(/^@duckdb\//, 'engine/duckdb/')).toEqual([]);
    expect(driver(/^(pg|node:sqlite)$/, 'store/')).toEqual([]);
  });

  it('app, contract and roles alone put areas together', () => {
    expect(
      broken(
        ({ file, target }) =>
          ['http', 'cli'].includes(room(file)) &&
          areaOf(target) !== undefined &&
          !/\/(contract|model)\.ts$/.test(target),
      ),
    ).toEqual([]);
  });
});
