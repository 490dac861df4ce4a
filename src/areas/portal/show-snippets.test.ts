import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRowsContext, type RowsContext } from '../../../test/rows-context.ts';
import { jsonTextOf } from '../../core/json-text.ts';
import { sql } from '../../engine/sql.ts';
import { downloadCsv as csv, queryRows as rows, showSnippets as snippets } from './contract.ts';
import { downloadCsv } from './download-version.ts';
import { queryRows } from './query-rows.ts';
import { downloadDictionary, showDictionary } from './show-dictionary.ts';
import { showSnippets } from './show-snippets.ts';

const run = promisify(execFile);
let context: RowsContext;
let dataset: string;
let server: Server;
let base: string;
beforeAll(async () => {
  context = await openRowsContext();
  ({ publicId: dataset } = await context.addVersion({
    title: 'Odd & “even” {things}',
    rows: sql`select i::bigint as n, case i % 3 when 0 then 'O''Fallon $HOME' else 'Été "x"' end as town from range(12000) t(i)`,
    columns: [
      { name: 'n', type: 'integer', title: 'Number, of things' },
      { name: 'town', type: 'text' },
    ],
  }));
  // The routes the whole server makes from the contract, for these two operations.
  const app = new Hono();
  app.get('/api/v1/datasets/:dataset/rows', async ({ req }) => {
    const query = req.query();
    const input = {
      ...query,
      ...(query['limit'] && { limit: Number(query['limit']) }),
      ...(query['version'] && { version: Number(query['version']) }),
    };
    return new Response(
      jsonTextOf(await queryRows(context, rows.input.parse({ dataset, ...input }) as never))!,
    );
  });
  app.get('/api/v1/datasets/:dataset/versions/:file', async ({ req }) => {
    const answer = await downloadCsv(
      context,
      csv.input.parse({ dataset, version: req.param('file').replace('.csv', '') }),
    );
    return new Response(answer.body as ReadableStream<Uint8Array>);
  });
  server = createServer(getRequestListener(app.fetch));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await context.close();
});

const has = async (program: string) =>
  run(program, ['--version']).then(
    () => true,
    () => false,
  );
const ask = (input: object = {}) => showSnippets(context, snippets.input.parse({ dataset, base, ...input }));
const where = `town = 'O''Fallon $HOME' and n > 5`;

describe('snippets run as they stand', () => {
  test('curl', async ({ skip }) => {
    if (!(await has('curl'))) skip('curl is not installed');
    const { snippets } = await ask({ where, order: 'n desc' });
    const { stdout } = await run('sh', ['-c', snippets.find((one) => one.language === 'curl')!.code]);
    const page = JSON.parse(stdout) as { rows: { n: number; town: string }[]; version: number };
    expect([page.version, page.rows.length, page.rows[0]]).toEqual([
      1,
      100,
      { n: 11997, town: "O'Fallon $HOME" },
    ]);
  });

  test('Python, every page', async ({ skip }) => {
    if (!(await has('python3'))) skip('python3 is not installed');
    const file = join(context.folder, 'snippet.py');
    const python = async (input: object) => {
      await writeFile(file, (await ask(input)).snippets.find((one) => one.language === 'python')!.code);
      return (await run('python3', [file])).stdout.trim();
    };
    expect(await python({})).toBe('12000 rows of version 1');
    // Every third of 12,000 from 6 on: 6, 9, …, 11,997.
    expect(await python({ where })).toBe('3998 rows of version 1');
  });

  test('R', async ({ skip }) => {
    if (!(await has('Rscript'))) skip('R is not installed');
    const code = (await ask()).snippets.find((one) => one.language === 'r')!.code;
    expect((await run('Rscript', ['-e', code])).stdout).toContain('12000 rows of version 1');
  });

  test('a filter that would fail is refused before it is handed out', async () => {
    await expect(ask({ where: 'nothing = 1' })).rejects.toMatchObject({ code: 'query.soql.no-such-column' });
  });
});

describe('what goes beside the data', () => {
  test('a citation with the address of exactly these rows', async () => {
    const { citation, bibtex, address } = await ask();
    expect(address).toBe(`${base}/api/v1/datasets/${dataset}/versions/1.csv`);
    expect(citation).toBe(
      `Testonia (2026). Odd & “even” {things}, version 1 [data set]. Testonia State Data Plan. ${address}`,
    );
    expect(bibtex).toContain('title = {Odd \\& “even” things}');
  });

  test('the dictionary, as JSON and CSV', async () => {
    const answer = await showDictionary(context, { dataset });
    expect(answer.fields.map(({ name, title, type, filled }) => [name, title, type, filled])).toEqual([
      ['n', 'Number, of things', 'integer', 12000],
      ['town', 'town', 'text', 12000],
    ]);
    const text = String((await downloadDictionary(context, { dataset })).body);
    expect(text.split('\n').slice(0, 2)).toEqual([
      'name,title,description,type,rows_with_a_value,rows,rejected_cells,notes',
      'n,"Number, of things",,integer,12000,12000,0,',
    ]);
  });
});
