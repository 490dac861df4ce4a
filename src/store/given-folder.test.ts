import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeGivenFolder } from './given-folder.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oak-given-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('makes a folder and those above it, also when they are there already', async () => {
  const deep = join(folder, 'a', 'b', 'c');
  for (let time = 0; time < 2; time++) await makeGivenFolder(deep);
  expect((await stat(deep)).mode & 0o777).toBe(0o700);
});

it('says what stands in the way, and tries nothing for ever', async () => {
  await writeFile(join(folder, 'file'), '');
  await expect(makeGivenFolder(join(folder, 'file'))).rejects.toMatchObject({ code: 'EEXIST' });
  await expect(makeGivenFolder(join(folder, 'file', 'x'))).rejects.toMatchObject({ code: 'ENOTDIR' });
});

it.runIf(process.platform === 'linux')('ends where the system takes no folders', async () => {
  await expect(makeGivenFolder('/proc/nope/deeper')).rejects.toMatchObject({ code: 'ENOENT' });
});
