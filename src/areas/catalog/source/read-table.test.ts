import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { detectLayout, type Layout } from './detect-dialect.ts';
import { cellText, readTable } from './read-table.ts';
import { RecordReader } from './record-reader.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oak-table-'));
});
afterAll(() => rm(folder, { recursive: true }));

const quoted = (delimiter: string, escapedBy = '"'): Layout['dialect'] => ({
  delimiter: delimiter.charCodeAt(0),
  quote: 0x22,
  escape: escapedBy.charCodeAt(0),
});

async function tableOf(text: string, given: Partial<Layout> = {}) {
  const path = join(folder, 'table.csv');
  await writeFile(path, text);
  const bytes = Buffer.from(text);
  const layout = { ...detectLayout(bytes, true), ...given };
  const rows: string[][] = [];
  const aside: [number, number, string, string][] = [];
  const counts = await readTable(
    path,
    layout,
    {
      row: (source, reader) =>
        rows.push(
          Array.from({ length: layout.width }, (_, at) => cellText(source, reader, at, layout.dialect)),
        ),
      quarantined: (one) => aside.push([one.row, one.line, one.text, one.reason]),
    },
    {},
  );
  return { layout, head: counts.titles, rows, aside, counts };
}

describe('a delimited file', () => {
  it.each([
    ['comma', 'a,b\n1,2\n3,4\n', ','],
    ['tab', 'a\tb\n1\t2\n3\t4\n', '\t'],
    ['semicolon', 'a;b\n1,5;2\n3,5;4\n', ';'],
    ['pipe', 'a|b\n1|2\n3|4\n', '|'],
    ['percent sign', 'a%b\n1%2\n3%4\n', '%'],
  ])('is split by the %s it is written with', async (_, text, delimiter) => {
    const { layout, head, rows } = await tableOf(text);
    expect(String.fromCharCode(layout.dialect.delimiter)).toBe(delimiter);
    expect(head).toEqual(['a', 'b']);
    expect(rows).toHaveLength(2);
  });

  it.each([
    ['LF', 'a,b\n1,2\n3,4'],
    ['CR LF', 'a,b\r\n1,2\r\n3,4\r\n'],
    ['CR alone', 'a,b\r1,2\r3,4\r'],
    ['all three', 'a,b\r\n1,2\r3,4\n'],
  ])('may end its lines with %s', async (_, text) => {
    expect((await tableOf(text)).rows).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
  });

  it.each([
    ['quoted delimiter', 'a,b\n"x,y",2\n', [['x,y', '2']]],
    [
      'quoted line end',
      'a,b\n"x\r\ny\n",2\n3,4\n',
      [
        ['x\r\ny\n', '2'],
        ['3', '4'],
      ],
    ],
    ['doubled quotes', 'a,b\n"he said ""hi""",2\n', [['he said "hi"', '2']]],
    ['a quote inside an unquoted cell', 'a,b\n6" pipe,2\n', [['6" pipe', '2']]],
    ['spaces around a quoted cell', 'a,b\n "x" , "y" \n', [['x', 'y']]],
    [
      'empty cells',
      'a,b\n,\n"",\n',
      [
        ['', ''],
        ['', ''],
      ],
    ],
    ['empty cells beyond the head', 'a,b\n1,2,,\n', [['1', '2']]],
    [
      'a blank line',
      'a,b\n1,2\n\n3,4\n\n',
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    ['a last cell that is empty and has no line end', 'a,b\n1,', [['1', '']]],
    ['emoji and right-to-left text', 'a,b\n😀,שלום\n', [['😀', 'שלום']]],
  ])('keeps %s', async (_, text, rows) => {
    const table = await tableOf(text, { dialect: quoted(','), width: 2, header: true, preamble: 0 });
    expect(table.rows).toEqual(rows);
    expect(table.aside).toEqual([]);
  });

  it('reads a backslash as the escape when the file is written so', async () => {
    const { rows, layout } = await tableOf('a,b\n"he said \\"hi\\", twice",2\n"x\\\\y",3\n"z, \\"w\\"",4\n');
    expect(String.fromCharCode(layout.dialect.escape)).toBe('\\');
    expect(rows).toEqual([
      ['he said "hi", twice', '2'],
      ['x\\y', '3'],
      ['z, "w"', '4'],
    ]);
  });

  it('keeps titles and comments above the head out of the table', async () => {
    const { head, rows, layout } = await tableOf(
      'Crashes of 2020\n\nid,town,day\n1,Ansonia,2\n2,Derby,3\n4,Avon,5\n',
    );
    expect(layout.preamble).toBe(1);
    expect(head).toEqual(['id', 'town', 'day']);
    expect(rows).toHaveLength(3);
  });

  it('keeps titles that a spreadsheet padded with empty cells out of the table, and a sparse head in it', async () => {
    const saved = 'Crashes of 2020,,\nas of May,,\n,,\ntown,crashes,rate\nAvon,5,1.5\nDerby,6,2.5\n';
    const { head, rows, layout } = await tableOf(saved);
    expect(layout.preamble).toBe(3);
    expect(head).toEqual(['town', 'crashes', 'rate']);
    expect(rows).toHaveLength(2);
    // One name over three columns, and values at once: the first record is the head.
    const sparse = await tableOf('town,,\nAvon,5,1.5\nDerby,6,2.5\n');
    expect(sparse.layout.preamble).toBe(0);
    // Words all the way: nothing says that the second record is the head.
    expect((await tableOf('note,,\na,b,c\nd,e,f\n')).layout.preamble).toBe(0);
  });

  it.each([
    ['MARY,3992295\nPATRICIA,1570567\n', false],
    ['id,100022,100025,100047,100199\n1,2,3,4,5\n', true],
    ['town,2019,2020\nAvon,1,2\n', true],
    ['name,born\nx,2020-01-01\n', true],
  ])('knows whether it has a head: %j', async (text, header) => {
    expect((await tableOf(text)).layout.header).toBe(header);
  });
});

describe('rows that cannot be told apart', () => {
  it.each([
    ['too few cells', 'a,b,c\n1,2\n3,4,5\n', [[1, 2, '1,2', '2 cells where the head has 3.']]],
    ['too many cells', 'a,b\n1,2,3\n4,5\n', [[1, 2, '1,2,3', '3 cells where the head has 2.']]],
    ['NUL bytes', 'a,b\n1,\0\0\n4,5\n', [[1, 2, '1,\\0\\0', 'Holds NUL bytes.']]],
    [
      'text after a quote',
      'a,b\n"x"y,2\n4,5\n',
      [[1, 2, '"x"y,2', 'A quote closes in the middle of a cell.']],
    ],
    [
      'a quote that never closes',
      'a,b\n1,2\n3,"x\n4,5\n6,7\n',
      [[2, 3, '3,"x', 'A quote opens and never closes.']],
    ],
    [
      'a quote that only a later cell seems to close',
      'a,b\n1,"x\n3,"y"\n4,5\n',
      [[1, 2, '1,"x', 'A quote closes in the middle of a cell.']],
    ],
  ])('%s: set aside whole, with row, line and reason', async (_, text, expected) => {
    const { aside, counts, rows } = await tableOf(text, {
      dialect: quoted(','),
      width: text.startsWith('a,b,c') ? 3 : 2,
      header: true,
      preamble: 0,
    });
    expect(aside).toEqual(expected);
    expect(counts.rows).toBe(rows.length + aside.length);
  });

  it('count lines as a text editor does, through cells of several lines', async () => {
    const { aside } = await tableOf('a,b\n"1\n2\n3",x\n4\n5,6\n', {
      dialect: quoted(','),
      width: 2,
      header: true,
      preamble: 0,
    });
    expect(aside).toEqual([[2, 5, '4', '1 cell where the head has 2.']]);
  });
});

const cell = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.string({
      unit: fc.constantFrom('a', '1', ' ', '"', ',', '\n', '\r', '\r\n', ';', '\\', "'", 'é', '😀'),
      maxLength: 8,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !text.includes('\0')),
  },
);

it('reads back every cell of any table written by the rules, in chunks of any size', () => {
  fc.assert(
    fc.property(
      fc
        .integer({ min: 2, max: 5 })
        .chain((width) =>
          fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 }),
        ),
      fc.constantFrom(',', ';', '\t', '|'),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.integer({ min: 1, max: 40 }),
      fc.boolean(),
      (table, delimiter, lineEnd, chunk, lastLineEnds) => {
        const write = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const text =
          table.map((row) => row.map(write).join(delimiter)).join(lineEnd) + (lastLineEnds ? lineEnd : '');
        const dialect = quoted(delimiter);
        const read: string[][] = [];
        const reader: RecordReader = new RecordReader(
          dialect,
          {
            record: (bytes, count) =>
              void read.push(Array.from({ length: count }, (_, at) => cellText(bytes, reader, at, dialect))),
            damaged: () => {
              throw new Error('nothing is damaged');
            },
            blank: () => {
              throw new Error('nothing is blank');
            },
          },
          1 << 20,
        );
        const all = Buffer.from(text);
        let kept = Buffer.alloc(0);
        for (let at = 0; at < all.length; at += chunk) {
          const bytes = Buffer.concat([kept, all.subarray(at, at + chunk)]);
          kept = bytes.subarray(reader.read(bytes, 0, bytes.length, false));
        }
        reader.read(kept, 0, kept.length, true);
        expect(read).toEqual(table);
      },
    ),
    { numRuns: 400 },
  );
});

it('passes over a line that is too long without holding it, and reads on', () => {
  const seen: string[] = [];
  const reader: RecordReader = new RecordReader(
    quoted(','),
    {
      record: (bytes, count) =>
        void seen.push(`row ${Buffer.from(bytes.subarray(reader.starts[0]!, reader.ends[count - 1]!))}`),
      damaged: (_bytes, _start, _end, line, damage, total) => void seen.push(`${damage} ${line} ${total}`),
      blank: () => {},
    },
    100,
  );
  let kept = Buffer.alloc(0);
  const feed = (text: string, last = false) => {
    const bytes = Buffer.concat([kept, Buffer.from(text)]);
    kept = bytes.subarray(reader.read(bytes, 0, bytes.length, last));
  };
  feed('1,2\n');
  for (let i = 0; i < 50; i++) {
    feed('x'.repeat(60));
    expect(kept.length).toBeLessThan(200);
  }
  feed('\r');
  feed('\n3,4\n');
  feed('', true);
  expect(seen).toEqual(['row 1,2', 'too-long 2 3000', 'row 3,4']);
});
