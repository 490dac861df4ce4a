import { Ajv2019 } from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import { parseDocument } from 'yaml';
import { contractInvalid, contractUnreadable } from '../errors.ts';
import schema from './odcs-3.1.0.schema.json' with { type: 'json' };
import type { OdcsDocument } from './odcs-document.ts';

type Validate = ((document: unknown) => boolean) & {
  errors?: readonly { instancePath: string; message?: string }[] | null;
};
let compiled: Validate | undefined;

/** The places where a document departs from ODCS 3.1.0, in words; none means valid. */
export function contractFaults(document: unknown): string[] {
  if (compiled === undefined) {
    const ajv = new Ajv2019({ strict: false, allErrors: true });
    (addFormats as unknown as (target: unknown) => void)(ajv);
    compiled = ajv.compile(schema) as Validate;
  }
  if (compiled(document)) return [];
  const faults = (compiled.errors ?? []).map(
    (one) => `${one.instancePath || 'the document'} ${one.message ?? 'is not valid'}`,
  );
  return [...new Set(faults)].slice(0, 10);
}

/** A contract from YAML or JSON text (a date stays the text it is). Throws when it is not ODCS 3.1.0. */
export function parseContract(text: string): OdcsDocument {
  const parsed = parseDocument(text, { schema: 'core', maxAliasCount: 100 } as never);
  const [fault] = parsed.errors;
  if (fault !== undefined) throw contractUnreadable.with({ line: fault.linePos?.[0].line ?? 1 });
  const document: unknown = parsed.toJS({ maxAliasCount: 100 });
  const faults = contractFaults(document);
  if (faults.length > 0) throw contractInvalid.with({ faults });
  return document as OdcsDocument;
}
