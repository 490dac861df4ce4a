import { text } from 'node:stream/consumers';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';

/** A process of its own: Typst source comes in on standard input with the day of its making, the PDF goes out. */
const { source, madeAt } = JSON.parse(await text(process.stdin)) as { source: string; madeAt: number };
const made = NodeCompiler.create().pdf(
  { mainFileContent: source },
  { pdfStandard: 'ua-1' as never, creationTimestamp: madeAt },
);
process.stdout.end(made);
