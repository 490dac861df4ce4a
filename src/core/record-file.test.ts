import { expect, test } from 'vitest';
import { z } from 'zod';
import { calendarDate } from './calendar-date.ts';
import { parseRecordFile } from './record-file.ts';

const schema = z.strictObject({ terms: z.array(z.strictObject({ agency: z.string(), from: calendarDate })) });

test('dates stay text', () => {
  const source = 'terms:\n  - { agency: OPM, from: 2018-06-07 }\n';
  expect(parseRecordFile(source, schema, 'a.yaml')).toEqual({
    terms: [{ agency: 'OPM', from: '2018-06-07' }],
  });
});

test('a bad value is named by file, line and field', () => {
  const source = 'terms:\n  - agency: OPM\n    from: 2018-06-07\n  - agency: DOT\n    from: 2018-02-30\n';
  expect(() => parseRecordFile(source, schema, 'agencies.yaml')).toThrow(
    'agencies.yaml, line 5, terms[1].from: expected a date such as 2018-06-07.',
  );
});

test('a missing field is reported where its record begins', () => {
  const source = 'terms:\n  - agency: OPM\n    from: 2018-06-07\n  - agency: DOT\n';
  expect(() => parseRecordFile(source, schema, 'agencies.yaml')).toThrow(
    /^agencies\.yaml, line 4, terms\[1\]\.from: /,
  );
});

test('broken YAML is reported by its line', () => {
  expect(() => parseRecordFile('terms:\n  - { agency: OPM\n', schema, 'a.yaml')).toThrow(
    /^a\.yaml, line [23]: /,
  );
});
