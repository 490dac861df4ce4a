import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/**
 * `openContent` is the only way from a version to its files. Whatever else finds them must stand here, with why it may: so
 * that a reader that forgets the gate fails.
 */

const src = join(import.meta.dirname, '..', '..', 'src');
const files = (readdirSync(src, { recursive: true }) as string[])
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => /\.tsx?$/.test(name) && !/\.(test|spec)\.tsx?$/.test(name));
const that = (says: RegExp) =>
  files.filter((file) => says.test(readFileSync(join(src, file), 'utf8'))).sort();

it('the address of a file in the lake is known to the gate, and to those who seal, dispose of and sort', () => {
  expect(that(/\babsolutePath\b/)).toEqual([
    'areas/catalog/protection/dispose-version.ts', // destroys
    'areas/catalog/protection/open-content.ts', // the gate
    'areas/catalog/protection/seal-version.ts', // seals and lays open
    'areas/portal/open-version.ts', // sorted copies, of open versions alone
    'areas/portal/project-version.ts', // drops sorted copies
    'areas/portal/subscribers.ts', // drops sorted copies
    'engine/lake.ts', // where it is defined
  ]);
});

it('the list of a version’s files is read by the gate, and by those who move, count or copy files without opening them', () => {
  const readers = that(/['"]version_part['"]/);
  for (const allowed of [
    'areas/catalog/collect-orphans.ts',
    'areas/catalog/protection/dispose-version.ts',
    'areas/catalog/protection/open-content.ts',
    'areas/catalog/protection/seal-version.ts',
    'areas/catalog/roll-back.ts',
    'areas/catalog/show-version.ts',
    'areas/catalog/tables.ts',
    'areas/catalog/version/record-version.ts',
    'store/migrations/0002-catalog.ts',
  ])
    expect(readers).toContain(allowed);
  const others = readers.filter((file) => file.startsWith('areas/') && !file.startsWith('areas/catalog/'));
  // Backups copy the lake as it lies, sealed files sealed.
  expect(others.filter((file) => !file.startsWith('areas/keeping/'))).toEqual([]);
});

it('only the gate makes what the gate hands out', () => {
  // The brand is not exported: a value of this type cannot be made elsewhere without a cast that names it.
  expect(that(/as (unknown as )?OpenContent\b/)).toEqual(['areas/catalog/protection/open-content.ts']);
});

it('rows are counted for someone who may see none of them where the release gate or a privacy budget stands, and nowhere else', () => {
  expect(that(/\browsForFigures\b/)).toEqual([
    'areas/catalog/custody/compare-keys.ts', // the platform looks for copies; what is kept is a share
    'areas/catalog/protection/open-content.ts', // where it is defined
    'areas/disclosure/builder/count-table.ts', // shown by a release to whoever may see no row
    'areas/disclosure/noisy-counts.ts', // charged to the budget
    'areas/portal/open-version.ts', // figures-only: counted in shown-counts.ts alone, by a release
  ]);
});
