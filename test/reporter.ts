import type { Reporter, TestModule } from 'vitest/node';

/** After a run: seconds by area, the ten slowest tests, and the closing line that continuous integration reads. */
export default class AreaReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const seconds = new Map<string, number>();
    const tests: { name: string; ms: number }[] = [];
    let passed = 0;
    let failed = unhandled.length;
    let skipped = 0;
    for (const module of modules) {
      const { duration, collectDuration, setupDuration } = module.diagnostic();
      const area = areaOf(module.relativeModuleId);
      seconds.set(area, (seconds.get(area) ?? 0) + (duration + collectDuration + setupDuration) / 1000);
      let own = 0;
      for (const test of module.children.allTests()) {
        own++;
        const { state } = test.result();
        if (state === 'passed') passed++;
        else if (state === 'failed') failed++;
        else skipped++;
        tests.push({
          name: `${module.relativeModuleId} › ${test.name}`,
          ms: test.diagnostic()?.duration ?? 0,
        });
      }
      // A file that could not be read has no tests, and is not a success.
      if (own === 0 && module.state() === 'failed') failed++;
    }
    console.log('\nSeconds by area');
    for (const [area, spent] of [...seconds].sort((a, b) => b[1] - a[1]))
      console.log(`  ${spent.toFixed(1).padStart(6)}  ${area}`);
    console.log('\nThe ten slowest tests');
    for (const { name, ms } of tests.sort((a, b) => b.ms - a.ms).slice(0, 10))
      console.log(`  ${(ms / 1000).toFixed(1).padStart(6)}  ${name}`);
    console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  }
}

function areaOf(file: string): string {
  const parts = file.split('/');
  if (parts[0] === 'test') return parts.length > 2 ? `test/${parts[1]}` : 'test';
  return parts[1] === 'areas' || parts[1] === 'focus'
    ? `${parts[1]}/${parts[2]}`
    : `src/${parts.length > 2 ? parts[1] : ''}`;
}
