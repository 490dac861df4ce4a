import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestContext, type TestContext } from '../../../test/context.ts';
import { type InclusionProof, proveEntry } from '../../store/audit-log/prove-entry.ts';

/** The page of code of the guide, run as it stands: it shares nothing with ours. */
let context: TestContext;
let folder: string;
let proof: InclusionProof;
beforeAll(async () => {
  context = await openTestContext();
  folder = mkdtempSync(join(tmpdir(), 'oak-outside-'));
  const guide = readFileSync(join(import.meta.dirname, '../../../docs/guides/audit-log.md'), 'utf8');
  writeFileSync(join(folder, 'check-proof.mjs'), /```js\n([\s\S]*?)```/.exec(guide)![1]!);
  for (let at = 0; at < 11; at += 1)
    await context.auditLog.appendNow({
      outcome: 'looked',
      operation: 'catalog.read-rows',
      dataset: `aaaa-${1000 + at}`,
      actor: 'ana',
      kind: 'person',
    });
  await context.auditLog.settle();
  proof = (await proveEntry(context.store, 6))!;
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await context.close();
});

function check(shown: object): { code: number; said: string } {
  writeFileSync(join(folder, 'proof.json'), JSON.stringify(shown));
  try {
    const words = ['check-proof.mjs', 'proof.json', context.audit.verifier];
    return { code: 0, said: execFileSync(process.execPath, words, { cwd: folder, encoding: 'utf8' }) };
  } catch (error) {
    const { status, stdout } = error as { status: number; stdout: string };
    return { code: status, said: stdout };
  }
}

describe('the guide’s own check', () => {
  it('holds for a true proof', () => {
    const { code, said } = check(proof);
    expect(said).toContain('holds: entry 6 of 11');
    expect(said).toContain('aaaa-1006');
    expect(code).toBe(0);
  });

  it.each([
    ['another entry', { text: '{"v":1}' }, 'root'],
    ['another place', { leaf: 5 }, 'root'],
    ['a place that is not there', { leaf: 11 }, 'no such place'],
  ])('fails for %s', (_, change, why) => {
    const { code, said } = check({ ...proof, ...change });
    expect(said).toContain('does not hold');
    expect(said).toContain(why);
    expect(code).toBe(1);
  });

  it('fails for a checkpoint that says another size', () => {
    const { code, said } = check({ ...proof, checkpoint: proof.checkpoint.replace('\n11\n', '\n12\n') });
    expect(said).toContain('the signature is false');
    expect(code).toBe(1);
  });
});
