/**
 * A protected version of a million rows, from its sealed file to the first row on the wire: the policies asked, the look
 * written down, the file opened into memory, a page read. Beside it, bare AES-256-GCM over as many bytes.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { overSocket } from '../src/cli/connect.ts';
import { openKeyStore } from '../src/store/sealed/key-store.ts';
import { openFile } from '../src/store/sealed/sealed-file.ts';
import { crashRecords } from './data/crash-records.ts';
import { stop } from './measure.ts';
import { emptyHome, ingestProtected, startOurs } from './ours.ts';
import { temporaryFolder } from './places.ts';
import { judge, printTable } from './table.ts';

const rows = 1_000_000;
const home = emptyHome();
const { answer } = await ingestProtected(home, crashRecords(rows));
if (answer.rows_stored !== rows) throw new Error('rows were lost');

const sealed = (readdirSync(join(home, 'lake'), { recursive: true }) as string[])
  .filter((name) => /part-0.*\.sealed$/.test(name))
  .map((name) => join(home, 'lake', name))[0]!;
const megabytes = statSync(sealed).size / 1e6;

const seconds = async (work: () => unknown): Promise<number> => {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
};
const best = async (times: number, work: () => Promise<number>): Promise<number> => {
  const all: number[] = [];
  for (let at = 0; at < times; at += 1) all.push(await work());
  return all.toSorted((a, b) => a - b)[Math.floor(times / 2)]!;
};

const bare = await best(5, async () => {
  const key = randomBytes(32);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const text = Buffer.concat([cipher.update(readFileSync(sealed)), cipher.final()]);
  const tag = cipher.getAuthTag();
  return seconds(() => {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAuthTag(tag);
    decipher.update(text);
    decipher.final();
  });
});
const keys = openKeyStore(join(home, 'keys'));
const [key] = await keys.list();
const target = join(temporaryFolder('opened'), 'rows.parquet');
const opened = await best(5, async () =>
  seconds(async () => openFile(sealed, target, await keys.open(key!.id), 'rows-0')),
);

// A fresh server each time: nothing is open yet.
const first = await best(3, async () => {
  const server = await startOurs(home, 9_377);
  const card = JSON.parse(readFileSync(join(home, 'owner.json'), 'utf8')) as { socket: string };
  const operator = overSocket(card.socket);
  const ask = () =>
    operator.fetch(
      new Request(`http://localhost/api/v1/datasets/${answer.dataset}/rows?limit=10`, {
        headers: { 'oak-purpose': 'a%20bench' },
      }),
    );
  // The engine and the policies start with the first question of any kind.
  await operator.fetch(new Request('http://localhost/api/v1/datasets'));
  const taken = await seconds(async () => {
    const page = await ask();
    const text = await page.text();
    if (page.status !== 200 || !text.includes('"rows"')) throw new Error(text.slice(0, 300));
  });
  stop(server.child);
  await new Promise((resolve) => server.child.once('exit', resolve));
  return taken;
});

printTable(
  `Open a sealed version of ${rows.toLocaleString('en-US')} rows (${megabytes.toFixed(1)} MB sealed)`,
  [
    { what: 'bare AES-256-GCM, in memory', seconds: bare, 'MB/s': megabytes / bare },
    { what: 'open the sealed file into another', seconds: opened, 'MB/s': megabytes / opened },
    { what: 'a cold server: first row of a protected version', seconds: first },
  ],
);
judge('seconds to the first row', first, 1.5, 'at most', 's');
