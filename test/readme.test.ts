import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ended, type RunningServer, serve, temporaryFolder } from './program.ts';

/** Every command of README.md and of the guides, run in the order of the page against the example state. */

const root = join(import.meta.dirname, '..');
const pages = [
  'README.md',
  'docs/guides/analysts.md',
  'docs/guides/stewards.md',
  'docs/guides/agency-data-officers.md',
];

/** Lines of the `sh` blocks; a line that ends in a backslash goes on in the next. */
function commandsOf(page: string): string[] {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/```sh\n([\s\S]*?)```/g)]
    .flatMap(([, block]) => block!.replaceAll('\\\n', ' ').split('\n'))
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

describe('the commands that are written down', () => {
  const folder = temporaryFolder();
  let server: RunningServer;
  beforeAll(async () => {
    server = await serve(join(folder.path, 'home'), ['--example']);
  }, 120_000);
  afterAll(async () => {
    await server?.stop();
    folder[Symbol.dispose]();
  });

  for (const page of pages) {
    const commands = commandsOf(page).filter((line) => !/^npm (start|test)/.test(line));
    it(`${page}: all ${commands.length} work`, { timeout: 240_000 }, async () => {
      const failed: string[] = [];
      for (const command of commands) {
        const line = command
          .replaceAll('http://127.0.0.1:8080', server.url)
          .replace(/--home (\S+)/, `--home ${join(folder.path, '$1')}`)
          .replace(/--out (\S+)/, `--out ${join(folder.path, '$1')}`);
        const child = spawn('sh', ['-c', line], {
          cwd: root,
          env: { ...process.env, OAK_HOME: server.home },
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        const { code, err, out } = await ended(child);
        if (code !== 0) failed.push(`${command}: exit ${code}: ${err || out}`.slice(0, 600));
      }
      expect(failed).toEqual([]);
      expect(commands.length).toBeGreaterThan(0);
    });
  }
});
