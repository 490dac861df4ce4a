import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contract } from '../contract.ts';
import { json, operation } from '../core/operation.ts';
import { readCommandLine } from './command-line.ts';
import { areaPurposes, helpArea, helpOverview } from './help.ts';

const ingest = operation({
  name: 'catalog.ingest-example',
  method: 'POST',
  path: '/api/v1/example',
  access: 'staff',
  effect: 'write',
  summary: 'An example',
  input: z.object({
    file: z.string(),
    date_column: z.string().optional(),
    keys: z.array(z.string()).optional(),
    limit: z.number().optional(),
    force: z.boolean().optional(),
  }),
  output: json(z.unknown()),
  errors: [],
  positional: ['file'],
});

describe('help', () => {
  it('says of every area what it is for, and of every verb what it does', () => {
    for (const area of Object.keys(contract)) {
      expect(helpOverview()).toContain(`  ${area.padEnd(12)} ${areaPurposes[area] ?? 'nothing'}`);
      for (const { summary } of Object.values(contract[area]!)) expect(helpArea(area)).toContain(summary);
    }
  });
});

describe('readCommandLine', () => {
  it.each([
    [['a.csv'], { file: 'a.csv' }],
    [['a.csv', '--date-column', 'crash date'], { file: 'a.csv', date_column: 'crash date' }],
    [['--date_column=x', 'a.csv'], { file: 'a.csv', date_column: 'x' }],
    [['a.csv', '--keys', 'id,year', '--keys', 'town'], { file: 'a.csv', keys: ['id', 'year', 'town'] }],
    [['a.csv', '--limit', '10', '--force'], { file: 'a.csv', limit: 10, force: true }],
  ])('%j', (words, input) => {
    expect(readCommandLine(ingest, words).input).toEqual(input);
  });

  it('takes what every command takes', () => {
    const { common } = readCommandLine(ingest, ['a.csv', '--json', '--home', '/tmp/h']);
    expect(common).toEqual({ json: true, help: false, home: '/tmp/h' });
  });

  it('takes a file to write to where the answer is bytes, and refuses it elsewhere', () => {
    const download = { ...ingest, output: { kind: 'bytes' as const, mediaTypes: ['text/csv'] } };
    expect(readCommandLine(download, ['a.csv', '--out', 'x.csv']).common.out).toBe('x.csv');
    expect(() => readCommandLine(ingest, ['a.csv', '--out', 'x.csv'])).toThrow(/--out/);
  });

  it('names an option it does not know', () => {
    expect(() => readCommandLine(ingest, ['a.csv', '--datecolumn', 'x'])).toThrow(/--datecolumn/);
  });

  it('says when there are too many words', () => {
    expect(() => readCommandLine(ingest, ['a.csv', 'b.csv'])).toThrow(/Too many words: expected FILE/);
  });
});
