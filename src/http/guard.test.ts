import { describe, expect, it } from 'vitest';
import { checkFormToken, checkHost, checkOrigin, formToken } from './guard.ts';

describe('the guard before every request', () => {
  it.each(['localhost', 'localhost:8080', '127.0.0.1:8080', '[::1]:8080'])('answers to %s', (host) => {
    expect(() => checkHost(host)).not.toThrow();
  });

  it.each([
    'example.com',
    'localhost.example.com',
    '127.0.0.1.example.com:8080',
    '192.168.1.5',
    '',
    undefined,
  ])('does not answer to the name %s, which may be another site pointing here', (host) => {
    expect(() => checkHost(host)).toThrow(/only to the name localhost/);
  });

  it.each([
    [{}, true],
    [{ 'sec-fetch-site': 'same-origin', origin: 'http://localhost:8080' }, true],
    [{ 'sec-fetch-site': 'none' }, true],
    [{ 'sec-fetch-site': 'cross-site' }, false],
    [{ 'sec-fetch-site': 'same-site' }, false],
    [{ origin: 'http://localhost:9090' }, false],
    [{ origin: 'https://example.com' }, false],
    [{ origin: 'null' }, false],
  ] as [Record<string, string>, boolean][])('a change with the headers %j is taken: %s', (headers, taken) => {
    const check = () => checkOrigin(new Headers(headers), 'localhost:8080');
    if (taken) expect(check).not.toThrow();
    else expect(check).toThrow(/another site/);
  });

  describe('form tokens', () => {
    const day = 24 * 3600_000;
    const now = 20_000 * day + 5000;
    const good = formToken('secret', 'browser-a', now);

    it.each([
      ['the same day', 'browser-a', good, now, true],
      ['two days later', 'browser-a', good, now + 2 * day, true],
      ['three days later', 'browser-a', good, now + 3 * day, false],
      ['before it was made', 'browser-a', good, now - day, false],
      ['from another browser', 'browser-b', good, now, false],
      ['changed', 'browser-a', `${good.slice(0, -1)}${good.endsWith('A') ? 'B' : 'A'}`, now, false],
      ['empty', 'browser-a', '', now, false],
      ['missing', 'browser-a', null, now, false],
    ])('%s', (_, browser, token, at, taken) => {
      const check = () => checkFormToken('secret', browser, token, at);
      if (taken) expect(check).not.toThrow();
      else expect(check).toThrow();
    });

    it('of another deployment is refused', () => {
      expect(() => checkFormToken('other secret', 'browser-a', good, now)).toThrow();
    });
  });
});
