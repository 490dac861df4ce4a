import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applySettings, doorLimits, sessionTimes, settings } from './settings.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'oak-settings-'));
});
afterEach(() => rmSync(home, { recursive: true }));

const applied = (file: string, environment: NodeJS.ProcessEnv = {}) => {
  writeFileSync(join(home, 'oak.yaml'), file);
  const given = { ...environment };
  applySettings(home, given);
  return given;
};

describe('settings', () => {
  it('come from oak.yaml, and from the environment before it', () => {
    expect(applied('port: 8081\ntrusted_proxies: [10.0.0.1, 10.0.0.2]\n')).toEqual({
      OAK_PORT: '8081',
      OAK_TRUSTED_PROXIES: '10.0.0.1,10.0.0.2',
    });
    expect(applied('port: 8081\n', { OAK_PORT: '9000' })).toEqual({ OAK_PORT: '9000' });
    expect(applied('')).toEqual({});
    expect(doorLimits(applied('upload_megabytes: 5\nlog: requests\n'))).toMatchObject({
      uploadMegabytes: 5,
      logRequests: true,
      trustedProxies: [],
    });
  });

  it('say how long people stay signed in, and the usual times where they say nothing', () => {
    expect(sessionTimes(applied('session_idle_minutes: 15\n', { OAK_SESSION_HOURS: '4' }))).toEqual({
      idleMinutes: 15,
      sessionHours: 4,
      signInMinutes: 10,
    });
    expect(() => applied('session_hours: 25')).toThrow(/session_hours in oak\.yaml must be a whole number/);
  });

  it.each([
    ['prot: 8081', /oak\.yaml has prot, which is no setting/],
    ['port: 80810', /port in oak\.yaml must be a whole number from 0 to 65535/],
    ['public_url: data.example.gov', /public_url in oak\.yaml must be an address/],
    ['port: [', /line \d+ is not YAML/],
    ['- port', /must be lines of the form/],
    ['log: everything', /log in oak\.yaml is not of its form/],
  ])('that cannot be used end the start and say which: %s', (file, why) => {
    expect(() => applied(file)).toThrow(why);
  });

  it('keep a password out of what is said about them', () => {
    const file = 'database_url: mysql://oak:hunter2@db/oak';
    expect(() => applied(file)).toThrow(/database_url in oak\.yaml must begin with postgres/);
    expect(() => applied(file)).not.toThrow(/hunter2/);
  });

  it('are all that the program reads from its environment', () => {
    const src = join(import.meta.dirname, '..');
    const read = new Set(
      (readdirSync(src, { recursive: true }) as string[])
        .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
        .flatMap(
          (name) => readFileSync(join(src, name), 'utf8').match(/(?<=['\s])OAK_[A-Z_]+(?=['\s:])/g) ?? [],
        ),
    );
    // Of the program itself, its tests, its build and whoever gives a command; not of a deployment.
    const inner = ['HOME', 'BUNDLE', 'FAULT', 'CHECK_ANSWERS', 'KEY', 'PURPOSE'].map((name) => `OAK_${name}`);
    const known = Object.keys(settings).map((key) => `OAK_${key.toUpperCase()}`);
    expect([...read].filter((name) => !known.includes(name) && !inner.includes(name))).toEqual([]);
  });
});
