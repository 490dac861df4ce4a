import { defineConfig } from 'vitest/config';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  test: {
    include: ['src/**/*.{test,spec}.{ts,tsx}', 'test/**/*.test.ts'],
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 120_000,
    env: { OAK_CHECK_ANSWERS: '1', TZ: 'UTC' },
    globalSetup: ['test/build-once.ts'],
    reporters: ['default', './test/reporter.ts'],
  },
});
