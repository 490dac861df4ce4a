import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { settings } from '../../src/roles/settings.ts';

const root = join(import.meta.dirname, '..', '..');
const deploy = (name: string) => readFileSync(join(root, 'deploy', name), 'utf8');
const named = (text: string) =>
  [...text.matchAll(/\bOAK_([A-Z_]+)=/g)].map((match) => match[1]!.toLowerCase());

describe('the files for running it', () => {
  it.each(['Containerfile', 'charter-oak.service'])('%s sets only what are settings', (name) => {
    const found = named(deploy(name)).filter((key) => key !== 'home');
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((key) => settings[key] === undefined)).toEqual([]);
  });

  const systemd = spawnSync('systemd-analyze', ['--version']).status === 0;
  it.runIf(systemd)('systemd takes the unit', () => {
    const unit = join(root, 'deploy', 'charter-oak.service');
    const checked = spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' });
    expect(checked.stderr).not.toContain('charter-oak.service:');
  });

  it('the container copies what is there', () => {
    const copied = [...deploy('Containerfile').matchAll(/^COPY (?!--)(.+) \S+$/gm)].flatMap((match) =>
      match[1]!.split(' '),
    );
    expect(copied.length).toBeGreaterThan(4);
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('the guide’s settings are settings', () => {
    const guide = readFileSync(join(root, 'docs', 'guides', 'operators.md'), 'utf8');
    const [, yaml = ''] = /```yaml\n(public_url[\s\S]*?)```/.exec(guide) ?? [];
    const keys = yaml
      .split('\n')
      .map((line) => line.split(':')[0]!)
      .filter((key) => key !== '');
    expect(keys.length).toBeGreaterThan(2);
    expect(keys.filter((key) => settings[key] === undefined)).toEqual([]);
  });
});
