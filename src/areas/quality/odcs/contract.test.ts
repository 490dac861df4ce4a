import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { putRules } from './put-rules.ts';
import { entryOf, ruleOf } from './quality-entry.ts';
import { takeRules } from './take-rules.ts';
import { contractFaults, parseContract } from './validate-contract.ts';

const folder = join(import.meta.dirname, '../../../../test/golden/odcs/examples');
const examples = (readdirSync(folder, { recursive: true }) as string[]).filter((name) =>
  name.endsWith('.yaml'),
);

describe('data contracts (ODCS 3.1.0)', () => {
  it('has the 18 published examples', () => expect(examples).toHaveLength(18));

  it.each(examples)('%s is valid, and unchanged after import and export', (name) => {
    const document = parseContract(readFileSync(join(folder, name), 'utf8'));
    const before = structuredClone(document);
    let exported = document;
    for (const table of document.schema ?? [undefined]) {
      const taken = takeRules(document, table, (property) => property.name);
      exported = putRules(
        taken.template,
        table?.name,
        (field) => field,
        taken.rules
          .filter((one) => one.entry !== null)
          .map((one) => ({ definition: one.definition, entry: one.entry!, mark: one.mark })),
      );
      expect(exported).toEqual(before);
    }
    const text = stringify(exported);
    expect(stringify(parseContract(text))).toBe(text);
  });

  it('reads the rules the examples state', () => {
    const rules = examples.flatMap((name) => {
      const document = parseContract(readFileSync(join(folder, name), 'utf8'));
      return (document.schema ?? []).flatMap(
        (table) => takeRules(document, table, (property) => property.name).rules,
      );
    });
    // Counted by hand in quality/*.yaml and all/full-example: two nullValues, one rowCount above a bound (kept), one
    // invalidValues whose list holds null (kept).
    expect(rules.filter((one) => one.entry !== null).map((one) => one.definition.kind)).toEqual([
      'not-null',
      'not-null',
    ]);
  });

  it('names the place of a fault', () => {
    expect(contractFaults({ kind: 'DataContract', id: 'x', version: '1', apiVersion: 'v3.1.0' })).toEqual([
      "the document must have required property 'status'",
    ]);
    expect(() => parseContract('a: [')).toThrow(/line/);
  });

  it('drops the entry of a retired rule and adds new ones under their property', () => {
    const document = parseContract(
      readFileSync(join(folder, 'quality/column-completeness.odcs.yaml'), 'utf8'),
    );
    const table = document.schema![0]!;
    const taken = takeRules(document, table, (property) => property.name);
    const definition = { kind: 'range', field: 'UniqueID', min: 1 } as const;
    const entry = entryOf({
      definition,
      tolerance: 0,
      criticality: 'high',
      id: 'r1',
      sentence: 's',
      dimension: 'conformity',
    });
    const out = putRules(taken.template, table.name, (field) => field, [{ definition, entry, mark: null }]);
    expect(out.schema![0]!.properties![0]!.quality).toEqual([entry]);
    expect(contractFaults(out)).toEqual([]);
    expect(ruleOf(parse(stringify(entry)), 'UniqueID')).toEqual({
      definition,
      tolerance: 0,
      criticality: 'high',
    });
  });
});
