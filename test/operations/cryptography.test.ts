import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const source = (readdirSync(join(root, 'src'), { recursive: true }) as string[])
  .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
  .map((name) => readFileSync(join(root, 'src', name), 'utf8'));

/** Every call of node:crypto that takes an algorithm, as the inventory writes it. */
const calls: readonly (readonly [call: RegExp, name: (found: string) => string])[] = [
  [/create(?:Cipheriv|Decipheriv)\(\s*'([\w-]+)'/g, (found) => found],
  [/createHash\(\s*'([\w-]+)'/g, (found) => found],
  [/createHmac\(\s*'([\w-]+)'/g, (found) => `hmac ${found}`],
  [/hkdfSync\(\s*'([\w-]+)'/g, (found) => `hkdf ${found}`],
  // The kind of key in a signed note.
  [/\bconst (ed25519) = 1;/g, (found) => found],
  [/alg: '(\w+)'/g, (found) => found],
];

it('every algorithm in the source is in the inventory, and every one in the inventory is used', () => {
  const used = new Set(
    source.flatMap((text) =>
      calls.flatMap(([call, name]) => [...text.matchAll(call)].map((found) => name(found[1]!))),
    ),
  );
  const page = readFileSync(join(root, 'docs', 'security', 'cryptography.md'), 'utf8');
  const [, table = ''] = /## Algorithms([\s\S]*?)## Keys/.exec(page) ?? [];
  const listed = [...table.matchAll(/^\| `([^`]+)` \|/gm)].map((found) => found[1]!);
  expect([...used].sort()).toEqual(listed.sort());
});

it('nothing that is known to be broken is called by any name', () => {
  const broken = /create(?:Hash|Hmac|Cipheriv)\(\s*'(?:md5|sha1|des|rc4|aes-\d+-(?:ecb|cbc))/i;
  expect(source.filter((text) => broken.test(text)).length).toBe(0);
});
