// `npm run docs`: writes docs/reference again from what the code says.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalled } from './install.mjs';
import { environmentWith, root } from './node24.mjs';

const node = ensureInstalled({ withTests: true });
const done = spawnSync(
  node,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'test/docs.test.ts', '-t', 'docs/reference'],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...environmentWith(node), UPDATE_DOCS: '1' },
  },
);
process.exit(done.status ?? 1);
