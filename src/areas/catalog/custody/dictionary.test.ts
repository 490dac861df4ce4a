import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exampleState, openStateContext, type StateContext } from '../../../../test/state-context.ts';
import { workbookOf, zipOf } from '../../../../test/workbook.ts';
import { loadJurisdiction } from '../../../core/load-jurisdiction.ts';
import { area as agencies } from '../../agencies/index.ts';
import type { Context } from '../../handler.ts';
import { area as catalog } from '../index.ts';
import { typeWritten } from './type-written.ts';
import { yearsWritten } from './years-written.ts';

const golden = (name: string) =>
  readFileSync(new URL(`../../../../test/golden/dictionaries/${name}`, import.meta.url));

let context: StateContext;
let world: Context;
const opened = () => {
  beforeEach(async () => {
    context = await openStateContext('2026-11-23T15:00:00.000Z');
    world = { ...context, jurisdiction: await loadJurisdiction(exampleState) };
    await agencies.handlers['load-agencies'](await context.withFile(exampleState, 'agencies.yaml'), {});
  });
  afterEach(() => context.close());
};

const importing = (bytes: Uint8Array, filename: string, over: object = {}) =>
  catalog.handlers['import-dictionary'](
    { ...world, upload: { filename, stream: new Blob([bytes as BlobPart]).stream() } },
    { check: false, problems: 10_000, ...over },
  );
const counted = async (table: 'dataset' | 'described_field') =>
  Number(
    (
      await world.store.read
        .selectFrom(table)
        .select(({ fn }) => fn.countAll().as('n'))
        .executeTakeFirstOrThrow()
    ).n,
  );

describe('a data dictionary', () => {
  opened();
  it('of thirteen agencies is taken whole, each element with its holder', { timeout: 30_000 }, async () => {
    const answer = await importing(golden('P20WIN_Data_Dictionary.xlsx'), 'P20WIN_Data_Dictionary.xlsx');
    expect(answer.elements).toBe(1593);
    // Counted apart: test/golden/dictionaries/README.md.
    const problems = (problem: RegExp) => answer.problems.filter((one) => problem.test(one.problem));
    expect(problems(/^No type is given/)).toHaveLength(357);
    expect(problems(/^No years are given/)).toHaveLength(319 + 25);
    expect(answer.problems.filter(({ kind }) => kind === 'error')).toEqual([]);
    const twice = problems(/^The same element/).length;
    expect(await counted('described_field')).toBe(1593 - twice);
    expect(twice).toBeLessThan(40);
    const holders = new Map(answer.assets.map(({ holder, agency }) => [holder, agency]));
    expect(holders.get('Department of Children and Families (DCF)')).toBe('DCF');
    expect(holders.get('State Department of Education')).toBe('SDE');
    expect(holders.get('Judicial Branch - Court Support Services Division (JB-CSSD)')).toBe('JUD');
    expect(holders.get('University of Connecticut (UConn)')).toBe('UCONN');
    expect(holders.get('Connecticut Conference of Independent Colleges (CCIC)')).toBeNull();

    const before = await counted('dataset');
    const again = await importing(golden('P20WIN_Data_Dictionary.xlsx'), 'P20WIN_Data_Dictionary.xlsx');
    expect(again.assets.every(({ outcome }) => outcome === 'unchanged')).toBe(true);
    expect(await counted('dataset')).toBe(before);
  });

  it('says nothing new when it is the blank form, and does not fail', async () => {
    const answer = await importing(golden('DSS_Data_Dictionary.xlsx'), 'DSS_Data_Dictionary.xlsx');
    expect(answer).toMatchObject({ blank: true, elements: 1, assets: [], problems: [] });
    expect(await counted('dataset')).toBe(0);
  });

  it('only checked changes nothing and says what would change', async () => {
    const answer = await importing(golden('DOC_Data_Dictionary.xlsx'), 'DOC.xlsx', { check: true });
    expect(answer.assets).toMatchObject([{ agency: 'DOC', outcome: 'added', fields: 27 }]);
    expect(await counted('dataset')).toBe(0);
  });

  it('corrected and read again changes the fields that are not what they were', async () => {
    const head = ['Agency', 'Data Element Name', 'Data Element Definition', 'Data Type', 'Years Available'];
    const sheet = (type: string, ...more: string[][]) =>
      workbookOf({
        Sheet1: [
          head,
          ['DOC', 'Name', 'Who', type, '2001-'],
          ['DOC', 'SSN', '', 'char(9)', '2001-'],
          ...more,
        ],
      });
    await importing(sheet('Interger'), 'doc.xlsx');
    const answer = await importing(
      sheet('char(40)', ['DOC', 'Sex', 'As recorded', 'char(1)', '2005 to 2010']),
      'doc.xlsx',
    );
    expect(answer.assets).toMatchObject([
      { outcome: 'changed', field_changes: { added: 1, changed: 1, removed: 0, unchanged: 1 } },
    ]);
    const shown = await catalog.handlers['show-custody'](world, { dataset: answer.assets[0]!.dataset });
    expect(shown.fields.map(({ name, type, type_written }) => [name, type, type_written])).toEqual([
      ['name', 'text', 'char(40)'],
      ['ssn', 'text', 'char(9)'],
      ['sex', 'text', 'char(1)'],
    ]);
    expect(shown).toMatchObject({ years_from: 2001, years_to: null });
  });
});

describe('what people write', () => {
  it.each([
    ['Varchar(50)', 'text'],
    ['Alpha: 0000000000 to 9999999999', 'text'],
    ['AN 12', 'text'],
    ['CLOB', 'text'],
    ['Interger', 'integer'],
    ['IN 2', 'integer'],
    ['Number(10,0)', 'integer'],
    ['Number(4)', 'integer'],
    ['Integer(7))', 'integer'],
    ['tinyint', 'integer'],
    ['Numeric: 00000 to 99999', 'integer'],
    ['Numeric: 0.000 to 9.999', 'decimal'],
    ['Numeric (including decimal points)', 'decimal'],
    ['DE 8.2', 'decimal'],
    ['money', 'decimal'],
    ['Float', 'double'],
    ['real', 'double'],
    ['bit', 'boolean'],
    ['datetime', 'timestamp'],
    ['Date (format MM/DD/YYYY)', 'date'],
    ['DT 8', 'date'],
    ['MM/DD/YY', 'date'],
    ['YYYYMMDD', 'date'],
    ['Numeric:  CCYYMMDD, i.e. 19000101 to 19991231', 'date'],
    ['Not Available', null],
    ['M/D/S/W', null],
    ['BLOB', null],
  ])('%s is %s', (written, type) => expect(typeWritten(written)).toBe(type));

  it.each([
    ['2009 to 2024', 2009, 2024],
    ['2010 - Current (Data quality better 2018 - Current)', 2010, null],
    ['2006-07 To Present', 2006, null],
    ['July 2003 - Current', 2003, null],
    ['1993-', 1993, null],
    ['2021-2022', 2021, 2022],
    ['2021-22', 2021, 2022],
    ['2014', 2014, 2014],
  ])('%s is from %s to %s', (written, from, to) => expect(yearsWritten(written)).toEqual({ from, to }));

  it('is not made up where there is no year, or it ends before it begins', () => {
    expect(yearsWritten('N/A')).toBeNull();
    expect(yearsWritten('2020 to 2010')).toBeNull();
  });
});

describe('a workbook that is none', () => {
  opened();
  const attack = (name: string, bytes: Uint8Array) =>
    importing(bytes, name).then(
      () => 'taken',
      (error) => error.code,
    );

  it('is refused before it is read: bombs, document types, other archives, pieces', {
    timeout: 30_000,
  }, async () => {
    const good = workbookOf({
      Sheet1: [
        ['Agency', 'Data Element Name'],
        ['DOC', 'Name'],
      ],
    });
    const zeros = Buffer.alloc(101 * 1024 * 1024, 0x20);
    expect(await attack('bomb.xlsx', zipOf([{ name: 'xl/workbook.xml', content: zeros, said: 10 }]))).toBe(
      'catalog.workbook-too-large',
    );
    const laughs = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]><workbook>&b;</workbook>`;
    expect(
      await attack('laughs.xlsx', zipOf([{ name: 'xl/workbook.xml', content: Buffer.from(laughs) }])),
    ).toBe('catalog.not-a-workbook');
    const wide = Buffer.from(laughs, 'utf16le');
    expect(await attack('wide.xlsx', zipOf([{ name: 'xl/workbook.xml', content: wide }]))).toBe(
      'catalog.not-a-workbook',
    );
    expect(await attack('other.zip', zipOf([{ name: 'a.txt', content: Buffer.from('a') }]))).toBe(
      'catalog.not-a-workbook',
    );
    expect(await attack('cut.xlsx', good.subarray(0, 300))).toBe('catalog.not-a-workbook');
    expect(await attack('text.xlsx', Buffer.from('Agency,Name\n'))).toBe('catalog.not-a-workbook');
    expect(await attack('empty.xlsx', Buffer.alloc(0))).toBe('catalog.not-a-workbook');
    expect(await attack('large.xlsx', Buffer.alloc(21 * 1024 * 1024))).toBe('catalog.workbook-too-large');
    expect(
      await attack(
        'other.xlsx',
        workbookOf({
          Sheet1: [
            ['Fruit', 'Price'],
            ['Pear', 2],
          ],
        }),
      ),
    ).toBe('catalog.columns-missing');
    expect(await attack('../../etc/passwd', good)).toBe('taken');
    expect(await counted('dataset')).toBe(1);
  });

  it('by its path is for the owner of the home', async () => {
    const asked = catalog.handlers['import-dictionary'](
      { ...world, actor: { id: 'open', kind: 'open' } },
      { check: false, problems: 10, path: '/etc/passwd' },
    );
    await expect(asked).rejects.toMatchObject({ code: 'catalog.path-not-allowed' });
  });
});
