import { describe, expect, it } from 'vitest';
import type { PageRequest } from '../../core/page.ts';
import { LineChart } from '../charts/line-chart.tsx';
import { PlaceMap } from '../maps/place-map.tsx';
import * as parts from './index.ts';

const hostile = `</title><script>alert("1")</script>&'`;
const escaped = '&lt;/title&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;';
const zone = 'America/New_York';
const request = { formToken: hostile, url: new URL('http://localhost/x') } as PageRequest;

const html = (node: unknown): string => String(node);

describe('every part escapes what it is given', () => {
  const {
    Title,
    Facts,
    Section,
    Notice,
    Status,
    Counted,
    Unknown,
    Withheld,
    Table,
    Pairs,
    Numbered,
    Empty,
    Views,
    Code,
    DateList,
    Form,
    ErrorSummary,
    TextField,
    TextArea,
    SelectField,
    RadioField,
    Filters,
    FilterText,
    ActForm,
    Sparkline,
    Histogram,
    Bar,
    Figure,
    Steps,
    Log,
    Contents,
    Links,
    ButtonLink,
  } = parts;
  const form = {
    values: { title: hostile },
    errors: [{ field: 'title', message: hostile, remedy: hostile }],
  };
  const column = { head: hostile, note: hostile, sort: hostile, cell: (row: string) => row };
  const cases: Readonly<Record<string, unknown>> = {
    Title: <Title kind={hostile} title={hostile} lede={hostile} />,
    Facts: <Facts items={[{ label: hostile, value: hostile }]} />,
    Section: <Section title={hostile} finding={hostile} remark={hostile} id={hostile} />,
    Notice: <Notice title={hostile}>{hostile}</Notice>,
    Status: (
      <Status kind="risk" reason={hostile}>
        {hostile}
      </Status>
    ),
    Counted: <Counted href={hostile}>{hostile}</Counted>,
    Unknown: <Unknown>{hostile}</Unknown>,
    Withheld: <Withheld>{hostile}</Withheld>,
    Table: (
      <Table
        caption={hostile}
        columns={[column, { ...column, label: hostile }]}
        rows={[hostile]}
        groups={[{ title: hostile, id: hostile, rows: [hostile] }]}
        total={[hostile, hostile]}
        sort={{ by: hostile, direction: 'ascending', href: () => hostile }}
      />
    ),
    Pairs: <Pairs items={[{ label: hostile, value: hostile }]} />,
    Numbered: <Numbered items={[{ no: hostile, text: hostile, side: hostile, id: hostile }]} />,
    Empty: <Empty acts={hostile}>{hostile}</Empty>,
    Views: <Views label={hostile} items={[{ href: hostile, name: hostile }]} />,
    Code: <Code label={hostile} code={hostile} />,
    DateList: <DateList zone={zone} items={[{ at: '2026-11-23', what: hostile, note: hostile }]} />,
    Form: (
      <Form request={request} action={hostile}>
        {hostile}
      </Form>
    ),
    ErrorSummary: <ErrorSummary form={form} />,
    TextField: <TextField name="title" label={hostile} hint={hostile} form={form} />,
    TextArea: <TextArea name="title" label={hostile} form={form} />,
    SelectField: <SelectField name="title" label={hostile} choices={[{ value: hostile, label: hostile }]} />,
    RadioField: (
      <RadioField
        name="title"
        label={hostile}
        choices={[{ value: hostile, label: hostile, hint: hostile }]}
      />
    ),
    Filters: (
      <Filters keep={{ [hostile]: hostile }} act={hostile}>
        <FilterText name="q" label={hostile} value={hostile} />
      </Filters>
    ),
    ActForm: (
      <ActForm request={request} action={hostile} fields={{ [hostile]: hostile }}>
        {hostile}
      </ActForm>
    ),
    Sparkline: <Sparkline values={[1, 2]} label={hostile} />,
    Histogram: <Histogram counts={[1, 2]} label={hostile} />,
    Bar: <Bar share={0.5} label={hostile} />,
    Figure: <Figure caption={hostile} unit={hostile} source={hostile} />,
    Steps: (
      <Steps
        items={[
          { state: 'current', name: hostile, note: hostile, does: hostile, time: hostile, done: hostile },
        ]}
      />
    ),
    Log: <Log lines={[{ at: hostile, time: hostile, line: hostile }]} />,
    Contents: <Contents items={[{ href: hostile, label: hostile }]} />,
    Links: (
      <Links>
        <a href={hostile}>{hostile}</a>
      </Links>
    ),
    ButtonLink: <ButtonLink href={hostile}>{hostile}</ButtonLink>,
    LineChart: (
      <LineChart
        xs={[hostile, 'b']}
        lines={[{ name: hostile, tone: 'ink', values: [1, 2] }]}
        format={() => hostile}
        label={hostile}
        target={{ value: 1, label: hostile }}
        forecast={{ low: 1, high: 2, steps: 1, label: hostile }}
      />
    ),
    PlaceMap: (
      <PlaceMap
        outlines={{ width: 1, height: 1, places: [{ place: 'a', path: 'M0 0z', center: [0, 0] }] }}
        fills={new Map()}
        named={[{ place: 'a', name: hostile }]}
        label={hostile}
        legend={[{ fill: 'q1', words: hostile }]}
      />
    ),
  };
  it.each(Object.entries(cases))('%s', (_name, node) => {
    const text = html(node);
    expect(text).not.toContain('<script>alert');
    expect(text).not.toContain('alert("1")');
    expect(text).toContain(escaped.slice(0, 30));
  });

  it('writes no style and no script of its own, so that the page policy can forbid both', () => {
    for (const node of Object.values(cases))
      expect(html(node)).not.toMatch(/ style=| on[a-z]+="|<script|<style/);
  });
});

describe('Table', () => {
  const { Table } = parts;
  const columns = [
    { head: 'Town', cell: (row: { town: string; n: number }) => row.town },
    { head: 'Deaths', numeric: true, sort: 'n', cell: (row: { town: string; n: number }) => row.n },
  ];

  it('makes the first cell the header of its row, and names the column before a value on a phone', () => {
    const text = html(<Table caption="Towns" columns={columns} rows={[{ town: 'Andover', n: 0 }]} />);
    expect(text).toContain('<th scope="row">Andover</th>');
    expect(text).toContain('<td class="n" data-l="Deaths">0</td>');
  });

  it('says which column it is sorted by, and offers the other direction', () => {
    const text = html(
      <Table
        caption="Towns"
        columns={columns}
        rows={[]}
        sort={{ by: 'n', direction: 'ascending', href: (by, direction) => `?sort=${by}&way=${direction}` }}
      />,
    );
    expect(text).toContain('aria-sort="ascending"');
    expect(text).toContain('href="?sort=n&amp;way=descending"');
  });

  it('lets a box that scrolls sideways be reached by the keyboard', () => {
    const text = html(<Table caption="Rows" columns={columns} rows={[]} box />);
    expect(text).toContain('<div class="scroll-both" tabindex="0" role="region" aria-label="Rows">');
  });
});

describe('small pictures', () => {
  it('draw a flat line, a gap and a lone value without NaN', () => {
    const { Sparkline, Histogram, Bar } = parts;
    for (const values of [[5, 5, 5], [1, null, 3], [7], []]) {
      expect(html(<Sparkline values={values} label="x" />)).not.toMatch(/NaN|Infinity/);
    }
    for (const counts of [[], [0, 0], [1]])
      expect(html(<Histogram counts={counts} label="x" />)).not.toMatch(/NaN|Infinity/);
    expect(html(<Bar share={1.7} target={-1} />)).toContain('width="100%"');
  });

  it('names each line at its end, on a page and on a phone', () => {
    const text = html(
      <LineChart
        xs={['2021', '2022']}
        lines={[
          { name: 'All deaths', short: 'All', tone: 'ink', values: [1524, 1452] },
          { name: 'with xylazine', tone: 'c4', values: [null, 351] },
        ]}
        format={(value) => value.toLocaleString('en-US')}
        label="Deaths fell"
      />,
    );
    expect(text).toContain('>All deaths 1,452<');
    expect(text).toContain('>All 1,452<');
    expect(text).toContain('>with xylazine 351<');
    expect(text).not.toMatch(/NaN/);
  });
});
