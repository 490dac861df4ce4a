import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync, inflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { textOf } from '../../src/areas/plan/print/model.ts';
import { openHistory } from '../../src/roles/replay-history.ts';
import { exampleState } from '../state-context.ts';
import { openPlanWorld, type PlanWorld } from './plan-world.ts';
import { findVeraPdf, validate } from './verapdf.ts';

let world: PlanWorld;
beforeAll(async () => {
  world = await openPlanWorld('2026-11-23T15:00:00Z', { plan: 'nothing' });
  const history = await openHistory(world.app, exampleState, 'plan/history.yaml');
  await history.begin();
  await history.rest();
});
afterAll(() => world.close());

const bytesOf = async (path: string) => {
  const { httpServer } = await import('../../src/http/server.ts');
  const { openActor } = await import('../../src/core/access.ts');
  const answer = await httpServer(world.app, { trusted: true, actor: openActor }).request(
    `http://localhost${path}`,
  );
  expect([path, answer.status]).toEqual([path, 200]);
  return Buffer.from(await answer.arrayBuffer());
};
const printed = async (name: string) => (await world.http('GET', `/api/v1/plan/print/${name}`)).json;

/** Every object of a PDF as text: those outside streams, and those in compressed object streams. */
function objectsOf(pdf: Buffer): string {
  const all = pdf.toString('latin1');
  const inflated: string[] = [];
  for (const match of all.matchAll(/stream\r?\n/g)) {
    const start = match.index + match[0].length;
    const end = all.indexOf('endstream', start);
    try {
      inflated.push(inflateSync(pdf.subarray(start, end)).toString('latin1'));
    } catch {
      // Not compressed: it stands in the text as it is.
    }
  }
  return [all, ...inflated].join('\n');
}

/** A file of a ZIP, found by its local header. */
function unzipped(zip: Buffer, name: string): string {
  for (let at = zip.indexOf('PK\x01\x02'); at >= 0; at = zip.indexOf('PK\x01\x02', at + 1)) {
    const length = zip.readUInt16LE(at + 28);
    if (zip.subarray(at + 46, at + 46 + length).toString() !== name) continue;
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const body = zip.subarray(start, start + zip.readUInt32LE(at + 20));
    return (zip.readUInt16LE(at + 10) === 8 ? inflateRawSync(body) : body).toString('utf8');
  }
  throw new Error(`${name} is not in the file`);
}

const plainText = (xml: string) =>
  xml
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ');

test('row-28 the PDF is tagged and accessible: a tree of structure, language, title, heads of tables, version and date in the foot', async () => {
  for (const name of ['plan', 'progress', 'board']) {
    const pdf = await bytesOf(`/api/v1/plan/print/${name}.pdf`);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const objects = objectsOf(pdf);
    // ISO 14289-1: marked content, a structure tree, a language, a title that is shown, and the claim of conformance.
    for (const wanted of [
      /\/MarkInfo\s*<<[^>]*\/Marked true/,
      /\/StructTreeRoot/,
      /\/Lang\s*\(en/,
      /\/DisplayDocTitle true/,
      /pdfuaid:part[^0-9]*1/,
    ])
      expect([name, String(wanted), wanted.test(objects)]).toEqual([name, String(wanted), true]);
    const document = await printed(name);
    const count = (role: string) => [...objects.matchAll(new RegExp(`/S\\s*/${role}\\b`, 'g'))].length;
    const of = (kind: string) => document.blocks.filter((one: { kind: string }) => one.kind === kind).length;
    expect([name, count('Table')]).toEqual([name, of('table')]);
    const heads = document.blocks
      .filter((one: { kind: string }) => one.kind === 'table')
      .reduce((sum: number, one: { head: string[] }) => sum + one.head.length, 0);
    expect([name, count('TH')]).toEqual([name, heads]);
    expect([name, count('H1')]).toEqual([name, 1]);
    expect([name, count('H2') + count('H3')]).toEqual([name, of('heading')]);
  }
  const { typstOf } = await import('../../src/areas/plan/print/print-pdf.ts');
  const document = await printed('plan');
  expect(document.version).toContain('Final');
  expect(typstOf(document)).toContain(`${document.version}. 2026-11-23.`);
});

test('row-28 the word processor’s file and the page say the same words as the document, in the same order', async () => {
  for (const name of ['plan', 'progress', 'board']) {
    const document = await printed(name);
    const docx = await bytesOf(`/api/v1/plan/print/${name}.docx`);
    const inDocx = plainText(unzipped(docx, 'word/document.xml'));
    const page = (await world.http('GET', `/plan/print/${name}`, { accept: 'text/html' })).text;
    const inPage = plainText(page.slice(page.indexOf('<main')));
    for (const [where, said] of [
      ['docx', inDocx],
      ['page', inPage],
    ] as const) {
      let from = 0;
      for (const line of textOf(document).slice(2)) {
        const wanted = line.replace(/\s+/g, ' ').trim();
        if (wanted === '') continue;
        const at = said.indexOf(wanted, from);
        expect([name, where, wanted, at >= 0]).toEqual([name, where, wanted, true]);
        from = at;
      }
    }
    expect(plainText(unzipped(docx, 'word/footer1.xml'))).toContain(`${document.version}. ${document.date}.`);
  }
});

// Continuous integration fetches veraPDF and fails without it; elsewhere it checks when veraPDF is there already.
const inIntegration = process.env['OAK_VERAPDF'] === 'required';
test('row-28 every printed document passes veraPDF’s check of PDF/UA-1, and one without a title does not', {
  timeout: 600_000,
}, async ({ skip }) => {
  const found = await findVeraPdf({ fetched: inIntegration });
  if (found === undefined) return skip('veraPDF is not on this machine');
  const folder = await mkdtemp(join(tmpdir(), 'oak-ua-'));
  const files: string[] = [];
  const put = async (name: string, bytes: Uint8Array) => {
    files.push(join(folder, name));
    await writeFile(files.at(-1)!, bytes);
  };
  for (const name of ['plan', 'progress', 'board'])
    await put(`${name}.pdf`, await bytesOf(`/api/v1/plan/print/${name}.pdf`));
  // What a check that sees nothing would pass: the same file, without the word that shows its title.
  const plan = await bytesOf('/api/v1/plan/print/board.pdf');
  await put(
    'broken.pdf',
    Buffer.from(plan.toString('latin1').replace('/DisplayDocTitle true', '/DisplayDocTitle null'), 'latin1'),
  );
  const said = validate(found, files);
  await rm(folder, { recursive: true, force: true });
  for (const name of ['plan', 'progress', 'board'])
    expect(said, name).toMatch(new RegExp(`^PASS .*${name}\\.pdf`, 'm'));
  expect(said).toMatch(/^FAIL .*broken\.pdf/m);
});

test('words that look like markup are printed as words', async () => {
  const { typstOf, printPdf } = await import('../../src/areas/plan/print/print-pdf.ts');
  const nasty = '#panic("x") $ * _ @a <b> \\ "quoted" [ ] { } // comment';
  const document = {
    title: nasty,
    subtitle: nasty,
    version: nasty,
    date: '2026-11-23',
    address: '/plan',
    blocks: [
      { kind: 'heading' as const, level: 2, text: nasty },
      { kind: 'table' as const, caption: nasty, head: [nasty], rows: [[nasty]] },
    ],
  };
  expect(typstOf(document)).not.toContain('\n#panic');
  expect((await printPdf(document)).length).toBeGreaterThan(5_000);
});
