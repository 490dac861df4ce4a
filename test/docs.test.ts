import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { areas } from '../src/app.ts';
import { allOperations } from '../src/contract.ts';
import { allErrors, referencePages } from '../src/reference/print.ts';
import { version } from '../src/version.ts';

const root = join(import.meta.dirname, '..');
const docs = join(root, 'docs');
const readJson = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'));

describe('documentation', () => {
  for (const [name, print] of Object.entries(referencePages)) {
    it(`docs/reference/${name} is what the code says (npm run docs writes it again)`, () => {
      const file = join(docs, 'reference', name);
      if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, print());
      expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toBe(print());
    });
  }

  it('every code of an error is used once', () => {
    const codes = allErrors().map((kind) => kind.code);
    expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([]);
  });

  it('every error an operation names is listed by an area', () => {
    const known = new Set(allErrors().map((kind) => kind.code));
    expect(
      allOperations.flatMap((op) => op.errors.map((kind) => kind.code)).filter((code) => !known.has(code)),
    ).toEqual([]);
  });

  it('the contract and the areas hold the same operations', () => {
    expect(allOperations.map((op) => op.name).sort()).toEqual(
      areas.flatMap((area) => Object.values(area.operations).map((op) => op.name)).sort(),
    );
  });

  it('an operation has the name of its place in the contract, and no two share an address', () => {
    for (const area of areas) {
      for (const [verb, op] of Object.entries(area.operations)) expect(op.name).toBe(`${area.name}.${verb}`);
    }
    const addresses = allOperations.map((op) => `${op.method} ${op.path.replace(/\{\w+\}/g, '{}')}`);
    expect(addresses.filter((address, at) => addresses.indexOf(address) !== at)).toEqual([]);
  });

  it('every direct dependency has its line in docs/dependencies.md, and no line is stale', () => {
    const { dependencies, devDependencies, optionalDependencies } = readJson('package.json');
    const wanted = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies }).sort();
    const listed = [...readFileSync(join(docs, 'dependencies.md'), 'utf8').matchAll(/^\| `([^`]+)`/gm)]
      .map((match) => match[1]!)
      .sort();
    expect(listed).toEqual(wanted);
  });

  it('links between documents lead somewhere', () => {
    const files = [
      'README.md',
      'CHANGELOG.md',
      ...(readdirSync(docs, { recursive: true }) as string[])
        .filter((name) => name.endsWith('.md'))
        .map((name) => join('docs', name)),
    ];
    const broken = files.flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(/\]\((?!https?:|mailto:|#|\/)([^)#\s]+)/g)]
        .map((match) => match[1]!)
        .filter((target) => !existsSync(join(root, file, '..', target)))
        .map((target) => `${file} → ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it('the version is the same everywhere', () => {
    expect(readJson('package.json').version).toBe(version);
    expect(readJson('package-lock.json').version).toBe(version);
  });
});
